/* SPDX-License-Identifier: Apache-2.0
 * undo.h - takes a white drawing off a picture again, and asks whether that
 * makes it smoother.
 *
 * Blending white with opacity k over a pixel P gives I = (1 - k c) P + 255 k c,
 * where c is how much of the pixel the drawing covers.  Undone with the right
 * k, the drawing's edges vanish; where nothing was blended in, undoing draws
 * them. */
#ifndef PIXEL_UNDO_H
#define PIXEL_UNDO_H

#include "pixel/match.h"

/* undo_slope is the mean slope along the drawing's edges, in steps of 255 over
 * two pixels, with opacity k undone; the drawing's first pixel is that at
 * (x, y) of p, and all of it lies in p.  0 where it has no edges. */
float undo_slope(const struct plane *p, const struct cover *c,
                 const uint32_t *at, float k);

/* Which opacity leaves the least slope, of 0 to `most` by .05; and what
 * slope is left at it, over what was there. */
struct undone {
    float opacity, ratio;
};

struct undone undo_best(const struct plane *p, const struct cover *c,
                        const uint32_t *at, float most);

#endif
