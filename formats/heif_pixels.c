/* SPDX-License-Identifier: Apache-2.0
 * heif_pixels.c - the primary picture of a HEIF or AVIF file; the one file
 * with <libheif/heif.h>.
 *
 * Cropping, turning and mirroring are left out: the pixels are those that were
 * coded.  Tiles of a grid may be larger than the picture that they make, so
 * their sides are bounded too. */
#include "formats/pixels.h"

#ifdef LIBHEIF
#include "base/plug.h"

#include <libheif/heif.h>
#include <sys/resource.h>

enum {
    SIDE = 16384, /* of a picture or a tile, pixels */
    DEPTH = 8
};

#define CALLS(X)                                  \
    X(heif_context_alloc)                         \
    X(heif_context_free)                          \
    X(heif_context_set_maximum_image_size_limit)  \
    X(heif_context_set_max_decoding_threads)      \
    X(heif_context_read_from_memory_without_copy) \
    X(heif_context_get_primary_image_handle)      \
    X(heif_image_handle_release)                  \
    X(heif_image_handle_get_width)                \
    X(heif_image_handle_get_height)               \
    X(heif_image_handle_get_ispe_width)           \
    X(heif_image_handle_get_ispe_height)          \
    X(heif_image_handle_has_alpha_channel)        \
    X(heif_image_handle_get_luma_bits_per_pixel)  \
    X(heif_decoding_options_alloc)                \
    X(heif_decoding_options_free)                 \
    X(heif_decode_image)                          \
    X(heif_image_get_width)                       \
    X(heif_image_get_height)                      \
    X(heif_image_get_plane_readonly)              \
    X(heif_image_release)

struct library {
    CALLS(PLUG_MEMBER)
};

static const char *const names[] = {CALLS(PLUG_NAME)};

static bool copy(struct walk *w, const struct library *lib,
                 const struct heif_image *img, struct pixels *out)
{
    int stride = 0;
    const uint8_t *from = lib->heif_image_get_plane_readonly(
        img, heif_channel_interleaved, &stride);
    size_t row = (size_t)out->width * out->channels;

    if (!from || stride <= 0 || (size_t)stride < row ||
        lib->heif_image_get_width(img, heif_channel_interleaved) !=
            (int)out->width ||
        lib->heif_image_get_height(img, heif_channel_interleaved) !=
            (int)out->height)
        return pixels_fail(out, "the HEIF picture is not of its stated size");
    for (uint32_t y = 0; y < out->height && walk_step(w, 1); y++)
        memcpy(pixels_row(out, y), from + (size_t)y * (size_t)stride, row);
    return walk_ok(w);
}

static bool decode(struct walk *w, const struct library *lib,
                   const struct heif_image_handle *h, struct pixels *out)
{
    struct heif_decoding_options *o = lib->heif_decoding_options_alloc();
    struct heif_image *img = NULL;
    struct heif_error e;
    bool alpha = lib->heif_image_handle_has_alpha_channel(h), ok;
    /* without its transformations a picture has the size of `ispe` */
    int width = lib->heif_image_handle_get_ispe_width(h);
    int height = lib->heif_image_handle_get_ispe_height(h);

    if (!o)
        return pixels_fail(out, "no memory for the picture");
    o->ignore_transformations = 1;
    o->convert_hdr_to_8bit = 1;
    out->flags = PIXELS_LOSSY;
    if (lib->heif_image_handle_get_luma_bits_per_pixel(h) > DEPTH)
        out->flags |= PIXELS_DEEP;
    ok = width > 0 && height > 0 ? pixels_room(w, out, (uint32_t)width,
                                               (uint32_t)height, alpha ? 4 : 3)
                                 : pixels_fail(out, "the picture is empty");
    if (ok) {
        e = lib->heif_decode_image(h, &img, heif_colorspace_RGB,
                                   alpha ? heif_chroma_interleaved_RGBA
                                         : heif_chroma_interleaved_RGB,
                                   o);
        ok = e.code == heif_error_Ok && img
                 ? copy(w, lib, img, out)
                 : pixels_fail(out,
                               e.code == heif_error_Unsupported_filetype ||
                                       e.code == heif_error_Unsupported_feature
                                   ? "the HEIF picture is of a kind that "
                                     "is not decoded"
                                   : "the HEIF picture is damaged");
    }
    if (img)
        lib->heif_image_release(img);
    lib->heif_decoding_options_free(o);
    return ok;
}

bool avif_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    struct heif_image_handle *h = NULL;
    struct heif_context *c;
    struct heif_error e;
    struct library lib;
    bool ok;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug(LIBHEIF, names, &lib, sizeof(names) / sizeof(names[0])))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    c = lib.heif_context_alloc();
    if (!c)
        return pixels_fail(out, "no memory for the picture");
    lib.heif_context_set_maximum_image_size_limit(c, SIDE);
    lib.heif_context_set_max_decoding_threads(c, 0);
    e = lib.heif_context_read_from_memory_without_copy(c, whole.ptr, whole.len,
                                                       NULL);
    if (e.code == heif_error_Ok)
        e = lib.heif_context_get_primary_image_handle(c, &h);
    ok = e.code == heif_error_Ok && h
             ? decode(w, &lib, h, out)
             : pixels_fail(out, "the HEIF picture is damaged");
    if (h)
        lib.heif_image_handle_release(h);
    lib.heif_context_free(c);
    return ok;
}

/* The decoder of HEVC starts a thread whatever it is told, and waits for it
 * for good where there may be none: in the daemon's sandbox. */
static bool may_thread(void)
{
    struct rlimit r;

    return getrlimit(RLIMIT_NPROC, &r) == 0 && r.rlim_cur > 0;
}

bool heif_pixels(struct walk *w, struct pixels *out)
{
    *out = (struct pixels){0};
    if (!may_thread())
        return pixels_fail(out, "no pixels: the decoder of HEVC wants a "
                                "thread, and may start none here");
    return avif_pixels(w, out);
}
#endif
