/* SPDX-License-Identifier: Apache-2.0
 * pixels.h - a decoded picture: eight bits a channel, row after row.
 *
 * Decoders give exactly what the file holds, without colour management,
 * orientation or blending, because marks live in the last bits. */
#ifndef FORMATS_PIXELS_H
#define FORMATS_PIXELS_H

#include "formats/format.h"

enum {
    PIXELS_LOSSY = 1,   /* JPEG, lossy WebP: the last bits are the codec's */
    PIXELS_DEEP = 2,    /* had 16 bits a channel; the high ones are here */
    PIXELS_PALETTE = 4, /* had a palette */
    PIXELS_GREY = 8     /* had one colour channel */
};

struct pixels {
    uint8_t *ptr; /* R, G, B [, A]; not multiplied by A */
    uint32_t width, height;
    uint32_t channels; /* 3 or 4 */
    unsigned flags;
    const char *why; /* where there is no picture: a constant text */
};

/* pixels_room sets the size and cuts the memory for it; false (with why) for
 * an empty picture, past the limit `pixels`, or without memory. */
bool pixels_room(struct walk *w, struct pixels *out, uint32_t width,
                 uint32_t height, uint32_t channels);

/* pixels_fail says why there is no picture; always false. */
bool pixels_fail(struct pixels *out, const char *why);

static inline uint8_t *pixels_row(const struct pixels *p, uint32_t y)
{
    return p->ptr + (size_t)y * p->width * p->channels;
}

/* jpeg_small makes a JPEG of p at most `side` pixels long, transparency over
 * white; empty without memory. */
struct span jpeg_small(const struct pixels *p, uint32_t side, struct arena *a);

bool png_pixels(struct walk *w, struct pixels *out);
bool jpeg_pixels(struct walk *w, struct pixels *out);
bool webp_pixels(struct walk *w, struct pixels *out);

/* Decoders that a build may lack (plug.h): there the format has none. */
#ifdef LIBGIF
bool gif_pixels(struct walk *w, struct pixels *out);
#else
#define gif_pixels NULL
#endif
#ifdef LIBTIFF
bool tiff_pixels(struct walk *w, struct pixels *out);
#else
#define tiff_pixels NULL
#endif
#ifdef LIBHEIF
bool avif_pixels(struct walk *w, struct pixels *out);
bool heif_pixels(struct walk *w, struct pixels *out);
#else
#define avif_pixels NULL
#define heif_pixels NULL
#endif
#ifdef LIBJXL
bool jxl_pixels(struct walk *w, struct pixels *out);
#else
#define jxl_pixels NULL
#endif

#endif
