/* SPDX-License-Identifier: Apache-2.0
 * png.c - PNG and APNG: a signature and a row of chunks.
 *
 * [PNG] Portable Network Graphics, third edition, W3C 2025.
 * [C2PA] C2PA Technical Specification 2.x, A.3.3: the caBX chunk.
 *
 * A chunk is length(4) type(4) data(length) crc(4), big-endian [PNG 5.3].
 * We do not check CRCs here: a label in a chunk with a wrong CRC is still what
 * other readers show. */
#include "formats/pixels.h"
#include "formats/profile.h"
#include "formats/trailer.h"

#define SIGNATURE SPAN("\x89PNG\r\n\x1a\n")

enum {
    FRAME = 12,           /* length, type and crc around a chunk's data */
    LONGEST = 0x7fffffff, /* [PNG 5.3] */
    KEYWORD_MAX = 79      /* [PNG 11.3.3.1] */
};

static const struct slot_id whole[] = {
    {"caBX", SLOT_JUMBF},
    {"", 0},
};

static unsigned png_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SIGNATURE) ? 64 : 0;
}

/* png_iptc takes IIM that mflux writes as hexadecimal digits. */
static void png_iptc(struct walk *w, struct slot s)
{
    s.kind = SLOT_IPTC;
    s.flags |= SLOT_DERIVED;
    s.data = hex_decode(w, s.data);
    if (span_starts(s.data, SPAN("\x1c")))
        walk_slot(w, s);
}

/* The three text chunks [PNG 11.3.3]: keyword, NUL, and then
 *   tEXt  text
 *   zTXt  method, packed text
 *   iTXt  packed?, method, language, NUL, translated keyword, NUL, text */
static void png_text(struct walk *w, struct slot s, char kind)
{
    struct reader r = reader_over(s.data);
    bool packed = kind == 'z';

    s.kind = SLOT_FIELD;
    s.space = kind == 'i'   ? SPAN("iTXt")
              : kind == 'z' ? SPAN("zTXt")
                            : SPAN("tEXt");
    s.key = read_until(&r, 0);
    if (kind == 'i')
        packed = read_u8(&r) == 1;
    if (kind != 't')
        read_u8(&r); /* compression method: 0 is the only one */
    if (kind == 'i') {
        read_until(&r, 0);
        read_until(&r, 0);
    }
    s.at.off += reader_pos(&r);
    s.at.len -= reader_pos(&r);
    s.data = read_rest(&r);
    if (!reader_ok(&r) || s.key.len == 0) {
        walk_note(w, NOTE_BROKEN, s.at.off, "text chunk without a keyword");
        return;
    }
    if (s.key.len > KEYWORD_MAX)
        walk_note(w, NOTE_ODD, s.at.off, "keyword of a text chunk is too long");
    if (packed) {
        s.data = walk_inflate(w, s.data);
        s.flags |= SLOT_DERIVED;
    }
    if (span_same(s.key, "XML:com.adobe.xmp")) {
        s.kind = SLOT_XMP;
        if (kind != 'i') /* Midjourney does this, and readers take it */
            walk_note(w, NOTE_ODD, s.at.off, "XMP not in an iTXt chunk");
    }
    if (!profile_read(w, s))
        walk_slot(w, s);
    if (span_eq(s.key, SPAN("IPTC")))
        png_iptc(w, s);
}

/* iCCP is a name, NUL, method and a packed profile [PNG 11.3.2.3].  It stays
 * packed: only its name is asked for. */
static void png_icc(struct walk *w, struct slot s)
{
    struct reader r =
        walk_read(w, s.at.off, num_min(s.at.len, KEYWORD_MAX + 1));

    s.kind = SLOT_ICC;
    s.key = read_until(&r, 0);
    walk_slot(w, s);
}

/* comf is ComfyUI's private chunk in animated PNGs: key, NUL, value. */
static void png_comf(struct walk *w, struct slot s)
{
    struct reader r = walk_read(w, s.at.off, s.at.len);

    s.kind = SLOT_FIELD;
    s.space = SPAN("comf");
    s.key = read_until(&r, 0);
    s.at.off += reader_pos(&r);
    s.at.len -= reader_pos(&r);
    s.data = read_rest(&r);
    if (reader_ok(&r))
        walk_slot(w, s);
}

static void png_chunk(struct walk *w, struct span type, struct slot s)
{
    if (span_eq(type, SPAN("tEXt")) || span_eq(type, SPAN("zTXt")) ||
        span_eq(type, SPAN("iTXt"))) {
        s.data = walk_view(w, s.at.off, s.at.len);
        png_text(w, s, (char)type.ptr[0]);
    } else if (span_eq(type, SPAN("eXIf"))) { /* [PNG 11.3.4.5] */
        walk_exif(w, s);
    } else if (span_eq(type, SPAN("iCCP"))) {
        png_icc(w, s);
    } else if (span_eq(type, SPAN("comf"))) {
        png_comf(w, s);
    } else {
        walk_known(w, whole, type, s);
    }
}

static void png_walk(struct walk *w)
{
    uint64_t off = SIGNATURE.len;
    bool ended = false;

    walk_block(w, SPAN("PNGh"), 0, off);
    while (walk_ok(w) && !ended && off < walk_size(w)) {
        struct reader r = walk_read(w, off, 8);
        uint32_t len = read_u32be(&r);
        struct span type = read_span(&r, 4);
        struct slot s = {.at = {off + 8, len}};

        if (!reader_ok(&r) || len > LONGEST ||
            len + (uint64_t)FRAME > walk_size(w) - off) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            break;
        }
        s.block = walk_block(w, type, off, len + (uint64_t)FRAME);
        png_chunk(w, type, s);
        ended = span_eq(type, SPAN("IEND"));
        off += len + (uint64_t)FRAME;
    }
    if (ended)
        trailer_walk(w, off);
    else if (walk_ok(w) && off == walk_size(w))
        walk_note(w, NOTE_TRUNCATED, off, "the picture has no end chunk");
}

const struct format format_png = {
    .name = "png",
    .mime = "image/png",
    .files = "png apng",
    .media = MEDIA_IMAGE,
    .probe = png_probe,
    .verified = "real files",
    .walk = png_walk,
    .pixels = png_pixels,
};
