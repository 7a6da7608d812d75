/* SPDX-License-Identifier: Apache-2.0
 * blip.c - pictures in the drawings of old office documents, and what is said
 * in their place.
 *
 * [ODRAW] MS-ODRAW, Microsoft, 2.2.23: a record of version and instance(2)
 * type(2) length(4), little-endian; then one identifier of 16 bytes, or two,
 * a byte, and the file as it was.  2.2.9, 2.3.2.1: a record of as many
 * properties as its instance says, number(2) value(4) each, and behind them
 * the values that take more, whose length that is.  They stand in a stream
 * Pictures, Data or WordDocument, or in records of a workbook, in containers
 * whose structure is passed over: a record is known by its type and by what the
 * file begins with. */
#include "formats/cfb.h"

#include "base/charset.h"

enum {
    HEAD = 8,
    JPEG = 0xF01D,
    PNG = 0xF01E,
    TIFF = 0xF029,
    JPEG_CMYK = 0xF02A,
    PROPERTIES = 0xF00B,  /* of version 3 */
    PROPERTY = 6,         /* bytes */
    COMPLEX = 0x8000,     /* its value stands behind */
    DESCRIPTION = 0x0381, /* wzDescription: UTF-16 that ends in a NUL */
    MOST = 256            /* of one stream */
};

/* file is where the picture begins in a record's body, or 0. */
static size_t file(struct span body)
{
    static const size_t at[] = {17, 33};

    for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
        struct span s = at[i] < body.len
                            ? span_cut(body, at[i], body.len - at[i])
                            : (struct span){0};

        if (span_starts(s, SPAN("\x89PNG\r\n")) ||
            span_starts(s, SPAN("\xFF\xD8\xFF")) ||
            span_starts(s, SPAN("II*\0")) || span_starts(s, SPAN("MM\0*")))
            return at[i];
    }
    return 0;
}

/* described yields the alternative text among the properties of a shape. */
static void described(struct walk *w, unsigned head, struct span body,
                      struct slot place)
{
    size_t at = (size_t)(head >> 4) * PROPERTY;
    struct reader r = reader_over(span_cut(body, 0, at));
    struct text_map map;

    place.kind = SLOT_TEXT;
    place.flags = SLOT_DERIVED | SLOT_HIDDEN;
    place.key = SPAN("alt");
    /* What looks like a record may overlap the next: each costs its steps. */
    while ((head & 15) == 3 && at <= body.len && reader_left(&r) &&
           walk_step(w, 1)) {
        unsigned number = read_u16le(&r);
        uint32_t len = read_u32le(&r);

        if (!(number & COMPLEX))
            continue;
        if (len > body.len - at)
            return;
        if ((number & 0x3FFF) == DESCRIPTION && len > 2 &&
            walk_step(w, len / 16) &&
            charset_text(walk_arena(w), span_cut(body, at, len - 2),
                         CHARSET_UTF16LE, 0, &map)) {
            place.data = map.data;
            walk_slot(w, place);
        }
        at += len;
    }
}

void blip_take(struct walk *w, struct span data, struct slot place)
{
    size_t i = 3;
    unsigned n = 0;

    place.kind = SLOT_PART;
    place.flags = SLOT_DERIVED;
    place.key = SPAN("picture");
    walk_step(w, data.len / 64);
    while (i + HEAD < data.len && walk_ok(w)) {
        const uint8_t *hit = memchr(data.ptr + i, 0xF0, data.len - i);
        struct reader r;
        uint32_t type, len;
        struct span body;
        size_t at;

        if (!hit)
            return;
        i = (size_t)(hit - data.ptr);
        r = reader_over(span_cut(data, i - 1, data.len - i + 1));
        type = read_u16le(&r);
        len = read_u32le(&r);
        body = read_span(&r, len);
        if (type == PROPERTIES && i >= 3)
            described(w, data.ptr[i - 3] | (unsigned)data.ptr[i - 2] << 8, body,
                      place);
        at = type == JPEG || type == PNG || type == TIFF || type == JPEG_CMYK
                 ? file(body)
                 : 0;
        i++;
        if (!at)
            continue;
        if (n++ == MOST) {
            walk_partial(w, "parts");
            return;
        }
        place.data = span_cut(body, at, body.len - at);
        walk_slot(w, place);
        i += len;
    }
}

void blip_stream(struct cfb *c, const char *name)
{
    const struct cfb_entry *e = cfb_find(c, c->in, name);
    struct slot s = {0};
    struct span data;
    bool whole;

    if (!e)
        return;
    s.block = e->block;
    data = cfb_data(c, e, &s.at, &whole);
    if (data.len)
        blip_take(c->w, data, s);
}
