/* SPDX-License-Identifier: Apache-2.0
 * png_pixels.c - the picture of a PNG; the one file with <png.h>.
 *
 * libpng leaves by longjmp.  Between setjmp and the end nothing is owned but
 * the decoder itself, which `done` frees; rows go straight into the picture. */
#include "formats/pixels.h"

#include <png.h>
#include <stdlib.h>

enum {
    CHUNKS = 64,           /* ancillary chunks kept: none are used */
    CHUNK_BYTES = 1 << 20, /* memory for one of them */
    SIDE = 1 << 24         /* longest side that is believed */
};

struct decoder {
    png_structp png;
    png_infop info;
    struct reader in;
};

static void feed(png_structp png, png_bytep to, size_t n)
{
    struct decoder *d = png_get_io_ptr(png);
    struct span s = read_span(&d->in, n);

    if (s.len != n)
        png_error(png, "cut short");
    memcpy(to, s.ptr, n);
}

static void on_error(png_structp png, png_const_charp what)
{
    (void)what;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp what)
{
    (void)png;
    (void)what;
}

/* Everything becomes 8-bit RGB or RGBA; what it was is kept in the flags. */
static unsigned transform(const struct decoder *d)
{
    png_byte type = png_get_color_type(d->png, d->info);
    unsigned flags = 0;

    if (png_get_bit_depth(d->png, d->info) == 16) {
        png_set_strip_16(d->png);
        flags |= PIXELS_DEEP;
    }
    if (type == PNG_COLOR_TYPE_PALETTE)
        flags |= PIXELS_PALETTE;
    if (!(type & PNG_COLOR_MASK_COLOR)) {
        png_set_gray_to_rgb(d->png);
        flags |= PIXELS_GREY;
    }
    png_set_expand(d->png);
    return flags;
}

static bool decode(struct walk *w, struct decoder *d, struct pixels *out)
{
    int passes;

    png_set_read_fn(d->png, d, feed);
    png_set_user_limits(d->png, SIDE, SIDE);
    png_set_chunk_cache_max(d->png, CHUNKS);
    png_set_chunk_malloc_max(d->png, CHUNK_BYTES);
    /* a label in a chunk with a wrong CRC is still a label; so is a pixel */
    png_set_crc_action(d->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    /* all but IHDR, PLTE, tRNS, IDAT and IEND: libpng clears memory for a text
     * chunk of the length that it states, and 2 GB take a while */
    png_set_keep_unknown_chunks(d->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(d->png, d->info);
    out->flags = transform(d);
    passes = png_set_interlace_handling(d->png);
    png_read_update_info(d->png, d->info);
    if (!pixels_room(w, out, png_get_image_width(d->png, d->info),
                     png_get_image_height(d->png, d->info),
                     png_get_channels(d->png, d->info)))
        return false;
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < out->height && walk_step(w, 1); y++)
            png_read_row(d->png, pixels_row(out, y), NULL);
    return walk_ok(w);
}

bool png_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    struct decoder d = {.in = reader_over(whole)};
    volatile bool ok = false;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    d.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error,
                                   on_warning);
    if (d.png)
        d.info = png_create_info_struct(d.png);
    if (d.info && !setjmp(png_jmpbuf(d.png)))
        ok = decode(w, &d, out);
    else
        pixels_fail(out, "the PNG picture is damaged");
    png_destroy_read_struct(&d.png, &d.info, NULL);
    return ok;
}
