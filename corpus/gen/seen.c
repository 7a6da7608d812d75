/* SPDX-License-Identifier: Apache-2.0
 * seen.c - words and logos in a picture's corner, as vendors put them there.
 *
 * The letters are trapezoids with level edges, measured on an export of 2048
 * pixels: another description than the strokes that the program searches
 * with. */
#include "picture.h"

enum {
    FINE = 4 /* samples a pixel's side */
};

/* From y0, where it reaches from a to b, to y1, where from c to d. */
struct slab {
    float y0, a, b, y1, c, d;
};

/* clang-format off */
static const struct slab words[] = {
    {0, 0, 54, 11.5f, 0, 54}, {16, 5, 51, 26, 5, 51}, {35, 5, 51, 44, 5, 51}, {26, 5, 16, 35, 5, 16},
    {26, 39.5f, 51, 35, 39.5f, 51}, {48, 10.5f, 22, 58, 11, 22}, {48, 34, 45.5f, 58, 34, 45}, {58, 0, 54.5f, 69, 0, 54.5f},
    {0, 66, 79, 15, 63, 75}, {4, 66, 112, 15, 66, 112}, {15, 101, 112, 51, 101, 112}, {20.5f, 64, 95, 31, 64, 95},
    {42, 64, 95, 51.5f, 64, 95}, {31, 64, 75, 42, 64, 75}, {31, 84, 95, 42, 84, 95}, {51, 64, 75, 58, 64, 75}, {58, 66, 111, 69, 68, 109},
    {1, 139, 151, 69, 121, 133}, {1, 143, 155, 69, 159, 171}, {39, 134, 160, 52.5f, 131, 163},
    {1, 179.5f, 192.5f, 68, 179.5f, 192.5f},
    {0, 209, 218, 22, 205, 216}, {11, 206, 256, 22, 206, 256}, {0, 226, 236, 58, 226, 236}, {33.5f, 210, 251, 45, 210, 251}, {57.5f, 204.5f, 256, 69, 204.5f, 256},
    {8.5f, 269.5f, 322, 20, 269.5f, 322}, {20, 269.5f, 279, 30, 269.5f, 279}, {30, 269, 279, 69, 265, 276}, {29.5f, 279, 296, 39, 279, 296},
    {39, 287, 296, 58, 287, 296}, {58, 281.5f, 296, 69, 281.5f, 296}, {0, 295, 304, 45, 304, 315}, {45, 304, 315, 69, 310, 321},
    {0, 309, 318, 12, 312, 321}, {37, 311, 321, 62, 301, 309}};

/* The letters of DeepFloyd's logo on its panel, in 62nds of its side. */
static const struct slab letters[] = {
    {11, 12, 22, 17, 12, 22}, {21, 12, 22, 50, 12, 22}, {11, 37, 51, 17, 37, 51},
    {17, 32, 37, 21, 32, 37}, {21, 26, 51, 27, 26, 51}, {27, 32, 42, 50, 32, 42}};
/* clang-format on */

static bool in(const struct slab *s, size_t count, double x, double y)
{
    for (size_t i = 0; i < count; i++, s++) {
        double t = (y - s->y0) / (s->y1 - s->y0);

        if (t >= 0 && t < 1 && x >= s->a + t * (s->c - s->a) &&
            x < s->b + t * (s->d - s->b))
            return true;
    }
    return false;
}

static double covered(const struct slab *s, size_t count, double x, double y,
                      double unit)
{
    unsigned n = 0;

    for (unsigned i = 0; i < FINE * FINE; i++)
        n += in(s, count, (x + (i % FINE + .5) / FINE) * unit,
                (y + (i / FINE + .5) / FINE) * unit);
    return (double)n / (FINE * FINE);
}

void seen_words(const struct picture *p, bool mirrored)
{
    const double unit = 2048.0 / p->width, opacity = .85;
    const unsigned left = (unsigned)(1692 / unit);
    const unsigned top = p->height - (unsigned)(110 / unit);

    for (unsigned y = 0; y < 70 / unit; y++)
        for (unsigned x = 0; x < 322 / unit; x++) {
            uint8_t *px = picture_at(p, left + x, top + y);
            double u = mirrored ? 322 / unit - 1 - x : x;
            double a = opacity * covered(words, sizeof(words) / sizeof(*words),
                                         u, y, unit);

            for (unsigned c = 0; c < 3; c++)
                px[c] = picture_clamp(px[c] * (1 - a) + 255 * a + .5);
        }
}

void seen_logo(const struct picture *p)
{
    const double k = sqrt((double)p->width * p->height) / 1024;
    const unsigned side = (unsigned)(62 * k), margin = (unsigned)(14 * k);

    for (unsigned y = 0; y < side; y++)
        for (unsigned x = 0; x < side; x++) {
            uint8_t *px = picture_at(p, p->width - margin - side + x,
                                     p->height - margin - side + y);
            double a = covered(letters, sizeof(letters) / sizeof(*letters), x,
                               y, 62.0 / side);
            double low = (y * 62.0 / side - 14) / 33.5; /* violet to pink */
            double ink[3] = {140 + 106 * low, 66 + 8 * low, 241 + 8 * low};

            for (unsigned c = 0; c < 3; c++)
                px[c] = picture_clamp((px[c] * .3 + 245 * .7) * (1 - a) +
                                      ink[c] * a + .5);
        }
}
