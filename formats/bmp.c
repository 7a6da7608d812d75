/* SPDX-License-Identifier: Apache-2.0
 * bmp.c - BMP: a header that knows the size of all, and no metadata.
 *
 * [BMP] Microsoft, Bitmap Storage: "BM" size(4) reserved(4) offset of the
 * picture(4), then an information header that begins with its own size(4);
 * little-endian.  What stands behind `size` does not belong to it. */
#include "formats/trailer.h"

enum {
    HEAD = 14
};

/* info_ok is whether an information header of this size exists. */
static bool info_ok(uint32_t n)
{
    static const uint8_t sizes[] = {12, 16, 40, 52, 56, 64, 108, 124};

    for (size_t i = 0; i < sizeof(sizes); i++)
        if (sizes[i] == n)
            return true;
    return false;
}

static unsigned bmp_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    struct span magic = read_span(&r, 2);
    uint32_t offset, info;

    read_u32le(&r);
    read_u32le(&r);
    offset = read_u32le(&r);
    info = read_u32le(&r);
    return reader_ok(&r) && span_eq(magic, SPAN("BM")) && info_ok(info) &&
                   offset >= HEAD + info && offset <= size
               ? 40
               : 0;
}

static void bmp_walk(struct walk *w)
{
    struct reader r = walk_read(w, 0, HEAD + 4);
    uint32_t size, offset, info;

    read_span(&r, 2);
    size = read_u32le(&r);
    read_u32le(&r);
    offset = read_u32le(&r);
    info = read_u32le(&r);
    if (!reader_ok(&r))
        return;
    walk_block(w, SPAN("file header"), 0, HEAD);
    walk_block(w, SPAN("info header"), HEAD,
               num_min(info, walk_size(w) - HEAD));
    /* Some write no size, or that of the picture alone. */
    if (size < offset || size > walk_size(w)) {
        if (size > walk_size(w))
            walk_note(w, NOTE_TRUNCATED, 2, "size passes the end of the file");
        walk_block(w, SPAN("picture"), offset, walk_size(w) - offset);
        return;
    }
    walk_block(w, SPAN("picture"), offset, size - offset);
    trailer_walk(w, size);
}

const struct format format_bmp = {
    .name = "bmp",
    .mime = "image/bmp",
    .files = "bmp dib",
    .media = MEDIA_IMAGE,
    .probe = bmp_probe,
    .verified = "real files",
    .walk = bmp_walk,
};
