/* SPDX-License-Identifier: Apache-2.0
 * hash_data.c - c2pa.hash.data: a hash over the asset but for exclusions.
 *
 * [C2PA] section 18.5.  One exclusion must be exactly where the manifest store
 * stands in this file; others are told, for they leave bytes unbound. */
#include "c2pa/job.h"

#include <stdlib.h>

enum {
    LINE_END = 2, /* bytes: CR LF */
    SMALL = 16    /* bytes: a container's own length field, as TIFF needs */
};

struct ranges {
    struct range *list;
    uint32_t count;
};

static int by_start(const void *a, const void *b)
{
    const struct range *x = a, *y = b;

    return (x->off > y->off) - (x->off < y->off);
}

static bool read_ranges(struct job *j, const struct cbor *c, struct ranges *r)
{
    *r = (struct ranges){0};
    if (!c || c->kind == CBOR_NULL)
        return true;
    if (!cbor_is(c, CBOR_LIST))
        return job_error(j, "data hash cannot be read");
    r->list = job_alloc(j, c->count * sizeof(*r->list));
    if (!r->list)
        return false;
    for (c = c->child; c; c = c->next) {
        struct range *to = &r->list[r->count++];

        if (!cbor_uint(cbor_get(c, SPAN("start")), &to->off) ||
            !cbor_uint(cbor_get(c, SPAN("length")), &to->len))
            return job_error(j, "data hash cannot be read");
    }
    if (r->count)
        qsort(r->list, r->count, sizeof(*r->list), by_start);
    return true;
}

/* stretch makes room for what an update manifest added to the store: the range
 * that begins there grows, and those behind it move. */
static void stretch(const struct job *j, struct ranges *r)
{
    uint64_t more = 0;

    for (uint32_t i = 0; i < r->count; i++) {
        struct range *x = &r->list[i];

        if (more)
            num_add(x->off, more, &x->off);
        else if (x->off == j->at.off && x->len < j->at.len) {
            more = j->at.len - x->len;
            x->len = j->at.len;
        }
    }
}

static bool has(const struct ranges *r, const struct range *at)
{
    const struct range *x =
        r->count ? bsearch(at, r->list, r->count, sizeof(*at), by_start) : NULL;

    return x && x->len == at->len;
}

/* names_pages is whether the pages of a store in Ogg are left out, each run of
 * them by a range: pages of sound may stand between [C2PA 2.4, A.3.5]. */
static bool names_pages(const struct slot *s, const struct ranges *r)
{
    struct range run = s->pieces[0];

    for (uint32_t i = 1; i < s->piece_count; i++) {
        if (s->pieces[i].off == run.off + run.len) {
            run.len += s->pieces[i].len;
            continue;
        }
        if (!has(r, &run))
            return false;
        run = s->pieces[i];
    }
    return has(r, &run);
}

/* A block that ends a structured text is left out with the line's end before
 * it [C2PA 2.4, A.9]; to hash that too binds no less. */
static bool names_store(const struct job *j, const struct ranges *r)
{
    bool block = span_eq(j->slot->key, SPAN("structured-text"));

    if (span_eq(j->slot->key, SPAN("ogg")) && j->slot->piece_count)
        return names_pages(j->slot, r);
    for (uint32_t i = 0; i < r->count; i++) {
        uint64_t late = r->list[i].off - j->at.off;

        if (r->list[i].off < j->at.off || late > (block ? LINE_END : 0))
            continue;
        if (r->list[i].len + late == j->at.len)
            return true;
    }
    return false;
}

/* unbound is how many bytes the exclusions leave out beside the store. */
static uint64_t unbound(const struct job *j, const struct ranges *r)
{
    uint64_t sum = 0, end = 0;

    for (uint32_t i = 0; i < r->count; i++) {
        uint64_t from = r->list[i].off, to = from + r->list[i].len;

        if (from < end)
            from = end;
        if (to <= from)
            continue;
        end = to;
        sum += to - from;
    }
    return sum > j->at.len ? sum - j->at.len : 0;
}

static bool fits(const struct job *j, const struct ranges *r)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (!num_fits(r->list[i].off, r->list[i].len, j->src->size))
            return false;
    return true;
}

static struct hash hash_around(struct job *j, enum digest d,
                               const struct ranges *r)
{
    struct hasher *h = hasher_new(d);
    uint64_t at = 0;
    bool ok = h != NULL;

    for (uint32_t i = 0; ok && i < r->count; i++) {
        uint64_t from = r->list[i].off, to = from + r->list[i].len;

        if (from > at)
            ok = job_hash(j, h, at, from - at);
        if (to > at)
            at = to;
    }
    if (ok && at < j->src->size)
        ok = job_hash(j, h, at, j->src->size - at);
    if (!ok)
        hasher_put(h, SPAN("unread"));
    return hasher_end(h);
}

static bool text_or_none(const struct cbor *c, struct span name)
{
    const struct cbor *t = cbor_get(c, name);

    return !t || t->kind == CBOR_TEXT || t->kind == CBOR_NULL;
}

static bool bytes_or_text(const struct cbor *c)
{
    return cbor_is(c, CBOR_BYTES) || cbor_is(c, CBOR_TEXT);
}

static bool pad_ok(const struct cbor *c)
{
    const struct cbor *more = cbor_get(c, SPAN("pad2"));

    return !more || more->kind == CBOR_NULL || bytes_or_text(more);
}

bool hash_data_check(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct cbor *c = assertion_cbor(j, a);
    struct span uri = job_assertion_uri(j, m, a->label);
    struct span want = cbor_bytes(cbor_get(c, SPAN("hash")));
    struct span alg = cbor_text(cbor_get(c, SPAN("alg")));
    bool in_file = j->at.len > 0, named;
    uint64_t before;
    struct ranges r;
    struct hash h;

    if (!cbor_get(c, SPAN("hash")) ||
        cbor_is(cbor_get(c, SPAN("hash")), CBOR_NULL) ||
        !bytes_or_text(cbor_get(c, SPAN("pad"))) || !pad_ok(c) ||
        !text_or_none(c, SPAN("alg")) || !text_or_none(c, SPAN("name")))
        return job_error(j, "data hash without hash or pad");
    if (!read_ranges(j, cbor_get(c, SPAN("exclusions")), &r))
        return false;
    if (cbor_is(cbor_get(c, SPAN("url")), CBOR_TEXT)) {
        job_log(j, ST_DATA_MISMATCH, uri, "remote data hashes are not read");
        return true;
    }
    if (r.count > 1)
        job_log(j, ST_DATA_EXTRA, uri, NULL);
    if (in_file && j->store.active->update)
        stretch(j, &r);
    named = names_store(j, &r);
    if (in_file && !named)
        job_log(j, ST_DATA_MISMATCH, uri,
                "data hash exclusion is not where the manifest is");
    if (!fits(j, &r)) {
        job_log(j, ST_DATA_MISMATCH, uri, "exclusion passes the end of file");
        return true;
    }
    before = j->hashed;
    h = hash_around(j, digest_named(alg.len ? alg : m->claim.alg), &r);
    if (j->hashed == before)
        h.len = 0; /* all is left out: nothing is bound */
    if (!hash_is(&h, want)) {
        job_log(j, ST_DATA_MISMATCH, uri, NULL);
        return !j->error;
    }
    job_log(j, ST_DATA_MATCH, uri, NULL);
    if (in_file && !named)
        return true;
    j->bound = true;
    if (unbound(j, &r) > SMALL) {
        j->partly = true;
        job_note(j, r.list[0].off,
                 "asset only partly bound: the data hash leaves bytes out");
    }
    return true;
}
