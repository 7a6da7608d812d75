/* SPDX-License-Identifier: Apache-2.0
 * resize.h - a picture at another size, and a part of a picture. */
#ifndef PIXEL_RESIZE_H
#define PIXEL_RESIZE_H

#include "formats/pixels.h"

/* resize_cubic fills out with p at width by height, by cubic convolution
 * [Keys 1981, a = -3/4, as OpenCV's INTER_CUBIC]; false without memory. */
bool resize_cubic(struct pixels *out, const struct pixels *p, uint32_t width,
                  uint32_t height, struct arena *a);

/* resize_cut is p without its first x columns and y rows, three channels. */
bool resize_cut(struct pixels *out, const struct pixels *p, uint32_t x,
                uint32_t y, struct arena *a);

#endif
