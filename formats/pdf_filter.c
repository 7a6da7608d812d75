/* SPDX-License-Identifier: Apache-2.0
 * pdf_filter.c - streams of PDF, unpacked.
 *
 * [PDF] ISO 32000-2:2020, 7.4.  FlateDecode with the predictors of PNG, the
 * two ASCII filters and LZWDecode; Crypt is undone before (pdf_crypt.c), and
 * pictures' filters are left. */
#include "formats/pdf_object.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
    FILTERS = 8,
    LZW_CODES = 4096,
    LZW_CLEAR = 256,
    LZW_END = 257
};

/* unpredict undoes the predictors of PNG: each row begins with its filter's
 * number [PNG 9.2]. */
static struct span unpredict(struct pdf *p, struct span s,
                             const struct pdf_obj *parms)
{
    uint64_t columns = 1, colors = 1, bits = 8, predictor = 1, row, bpp;
    struct reader r = reader_over(s);
    uint8_t *to, *prev = NULL;
    size_t n = 0;

    pdf_whole(pdf_entry(p, parms, "Predictor"), 15, &predictor);
    if (predictor < 10)
        return predictor == 2 ? (struct span){0} : s;
    pdf_whole(pdf_entry(p, parms, "Columns"), 1 << 20, &columns);
    pdf_whole(pdf_entry(p, parms, "Colors"), 32, &colors);
    pdf_whole(pdf_entry(p, parms, "BitsPerComponent"), 16, &bits);
    row = (columns * colors * bits + 7) / 8;
    bpp = (colors * bits + 7) / 8;
    to = walk_alloc(p->w, s.len);
    if (!to || row == 0 || bpp == 0)
        return (struct span){0};
    while (reader_left(&r) > row) {
        unsigned type = read_u8(&r);
        struct span in = read_span(&r, (size_t)row);

        for (size_t i = 0; i < in.len; i++) {
            int a = i >= bpp ? to[n + i - bpp] : 0, b = prev ? prev[i] : 0;
            int c = prev && i >= bpp ? prev[i - bpp] : 0;
            int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
            int paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
            int add[] = {0, a, b, (a + b) / 2, paeth};

            to[n + i] = (uint8_t)(in.ptr[i] + (type < 5 ? add[type] : 0));
        }
        prev = to + n;
        n += in.len;
    }
    return (struct span){to, n};
}

static struct span ascii_hex(struct pdf *p, struct span s)
{
    struct pdf_lex l = {.w = p->w};
    struct buf b;
    const struct pdf_obj *o;

    /* as a string, whose syntax is the same but for its start */
    buf_init(&b, walk_arena(p->w), s.len + 2);
    buf_byte(&b, '<');
    buf_put(&b, s);
    buf_byte(&b, '>');
    l.src = buf_span(&b);
    o = b.failed ? NULL : pdf_parse(&l);
    return o && o->kind == PDF_STRING ? o->text : (struct span){0};
}

static struct span ascii_85(struct pdf *p, struct span s)
{
    uint8_t *to = walk_alloc(p->w, s.len * UINT64_C(4) + 4);
    size_t n = 0;
    uint32_t group = 0;
    unsigned digits = 0;

    for (size_t i = 0; to && i < s.len && s.ptr[i] != '~'; i++) {
        uint8_t c = s.ptr[i];

        if (c == 'z' && digits == 0) {
            n += 4; /* zeroed already */
            continue;
        }
        if (c < '!' || c > 'u')
            continue;
        group = group * 85 + (uint32_t)(c - '!');
        if (++digits < 5)
            continue;
        for (unsigned k = 0; k < 4; k++)
            to[n++] = (uint8_t)(group >> (24 - 8 * k));
        group = digits = 0;
    }
    if (to && digits > 1) {
        for (unsigned k = digits; k < 5; k++)
            group = group * 85 + 84;
        for (unsigned k = 0; k + 1 < digits; k++)
            to[n++] = (uint8_t)(group >> (24 - 8 * k));
    }
    return (struct span){to, to ? n : 0};
}

/* What a code stands for: the text of an earlier one, and a byte more. */
struct lzw_code {
    uint16_t prev;
    uint16_t len;
    uint8_t last, first;
};

static uint8_t lzw_first(const struct lzw_code *t, uint32_t code)
{
    return code < 256 ? (uint8_t)code : t[code].first;
}

/* lzw_put appends what a code stands for; false where there is no room. */
static bool lzw_put(struct buf *out, const struct lzw_code *t, uint32_t code)
{
    size_t len = code < 256 ? 1 : t[code].len;
    uint8_t *to = buf_room(out, len);

    if (!to)
        return false;
    buf_took(out, len);
    for (; len > 0; code = t[code].prev)
        to[--len] = code < 256 ? (uint8_t)code : t[code].last;
    return true;
}

/* Codes of growing width, the most significant bit first; early change is the
 * default and the only form seen. */
static struct span lzw(struct pdf *p, struct span s)
{
    struct lzw_code *t = walk_alloc(p->w, LZW_CODES * sizeof(*t));
    uint32_t bits = 0, have = 0, width = 9, next = 258, prev = LZW_CLEAR;
    struct buf out;
    uint64_t most = num_min(walk_limits(p->w)->inflate_bytes,
                            s.len * walk_limits(p->w)->inflate_ratio);

    buf_init(&out, walk_arena(p->w), (size_t)most);
    for (size_t i = 0; t && (i < s.len || have >= width);) {
        uint32_t code;

        if (have < width) {
            bits = bits << 8 | s.ptr[i++];
            have += 8;
            continue;
        }
        have -= width;
        code = bits >> have & ((1U << width) - 1);
        if (code == LZW_END)
            break;
        if (code == LZW_CLEAR) {
            width = 9;
            next = 258;
            prev = LZW_CLEAR;
            continue;
        }
        if (code > next || (code == next && prev == LZW_CLEAR))
            break;
        if (prev != LZW_CLEAR && next < LZW_CODES) {
            t[next].prev = (uint16_t)prev;
            t[next].len = (uint16_t)((prev < 256 ? 1 : t[prev].len) + 1);
            t[next].first = lzw_first(t, prev);
            t[next].last = lzw_first(t, code); /* maybe of this very one */
            next++;
        }
        if (!lzw_put(&out, t, code)) {
            walk_partial(p->w, "inflate_bytes");
            break;
        }
        prev = code;
        if (next + 1 >= 1U << width && width < 12)
            width++;
    }
    walk_step(p->w, out.len / 64);
    return buf_span(&out);
}

/* undo takes one filter off; false where it is none that is undone here. */
static bool undo(struct pdf *p, const struct pdf_obj *filter,
                 const struct pdf_obj *parms, struct span *s)
{
    if (pdf_is(filter, "FlateDecode") || pdf_is(filter, "Fl")) {
        *s = unpredict(p, walk_unpack(p->w, *s, PACKED_ZLIB), parms);
    } else if (pdf_is(filter, "LZWDecode") || pdf_is(filter, "LZW")) {
        *s = unpredict(p, lzw(p, *s), parms);
    } else if (pdf_is(filter, "ASCIIHexDecode") || pdf_is(filter, "AHx")) {
        *s = ascii_hex(p, *s);
    } else if (pdf_is(filter, "ASCII85Decode") || pdf_is(filter, "A85")) {
        *s = ascii_85(p, *s);
    } else if (pdf_is(filter, "Crypt")) {
        const struct pdf_obj *name = pdf_entry(p, parms, "Name");

        return p->crypt || !name || pdf_is(name, "Identity");
    } else {
        return false;
    }
    return true;
}

struct span pdf_stream(struct pdf *p, const struct pdf_item *item,
                       struct span *left)
{
    const struct pdf_obj *f = pdf_entry(p, item->obj, "Filter");
    const struct pdf_obj *d = pdf_entry(p, item->obj, "DecodeParms");
    bool many = f && f->kind == PDF_ARRAY;
    struct span s;

    *left = (struct span){0};
    if (many) {
        f = f->child;
        d = d && d->kind == PDF_ARRAY ? d->child : NULL;
    }
    if (p->locked && !pdf_is(pdf_obj_of(p, f), "Crypt") &&
        !pdf_is(pdf_get(item->obj, "Type"), "XRef")) {
        *left = SPAN("encrypted");
        return (struct span){0};
    }
    s = pdf_plain(p, item, walk_view(p->w, item->stream.off, item->stream.len));
    for (unsigned i = 0; f && i < FILTERS; i++) {
        const struct pdf_obj *name = pdf_obj_of(p, f);

        if (!undo(p, name, pdf_obj_of(p, d), &s)) {
            *left = name && name->text.len ? name->text : SPAN("filter");
            return s;
        }
        f = many ? f->next : NULL;
        d = many && d ? d->next : NULL;
    }
    return s;
}
