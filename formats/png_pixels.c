/* SPDX-License-Identifier: Apache-2.0
 * png_pixels.c - the picture of a PNG; the one file with <png.h>.
 *
 * libpng leaves by longjmp.  Between setjmp and the end nothing is owned but
 * the decoder itself, which `done` frees; rows go straight into the picture. */
#include "base/plug.h"
#include "formats/pixels.h"

#include <png.h>
#include <stdlib.h>

#define CALLS(X)                   \
    X(png_create_info_struct)      \
    X(png_create_read_struct)      \
    X(png_destroy_read_struct)     \
    X(png_error)                   \
    X(png_get_bit_depth)           \
    X(png_get_channels)            \
    X(png_get_color_type)          \
    X(png_get_image_height)        \
    X(png_get_image_width)         \
    X(png_get_io_ptr)              \
    X(png_longjmp)                 \
    X(png_read_info)               \
    X(png_read_row)                \
    X(png_read_update_info)        \
    X(png_set_chunk_cache_max)     \
    X(png_set_chunk_malloc_max)    \
    X(png_set_crc_action)          \
    X(png_set_expand)              \
    X(png_set_gray_to_rgb)         \
    X(png_set_interlace_handling)  \
    X(png_set_keep_unknown_chunks) \
    X(png_set_longjmp_fn)          \
    X(png_set_read_fn)             \
    X(png_set_strip_16)            \
    X(png_set_user_limits)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const names[] = {CALLS(PLUG_NAME)};
static struct plug library = PLUG(LIBPNG, names, lib);

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
    struct decoder *d = lib.png_get_io_ptr(png);
    struct span s = read_span(&d->in, n);

    if (s.len != n)
        lib.png_error(png, "cut short");
    memcpy(to, s.ptr, n);
}

static void on_error(png_structp png, png_const_charp what)
{
    (void)what;
    lib.png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp what)
{
    (void)png;
    (void)what;
}

/* Everything becomes 8-bit RGB or RGBA; what it was is kept in the flags. */
static unsigned transform(const struct decoder *d)
{
    png_byte type = lib.png_get_color_type(d->png, d->info);
    unsigned flags = 0;

    if (lib.png_get_bit_depth(d->png, d->info) == 16) {
        lib.png_set_strip_16(d->png);
        flags |= PIXELS_DEEP;
    }
    if (type == PNG_COLOR_TYPE_PALETTE)
        flags |= PIXELS_PALETTE;
    if (!(type & PNG_COLOR_MASK_COLOR)) {
        lib.png_set_gray_to_rgb(d->png);
        flags |= PIXELS_GREY;
    }
    lib.png_set_expand(d->png);
    return flags;
}

static bool decode(struct walk *w, struct decoder *d, struct pixels *out)
{
    int passes;

    lib.png_set_read_fn(d->png, d, feed);
    lib.png_set_user_limits(d->png, SIDE, SIDE);
    lib.png_set_chunk_cache_max(d->png, CHUNKS);
    lib.png_set_chunk_malloc_max(d->png, CHUNK_BYTES);
    /* a label in a chunk with a wrong CRC is still a label; so is a pixel */
    lib.png_set_crc_action(d->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    /* all but IHDR, PLTE, tRNS, IDAT and IEND: libpng clears memory for a text
     * chunk of the length that it states, and 2 GB take a while */
    lib.png_set_keep_unknown_chunks(d->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    lib.png_read_info(d->png, d->info);
    out->flags = transform(d);
    passes = lib.png_set_interlace_handling(d->png);
    lib.png_read_update_info(d->png, d->info);
    if (!pixels_room(w, out, lib.png_get_image_width(d->png, d->info),
                     lib.png_get_image_height(d->png, d->info),
                     lib.png_get_channels(d->png, d->info)))
        return false;
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < out->height && walk_step(w, 1); y++)
            lib.png_read_row(d->png, pixels_row(out, y), NULL);
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
    if (!plug_once(&library))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    d.png = lib.png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, on_error,
                                       on_warning);
    if (d.png)
        d.info = lib.png_create_info_struct(d.png);
    if (d.info &&
        !setjmp(*lib.png_set_longjmp_fn(d.png, longjmp, sizeof(jmp_buf))))
        ok = decode(w, &d, out);
    else
        pixels_fail(out, "the PNG picture is damaged");
    lib.png_destroy_read_struct(&d.png, &d.info, NULL);
    return ok;
}
