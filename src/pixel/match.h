/* SPDX-License-Identifier: Apache-2.0
 * match.h - where a drawing fits a picture, judged by slopes.
 *
 * Slopes do not care how bright the ground is, and a sum of their products
 * over the root of both sums of squares is 1 for the same shape at whatever
 * opacity: the normalised cross-correlation of gradients. */
#ifndef PIXEL_MATCH_H
#define PIXEL_MATCH_H

#include "formats/pixels.h"
#include "pixel/stroke.h"

/* A part of a picture in grey (0 to 255), scaled down. */
struct plane {
    float *at;
    uint32_t width, height;
};

/* A rectangle of the picture, in its pixels. */
struct area {
    double x, y, width, height;
};

/* plane_cut fills out with the part a of p, `step` (at least 1) pixels of p
 * to one of out, averaged; false without memory. */
bool plane_cut(struct plane *out, const struct pixels *p, struct area a,
               double step, struct arena *arena);

/* plane_halve makes one pixel of four. */
bool plane_halve(struct plane *out, const struct plane *p, struct arena *a);

/* What a plane becomes for searching. */
struct slopes {
    float *dx, *dy;
    double *sum; /* of squares above and to the left: (width + 1) a row */
    uint32_t width, height;
};

bool slopes_of(struct slopes *s, const struct plane *p, struct arena *a);

/* A drawing as the few points where it has slopes. */
struct outline {
    uint32_t *x, *y;
    float *dx, *dy;
    uint32_t count, width, height;
    float norm; /* root of the sum of squares */
};

bool outline_of(struct outline *o, const struct cover *c, struct arena *a);

/* Offsets to try, ends exclusive; the best of them and how well it fits. */
struct place {
    uint32_t x0, y0, x1, y1;
    uint32_t x, y;
    float fit; /* -1 to 1; 0 where nothing could be tried */
};

/* match tries every offset of p and keeps the best; returns the products that
 * it summed, for counting work. */
uint64_t match(const struct slopes *s, const struct outline *o,
               struct place *p);

#endif
