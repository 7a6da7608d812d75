/* SPDX-License-Identifier: Apache-2.0
 * jxl.c - JPEG XL and JPEG 2000: pictures in boxes that are no MP4.
 *
 * [JXL] ISO/IEC 18181-2:2024, 9: boxes "Exif", "xml ", "jumb", and "brob" for
 * those that brotli has packed.  A bare codestream, which begins FF 0A, holds
 * a picture and nothing else.
 * [JP2] ISO/IEC 15444-1:2019, annex I: "xml " and "uuid" boxes. */
#include "formats/bmff.h"
#include "formats/pixels.h"

#define JXL_BOX SPAN("\0\0\0\x0CJXL \r\n\x87\n")
#define JP2_BOX SPAN("\0\0\0\x0CjP  \r\n\x87\n")

enum {
    BARE = 2
};

static unsigned jxl_probe(struct span head, uint64_t size)
{
    (void)size;
    if (span_starts(head, JXL_BOX))
        return 96;
    return span_starts(head, SPAN("\xFF\x0A")) ? 16 : 0;
}

static unsigned jp2_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, JP2_BOX) ? 96 : 0;
}

static void jxl_walk(struct walk *w)
{
    struct bmff b = {.plain = true};

    if (span_starts(walk_view(w, 0, num_min(BARE, walk_size(w))),
                    SPAN("\xFF\x0A")))
        walk_block(w, SPAN("codestream"), 0, walk_size(w));
    else
        bmff_walk(w, 0, &b);
}

static void jp2_walk(struct walk *w)
{
    struct bmff b = {0}; /* its "xml " boxes are not XMP */

    bmff_walk(w, 0, &b);
}

const struct format format_jxl = {
    .name = "jxl",
    .mime = "image/jxl",
    .files = "jxl",
    .media = MEDIA_IMAGE,
    .probe = jxl_probe,
    .verified = "real files",
    .walk = jxl_walk,
    .pixels = jxl_pixels,
};

const struct format format_jp2 = {
    .name = "jp2",
    .mime = "image/jp2",
    .files = "jp2 jpx jpf",
    .media = MEDIA_IMAGE,
    .probe = jp2_probe,
    .verified = "real files",
    .walk = jp2_walk,
};
