/* SPDX-License-Identifier: Apache-2.0
 * resize.c - rows first, then columns, four samples each. */
#include "pixel/resize.h"

#include <math.h>

enum {
    TAPS = 4,
    CHANNELS = 3
};

/* The four samples of one output place, and their weights. */
struct tap {
    uint32_t at[TAPS];
    float weight[TAPS];
};

static float kernel(float x)
{
    const float a = -0.75f;

    x = fabsf(x);
    if (x < 1)
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    if (x < 2)
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    return 0;
}

static struct tap *taps(uint32_t from, uint32_t to, struct arena *a)
{
    struct tap *t = arena_alloc(a, to * sizeof(*t));

    for (uint32_t i = 0; t && i < to; i++) {
        float centre = ((float)i + .5f) * (float)from / (float)to - .5f;
        float first = floorf(centre) - 1;

        for (int k = 0; k < TAPS; k++) {
            float place = first + (float)k;

            t[i].weight[k] = kernel(centre - place);
            t[i].at[k] = place < 0                   ? 0
                         : place > (float)(from - 1) ? from - 1
                                                     : (uint32_t)place;
        }
    }
    return t;
}

static void row_of(const struct pixels *p, uint32_t y, const struct tap *t,
                   uint32_t width, float *to)
{
    const uint8_t *row = pixels_row(p, y);

    for (uint32_t x = 0; x < width; x++)
        for (uint32_t c = 0; c < CHANNELS; c++) {
            float v = 0;

            for (int k = 0; k < TAPS; k++)
                v += t[x].weight[k] *
                     (float)row[(size_t)t[x].at[k] * p->channels + c];
            to[x * CHANNELS + c] = v;
        }
}

static uint8_t byte(float v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v + .5f);
}

/* Rows that were made are kept in a ring of four, for neighbours share them. */
struct ring {
    float *row[TAPS];
    uint32_t of[TAPS];
};

static const float *ring_row(struct ring *r, const struct pixels *p, uint32_t y,
                             const struct tap *across, uint32_t width)
{
    float *to = r->row[y % TAPS];

    if (r->of[y % TAPS] != y) {
        row_of(p, y, across, width, to);
        r->of[y % TAPS] = y;
    }
    return to;
}

bool resize_cubic(struct pixels *out, const struct pixels *p, uint32_t width,
                  uint32_t height, struct arena *a)
{
    struct tap *across = taps(p->width, width, a);
    struct tap *down = taps(p->height, height, a);
    struct ring ring;

    *out =
        (struct pixels){.width = width, .height = height, .channels = CHANNELS};
    out->ptr = arena_alloc(a, (size_t)width * height * CHANNELS);
    if (!across || !down || !out->ptr)
        return false;
    for (int k = 0; k < TAPS; k++) {
        ring.of[k] = UINT32_MAX;
        ring.row[k] = arena_alloc(a, (size_t)width * CHANNELS * sizeof(float));
        if (!ring.row[k])
            return false;
    }
    for (uint32_t y = 0; y < height; y++) {
        uint8_t *to = pixels_row(out, y);
        const float *rows[TAPS];

        for (int k = 0; k < TAPS; k++)
            rows[k] = ring_row(&ring, p, down[y].at[k], across, width);
        for (size_t i = 0; i < (size_t)width * CHANNELS; i++) {
            float v = 0;

            for (int k = 0; k < TAPS; k++)
                v += down[y].weight[k] * rows[k][i];
            to[i] = byte(v);
        }
    }
    return true;
}

bool resize_cut(struct pixels *out, const struct pixels *p, uint32_t x,
                uint32_t y, struct arena *a)
{
    if (x >= p->width || y >= p->height)
        return false;
    *out = (struct pixels){
        .width = p->width - x, .height = p->height - y, .channels = CHANNELS};
    out->ptr = arena_alloc(a, (size_t)out->width * out->height * CHANNELS);
    if (!out->ptr)
        return false;
    for (uint32_t r = 0; r < out->height; r++) {
        const uint8_t *from = pixels_row(p, r + y) + (size_t)x * p->channels;
        uint8_t *to = pixels_row(out, r);

        for (uint32_t i = 0; i < out->width; i++, to += 3, from += p->channels)
            memcpy(to, from, CHANNELS);
    }
    return true;
}
