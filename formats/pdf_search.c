/* SPDX-License-Identifier: Apache-2.0
 * pdf_search.c - objects of a PDF whose cross-reference is wrong.
 *
 * The whole file is read once.  "N G obj" begins an object; of several with
 * one number the last counts, as it would in a file that was updated. */
#include "formats/pdf_xref.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
    WINDOW = 4096,   /* of a trailer */
    CHUNK = 1 << 16, /* read at once */
    LOOK = 512,      /* of an object, for what it is */
    SPECIAL = 4096   /* objects that hold objects or references */
};

static int by_number(const void *a, const void *b)
{
    const struct pdf_found *x = a, *y = b;

    if (x->number != y->number)
        return x->number < y->number ? -1 : 1;
    return x->off < y->off ? -1 : x->off > y->off;
}

/* header reads "N G " backwards from where "obj" begins. */
static bool header(struct span s, size_t at, uint64_t *number, size_t *from)
{
    size_t i = at, digits = 0;
    uint64_t scale = 1;

    while (i > 0 && pdf_gap(s.ptr[i - 1]))
        i--;
    while (i > 0 && pdf_digit(s.ptr[i - 1]) && at - i < 12)
        i--;
    if (i == 0 || !pdf_gap(s.ptr[i - 1]))
        return false;
    while (i > 0 && pdf_gap(s.ptr[i - 1]))
        i--;
    for (*number = 0; i > 0 && pdf_digit(s.ptr[i - 1]) && digits < 8;
         digits++) {
        *number += scale * (uint64_t)(s.ptr[--i] - '0');
        scale *= 10;
    }
    *from = i;
    return digits > 0 && *number <= PDF_NUMBERS;
}

/* What an object of a file without a table is wanted for. */
enum want {
    ANY,
    HOLDER, /* an object stream, or a cross-reference */
    CATALOG
};

static enum want want(struct span s)
{
    for (size_t i = 0; i + 8 <= s.len; i++) {
        if (s.ptr[i] != '/')
            continue;
        if (span_eq(span_cut(s, i, 7), SPAN("/ObjStm")) ||
            span_eq(span_cut(s, i, 5), SPAN("/XRef")))
            return HOLDER;
        if (span_eq(span_cut(s, i, 8), SPAN("/Catalog")))
            return CATALOG;
    }
    return ANY;
}

/* What a search gathers. */
struct hits {
    struct buf all;     /* struct pdf_found */
    struct buf special; /* the same, of object and reference streams */
    uint64_t catalog;   /* number of the last one */
};

static void hit(struct pdf *p, struct hits *h, struct span s, size_t at,
                uint64_t base)
{
    struct pdf_found f = {0};
    size_t from;
    struct span head;

    if (!header(s, at, &f.number, &from))
        return;
    f.off = base + from;
    buf_put(&h->all, (struct span){(const uint8_t *)&f, sizeof(f)});
    head =
        walk_view(p->w, base + at, num_min(LOOK, walk_size(p->w) - base - at));
    switch (want(head)) {
    case ANY: break;
    case HOLDER:
        buf_put(&h->special, (struct span){(const uint8_t *)&f, sizeof(f)});
        break;
    case CATALOG: h->catalog = f.number; break;
    }
    walk_step(p->w, 8);
}

/* references takes the last reference stream for the trailer. */
static void references(struct pdf *p, const struct hits *h)
{
    size_t count = h->special.len / sizeof(struct pdf_found);

    for (size_t i = count; i-- > 0 && walk_ok(p->w);) {
        struct pdf_found f;
        struct pdf_item item;

        memcpy(&f, h->special.ptr + i * sizeof(f), sizeof(f));
        item = pdf_object_at(p, f.off, f.number, 0);
        if (pdf_is(pdf_get(item.obj, "Type"), "XRef"))
            pdf_trailer(p, item.obj);
    }
}

/* specials adds what stands in object streams. */
static void specials(struct pdf *p, struct hits *h)
{
    size_t count = h->special.len / sizeof(struct pdf_found);

    for (size_t i = count; i-- > 0 && walk_ok(p->w) && !p->locked;) {
        struct pdf_found f;
        struct pdf_packed *in;

        memcpy(&f, h->special.ptr + i * sizeof(f), sizeof(f));
        in = pdf_unpack(p, f.number, 0);
        for (uint64_t k = 0; in && k < in->count; k++) {
            struct pdf_found one = {in->pairs[2 * k], f.off, f.number};

            buf_put(&h->all, (struct span){(const uint8_t *)&one, sizeof(one)});
            walk_step(p->w, 1);
        }
    }
}

static void settle(struct pdf *p, struct hits *h)
{
    p->found = (struct pdf_found *)(void *)h->all.ptr;
    p->found_count = h->all.len / sizeof(*p->found);
    if (p->found_count)
        qsort(p->found, p->found_count, sizeof(*p->found), by_number);
}

/* trailers takes those of tables, the last first. */
static void trailers(struct pdf *p, const uint64_t *at, size_t count)
{
    while (count-- > 0) {
        struct pdf_lex l = {
            .w = p->w,
            .src = walk_view(p->w, at[count],
                             num_min(WINDOW, walk_size(p->w) - at[count]))};

        pdf_trailer(p, pdf_parse(&l));
    }
}

void pdf_search(struct pdf *p)
{
    uint64_t size = walk_size(p->w), off = 0, tables[16];
    size_t table_count = 0;
    struct hits h = {0};

    p->searched = true;
    p->packed_count = 0;
    p->trailer[0] = p->trailer[1] = NULL;
    p->tried = p->crypt != NULL;
    buf_init(&h.all, walk_arena(p->w), sizeof(struct pdf_found) << 20);
    buf_init(&h.special, walk_arena(p->w), sizeof(struct pdf_found) * SPECIAL);
    while (walk_ok(p->w) && off < size) {
        struct span s = walk_view(p->w, off, num_min(CHUNK, size - off));
        size_t at = off ? 32 : 0; /* the overlap is context only */

        for (; at + 3 <= s.len; at++) {
            if (s.ptr[at] == 'o' && s.ptr[at + 1] == 'b' &&
                s.ptr[at + 2] == 'j')
                hit(p, &h, s, at, off);
            else if (s.ptr[at] == 't' &&
                     span_eq(span_cut(s, at, 7), SPAN("trailer")))
                tables[table_count++ % 16] = off + at + 7;
        }
        if (s.len < CHUNK)
            break;
        off += s.len - 40;
        walk_step(p->w, CHUNK / 64);
    }
    trailers(p, tables, table_count > 16 ? 16 : table_count);
    settle(p, &h);
    references(p, &h);
    pdf_unlock(p);
    specials(p, &h);
    settle(p, &h);
    if (h.all.failed || h.special.failed)
        walk_partial(p->w, "blocks");
    if (!pdf_root(p, "Root") && h.catalog) {
        struct pdf_obj *d = walk_alloc(p->w, 2 * sizeof(*d));

        if (d) {
            d[0] = (struct pdf_obj){.kind = PDF_DICT, .child = &d[1]};
            d[1] = (struct pdf_obj){.kind = PDF_REF,
                                    .number = (double)h.catalog,
                                    .key = SPAN("Root")};
            p->trailer[p->trailer[0] != NULL] = d;
        }
    }
}
