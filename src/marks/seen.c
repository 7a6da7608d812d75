/* SPDX-License-Identifier: Apache-2.0
 * seen.c - place, height and contrast of a visible mark.
 *
 * [WCAG] Contrast is (L1 + .05) / (L2 + .05) of two relative luminances, the
 * lighter first.  The mark's is that of the lightest tenth of its box, which is
 * ink where marks are white; the ground's is the median of a frame around the
 * box, a quarter of its height wide. */
#include "marks/seen.h"

#include <math.h>

enum {
    TONES = 256,
    TENTH = 10
};

struct tones {
    uint32_t count[TONES], all;
};

static double linear(unsigned v)
{
    double c = v / 255.0;

    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* tone is the grey with the luminance of a colour, of which only the order
 * matters until the end. */
static unsigned tone(const uint8_t *rgb, const double *lin)
{
    double y = .2126 * lin[rgb[0]] + .7152 * lin[rgb[1]] + .0722 * lin[rgb[2]];
    double c = y <= 0.0031308 ? y * 12.92 : 1.055 * pow(y, 1 / 2.4) - 0.055;

    return (unsigned)lround(c * 255);
}

static bool in(struct area a, double x, double y)
{
    return x >= a.x && y >= a.y && x < a.x + a.width && y < a.y + a.height;
}

/* collect counts the tones of the box, and of the frame around it. */
static void collect(const struct pixels *p, struct area box,
                    struct tones *inner, struct tones *outer)
{
    double rim = box.height / 4, lin[TONES];
    double x1 = fmin(box.x + box.width + rim, p->width);
    double y1 = fmin(box.y + box.height + rim, p->height);

    for (unsigned i = 0; i < TONES; i++)
        lin[i] = linear(i);
    for (double y = floor(fmax(box.y - rim, 0)); y < y1; y++)
        for (double x = floor(fmax(box.x - rim, 0)); x < x1; x++) {
            const uint8_t *at =
                pixels_row(p, (uint32_t)y) + (size_t)x * p->channels;
            struct tones *t = in(box, x, y) ? inner : outer;

            t->count[tone(at, lin)]++;
            t->all++;
        }
}

/* part is the tone that a share of all tones lies above. */
static unsigned part(const struct tones *t, double share)
{
    double left = t->all * share;
    unsigned i = TONES - 1;

    for (; i > 0 && left >= t->count[i]; i--)
        left -= t->count[i];
    return i;
}

static double contrast(const struct pixels *p, struct area box)
{
    struct tones inner = {0}, outer = {0};
    double ink, ground;

    collect(p, box, &inner, &outer);
    if (!inner.all || !outer.all)
        return 0;
    ink = linear(part(&inner, 1.0 / (2 * TENTH)));
    ground = linear(part(&outer, .5));
    return (fmax(ink, ground) + .05) / (fmin(ink, ground) + .05);
}

double seen_edge(struct area at, double width, double height)
{
    double x = (at.x + at.width / 2) / width;
    double y = (at.y + at.height / 2) / height;

    return 100 * fmax(0, fmin(fmin(x, 1 - x), fmin(y, 1 - y)));
}

/* kept is how much of [from, from + len) lies in the middle `part` of `all`. */
static double kept(double from, double len, double part, double all)
{
    double low = (all - part) / 2;
    double in = fmin(from + len, low + part) - fmax(from, low);

    return len > 0 ? fmax(0, in) / len : 1;
}

double seen_cropped(struct area at, double width, double height)
{
    static const double shapes[] = {1, 4.0 / 5, 9.0 / 16};
    double least = 1;

    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        double w = fmin(width, height * shapes[i]);
        double h = fmin(height, width / shapes[i]);

        least = fmin(least, kept(at.x, at.width, w, width) *
                                kept(at.y, at.height, h, height));
    }
    return 100 * (1 - least);
}

void seen_place(struct hunt *h, uint32_t mark, struct area at)
{
    const struct pixels *p = hunt_pixels(h);
    double side, ratio;

    if (!p || !hunt_step(h, (uint64_t)(at.width * at.height)))
        return;
    side = p->width < p->height ? p->width : p->height;
    ratio = contrast(p, at);
    hunt_measure(h, mark, SPAN("x"), round(at.x));
    hunt_measure(h, mark, SPAN("y"), round(at.y));
    hunt_measure(h, mark, SPAN("width"), round(at.width));
    hunt_measure(h, mark, SPAN("height"), round(at.height));
    hunt_measure(h, mark, SPAN("short-side"),
                 round(at.height / side * 1e4) / 100);
    hunt_measure(h, mark, SPAN("edge"),
                 round(seen_edge(at, p->width, p->height) * 10) / 10);
    hunt_measure(h, mark, SPAN("cropped"),
                 round(seen_cropped(at, p->width, p->height)));
    if (ratio > 0)
        hunt_measure(h, mark, SPAN("contrast"), round(ratio * 100) / 100);
}
