/* SPDX-License-Identifier: Apache-2.0
 * picture.c - pictures that carry a mark in their pixels, by our own encoders:
 *
 *   picture WIDTH HEIGHT plain
 *   picture WIDTH HEIGHT dwt BITS          invisible-watermark, 8-bit pixels
 *   picture WIDTH HEIGHT dwt-cut BITS      the same, 5 columns and 3 rows cut
 *                                        off
 *   picture WIDTH HEIGHT alpha "TEXT"      stealth text in the alpha channel
 *   picture WIDTH HEIGHT rgb "TEXT"        and in red, green and blue
 *   picture WIDTH HEIGHT dalle             the bar of five colours
 *   picture WIDTH HEIGHT star              the white star of 48 pixels
 *   picture WIDTH HEIGHT words             Doubao's words
 *   picture WIDTH HEIGHT mirrored          the same, mirrored
 *   picture WIDTH HEIGHT if                DeepFloyd's logo
 *
 * Puts IHDR and IDAT.  The picture itself is waves and noise, always the same.
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

enum {
    STEP = 36, /* of the quantiser */
    CUT_X = 5,
    CUT_Y = 3,
    MOST = 4096
};

static void draw(struct picture *p)
{
    uint32_t noise = 1;

    for (unsigned y = 0; y < p->height; y++)
        for (unsigned x = 0; x < p->width; x++) {
            for (unsigned c = 0; c < 3; c++) {
                noise = noise * 1664525 + 1013904223;
                picture_at(p, x, y)[c] = picture_clamp(
                    128 + 60 * sin(x / (17.0 + 6 * c)) +
                    40 * cos(y / (13.0 + 5 * c)) + (noise >> 28) - 8.0);
            }
            if (p->channels == 4)
                picture_at(p, x, y)[3] = 255;
        }
}

/* ---- invisible-watermark ------------------------------------------------- */

/* The luma and the two chromas of OpenCV's fixed-point conversion. */
static void to_yuv(const uint8_t *p, int *y, int *u, int *v)
{
    *y = (1868 * p[2] + 9617 * p[1] + 4899 * p[0] + 8192) >> 14;
    *u = ((p[2] - *y) * 8061 + (128 << 14) + 8192) >> 14;
    *v = ((p[0] - *y) * 14369 + (128 << 14) + 8192) >> 14;
}

static void of_yuv(uint8_t *p, int y, double u, int v)
{
    double du = u - 128, dv = v - 128;

    p[0] = picture_clamp(y + 1.140 * dv + .5);
    p[1] = picture_clamp(y - 0.395 * du - 0.581 * dv + .5);
    p[2] = picture_clamp(y + 2.032 * du + .5);
}

/* One block of 8x8 pixels: its 4x4 low-low coefficients are the halved sums of
 * 2x2 chromas; the largest but the first is moved onto its bit's quarter. */
static void mark_block(const struct picture *p, unsigned bx, unsigned by,
                       int bit)
{
    double low[16], want, shift;
    unsigned best = 1;
    int y, u, v;

    for (unsigned i = 0; i < 16; i++) {
        low[i] = 0;
        for (unsigned k = 0; k < 4; k++) {
            to_yuv(picture_at(p, bx * 8 + i % 4 * 2 + k % 2,
                              by * 8 + i / 4 * 2 + k / 2),
                   &y, &u, &v);
            low[i] += u / 2.0;
        }
        if (i && low[i] > low[best])
            best = i;
    }
    want = (floor(low[best] / STEP) + .25 + .5 * bit) * STEP;
    shift = (want - low[best]) / 2; /* each of four pixels moves by half */
    for (unsigned k = 0; k < 4; k++) {
        uint8_t *px = picture_at(p, bx * 8 + best % 4 * 2 + k % 2,
                                 by * 8 + best / 4 * 2 + k / 2);

        to_yuv(px, &y, &u, &v);
        of_yuv(px, y, u + shift, v);
    }
}

static void mark_dwt(const struct picture *p, const char *bits)
{
    size_t n = strlen(bits), k = 0;

    for (unsigned y = 0; y < p->height / 8; y++)
        for (unsigned x = 0; x < p->width / 8; x++, k++)
            mark_block(p, x, y, bits[k % n] == '1');
}

/* ---- the others --------------------------------------------------------- */

static void put_bit(const struct picture *p, uint64_t i, unsigned bit)
{
    uint64_t pixel = p->channels == 4 ? i : i / 3;
    uint8_t *px = picture_at(p, (unsigned)(pixel / p->height),
                             (unsigned)(pixel % p->height));
    uint8_t *c = p->channels == 4 ? px + 3 : px + i % 3;

    *c = (uint8_t)((*c & ~1u) | bit);
}

static void mark_stealth(const struct picture *p, const struct out *text)
{
    struct out o = {0};

    out_text(&o, p->channels == 4 ? "stealth_pnginfo" : "stealth_rgbinfo");
    out_be(&o, text->len * 8, 4);
    out_put(&o, text->ptr, text->len);
    for (uint64_t i = 0; i < o.len * 8; i++)
        put_bit(p, i, o.ptr[i / 8] >> (7 - i % 8) & 1u);
    out_free(&o);
}

static void mark_dalle(const struct picture *p)
{
    static const uint8_t bar[5][3] = {{0xFF, 0xFF, 0x66},
                                      {0x42, 0xFF, 0xFF},
                                      {0x51, 0xDA, 0x4C},
                                      {0xFF, 0x6E, 0x3C},
                                      {0x3C, 0x46, 0xFF}};
    unsigned side = p->width / 64;

    for (unsigned y = 0; y < side; y++)
        for (unsigned x = 0; x < 5 * side; x++)
            memcpy(picture_at(p, p->width - 5 * side + x, p->height - side + y),
                   bar[x / side], 3);
}

static void mark_star(const struct picture *p)
{
    const double size = 48, margin = 32;

    for (unsigned y = 0; y < size; y++)
        for (unsigned x = 0; x < size; x++) {
            uint8_t *px =
                picture_at(p, p->width - (unsigned)(size + margin) + x,
                           p->height - (unsigned)(size + margin) + y);
            double u = fabs(x + .5 - size / 2), v = fabs(y + .5 - size / 2);
            double a =
                pow(u, .65) + pow(v, .65) <= pow(.56 * size, .65) ? .5 : 0;

            for (unsigned c = 0; c < 3; c++)
                px[c] = picture_clamp(px[c] * (1 - a) + 255 * a + .5);
        }
}

static void wrap(struct out *o, const char *name, const char *arg,
                 struct out *in)
{
    const char *args[1] = {arg};

    wrap_named(name)->make(o, args, in);
    out_free(in);
}

/* crop takes the first columns and rows away, as an editor would. */
static void crop(struct picture *p)
{
    struct picture less = {p->width - CUT_X, p->height - CUT_Y, p->channels,
                           p->px};

    for (unsigned y = 0; y < less.height; y++)
        memmove(picture_at(&less, 0, y), picture_at(p, CUT_X, y + CUT_Y),
                (size_t)less.width * less.channels);
    *p = less;
}

static void write_png(struct out *o, const struct picture *p)
{
    struct out b = {0}, packed = {0};

    out_be(&b, p->width, 4);
    out_be(&b, p->height, 4);
    out_be(&b, p->channels == 4 ? 0x0806000000u : 0x0802000000u, 5);
    wrap(o, "chunk", "IHDR", &b);
    for (unsigned y = 0; y < p->height; y++) {
        out_be(&b, 0, 1);
        out_put(&b, picture_at(p, 0, y), (size_t)p->width * p->channels);
    }
    wrap(&packed, "zlib", "", &b);
    wrap(o, "chunk", "IDAT", &packed);
}

static unsigned side(struct words *w)
{
    const char *s = words_next(w);
    unsigned long n = s ? strtoul(s, NULL, 10) : 0;

    if (n < 1 || n > MOST)
        words_fail(w, "picture wants: WIDTH HEIGHT KIND");
    return (unsigned)n;
}

void picture_make(struct words *w, struct out *o)
{
    struct picture p = {.channels = 3};
    struct out text = {0};
    const char *kind;

    p.width = side(w);
    p.height = side(w);
    kind = words_next(w);
    if (kind && strcmp(kind, "alpha") == 0)
        p.channels = 4;
    p.px = malloc((size_t)p.width * p.height * p.channels);
    if (!kind || !p.px)
        words_fail(w, "picture wants: WIDTH HEIGHT KIND");
    draw(&p);
    if (strcmp(kind, "dwt") == 0 || strcmp(kind, "dwt-cut") == 0) {
        bool less = strcmp(kind, "dwt-cut") == 0;
        const char *bits = words_next(w);

        if (!bits || !*bits || strspn(bits, "01") != strlen(bits))
            words_fail(w, "dwt wants its bits");
        mark_dwt(&p, bits);
        if (less)
            crop(&p);
    } else if (strcmp(kind, "alpha") == 0 || strcmp(kind, "rgb") == 0) {
        if (!words_bytes(w, &text))
            words_fail(w, "a stealth text wants its text");
        mark_stealth(&p, &text);
    } else if (strcmp(kind, "dalle") == 0) {
        mark_dalle(&p);
    } else if (strcmp(kind, "star") == 0) {
        mark_star(&p);
    } else if (strcmp(kind, "words") == 0 || strcmp(kind, "mirrored") == 0) {
        seen_words(&p, kind[0] == 'm');
    } else if (strcmp(kind, "if") == 0) {
        seen_logo(&p);
    } else if (strcmp(kind, "plain") != 0) {
        words_fail(w, "no such mark");
    }
    write_png(o, &p);
    out_free(&text);
    free(p.px);
}
