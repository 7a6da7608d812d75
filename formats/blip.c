/* SPDX-License-Identifier: Apache-2.0
 * blip.c - pictures in the drawings of old office documents.
 *
 * [ODRAW] MS-ODRAW, Microsoft, 2.2.23: a record of version and instance(2)
 * type(2) length(4), little-endian; then one identifier of 16 bytes, or two,
 * a byte, and the file as it was.  They stand in a stream Pictures, Data or
 * WordDocument, or in records of a workbook, in containers whose structure is
 * passed over: a record is known by its type and by what the file begins
 * with. */
#include "formats/cfb.h"

enum {
    HEAD = 8,
    JPEG = 0xF01D,
    PNG = 0xF01E,
    TIFF = 0xF029,
    JPEG_CMYK = 0xF02A,
    MOST = 256 /* of one stream */
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
    const struct cfb_entry *e = cfb_find(c, 0, name);
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
