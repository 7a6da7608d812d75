/* SPDX-License-Identifier: Apache-2.0
 * webp_pixels.c - the picture of a WebP; the one file with <webp/...>. */
#include "base/plug.h"
#include "formats/pixels.h"

#include <webp/decode.h>

#define CALLS(X)          \
    X(WebPDecodeRGBAInto) \
    X(WebPDecodeRGBInto)  \
    X(WebPGetFeaturesInternal)

static struct {
    CALLS(PLUG_MEMBER)
} lib;

static const char *const names[] = {CALLS(PLUG_NAME)};
static struct plug library = PLUG(LIBWEBP, names, lib);

enum {
    LOSSLESS = 2 /* WebPBitstreamFeatures.format */
};

bool webp_pixels(struct walk *w, struct pixels *out)
{
    struct span whole = walk_view(w, 0, walk_size(w));
    WebPBitstreamFeatures f;
    size_t size, stride;
    uint8_t *done;

    *out = (struct pixels){0};
    if (!whole.ptr)
        return pixels_fail(out, "the file is too large to decode");
    if (!plug_once(&library))
        return pixels_fail(out,
                           "no pixels: the library of the decoder is not here");
    if (lib.WebPGetFeaturesInternal(whole.ptr, whole.len, &f,
                                    WEBP_DECODER_ABI_VERSION) !=
            VP8_STATUS_OK ||
        f.width <= 0 || f.height <= 0)
        return pixels_fail(out, "the WebP picture is damaged");
    if (f.has_animation)
        return pixels_fail(out, "frames of animated WebP are not decoded");
    if (f.format != LOSSLESS)
        out->flags |= PIXELS_LOSSY;
    if (!pixels_room(w, out, (uint32_t)f.width, (uint32_t)f.height,
                     f.has_alpha ? 4 : 3))
        return false;
    stride = (size_t)out->width * out->channels;
    size = stride * out->height;
    done = f.has_alpha ? lib.WebPDecodeRGBAInto(whole.ptr, whole.len, out->ptr,
                                                size, (int)stride)
                       : lib.WebPDecodeRGBInto(whole.ptr, whole.len, out->ptr,
                                               size, (int)stride);
    return done || pixels_fail(out, "the WebP picture is damaged");
}
