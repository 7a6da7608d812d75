/* SPDX-License-Identifier: Apache-2.0
 * match.c - eight neighbouring offsets at once: each point of the drawing
 * meets eight neighbouring slopes, so the inner loop is straight. */
#include "pixel/match.h"

#include <math.h>

enum {
    LANES = 8
};

/* mean is that of the picture's pixels [x0, x1) by [y0, y1). */
static float mean(const struct pixels *p, struct area a)
{
    uint32_t x0 = (uint32_t)a.x, y0 = (uint32_t)a.y;
    uint32_t x1 = (uint32_t)(a.x + a.width), y1 = (uint32_t)(a.y + a.height);
    uint32_t sum[3] = {0}, count;

    x1 = x1 > x0 ? x1 : x0 + 1;
    y1 = y1 > y0 ? y1 : y0 + 1;
    x1 = x1 < p->width ? x1 : p->width;
    y1 = y1 < p->height ? y1 : p->height;
    if (x1 <= x0 || y1 <= y0)
        return 0;
    for (uint32_t y = y0; y < y1; y++) {
        const uint8_t *at = pixels_row(p, y) + (size_t)x0 * p->channels;

        for (uint32_t x = x0; x < x1; x++, at += p->channels) {
            sum[0] += at[0];
            sum[1] += at[1];
            sum[2] += at[2];
        }
    }
    count = (x1 - x0) * (y1 - y0);
    return (.299f * (float)sum[0] + .587f * (float)sum[1] +
            .114f * (float)sum[2]) /
           (float)count;
}

bool plane_cut(struct plane *out, const struct pixels *p, struct area a,
               double step, struct arena *arena)
{
    out->width = (uint32_t)(a.width / step);
    out->height = (uint32_t)(a.height / step);
    out->at =
        arena_raw(arena, (size_t)out->width * out->height * sizeof(*out->at));
    if (!out->at)
        return false;
    for (uint32_t y = 0; y < out->height; y++)
        for (uint32_t x = 0; x < out->width; x++)
            out->at[(size_t)y * out->width + x] = mean(
                p, (struct area){a.x + x * step, a.y + y * step, step, step});
    return true;
}

bool plane_halve(struct plane *out, const struct plane *p, struct arena *a)
{
    out->width = p->width / 2;
    out->height = p->height / 2;
    out->at = arena_raw(a, (size_t)out->width * out->height * sizeof(*out->at));
    if (!out->at)
        return false;
    for (uint32_t y = 0; y < out->height; y++) {
        const float *up = p->at + (size_t)2 * y * p->width;
        const float *low = up + p->width;

        for (uint32_t x = 0; x < out->width; x++)
            out->at[(size_t)y * out->width + x] =
                (up[2 * x] + up[2 * x + 1] + low[2 * x] + low[2 * x + 1]) / 4;
    }
    return true;
}

bool slopes_of(struct slopes *s, const struct plane *p, struct arena *a)
{
    uint32_t w = p->width, h = p->height, wide = w + 1;

    *s = (struct slopes){.width = w, .height = h};
    s->dx = arena_alloc(a, (size_t)w * h * sizeof(float));
    s->dy = arena_alloc(a, (size_t)w * h * sizeof(float));
    s->sum = arena_alloc(a, (size_t)wide * (h + 1) * sizeof(double));
    if (!s->dx || !s->dy || !s->sum)
        return false;
    for (uint32_t y = 0; y < h; y++) {
        double row = 0;

        for (uint32_t x = 0; x < w; x++) {
            size_t at = (size_t)y * w + x;

            if (x && y && x + 1 < w && y + 1 < h) {
                s->dx[at] = p->at[at + 1] - p->at[at - 1];
                s->dy[at] = p->at[at + w] - p->at[at - w];
            }
            row += (double)(s->dx[at] * s->dx[at] + s->dy[at] * s->dy[at]);
            s->sum[(size_t)(y + 1) * wide + x + 1] =
                s->sum[(size_t)y * wide + x + 1] + row;
        }
    }
    return true;
}

static void slope_at(const struct cover *c, uint32_t x, uint32_t y, float *d)
{
    size_t at = (size_t)y * c->width + x;

    d[0] = c->at[at + 1] - c->at[at - 1];
    d[1] = c->at[at + c->width] - c->at[at - c->width];
}

bool outline_of(struct outline *o, const struct cover *c, struct arena *a)
{
    const float flat = .15f; /* a slope under this adds time, not knowledge */
    size_t most = (size_t)c->width * c->height;

    *o = (struct outline){.width = c->width, .height = c->height};
    o->x = arena_raw(a, most * sizeof(*o->x));
    o->y = arena_raw(a, most * sizeof(*o->y));
    o->dx = arena_raw(a, most * sizeof(*o->dx));
    o->dy = arena_raw(a, most * sizeof(*o->dy));
    if (!o->x || !o->y || !o->dx || !o->dy)
        return false;
    for (uint32_t y = 1; y + 1 < c->height; y++)
        for (uint32_t x = 1; x + 1 < c->width; x++) {
            float d[2];

            slope_at(c, x, y, d);
            if (fabsf(d[0]) + fabsf(d[1]) < flat)
                continue;
            o->x[o->count] = x;
            o->y[o->count] = y;
            o->dx[o->count] = d[0];
            o->dy[o->count++] = d[1];
            o->norm += d[0] * d[0] + d[1] * d[1];
        }
    o->norm = sqrtf(o->norm);
    return true;
}

static double energy(const struct slopes *s, const struct outline *o,
                     uint32_t x, uint32_t y)
{
    size_t wide = s->width + 1;
    const double *up = s->sum + y * wide + x;
    const double *low = up + o->height * wide;

    return low[o->width] - low[0] - up[o->width] + up[0];
}

/* Eight numbers at once; the compiler makes of them what the machine has, and
 * each is rounded as if it stood alone. */
typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

/* products sums those of the drawing at (x, y) and at the next offsets. */
static void products(const struct slopes *s, const struct outline *o,
                     size_t first, float *out)
{
    lanes sum = {0};

    for (uint32_t i = 0; i < o->count; i++) {
        size_t at = first + (size_t)o->y[i] * s->width + o->x[i];
        lanes dx, dy;

        memcpy(&dx, s->dx + at, sizeof(dx));
        memcpy(&dy, s->dy + at, sizeof(dy));
        sum += o->dx[i] * dx + o->dy[i] * dy;
    }
    memcpy(out, &sum, sizeof(sum));
}

/* keep takes the best of the LANES offsets from x on in row y, whose products
 * are in sum. */
static void keep(const struct slopes *s, const struct outline *o,
                 struct place *p, uint32_t y, uint32_t x, const float *sum)
{
    for (uint32_t k = 0; k < LANES; k++) {
        double e = energy(s, o, x + k, y);
        float fit = e > 1 ? sum[k] / (o->norm * (float)sqrt(e)) : 0;

        if (fit > p->fit) {
            p->fit = fit;
            p->x = x + k;
            p->y = y;
        }
    }
}

uint64_t match(const struct slopes *s, const struct outline *o, struct place *p)
{
    uint32_t x1, y1;
    uint64_t work = 0;
    float sum[LANES];

    if (!o->count || s->width < o->width + LANES || s->height < o->height)
        return 0;
    x1 = s->width - o->width - LANES + 1; /* offsets whose eight all fit */
    y1 = s->height - o->height + 1;
    y1 = p->y1 < y1 ? p->y1 : y1;
    for (uint32_t y = p->y0; y < y1; y++)
        for (uint32_t x = p->x0; x < p->x1; x += LANES) {
            uint32_t at = x < x1 ? x : x1 - 1;

            products(s, o, (size_t)y * s->width + at, sum);
            keep(s, o, p, y, at, sum);
            work += (uint64_t)o->count * LANES;
            if (at < x)
                break;
        }
    return work;
}
