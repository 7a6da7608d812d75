/* SPDX-License-Identifier: Apache-2.0
 * exclude.c - what a hash over an ISO base media file leaves out.
 *
 * [C2PA] sections 18.6 and A.5.6; [BMFF] ISO/IEC 14496-12.  Exclusions name
 * boxes by path and may ask for their length, version, flags or bytes; they may
 * leave out parts of a box only. */
#include "c2pa/exclude.h"

#include <stdlib.h>

enum {
    SEGMENTS = 16, /* of a path */
    FULL_HEAD = 12
};

#define C2PA_UUID \
    SPAN("\xD8\xFE\xC3\xD6\x1B\x0E\x48\x3C\x92\x97\x58\x28\x87\x7E\xC4\x81")

/* The boxes with version and flags behind their header [BMFF 4.2]. */
static const char full_boxes[][5] = {
    "mvhd", "tkhd", "mdhd", "hdlr", "vmhd", "smhd", "hmhd", "nmhd", "sthd",
    "dref", "url ", "urn ", "stts", "ctts", "cslg", "stss", "stsh", "sdtp",
    "stsd", "stsz", "stz2", "stsc", "stco", "co64", "padb", "subs", "saiz",
    "saio", "sbgp", "sgpd", "elst", "trex", "mehd", "mfhd", "tfhd", "trun",
    "tfdt", "tfra", "mfro", "sidx", "ssix", "prft", "emsg", "pssh", "meta",
    "pitm", "iloc", "iinf", "infe", "iref", "ipro", "xml ", "bxml", "cprt",
    "tsel", "kind", "elng", "leva", "mere", "fiin", "fpar", "fecr", "gitn",
    "schm", "tenc", "senc", "ipma", "ispe", "pixi", "auxC", "stdp", "stri",
    "stsg", "trep", "treg", "assp", "csgp", "uuid", "fdel", "stvi"};

struct segment {
    struct span name;
    uint32_t index; /* 1 for the first; 0: all */
};

struct path {
    struct segment part[SEGMENTS];
    uint32_t count;
};

/* ---- paths -------------------------------------------------------------- */

/* read_path takes /moov/trak[2]; a path of another form matches nothing. */
static bool read_path(struct path *p, struct span s)
{
    struct reader r = reader_over(s);

    p->count = 0;
    if (reader_left(&r) && *r.at == '/')
        read_u8(&r);
    while (reader_left(&r) && p->count < SEGMENTS) {
        struct segment *x = &p->part[p->count++];
        uint64_t index = 0;

        *x = (struct segment){read_span(&r, 4), 0};
        if (reader_left(&r) && *r.at == '[') {
            read_u8(&r);
            while (reader_left(&r) && *r.at >= '0' && *r.at <= '9' &&
                   index < UINT32_MAX / 10)
                index = index * 10 + (read_u8(&r) - (unsigned)'0');
            if (read_u8(&r) != ']' || index == 0)
                return false;
            x->index = (uint32_t)index;
        }
        if (reader_left(&r) && (read_u8(&r) != '/' || !reader_left(&r)))
            return false;
    }
    return reader_ok(&r) && p->count && !reader_left(&r);
}

/* ---- what an exclusion asks of a box ------------------------------------ */

static bool is_full(struct span name)
{
    for (size_t i = 0; i < sizeof(full_boxes) / sizeof(*full_boxes); i++)
        if (name.len == 4 && memcmp(name.ptr, full_boxes[i], 4) == 0)
            return true;
    return false;
}

/* Flags stand as three bytes.  The validators in use take them for the upper
 * three of four, so that only zero ever equals a box's own: we do the same, or
 * what they hash would differ from what we hash. */
static bool flags_fit(const struct cbor *e, uint32_t flags)
{
    struct reader r = reader_over(cbor_bytes(cbor_get(e, SPAN("flags"))));
    const struct cbor *exact = cbor_get(e, SPAN("exact"));
    uint32_t want = (uint32_t)read_be(&r, 3) << 8;

    if (!reader_ok(&r))
        return true;
    if (cbor_is(exact, CBOR_BOOL) && !exact->number)
        return (want | flags) == want;
    return want == flags;
}

static bool data_fits(struct film *x, const struct cbor *list,
                      const struct block *b)
{
    if (!cbor_is(list, CBOR_LIST))
        return true;
    for (list = list->child; list; list = list->next) {
        struct span want = cbor_bytes(cbor_get(list, SPAN("value")));
        uint64_t off;

        if (!cbor_uint(cbor_get(list, SPAN("offset")), &off))
            return false;
        if (!num_add(off, b->at.off, &off) ||
            !num_fits(off, want.len, x->j->src->size)) {
            x->astray = true;
            return false;
        }
        if (!span_eq(film_bytes(x, off, want.len), want))
            return false;
    }
    return true;
}

static bool conditions_fit(struct film *x, const struct cbor *e,
                           const struct block *b)
{
    uint64_t n;

    if (cbor_uint(cbor_get(e, SPAN("length")), &n) && n != b->at.len)
        return false;
    if (is_full(b->name) && b->at.len >= FULL_HEAD &&
        (cbor_get(e, SPAN("version")) || cbor_get(e, SPAN("flags")))) {
        struct span head = film_bytes(x, b->at.off + 8, 4);
        struct reader r = reader_over(head);
        uint64_t word = read_u32be(&r);

        if (cbor_uint(cbor_get(e, SPAN("version")), &n) && n != word >> 24)
            return false;
        if (!flags_fit(e, (uint32_t)word & 0xffffff))
            return false;
    }
    return data_fits(x, cbor_get(e, SPAN("data")), b);
}

/* ---- the list of what is excluded --------------------------------------- */

static void exclude(struct film *x, uint64_t off, uint64_t len)
{
    if (x->out_count == x->out_cap) {
        uint32_t cap = x->out_cap ? x->out_cap * 2 : 64;
        struct range *more = job_alloc(x->j, cap * sizeof(*more));

        if (!more)
            return;
        if (x->out_count)
            memcpy(more, x->out, x->out_count * sizeof(*more));
        x->out = more;
        x->out_cap = cap;
    }
    x->out[x->out_count++] = (struct range){off, len};
}

static void exclude_box(struct film *x, const struct cbor *e, uint32_t index)
{
    const struct block *b = &x->j->doc->blocks[index];
    const struct cbor *s = cbor_get(e, SPAN("subset"));

    if (!cbor_is(s, CBOR_LIST)) {
        x->whole[index] = true;
        exclude(x, b->at.off, b->at.len);
        return;
    }
    for (s = s->child; s && film_spend(x, 1); s = s->next) {
        uint64_t off = 0, len = 0;

        cbor_uint(cbor_get(s, SPAN("offset")), &off);
        cbor_uint(cbor_get(s, SPAN("length")), &len);
        if (off >= b->at.len)
            continue;
        if (len == 0 || len > b->at.len - off)
            len = b->at.len - off;
        if (len == b->at.len)
            x->whole[index] = true;
        exclude(x, b->at.off + off, len);
    }
}

/* subset_ok is whether the ranges are in order and apart. */
static bool subset_ok(const struct cbor *s)
{
    uint64_t end = 0;

    if (!cbor_is(s, CBOR_LIST))
        return true;
    for (s = s->child; s; s = s->next) {
        uint64_t off = 0, len = 0;

        cbor_uint(cbor_get(s, SPAN("offset")), &off);
        cbor_uint(cbor_get(s, SPAN("length")), &len);
        if (off < end || !num_add(off, len, &end))
            return false;
    }
    return true;
}

/* is_usual is whether an exclusion is one that every file has [C2PA A.5.6]. */
static bool is_usual(const struct cbor *e)
{
    struct span path = cbor_text(cbor_get(e, SPAN("xpath")));
    const struct cbor *d = cbor_get(e, SPAN("data"));
    uint64_t off = 0;

    if (span_eq(path, SPAN("/ftyp")) || span_eq(path, SPAN("/mfra")))
        return true;
    d = cbor_is(d, CBOR_LIST) ? d->child : NULL;
    return span_eq(path, SPAN("/uuid")) &&
           cbor_uint(cbor_get(d, SPAN("offset")), &off) && off == 8 &&
           span_eq(cbor_bytes(cbor_get(d, SPAN("value"))), C2PA_UUID);
}

/* apply excludes the boxes that one exclusion names: in one pass, for a box
 * stands behind the one that holds it.  depth[i] is how much of the path block
 * i is at the end of. */
static bool apply(struct film *x, const struct cbor *e, uint8_t *depth)
{
    const struct doc *d = x->j->doc;
    uint32_t seen[SEGMENTS] = {0};
    struct path p;

    if (!read_path(&p, cbor_text(cbor_get(e, SPAN("xpath")))))
        return true;
    memset(depth, 0, d->block_count);
    for (uint32_t i = 0; i < d->block_count; i++) {
        const struct block *b = &d->blocks[i];
        bool top = b->up == i;
        uint32_t level = top ? 0 : depth[b->up];

        if ((!top && !level) || level >= p.count ||
            !span_eq(b->name, p.part[level].name))
            continue;
        seen[level]++; /* over all parents, as the validators in use count */
        if (p.part[level].index && seen[level] != p.part[level].index)
            continue;
        depth[i] = (uint8_t)(level + 1);
        if (level + 1 == p.count && conditions_fit(x, e, b))
            exclude_box(x, e, i);
    }
    return film_spend(x, d->block_count / 16 + 1);
}

static int by_start(const void *a, const void *b)
{
    const struct range *p = a, *q = b;

    return (p->off > q->off) - (p->off < q->off);
}

static void merge(struct film *x)
{
    uint32_t n = 0;

    if (x->out_count)
        qsort(x->out, x->out_count, sizeof(*x->out), by_start);
    for (uint32_t i = 0; i < x->out_count; i++) {
        struct range r = x->out[i], *last = n ? &x->out[n - 1] : NULL;

        if (last && r.off <= last->off + last->len) {
            if (r.off + r.len > last->off + last->len)
                last->len = r.off + r.len - last->off;
        } else {
            x->out[n++] = r;
        }
    }
    x->out_count = n;
}

/* readable is whether an exclusion has what it must have. */
static bool readable(const struct cbor *e)
{
    const struct cbor *d = cbor_get(e, SPAN("data"));
    const struct cbor *s = cbor_get(e, SPAN("subset"));
    uint64_t n;

    d = cbor_is(d, CBOR_LIST) ? d->child : NULL;
    for (; d; d = d->next)
        if (!cbor_uint(cbor_get(d, SPAN("offset")), &n) ||
            !cbor_is(cbor_get(d, SPAN("value")), CBOR_BYTES))
            return false;
    s = cbor_is(s, CBOR_LIST) ? s->child : NULL;
    for (; s; s = s->next)
        if (!cbor_uint(cbor_get(s, SPAN("offset")), &n) ||
            !cbor_uint(cbor_get(s, SPAN("length")), &n))
            return false;
    return cbor_is(cbor_get(e, SPAN("xpath")), CBOR_TEXT);
}

bool film_exclude(struct film *x)
{
    const struct cbor *list = cbor_get(x->assertion, SPAN("exclusions"));
    uint32_t n = x->j->doc->block_count;
    uint8_t *depth = job_alloc(x->j, n);

    x->whole = job_alloc(x->j, n * sizeof(*x->whole));
    if (!depth || !x->whole)
        return false;
    if (!cbor_is(list, CBOR_LIST) || !list->count)
        x->malformed = true;
    for (list = x->malformed ? NULL : list->child; list; list = list->next) {
        if (!readable(list))
            return job_error(x->j, "BMFF hash cannot be read");
        if (!is_usual(list))
            x->extra = true;
        if (!subset_ok(cbor_get(list, SPAN("subset"))))
            x->malformed = true;
        else if (!apply(x, list, depth))
            return false;
    }
    merge(x);
    return !x->j->memory;
}
