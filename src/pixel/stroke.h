/* SPDX-License-Identifier: Apache-2.0
 * stroke.h - letters and logos drawn from a few numbers, at any size.
 *
 * A drawing is a text of whole numbers in units of its own:
 *   w N            strokes are N units wide from here on
 *   s X Y X Y ...  a stroke: a line through these points, with flat ends and
 *                  round corners
 *   f X Y X Y ...  a filled outline, even-odd
 * Drawings are constants of the program, never input. */
#ifndef PIXEL_STROKE_H
#define PIXEL_STROKE_H

#include "base/arena.h"

/* How much of each pixel is covered: 0 to 1, row after row. */
struct cover {
    float *at;
    uint32_t width, height;
};

/* Where a drawing goes: its origin in pixels, and pixels a unit. */
struct pen {
    float x, y, scale;
};

/* cover_init is an empty plane; false without memory. */
bool cover_init(struct cover *c, uint32_t width, uint32_t height,
                struct arena *a);

/* stroke_draw adds a drawing; what lies outside the plane is left out. */
void stroke_draw(struct cover *c, const char *drawing, struct pen pen);

#endif
