/* SPDX-License-Identifier: Apache-2.0
 * multi.c - c2pa.hash.multi-asset: a file of several parts, each with a hash.
 *
 * [C2PA 2.4] sections 15.12.4 and 18.9.  It is looked at where the hash over
 * the whole file does not hold: a part that may be taken off, such as the film
 * behind a motion photo, may be gone.  The parts lie side by side and cover
 * the file; each is hashed as a file of its own. */
#include "c2pa/job.h"

struct place {
    struct range at;
    struct assertion *by; /* the hash of the part */
};

struct parts {
    struct place *list;
    uint32_t count;
};

/* A part as a source. */
struct window {
    const struct source *src;
    uint64_t off;
};

static bool window_read(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct window *w = ctx;

    return w->src->read(w->src->ctx, w->off + off, to, len);
}

static bool malformed(struct job *j, struct span uri, const char *why)
{
    job_log(j, ST_MULTI_MALFORMED, uri, why);
    return false;
}

/* ---- where the parts are ------------------------------------------------ */

/* box_of is the block that /a/b[2] leads to, or NULL; counted as for BMFF
 * hashes. */
static const struct block *box_of(const struct doc *d, struct span path)
{
    uint32_t up = UINT32_MAX;

    while (path.len && path.ptr[0] == '/') {
        struct span name = span_cut(path, 1, 4);
        uint32_t nth = 1, i = up == UINT32_MAX ? 0 : up + 1;
        size_t used = 5;

        if (path.len > used && path.ptr[used] == '[') {
            for (nth = 0, used++; used < path.len && path.ptr[used] >= '0' &&
                                  path.ptr[used] <= '9' && nth < 1 << 20;
                 used++)
                nth = nth * 10 + (path.ptr[used] - (uint32_t)'0');
            if (used == path.len || path.ptr[used++] != ']' || !nth)
                return NULL;
        }
        for (; i < d->block_count; i++)
            if (d->blocks[i].up == (up == UINT32_MAX ? i : up) &&
                span_eq(d->blocks[i].name, name) && --nth == 0)
                break;
        if (i >= d->block_count || name.len < 4)
            return NULL;
        up = i;
        path = span_cut(path, used, path.len - used);
    }
    return path.len || up == UINT32_MAX ? NULL : &d->blocks[up];
}

/* payload is a box without its header of 8 or 16 bytes. */
static struct range payload(struct job *j, const struct block *b)
{
    struct range at = b->at;
    struct reader r = reader_over(
        source_view(j->src, j->arena, at.off, (size_t)num_min(at.len, 16)));
    uint64_t head = read_u32be(&r) == 1 ? 16 : 8;

    head = num_min(head, at.len);
    return (struct range){at.off + head, at.len - head};
}

enum found {
    FOUND,
    ABSENT,
    CUT,
    BROKEN
};

static enum found locate(struct job *j, const struct cbor *where,
                         struct range *at)
{
    const struct cbor *box = cbor_get(where, SPAN("bmffBox"));
    const struct block *b;

    if (cbor_is(box, CBOR_TEXT)) {
        b = box_of(j->doc, box->text);
        if (!b)
            return ABSENT;
        *at = payload(j, b);
        return FOUND;
    }
    if (!cbor_uint(cbor_get(where, SPAN("byteOffset")), &at->off) ||
        !cbor_uint(cbor_get(where, SPAN("length")), &at->len) || !at->len)
        return BROKEN;
    if (at->off >= j->src->size)
        return ABSENT;
    return num_fits(at->off, at->len, j->src->size) ? FOUND : CUT;
}

static bool is_part(struct span base)
{
    size_t n = SPAN(".part").len;

    return base.len > n &&
           span_eq(span_cut(base, base.len - n, n), SPAN(".part"));
}

/* hash_for is the assertion of a part's hash: in this manifest, and one of
 * parts.  The reference is a hashed URI; the specification's own example has
 * but the URI. */
static struct assertion *hash_for(struct job *j, struct manifest *m,
                                  const struct cbor *ref, struct span uri)
{
    struct hashed_uri u = {.url = cbor_text(ref)};
    struct assertion *a;
    struct span label;
    struct hash h;

    if (!cbor_is(ref, CBOR_TEXT) && !hashed_uri_of(ref, &u))
        return NULL;
    label = uri_manifest(u.url);
    if (label.len && !span_eq(label, m->label))
        return NULL;
    a = assertion_find(m, uri_name(u.url));
    if (!a || !a->listed || a->content != CONTENT_CBOR || !is_part(a->base))
        return NULL;
    if (cbor_is(ref, CBOR_MAP)) {
        h = hash_of(digest_named(u.alg.len ? u.alg : m->claim.alg),
                    a->box->body);
        if (!hashed_uri_is(&u, &h)) {
            job_log(j, ST_REF_MISMATCH, uri, NULL);
            return NULL;
        }
    }
    return assertion_cbor(j, a) ? a : NULL;
}

static bool take_part(struct job *j, struct manifest *m, const struct cbor *c,
                      struct parts *p, struct span uri)
{
    const struct cbor *optional = cbor_get(c, SPAN("optional"));
    bool may_lack = cbor_is(optional, CBOR_BOOL) && optional->number;
    struct place *to = &p->list[p->count];

    to->by = hash_for(j, m, cbor_get(c, SPAN("hashAssertion")), uri);
    if (!to->by)
        return malformed(j, uri, "a part without a hash that can be found");
    switch (locate(j, cbor_get(c, SPAN("location")), &to->at)) {
    case FOUND: p->count++; return true;
    case ABSENT:
        if (may_lack)
            return true;
        job_log(j, ST_MULTI_MISSING, uri, NULL);
        return false;
    case CUT:
        job_log(j, ST_MULTI_MISMATCH, uri, "a part is cut short");
        return false;
    case BROKEN: break;
    }
    return malformed(j, uri, "a part without a place");
}

/* take_parts lists the parts that are there; they have to follow each other
 * from the first byte of the file to its last. */
static bool take_parts(struct job *j, struct manifest *m, const struct cbor *c,
                       struct parts *p, struct span uri)
{
    const struct cbor *list = cbor_get(c, SPAN("parts"));
    uint64_t end = 0;

    if (!cbor_is(list, CBOR_LIST) || !list->count)
        return malformed(j, uri, "no parts");
    if (list->count > j->lim->parts)
        return job_limit(j, "parts");
    p->list = job_alloc(j, list->count * sizeof(*p->list));
    if (!p->list)
        return false;
    for (list = list->child; list; list = list->next)
        if (!take_part(j, m, list, p, uri))
            return false;
    for (uint32_t i = 0; i < p->count; i++) {
        if (p->list[i].at.off != end)
            return malformed(j, uri, "parts that are not side by side");
        end += p->list[i].at.len;
    }
    if (!p->count || end != j->src->size)
        return malformed(j, uri, "parts that do not cover the file");
    return true;
}

/* ---- hashing them ------------------------------------------------------- */

static bool run(struct job *j, struct manifest *m, struct assertion *a)
{
    struct assertion own = *a; /* by the label that it has as a whole's */

    own.base = span_cut(a->base, 0, a->base.len - SPAN(".part").len);
    if (span_eq(own.base, SPAN("c2pa.hash.data")))
        return hash_data_check(j, m, &own);
    if (span_eq(own.base, SPAN("c2pa.hash.boxes")))
        return hash_box_check(j, m, &own);
    if (assertion_is(&own, SPAN("c2pa.hash.bmff")))
        return hash_bmff_check(j, m, &own);
    return job_error(j, "a part with a hash of no known kind");
}

/* holds takes the entries that a check has logged off the log again: they are
 * of a part, and the log is of the whole. */
static bool holds(struct job *j, uint32_t from)
{
    bool match = false, fault = false;

    for (uint32_t i = from; i < j->log_count; i++) {
        match |= status_kind(j->log[i].status) == GM_CODE_SUCCESS;
        fault |= status_kind(j->log[i].status) == GM_CODE_FAILURE;
    }
    j->log_count = from;
    if (j->error && !j->limit) {
        j->error = NULL;
        fault = true;
    }
    return match && !fault;
}

/* check_part turns the job to one part, as if it were a file. */
static bool check_part(struct job *j, struct manifest *m, const struct place *p)
{
    const struct doc *doc = j->doc;
    const struct source *src = j->src;
    struct range at = j->at;
    struct window w = {src, p->at.off};
    struct source part = {.size = p->at.len, .read = window_read, .ctx = &w};
    struct walk_config wc = {.arena = j->arena,
                             .limits = j->lim,
                             .alive = j->alive,
                             .alive_ctx = j->alive_ctx};
    struct doc *inner = job_alloc(j, sizeof(*inner));
    uint32_t from = j->log_count;

    if (!inner)
        return false;
    if (src->whole.ptr)
        part = source_of(
            span_cut(src->whole, (size_t)p->at.off, (size_t)p->at.len));
    walk_run(inner, &part, &wc);
    j->stopped |= inner->stopped;
    j->io |= inner->io;
    j->memory |= inner->memory;
    j->doc = inner;
    j->src = &part;
    if (at.off >= p->at.off && at.off - p->at.off < p->at.len)
        j->at.off -= p->at.off;
    else
        j->at = (struct range){0}; /* the store is in another part */
    run(j, m, p->by);
    j->doc = doc;
    j->src = src;
    j->at = at;
    return holds(j, from);
}

static struct assertion *only(struct manifest *m, uint32_t *count)
{
    struct assertion *found = NULL;

    *count = 0;
    for (uint32_t i = 0; i < m->assertion_count; i++)
        if (span_eq(m->assertions[i].base, SPAN("c2pa.hash.multi-asset")) &&
            m->assertions[i].listed) {
            found = &m->assertions[i];
            ++*count;
        }
    return found;
}

bool multi_check(struct job *j, struct manifest *m)
{
    uint32_t count;
    struct assertion *a = only(m, &count);
    struct span uri;
    struct parts p = {0};

    if (!a)
        return false;
    uri = job_assertion_uri(j, m, a->label);
    if (count > 1 || a->content != CONTENT_CBOR) {
        malformed(j, uri, NULL);
        return true;
    }
    if (!take_parts(j, m, assertion_cbor(j, a), &p, uri))
        return true;
    for (uint32_t i = 0; i < p.count; i++)
        if (!check_part(j, m, &p.list[i])) {
            job_log(j, ST_MULTI_MISMATCH, uri, NULL);
            j->bound = false;
            return true;
        }
    job_log(j, ST_MULTI_MATCH, uri, NULL);
    j->bound = true;
    job_note(j, 0,
             "the hash over the whole does not hold, those of its parts do: "
             "a part that may be taken off may be gone");
    return true;
}
