/* SPDX-License-Identifier: Apache-2.0
 * undo.c - the slope of a picture along a drawing's edges. */
#include "pixel/undo.h"

#include <math.h>

static float undone(const struct plane *p, const struct cover *c, size_t here,
                    size_t there, float k)
{
    float a = k * c->at[here];

    return (p->at[there] - 255 * a) / (1 - a);
}

float undo_slope(const struct plane *p, const struct cover *c,
                 const uint32_t *at, float k)
{
    const float flat = .1f; /* steps of cover that are no edge */
    float sum = 0;
    unsigned count = 0;

    for (uint32_t y = 1; y + 1 < c->height; y++)
        for (uint32_t x = 1; x + 1 < c->width; x++) {
            size_t h = (size_t)y * c->width + x;
            size_t t = (size_t)(at[1] + y) * p->width + at[0] + x;
            float across = c->at[h + 1] - c->at[h - 1];
            float down = c->at[h + c->width] - c->at[h - c->width];
            float dx, dy;

            if (fabsf(across) + fabsf(down) < flat)
                continue;
            dx = undone(p, c, h + 1, t + 1, k) - undone(p, c, h - 1, t - 1, k);
            dy = undone(p, c, h + c->width, t + p->width, k) -
                 undone(p, c, h - c->width, t - p->width, k);
            sum += sqrtf(dx * dx + dy * dy);
            count++;
        }
    return count ? sum / (float)count : 0;
}

struct undone undo_best(const struct plane *p, const struct cover *c,
                        const uint32_t *at, float most)
{
    const float step = .05f;
    float none = undo_slope(p, c, at, 0);
    struct undone best = {0, 1};

    for (int i = 1; none > 0 && (float)i * step <= most; i++) {
        float ratio = undo_slope(p, c, at, (float)i * step) / none;

        if (ratio < best.ratio)
            best = (struct undone){(float)i * step, ratio};
    }
    return best;
}
