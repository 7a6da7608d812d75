/* SPDX-License-Identifier: Apache-2.0
 * stroke.c - how much of a pixel a stroke covers is taken from its distance:
 * half a pixel inside the edge it is 1, half a pixel outside 0.  Outlines are
 * sampled. */
#include "pixel/stroke.h"

#include <math.h>

enum {
    POINTS = 32, /* of one stroke or outline */
    FINE = 4     /* samples a pixel's side, in outlines */
};

struct path {
    float x[POINTS], y[POINTS]; /* pixels */
    unsigned count;
    float half; /* of the width, pixels */
};

bool cover_init(struct cover *c, uint32_t width, uint32_t height,
                struct arena *a)
{
    *c = (struct cover){arena_alloc(a, (size_t)width * height * sizeof(*c->at)),
                        width, height};
    return c->at;
}

static float unit(float v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

static uint32_t inside(float v, uint32_t most)
{
    return v <= 0 ? 0 : v >= (float)most ? most : (uint32_t)v;
}

/* The pixels that a path may touch. */
struct box {
    uint32_t x0, y0, x1, y1; /* ends exclusive */
};

static struct box around(const struct cover *c, const struct path *p,
                         unsigned from, unsigned to)
{
    float left = p->x[from], right = left, top = p->y[from], low = top;
    float more = p->half + 1;

    for (unsigned i = from; i <= to; i++) {
        left = fminf(left, p->x[i]);
        right = fmaxf(right, p->x[i]);
        top = fminf(top, p->y[i]);
        low = fmaxf(low, p->y[i]);
    }
    return (struct box){
        inside(left - more, c->width), inside(top - more, c->height),
        inside(right + more + 1, c->width), inside(low + more + 1, c->height)};
}

static void put(struct cover *c, uint32_t x, uint32_t y, float v)
{
    float *at = &c->at[(size_t)y * c->width + x];

    *at = fmaxf(*at, v);
}

/* line draws the segment from point i to the next; round says whether another
 * one follows, to be joined. */
static void line(struct cover *c, const struct path *p, unsigned i, bool round)
{
    float dx = p->x[i + 1] - p->x[i], dy = p->y[i + 1] - p->y[i];
    float len = sqrtf(dx * dx + dy * dy);
    struct box b = around(c, p, i, i + 1);

    if (!(len > 0))
        return;
    dx /= len;
    dy /= len;
    for (uint32_t y = b.y0; y < b.y1; y++)
        for (uint32_t x = b.x0; x < b.x1; x++) {
            float u = (float)x + .5f - p->x[i], v = (float)y + .5f - p->y[i];
            float along = u * dx + v * dy, across = fabsf(u * dy - v * dx);
            float past = along - len, in;

            if (across >= p->half + .5f)
                continue;
            if (round && past > 0)
                in = p->half - sqrtf(past * past + across * across);
            else
                in = fminf(p->half - across, fminf(along, -past));
            put(c, x, y, unit(.5f + in));
        }
}

static bool within(const struct path *p, float x, float y)
{
    bool in = false;

    for (unsigned i = 0, k = p->count - 1; i < p->count; k = i++)
        if ((p->y[i] > y) != (p->y[k] > y) &&
            x < p->x[i] +
                    (y - p->y[i]) * (p->x[k] - p->x[i]) / (p->y[k] - p->y[i]))
            in = !in;
    return in;
}

static void fill(struct cover *c, const struct path *p)
{
    struct box b = around(c, p, 0, p->count - 1);

    for (uint32_t y = b.y0; y < b.y1; y++)
        for (uint32_t x = b.x0; x < b.x1; x++) {
            unsigned in = 0;

            for (unsigned i = 0; i < FINE * FINE; i++)
                in += within(p, (float)x + ((float)(i % FINE) + .5f) / FINE,
                             (float)y + ((float)(i / FINE) + .5f) / FINE);
            put(c, x, y, (float)in / (FINE * FINE));
        }
}

static void flush(struct cover *c, struct path *p, char kind)
{
    if (kind == 's')
        for (unsigned i = 0; i + 1 < p->count; i++)
            line(c, p, i, i + 2 < p->count);
    else if (kind == 'f' && p->count > 2)
        fill(c, p);
    p->count = 0;
}

/* number reads digits and steps over what follows them. */
static float number(const char **at)
{
    int n = 0, sign = **at == '-' ? -1 : 1;

    if (sign < 0)
        ++*at;
    while (**at >= '0' && **at <= '9')
        n = n * 10 + *(*at)++ - '0';
    while (**at == ' ')
        ++*at;
    return (float)(sign * n);
}

void stroke_draw(struct cover *c, const char *drawing, struct pen pen)
{
    struct path p = {.half = pen.scale / 2};
    char kind = 0;

    for (const char *at = drawing; *at;) {
        if (*at == 's' || *at == 'f' || *at == 'w') {
            flush(c, &p, kind);
            kind = *at++;
            while (*at == ' ')
                at++;
        } else if (*at == ' ') {
            at++;
        } else if (kind == 'w') {
            p.half = pen.scale * number(&at) / 2;
        } else if (p.count < POINTS) {
            p.x[p.count] = pen.x + pen.scale * number(&at);
            p.y[p.count++] = pen.y + pen.scale * number(&at);
        } else {
            break;
        }
    }
    flush(c, &p, kind);
}
