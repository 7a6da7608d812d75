/* SPDX-License-Identifier: Apache-2.0
 * webp.c - WebP: a RIFF file of form "WEBP".
 *
 * [WEBP] RFC 9649.  A chunk is fourcc(4) size(4, little-endian) data(size) and
 * a zero byte where size is odd [WEBP 2.3]. */
#include "formats/format.h"
#include "formats/pixels.h"

enum {
    HEAD = 12
};

static const struct slot_id whole[] = {
    {"EXIF", SLOT_EXIF},
    {"XMP ", SLOT_XMP},
    {"ICCP", SLOT_ICC},
    {"C2PA", SLOT_JUMBF},
    {"", 0},
};

static unsigned webp_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("RIFF")) &&
                   span_eq(span_cut(head, 8, 4), SPAN("WEBP"))
               ? 64
               : 0;
}

static void webp_walk(struct walk *w)
{
    uint64_t off = HEAD;

    walk_block(w, SPAN("RIFF"), 0, HEAD);
    while (walk_ok(w) && off < walk_size(w)) {
        struct reader r = walk_read(w, off, 8);
        struct span type = read_span(&r, 4);
        uint32_t len = read_u32le(&r);
        struct slot s = {.at = {off + 8, len}};

        if (!reader_ok(&r) || len > walk_size(w) - off - 8) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            break;
        }
        s.block = walk_block(w, type, off, 8 + (uint64_t)len);
        walk_known(w, whole, type, s);
        off += 8 + (uint64_t)len + (len & 1);
    }
    walk_tail(w, off < walk_size(w) ? off : walk_size(w));
}

const struct format format_webp = {
    .name = "webp",
    .mime = "image/webp",
    .files = "webp",
    .media = MEDIA_IMAGE,
    .probe = webp_probe,
    .verified = "real files",
    .walk = webp_walk,
    .pixels = webp_pixels,
};
