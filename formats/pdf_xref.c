/* SPDX-License-Identifier: Apache-2.0
 * pdf_xref.c - where the objects of a PDF are.
 *
 * [PDF] ISO 32000-2:2020, 7.5: a table "xref" of lines of 20 bytes, or a
 * stream of rows; each names the one before it (Prev), newest first.  Objects
 * may stand in object streams [PDF 7.5.7].
 *
 * A section is kept as it stands in the file and looked into when an object is
 * asked for: a long document costs what is looked at.  Where the table is
 * wrong the whole file is searched for "N G obj", once. */
#include "formats/pdf_xref.h"

enum {
    TAIL = 2048,     /* of the file, where startxref is looked for */
    WINDOW = 4096,   /* the first try at an object */
    GROW = 8,        /* times more at the next */
    SECTIONS = 2048, /* of a cross-reference */
    CACHE = 64,      /* object streams kept unpacked */
    KEPT = 64,       /* objects kept parsed */
    CHUNK = 1 << 16, /* of a search */
    NEST = 4,        /* objects needed to read an object */
};

struct pdf_section {
    uint64_t first, count;
    uint64_t off;     /* of a table: its lines in the file */
    unsigned line;    /* bytes of one; 0: a stream */
    struct span rows; /* of a stream */
    unsigned w[3];
};

/* An object that was asked for: resources are, for each font and picture. */
struct pdf_kept {
    uint64_t number;
    struct pdf_item item;
};

/* Where an object is, by a cross-reference. */
struct where {
    unsigned type; /* 0: nowhere; 1: at off; 2: in an object stream */
    uint64_t off, inside, index;
};

/* The stream's dictionary says its length, perhaps wrongly. */
static struct range stream_range(struct pdf *p, const struct pdf_obj *d,
                                 uint64_t off, unsigned nest);
static struct pdf_item item_of(struct pdf *p, uint64_t n, unsigned nest);

/* ---- an object at an offset ---- */

/* body parses "N G obj ..." in a window; false where that ended too soon. */
static bool body(struct pdf_lex *l, uint64_t number, struct pdf_item *to,
                 bool *streams)
{
    const struct pdf_obj *n = pdf_parse(l), *g = n ? pdf_parse(l) : NULL;
    const struct pdf_obj *word = g ? pdf_parse(l) : NULL;
    uint64_t got;

    *streams = false;
    if (!word || !pdf_whole(n, PDF_NUMBERS, &got) || got != number ||
        !span_eq(word->text, SPAN("obj")))
        return l->at < l->src.len;
    l->id.number = number;
    pdf_whole(g, UINT16_MAX, &l->id.generation);
    to->id = l->id;
    to->obj = pdf_parse(l);
    if (!to->obj)
        return !l->ran_out;
    if (to->obj->kind != PDF_DICT)
        return l->at < l->src.len;
    word = pdf_parse(l);
    *streams = word && span_eq(word->text, SPAN("stream"));
    return l->at < l->src.len;
}

struct pdf_item pdf_object_at(struct pdf *p, uint64_t off, uint64_t number,
                              unsigned nest)
{
    uint64_t size = walk_size(p->w), want = WINDOW, left;
    struct pdf_item item = {0};
    bool streams = false;
    struct pdf_lex l;

    if (off >= size)
        return item;
    for (left = size - off; walk_ok(p->w); want *= GROW) {
        item = (struct pdf_item){0};
        l = (struct pdf_lex){.w = p->w,
                             .src = walk_view(p->w, off, num_min(want, left)),
                             .crypt = p->crypt};
        if (body(&l, number, &item, &streams) || want >= left ||
            want > walk_limits(p->w)->view_bytes / GROW)
            break;
    }
    item.at = (struct range){off, l.at};
    if (!streams || !item.obj)
        return item;
    if (l.at < l.src.len && l.src.ptr[l.at] == '\r')
        l.at++;
    if (l.at < l.src.len && l.src.ptr[l.at] == '\n')
        l.at++;
    item.stream = stream_range(p, item.obj, off + l.at, nest);
    item.at.len = item.stream.off + item.stream.len - off;
    return item;
}

/* find is where `what` is at or after off, or UINT64_MAX. */
static uint64_t find(struct pdf *p, uint64_t off, struct span what)
{
    uint64_t size = walk_size(p->w);

    while (walk_ok(p->w) && off < size) {
        struct span s = walk_view(p->w, off, num_min(CHUNK, size - off));
        size_t at = 0;

        while (at + what.len <= s.len) {
            const uint8_t *hit =
                memchr(s.ptr + at, what.ptr[0], s.len - what.len - at + 1);

            if (!hit)
                break;
            at = (size_t)(hit - s.ptr);
            if (span_eq(span_cut(s, at, what.len), what))
                return off + at;
            at++;
        }
        if (s.len < CHUNK)
            break;
        off += s.len - what.len + 1;
        walk_step(p->w, CHUNK / 64);
    }
    return UINT64_MAX;
}

static struct range stream_range(struct pdf *p, const struct pdf_obj *d,
                                 uint64_t off, unsigned nest)
{
    const struct pdf_obj *o = pdf_get(d, "Length");
    uint64_t size = walk_size(p->w), len = 0, end, n;
    bool known;

    if (o && o->kind == PDF_REF && nest < NEST && pdf_whole(o, PDF_NUMBERS, &n))
        o = item_of(p, n, nest + 1).obj;
    known = o && o->kind == PDF_NUMBER && pdf_whole(o, size, &len) &&
            num_fits(off, len, size);
    if (known) {
        struct pdf_lex l = {
            .w = p->w,
            .src = walk_view(p->w, off + len, num_min(32, size - off - len))};
        const struct pdf_obj *word = pdf_parse(&l);

        if (word && span_eq(word->text, SPAN("endstream")))
            return (struct range){off, len};
    }
    end = find(p, off, SPAN("endstream"));
    if (end == UINT64_MAX) {
        walk_note(p->w, NOTE_TRUNCATED, off, "stream has no end");
        return (struct range){off, known ? len : size - off};
    }
    walk_note(p->w, NOTE_BROKEN, off, "stream is not as long as it says");
    return (struct range){off, end - off};
}

/* ---- object streams ---- */

struct pdf_packed *pdf_unpack(struct pdf *p, uint64_t number, unsigned nest)
{
    struct pdf_packed *to;
    struct pdf_item item;
    struct span left;
    uint64_t n = 0, first = 0;
    struct pdf_lex l;

    for (uint32_t i = 0; i < p->packed_count && i < CACHE; i++)
        if (p->packed[i].number == number)
            return &p->packed[i];
    if (nest >= NEST)
        return NULL;
    item = item_of(p, number, nest + 1);
    if (item.packed || !item.stream.len ||
        !pdf_is(pdf_get(item.obj, "Type"), "ObjStm") ||
        !pdf_whole(pdf_get(item.obj, "N"), PDF_NUMBERS, &n) ||
        !pdf_whole(pdf_get(item.obj, "First"), UINT32_MAX, &first))
        return NULL;
    to = &p->packed[p->packed_count++ % CACHE];
    *to = (struct pdf_packed){.number = number, .at = item.stream};
    to->data = pdf_stream(p, &item, &left);
    if (left.len || first > to->data.len)
        return NULL;
    n = num_min(n, first / 2);
    to->pairs = walk_alloc(p->w, 2 * n * sizeof(*to->pairs));
    l = (struct pdf_lex){.w = p->w,
                         .src = span_cut(to->data, 0, (size_t)first)};
    while (to->pairs && to->count < n) {
        const struct pdf_obj *a = pdf_parse(&l), *b = a ? pdf_parse(&l) : NULL;
        uint64_t *pair = &to->pairs[2 * to->count];

        if (!pdf_whole(a, PDF_NUMBERS, &pair[0]) ||
            !pdf_whole(b, UINT32_MAX, &pair[1]))
            break;
        pair[1] += first;
        to->count++;
    }
    return to;
}

static struct pdf_item in_stream(struct pdf *p, const struct where *at,
                                 uint64_t number, unsigned nest)
{
    struct pdf_packed *from = pdf_unpack(p, at->inside, nest);
    struct pdf_item item = {.packed = true};
    uint64_t i = at->index;
    struct pdf_lex l = {.w = p->w};

    if (!from)
        return item;
    if (i >= from->count || from->pairs[2 * i] != number)
        for (i = 0; i < from->count && from->pairs[2 * i] != number; i++)
            ;
    walk_step(p->w, i / 64);
    if (i >= from->count || from->pairs[2 * i + 1] >= from->data.len)
        return item;
    l.src = from->data;
    l.at = (size_t)from->pairs[2 * i + 1];
    item.obj = pdf_parse(&l);
    item.at = from->at;
    return item;
}

/* ---- looking up ---- */

static bool in_section(struct pdf *p, const struct pdf_section *s, uint64_t n,
                       struct where *to)
{
    struct reader r;
    unsigned width = s->w[0] + s->w[1] + s->w[2];

    *to = (struct where){0};
    if (n < s->first || n - s->first >= s->count)
        return false;
    if (s->line) {
        struct pdf_lex l = {
            .w = p->w,
            .src = walk_view(p->w, s->off + (n - s->first) * s->line, 18)};
        const struct pdf_obj *off = pdf_parse(&l);

        to->type = l.src.len == 18 && l.src.ptr[17] == 'n' &&
                   pdf_whole(off, UINT64_C(9999999999), &to->off);
        return true;
    }
    r = reader_over(span_cut(s->rows, (size_t)(n - s->first) * width, width));
    to->type = s->w[0] ? (unsigned)read_be(&r, s->w[0]) : 1;
    to->off = to->inside = read_be(&r, s->w[1]);
    to->index = read_be(&r, s->w[2]);
    if (!reader_ok(&r) || to->type > 2)
        to->type = 0;
    return true;
}

/* found is the last object of that number that the search saw. */
static struct where found(const struct pdf *p, uint64_t n)
{
    size_t low = 0, high = p->found_count;
    struct where at = {0};

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (p->found[mid].number <= n)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0 || p->found[low - 1].number != n)
        return at;
    at.off = p->found[low - 1].off - p->base;
    at.inside = p->found[low - 1].inside;
    at.type = at.inside ? 2 : 1;
    at.index = UINT64_MAX;
    return at;
}

static struct where look_up(struct pdf *p, uint64_t n)
{
    struct where at = {0};

    if (p->searched)
        return found(p, n);
    for (uint32_t i = 0; i < p->section_count; i++)
        if (in_section(p, &p->sections[i], n, &at))
            return at;
    return at;
}

static struct pdf_item item_of(struct pdf *p, uint64_t n, unsigned nest)
{
    struct where at = look_up(p, n);
    struct pdf_item item = {0};

    if (at.type == 2)
        return in_stream(p, &at, n, nest);
    if (at.type != 1)
        return item;
    item = pdf_object_at(p, p->base + at.off, n, nest);
    if (item.obj || p->searched)
        return item;
    walk_note(p->w, NOTE_BROKEN, p->base + at.off,
              "cross-reference does not lead to its object");
    pdf_search(p);
    p->kept = NULL; /* what it found may be newer */
    at = look_up(p, n);
    if (at.type == 1)
        item = pdf_object_at(p, p->base + at.off, n, nest);
    return item;
}

/* ---- the cross-reference ---- */

void pdf_trailer(struct pdf *p, const struct pdf_obj *d)
{
    if (!d || d->kind != PDF_DICT)
        return;
    if (!p->trailer[0])
        p->trailer[0] = d;
    else if (!p->trailer[1] && pdf_get(d, "Root"))
        p->trailer[1] = d;
    p->locked |= !p->crypt && pdf_get(d, "Encrypt");
}

static bool add_section(struct pdf *p, struct pdf_section s)
{
    if (p->section_count >= SECTIONS)
        return false;
    p->sections[p->section_count++] = s;
    return true;
}

/* table reads "first count" and skips the lines, again and again, up to the
 * trailer, which it gives; NULL where something is wrong. */
static const struct pdf_obj *table(struct pdf *p, uint64_t off)
{
    uint64_t size = walk_size(p->w);

    while (walk_ok(p->w) && off < size) {
        struct pdf_lex l = {
            .w = p->w,
            .src = walk_view(p->w, off, num_min(WINDOW, size - off))};
        const struct pdf_obj *a = pdf_parse(&l), *b;
        struct pdf_section s = {.line = 20};
        struct span line;

        if (a && span_eq(a->text, SPAN("trailer")))
            return pdf_parse(&l);
        b = a ? pdf_parse(&l) : NULL;
        if (!pdf_whole(a, PDF_NUMBERS, &s.first) ||
            !pdf_whole(b, PDF_NUMBERS, &s.count))
            return NULL;
        while (l.at < l.src.len && pdf_gap(l.src.ptr[l.at]))
            l.at++;
        line = span_cut(l.src, l.at, 20);
        if (s.count > 1 && line.len && pdf_digit(line.ptr[19]))
            s.line = 19; /* one byte for the end of a line: seen */
        s.off = off + l.at;
        if (s.count * s.line > size - s.off || !add_section(p, s))
            return NULL;
        off = s.off + s.count * s.line;
    }
    return NULL;
}

/* rows reads a cross-reference stream [PDF 7.5.8]. */
static const struct pdf_obj *rows(struct pdf *p, uint64_t off)
{
    struct pdf_lex l = {
        .w = p->w,
        .src = walk_view(p->w, off, num_min(24, walk_size(p->w) - off))};
    struct pdf_section s = {.line = 0};
    const struct pdf_obj *index, *o;
    struct pdf_item item;
    uint64_t number, size = 0, at = 0, width = 0, v[3] = {0};
    struct span left, data;

    if (!pdf_whole(pdf_parse(&l), PDF_NUMBERS, &number))
        return NULL;
    item = pdf_object_at(p, off, number, NEST);
    if (!item.stream.len || !pdf_is(pdf_get(item.obj, "Type"), "XRef"))
        return NULL;
    o = pdf_get(item.obj, "W");
    o = o && o->kind == PDF_ARRAY ? o->child : NULL;
    for (unsigned i = 0; i < 3 && o; i++, o = o->next)
        if (!pdf_whole(o, 8, &v[i]))
            return NULL;
    for (unsigned i = 0; i < 3; i++)
        s.w[i] = (unsigned)v[i];
    width = v[0] + v[1] + v[2];
    data = pdf_stream(p, &item, &left);
    if (left.len || width == 0)
        return NULL;
    pdf_whole(pdf_get(item.obj, "Size"), PDF_NUMBERS, &size);
    index = pdf_get(item.obj, "Index");
    o = index && index->kind == PDF_ARRAY ? index->child : NULL;
    do {
        s.count = size;
        if (o && (!pdf_whole(o, PDF_NUMBERS, &s.first) ||
                  !pdf_whole(o->next, PDF_NUMBERS, &s.count)))
            break;
        s.count = num_min(s.count, (data.len - at) / width);
        s.rows = span_cut(data, (size_t)at, (size_t)(s.count * width));
        at += s.count * width;
        o = o ? o->next->next : NULL;
    } while (add_section(p, s) && o);
    return item.obj;
}

/* one reads the section at an offset, table or stream. */
static const struct pdf_obj *one(struct pdf *p, uint64_t off)
{
    struct pdf_lex l = {.w = p->w};
    const struct pdf_obj *word;

    if (off >= walk_size(p->w))
        return NULL;
    l.src = walk_view(p->w, off, num_min(32, walk_size(p->w) - off));
    word = pdf_parse(&l);
    if (word && span_eq(word->text, SPAN("xref")))
        return table(p, off + l.at);
    return word && word->kind == PDF_NUMBER ? rows(p, off) : NULL;
}

/* start is the offset that follows the last "startxref"; false without. */
static bool start(struct pdf *p, uint64_t *to)
{
    uint64_t size = walk_size(p->w), from = size > TAIL ? size - TAIL : 0;
    struct pdf_lex l = {.w = p->w, .src = walk_view(p->w, from, size - from)};

    for (size_t i = l.src.len; i-- > 0;)
        if (l.src.ptr[i] == 's' &&
            span_eq(span_cut(l.src, i, 9), SPAN("startxref"))) {
            l.at = i + 9;
            return pdf_whole(pdf_parse(&l), size, to);
        }
    return false;
}

void pdf_open(struct pdf *p)
{
    uint64_t queue[2] = {0, 0}, size = walk_size(p->w);
    bool more = start(p, &queue[0]), hybrid = false;

    p->sections = walk_raw(p->w, SECTIONS * sizeof(*p->sections));
    p->packed = walk_raw(p->w, CACHE * sizeof(*p->packed));
    if (!p->sections || !p->packed)
        return;
    for (unsigned i = 0; more && i < SECTIONS && walk_ok(p->w); i++) {
        const struct pdf_obj *d = one(p, p->base + queue[0]);

        if (!d)
            break;
        pdf_trailer(p, d);
        if (hybrid) { /* then the table's own Prev is next */
            queue[0] = queue[1];
            hybrid = false;
            more = queue[0] != 0;
            continue;
        }
        more = pdf_whole(pdf_get(d, "Prev"), size, &queue[0]);
        hybrid = pdf_whole(pdf_get(d, "XRefStm"), size, &queue[1]);
        if (hybrid) {
            uint64_t stream = queue[1];

            queue[1] = more ? queue[0] : 0;
            queue[0] = stream;
            more = true;
        }
    }
    if (!pdf_root(p, "Root")) {
        walk_note(p->w, NOTE_BROKEN, 0, "no cross-reference that holds");
        pdf_search(p);
    }
    pdf_unlock(p);
    p->kept = walk_alloc(p->w, KEPT * sizeof(*p->kept));
}

/* kept_item is item_of, that reads an object once; one with a stream again, for
 * what is amiss with its length is told where it is. */
static struct pdf_item kept_item(struct pdf *p, uint64_t n)
{
    struct pdf_kept *at = p->kept ? &p->kept[n % KEPT] : NULL;
    struct pdf_item item;

    if (at && at->item.obj && at->number == n)
        return at->item;
    item = item_of(p, n, 0);
    if (p->kept && item.obj && !item.stream.len)
        *at = (struct pdf_kept){n, item};
    return item;
}

struct pdf_item pdf_item(struct pdf *p, const struct pdf_obj *o)
{
    struct pdf_item item = {.obj = o};
    uint64_t n;

    /* a reference to a reference is against [PDF], but costs nothing */
    for (unsigned i = 0; i < NEST && item.obj && item.obj->kind == PDF_REF;
         i++) {
        if (!pdf_whole(item.obj, PDF_NUMBERS, &n))
            return (struct pdf_item){0};
        item = kept_item(p, n);
    }
    return item;
}

const struct pdf_obj *pdf_obj_of(struct pdf *p, const struct pdf_obj *o)
{
    return pdf_item(p, o).obj;
}

const struct pdf_obj *pdf_entry(struct pdf *p, const struct pdf_obj *d,
                                const char *name)
{
    return pdf_obj_of(p, pdf_get(d, name));
}

const struct pdf_obj *pdf_root(struct pdf *p, const char *name)
{
    for (unsigned i = 0; i < 2; i++) {
        const struct pdf_obj *o = pdf_get(p->trailer[i], name);

        if (o)
            return o;
    }
    return NULL;
}
