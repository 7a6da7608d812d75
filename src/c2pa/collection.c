/* SPDX-License-Identifier: Apache-2.0
 * collection.c - c2pa.hash.collection.data: a hash for each file of a package.
 *
 * [C2PA] sections 18.8 and A.6; [ZIP] 4.3.12.  A file is hashed as it stands,
 * its local header and packed bytes; the central directory, to the end of the
 * archive, but for the CRC of the credential itself, which is not known when
 * it is hashed. */
#include "c2pa/job.h"

#include <stdlib.h>

enum {
    HEADER = 46, /* of a directory entry, before its name */
    CRC = 16     /* where in it the CRC stands, four bytes */
};

#define STORE     SPAN("META-INF/content_credential.c2pa")
#define DIRECTORY SPAN("directory")
#define SIGNATURE SPAN("PK\x01\x02")

struct member {
    struct span name;
    struct range at; /* to the next member: what is signed may be shorter */
    bool folder, listed;
};

struct set {
    struct job *j;
    struct manifest *m;
    const struct cbor *assertion;
    struct span uri;
    enum digest digest;
    struct member *list; /* sorted by name */
    uint32_t count;
    struct range directory;
};

static int by_name(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    size_t n = x->name.len < y->name.len ? x->name.len : y->name.len;
    int d = n ? memcmp(x->name.ptr, y->name.ptr, n) : 0;

    return d ? d : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

static bool folder(struct span name)
{
    return name.len && name.ptr[name.len - 1] == '/';
}

static struct span no_slash(struct span name)
{
    return span_cut(name, 0, name.len - folder(name));
}

/* The blocks at the top of an archive are its members, and the directory
 * last. */
static bool list_members(struct set *s)
{
    const struct doc *d = s->j->doc;

    s->list = job_alloc(s->j, d->block_count * sizeof(*s->list));
    if (!s->list)
        return false;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i];

        if (b->up != i)
            continue;
        if (span_eq(b->name, DIRECTORY))
            s->directory = b->at;
        else if (!span_eq(b->name, STORE))
            s->list[s->count++] = (struct member){no_slash(b->name), b->at,
                                                  folder(b->name), false};
    }
    if (s->count)
        qsort(s->list, s->count, sizeof(*s->list), by_name);
    return true;
}

static bool hash_range(struct set *s, struct range at, struct span want)
{
    struct hasher *h = hasher_new(s->digest);
    bool ok = h && job_hash(s->j, h, at.off, at.len);
    struct hash got = hasher_end(h);

    return ok && hash_is(&got, want);
}

/* crc_at is where the CRC of the credential stands in the directory. */
static uint64_t crc_at(struct set *s)
{
    struct span all;
    struct reader r;

    if (s->directory.len > s->j->lim->view_bytes)
        return UINT64_MAX;
    all = source_view(s->j->src, s->j->arena, s->directory.off,
                      (size_t)s->directory.len);
    r = reader_over(all);
    while (reader_left(&r) >= HEADER) {
        size_t at = reader_pos(&r);
        struct reader h = reader_over(read_span(&r, HEADER));
        size_t name, more;

        if (!span_eq(read_span(&h, 4), SIGNATURE))
            break;
        read_span(&h, 24);
        name = read_u16le(&h);
        more = read_u16le(&h);
        more += read_u16le(&h);
        if (span_eq(read_span(&r, name), STORE))
            return s->directory.off + at + CRC;
        read_span(&r, more);
    }
    return UINT64_MAX;
}

static bool directory_holds(struct set *s, struct span want)
{
    struct hasher *h = hasher_new(s->digest);
    uint64_t at = s->directory.off, crc = crc_at(s), end = s->j->src->size;
    bool ok = h && s->directory.len;
    struct hash got;

    if (ok && crc < end - 4) {
        ok = job_hash(s->j, h, at, crc - at);
        at = crc + 4;
    }
    ok = ok && job_hash(s->j, h, at, end - at);
    got = hasher_end(h);
    return ok && hash_is(&got, want);
}

/* leaves is whether a path has a part that is . or .. [C2PA 15.12.5.1]. */
static bool leaves(struct span path)
{
    size_t from = 0;

    for (size_t i = 0; i <= path.len; i++) {
        struct span part;

        if (i < path.len && path.ptr[i] != '/')
            continue;
        part = span_cut(path, from, i - from);
        if (span_eq(part, SPAN(".")) || span_eq(part, SPAN("..")))
            return true;
        from = i + 1;
    }
    return false;
}

/* one checks an entry of the assertion: a map with uri, or the value of a map
 * from path to hash. */
static bool one(struct set *s, const struct cbor *c)
{
    struct span path = cbor_text(c->key ? c->key : cbor_get(c, SPAN("uri")));
    struct member key = {.name = no_slash(path)}, *found;
    struct range at;
    uint64_t size;

    if (leaves(path)) {
        job_log(s->j, ST_SET_URI, s->uri, NULL);
        return false;
    }
    found = s->count
                ? bsearch(&key, s->list, s->count, sizeof(*s->list), by_name)
                : NULL;
    if (!found) {
        job_log(s->j, ST_SET_COUNT, s->uri, NULL);
        return false;
    }
    found->listed = true;
    at = found->at;
    if (cbor_uint(cbor_get(c, SPAN("size")), &size) && size < at.len)
        at.len = size;
    return hash_range(s, at, cbor_bytes(cbor_get(c, SPAN("hash"))));
}

static bool all_hold(struct set *s)
{
    const struct cbor *list = cbor_get(s->assertion, SPAN("uris"));
    const struct cbor *dir =
        cbor_get(s->assertion, SPAN("zip_central_directory_hash"));

    if (!list || (list->kind != CBOR_MAP && list->kind != CBOR_LIST))
        return false;
    for (list = list->child; list; list = list->next)
        if (!one(s, list) || !job_alive(s->j))
            return false;
    for (uint32_t i = 0; i < s->count; i++) {
        if (!s->list[i].listed && !s->list[i].folder)
            return false;
    }
    return !dir || directory_holds(s, cbor_bytes(dir));
}

bool collection_check(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct cbor *c = assertion_cbor(j, a);
    struct span alg = cbor_text(cbor_get(c, SPAN("alg")));
    struct set s = {.j = j,
                    .m = m,
                    .assertion = c,
                    .uri = job_assertion_uri(j, m, a->label),
                    .digest = digest_named(alg.len ? alg : m->claim.alg)};
    bool ok;

    if (!list_members(&s))
        return false;
    ok = all_hold(&s);
    if (j->error || j->memory || j->stopped)
        return false;
    job_log(j, ok ? ST_SET_MATCH : ST_SET_MISMATCH, s.uri, NULL);
    j->bound = ok;
    if (ok && !cbor_get(c, SPAN("zip_central_directory_hash"))) {
        j->partly = true;
        job_note(j, s.directory.off,
                 "asset only partly bound: no hash over the directory");
    }
    return true;
}
