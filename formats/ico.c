/* SPDX-License-Identifier: Apache-2.0
 * ico.c - ICO and CUR: several pictures of one icon.
 *
 * [ICO] Microsoft, "Icons", 1995: zero(2) kind(2, 1 or 2) count(2), and for
 * each picture sizes and colours(8) length(4) offset(4); little-endian.  A
 * picture is a PNG, or a BMP without its file header, which holds nothing. */
#include "formats/format.h"

enum {
    HEAD = 6,
    ENTRY = 16
};

static unsigned ico_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    uint64_t zero = read_u16le(&r), kind = read_u16le(&r), off, len;
    uint16_t count = read_u16le(&r);
    uint8_t spare;

    read_span(&r, 3);
    spare = read_u8(&r);
    read_u32le(&r);
    len = read_u32le(&r);
    off = read_u32le(&r);
    return reader_ok(&r) && zero == 0 && (kind == 1 || kind == 2) && count &&
                   (spare == 0 || spare == 255) && len > 0 &&
                   off >= HEAD + (uint64_t)ENTRY * count && off < size
               ? 36
               : 0;
}

static void ico_walk(struct walk *w)
{
    struct reader r = walk_read(w, 4, 2);
    uint16_t count = read_u16le(&r);
    uint64_t left = walk_size(w); /* pictures do not overlap */

    walk_block(w, SPAN("header"), 0,
               num_min(HEAD + (uint64_t)ENTRY * count, walk_size(w)));
    for (uint16_t i = 0; i < count && walk_ok(w); i++) {
        struct slot s = {.kind = SLOT_PART, .key = SPAN("icon")};

        r = walk_read(w, HEAD + (uint64_t)ENTRY * i, ENTRY);
        read_u64le(&r);
        s.at.len = read_u32le(&r);
        s.at.off = read_u32le(&r);
        if (!reader_ok(&r) || !num_fits(s.at.off, s.at.len, walk_size(w))) {
            walk_note(w, NOTE_TRUNCATED,
                      num_min(HEAD + (uint64_t)ENTRY * i, walk_size(w)),
                      "picture passes the end of the file");
            continue;
        }
        if (s.at.len > left) {
            walk_note(w, NOTE_ODD, s.at.off, "pictures overlap");
            walk_partial(w, "parts");
            return;
        }
        left -= s.at.len;
        s.block = walk_block(w, SPAN("picture"), s.at.off, s.at.len);
        if (s.at.len > 8 && span_eq(walk_view(w, s.at.off, 4), SPAN("\x89PNG")))
            walk_slot(w, s);
    }
}

const struct format format_ico = {
    .name = "ico",
    .mime = "image/vnd.microsoft.icon",
    .files = "ico cur",
    .media = MEDIA_IMAGE,
    .probe = ico_probe,
    .verified = "files of ImageMagick",
    .walk = ico_walk,
};
