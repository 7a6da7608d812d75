/* SPDX-License-Identifier: Apache-2.0
 * flv.c - FLV: the script data that tells of a film.
 *
 * [FLV] Adobe Flash Video File Format Specification 10.1, annex E: a header,
 * then tags of type(1) size(3) stamp(4) stream(3), each with its length behind.
 * [AMF0] Action Message Format, Adobe 2007: typed values; onMetaData is a
 * name and a list of keys and values.
 *
 * Strings, numbers and booleans at the top of that list are fields.  Script
 * data stands before the pictures: tags behind the first MANY are not read. */
#include "formats/format.h"

enum {
    HEAD = 11,
    BETWEEN = 4,
    MANY = 512,
    SCRIPT = 18,
    VIDEO = 9,
    KEYS = 4096,
    DEEP = 16,
    NUMBER = 0, /* types of AMF0 */
    BOOLEAN = 1,
    STRING = 2,
    OBJECT = 3,
    NOTHING = 5,
    UNDEFINED = 6,
    REFERENCE = 7,
    LIST = 8,
    END = 9,
    ARRAY = 10,
    DATE = 11,
    LONG = 12
};

/* pass moves over a value whose type has been read; nested ones are counted,
 * not called. */
static void pass(struct reader *r, unsigned type)
{
    unsigned open = 0, left[DEEP] = {0}; /* of an array: values; 0: keys */

    while (reader_ok(r)) { /* each turn takes a type's byte at least */
        bool opened = false;

        switch (type) {
        case NUMBER: read_span(r, 8); break;
        case BOOLEAN: read_span(r, 1); break;
        case STRING: read_span(r, read_u16be(r)); break;
        case LONG: read_span(r, read_u32be(r)); break;
        case REFERENCE: read_span(r, 2); break;
        case DATE: read_span(r, 10); break;
        case NOTHING:
        case UNDEFINED: break;
        case LIST:
        case OBJECT:
        case ARRAY:
            if (type != OBJECT)
                left[open] = read_u32be(r);
            if (type != ARRAY)
                left[open] = UINT32_MAX; /* until its end mark */
            opened = open + 1 < DEEP;
            if (!opened)
                r->failed = true;
            open++;
            break;
        default: r->failed = true;
        }
        while (open > 0 && reader_ok(r)) {
            unsigned *in = &left[open - 1];

            if (*in == UINT32_MAX) {
                read_span(r, read_u16be(r)); /* key */
                type = read_u8(r);
                if (type != END)
                    break;
                open--;
            } else if (*in > 0) {
                (*in)--;
                type = read_u8(r);
                break;
            } else {
                open--;
            }
        }
        if (open == 0)
            return;
    }
}

/* real is the double of these bits [AMF0 2.2]. */
static double real(uint64_t bits)
{
    double d;

    memcpy(&d, &bits, sizeof(d));
    return d;
}

/* number is a double in decimal where it is whole; else it is left out: no
 * label is a fraction. */
static struct span number(struct walk *w, uint64_t bits)
{
    uint64_t mantissa = (bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
    unsigned exponent = bits >> 52 & 0x7FF;
    uint8_t *to = walk_alloc(w, 21);
    size_t at = 21;
    uint64_t v;

    if (!to || bits >> 63 || exponent < 1023 || exponent > 1075)
        return bits << 1 == 0 ? SPAN("0") : (struct span){0};
    v = mantissa >> (1075 - exponent);
    if (exponent < 1075 && v << (1075 - exponent) != mantissa)
        return (struct span){0};
    do {
        to[--at] = (uint8_t)('0' + v % 10);
        v /= 10;
    } while (v);
    return (struct span){to + at, 21 - at};
}

static void script(struct walk *w, struct range at, uint32_t block)
{
    struct reader r = walk_read(w, at.off, at.len);
    struct slot s = {
        .kind = SLOT_FIELD, .space = SPAN("onMetaData"), .block = block};
    unsigned type = read_u8(&r);

    if (type != STRING ||
        !span_eq(read_span(&r, read_u16be(&r)), SPAN("onMetaData")))
        return;
    type = read_u8(&r);
    if (type == LIST)
        read_u32be(&r);
    else if (type != OBJECT)
        return;
    for (unsigned n = 0; n < KEYS && reader_left(&r) > 0; n++) {
        size_t from;

        s.key = read_span(&r, read_u16be(&r));
        type = read_u8(&r);
        if (!reader_ok(&r) || type == END)
            break;
        s.data = (struct span){0};
        s.flags = 0;
        from = reader_pos(&r);
        if (type == STRING || type == LONG) {
            s.data =
                read_span(&r, type == STRING ? read_u16be(&r) : read_u32be(&r));
        } else if (type == NUMBER) {
            uint64_t bits = read_u64be(&r);

            if (span_eq(s.key, SPAN("duration")))
                walk_lasts(w, real(bits));
            s.data = number(w, bits);
            s.flags = SLOT_DERIVED;
        } else if (type == BOOLEAN) {
            s.data = read_u8(&r) ? SPAN("true") : SPAN("false");
            s.flags = SLOT_DERIVED;
        } else {
            pass(&r, type);
        }
        s.at = (struct range){at.off + from, reader_pos(&r) - from};
        if (s.data.len && s.key.len && !(s.flags & SLOT_DERIVED))
            s.at = (struct range){at.off + reader_pos(&r) - s.data.len,
                                  s.data.len};
        if (s.data.len && s.key.len && reader_ok(&r))
            walk_slot(w, s);
    }
    if (!reader_ok(&r))
        walk_note(w, NOTE_BROKEN, at.off, "script data is cut or unknown");
}

static unsigned flv_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("FLV\1")) && head.len > 9 &&
                   !(head.ptr[4] & 0xFA)
               ? 40
               : 0;
}

static void flv_walk(struct walk *w)
{
    struct reader r = walk_read(w, 0, 9);
    uint64_t off, size = walk_size(w);
    bool video = false;
    unsigned n;

    read_span(&r, 4);
    video = read_u8(&r) & 1;
    off = read_u32be(&r) + (uint64_t)BETWEEN;
    walk_block(w, SPAN("FLV"), 0, num_min(off, size));
    for (n = 0; n < MANY && num_fits(off, HEAD, size) && walk_ok(w); n++) {
        struct range at = {off + HEAD, 0};
        unsigned type;
        uint32_t block;

        r = walk_read(w, off, HEAD);
        type = read_u8(&r) & 0x1F;
        at.len = read_be(&r, 3);
        if (at.len > size - at.off) {
            walk_note(w, NOTE_TRUNCATED, off, "tag passes the end of file");
            at.len = size - at.off;
        }
        block = walk_block(w,
                           type == SCRIPT  ? SPAN("script")
                           : type == VIDEO ? SPAN("video")
                                           : SPAN("audio"),
                           off, HEAD + at.len);
        video |= type == VIDEO;
        if (type == SCRIPT)
            script(w, at, block);
        off = at.off + at.len + BETWEEN;
    }
    if (!video) {
        walk_media(w, MEDIA_AUDIO);
        walk_mime(w, "audio/x-flv");
    }
}

const struct format format_flv = {
    .name = "flv",
    .mime = "video/x-flv",
    .files = "flv",
    .media = MEDIA_VIDEO,
    .probe = flv_probe,
    .verified = "files of ffmpeg",
    .walk = flv_walk,
};
