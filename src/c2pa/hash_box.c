/* SPDX-License-Identifier: Apache-2.0
 * hash_box.c - c2pa.hash.boxes: hashes over runs of the asset's own parts.
 *
 * [C2PA] section 18.7.  The list names the file's boxes in order; each entry
 * is the hash of one or more of them, and that of the manifest store itself,
 * named C2PA, is left out.  What comes behind the last entry nobody has
 * vouched for: that is told as a note. */
#include "c2pa/left_out.h"

/* The boxes of this file as C2PA names them. */
struct parts {
    struct part *list;
    uint32_t count;
    bool font;
    struct range zero; /* bytes that count as zero */
};

static bool is_store(const struct job *j, const struct range *at)
{
    return j->at.len && at->off >= j->at.off && at->off - j->at.off < j->at.len;
}

/* list_parts takes the blocks at the top; those of the store are one. */
static bool list_parts(struct job *j, const struct cbor *boxes, struct parts *p)
{
    const struct doc *d = j->doc;

    *p = (struct parts){.font =
                            d->format && strcmp(d->format->name, "font") == 0};
    p->list = job_alloc(j, (d->block_count + 2) * sizeof(*p->list));
    if (!p->list)
        return false;
    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i];
        struct part *last = p->count ? &p->list[p->count - 1] : NULL;
        bool store = is_store(j, &b->at);

        if (b->up != i)
            continue;
        if (store && last && span_eq(last->name, SPAN("C2PA"))) {
            last->at.len = b->at.off + b->at.len - last->at.off;
            continue;
        }
        p->list[p->count++] =
            (struct part){store ? SPAN("C2PA") : b->name, b->at};
    }
    if (p->font) {
        font_parts(boxes, p->list, &p->count);
        p->zero = font_sum(p->list, p->count);
    }
    return true;
}

static bool mismatch(struct job *j, struct span uri, const char *why)
{
    job_log(j, ST_BOX_MISMATCH, uri, why);
    return true;
}

static bool names_ok(const struct cbor *names)
{
    for (const struct cbor *n = names->child; n; n = n->next)
        if (!cbor_is(n, CBOR_TEXT))
            return false;
    return true;
}

/* readable is whether the assertion has the form at all. */
static bool readable(struct job *j, const struct cbor *boxes)
{
    if (!cbor_is(boxes, CBOR_LIST))
        return job_error(j, "boxes hash cannot be read");
    for (const struct cbor *b = boxes->child; b; b = b->next)
        if (!cbor_is(cbor_get(b, SPAN("names")), CBOR_LIST) ||
            !cbor_is(cbor_get(b, SPAN("hash")), CBOR_BYTES) ||
            !cbor_get(b, SPAN("pad")) ||
            !names_ok(cbor_get(b, SPAN("names"))) || !left_out_readable(b))
            return job_error(j, "boxes hash cannot be read");
    return true;
}

struct run {
    struct range at;
    bool store;
    bool after;         /* all that is behind the boxes */
    struct range *gaps; /* left out, in order */
    uint32_t gap_count;
};

#define AFTER SPAN("c2pa.after")

/* take_after is what comes behind the boxes, as a box [C2PA 18.7.2]. */
static const char *take_after(struct job *j, const struct parts *p,
                              uint32_t *next, struct run *r)
{
    const struct part *last = *next ? &p->list[*next - 1] : NULL;
    uint64_t from = last ? last->at.off + last->at.len : 0;

    if (!last || from >= j->src->size)
        return "assertion.boxesHash.unknownBox";
    r->at = (struct range){from, j->src->size - from};
    *next = p->count;
    r->after = true;
    return NULL;
}

/* take matches the names of one entry with the next parts. */
static const char *take(struct job *j, const struct parts *p, uint32_t *next,
                        const struct cbor *names, struct run *r)
{
    *r = (struct run){0};
    if (!names->count)
        return "an entry without names";
    if (names->count == 1 && span_eq(cbor_text(names->child), AFTER))
        return take_after(j, p, next, r);
    for (const struct cbor *n = names->child; n; n = n->next) {
        const struct part *x = &p->list[*next];

        /* The list may begin behind a PNG's signature. */
        if (*next == 0 && p->count && span_eq(x->name, SPAN("PNGh")) &&
            !span_eq(cbor_text(n), SPAN("PNGh")))
            x = &p->list[++*next];
        if (*next >= p->count || !span_eq(cbor_text(n), x->name))
            return "assertion.boxesHash.unknownBox";
        if (span_eq(x->name, SPAN("C2PA"))) {
            if (names->count > 1)
                return "assertion.boxesHash.malformed";
            r->store = true;
        }
        if (n == names->child)
            r->at.off = x->at.off;
        else if (x->at.off < r->at.off + r->at.len)
            return "boxes of one entry that do not follow each other";
        r->at.len = x->at.off + x->at.len - r->at.off;
        ++*next;
    }
    return NULL;
}

/* put hashes [from, to), with zeros in the place of what counts as such. */
static bool put(struct job *j, struct hasher *h, const struct range *zero,
                uint64_t from, uint64_t to)
{
    static const uint8_t zeros[8];
    uint64_t end = zero->off + zero->len;

    if (!zero->len || zero->len > sizeof(zeros) || from > zero->off || to < end)
        return job_hash(j, h, from, to - from);
    if (!job_hash(j, h, from, zero->off - from))
        return false;
    hasher_put(h, (struct span){zeros, (size_t)zero->len});
    return job_hash(j, h, end, to - end);
}

static bool run_holds(struct job *j, struct manifest *m, const struct cbor *b,
                      const struct run *r, const struct range *zero)
{
    struct span alg = cbor_text(cbor_get(b, SPAN("alg")));
    struct hasher *h = hasher_new(digest_named(alg.len ? alg : m->claim.alg));
    uint64_t at = r->at.off, end = at + r->at.len;
    bool ok = h != NULL;
    struct hash got;

    for (uint32_t i = 0; ok && i < r->gap_count; i++) {
        ok = put(j, h, zero, at, r->gaps[i].off);
        at = r->gaps[i].off + r->gaps[i].len;
    }
    ok = ok && put(j, h, zero, at, end);
    got = hasher_end(h);
    return ok && hash_is(&got, cbor_bytes(cbor_get(b, SPAN("hash"))));
}

static bool is_true(const struct cbor *c)
{
    return cbor_is(c, CBOR_BOOL) && c->number;
}

static uint32_t count_of(const struct cbor *entry)
{
    return cbor_get(entry, SPAN("names"))->count;
}

static void tell_rest(struct job *j, const struct parts *p, uint32_t next)
{
    uint64_t end =
        next ? p->list[next - 1].at.off + p->list[next - 1].at.len : 0;

    if (end < j->src->size) {
        j->partly = true;
        job_note(j, end,
                 "asset only partly bound: bytes behind the last hashed box");
    }
}

struct look {
    struct job *j;
    struct manifest *m;
    struct span uri;
    struct parts parts;
    uint32_t next;
    bool extra; /* something is left out */
    bool after; /* nothing is behind the last entry: it takes all */
};

/* leave_out reads what an entry leaves out of its boxes. */
static enum status leave_out(struct look *l, const struct cbor *b,
                             struct run *r)
{
    struct job *j = l->j;
    enum status fault;

    if (r->after)
        return cbor_get(b, SPAN("exclusions")) ? ST_BOX_MALFORMED : ST_COUNT;
    fault = left_out_read(j, b, &l->parts.list[l->next] - count_of(b), &r->gaps,
                          &r->gap_count);
    if (fault == ST_COUNT && r->gap_count) {
        l->extra = true;
        j->partly = true;
        job_note(j, r->gaps[0].off,
                 "asset only partly bound: metadata is left out of a box");
    }
    return fault;
}

/* check_entry is false where the entry does not hold, which is in the log. */
static bool check_entry(struct look *l, const struct cbor *b)
{
    struct job *j = l->j;
    struct run r;
    const char *why =
        take(j, &l->parts, &l->next, cbor_get(b, SPAN("names")), &r);
    enum status fault;

    if (!why && r.after && b->next)
        why = "c2pa.after is not the last box";
    if (why)
        return !mismatch(j, l->uri, why);
    l->after |= r.after;
    if (r.store)
        return true;
    if (is_true(cbor_get(b, SPAN("excluded")))) {
        l->extra = true;
        j->partly = true;
        job_note(j, r.at.off, "asset only partly bound: a box is left out");
        return true;
    }
    fault = leave_out(l, b, &r);
    if (fault != ST_COUNT) {
        job_log(j, fault, l->uri, "exclusions of a box do not fit it");
        return false;
    }
    return run_holds(j, l->m, b, &r, &l->parts.zero) ||
           !mismatch(j, l->uri, "hashes do not match");
}

bool hash_box_check(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct cbor *boxes = cbor_get(assertion_cbor(j, a), SPAN("boxes"));
    struct look l = {.j = j, .m = m, .uri = job_assertion_uri(j, m, a->label)};

    if (!readable(j, boxes) || !list_parts(j, boxes, &l.parts))
        return false;
    if (!boxes->count)
        return mismatch(j, l.uri, "no box hash found");
    for (const struct cbor *b = boxes->child; b; b = b->next)
        if (!check_entry(&l, b))
            return !j->error && !j->memory;
    if (l.parts.font && l.next < l.parts.count) {
        job_log(j, ST_BOX_UNKNOWN, l.uri, "a table that no box covers");
        return true;
    }
    if (l.extra)
        job_log(j, ST_BOX_EXTRA, l.uri, NULL);
    job_log(j, ST_BOX_MATCH, l.uri, NULL);
    j->bound = true;
    if (!l.after && !l.parts.font) /* whose tables lie in any order */
        tell_rest(j, &l.parts, l.next);
    return true;
}
