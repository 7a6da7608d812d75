/* SPDX-License-Identifier: Apache-2.0
 * haar.c - the plain kernels, and a row of blocks at a time. */
#include "pixel/haar.h"

#include "base/cpu.h"
#include "pixel/singular.h"

#include <math.h>

/* [IW] by OpenCV's BGR2YUV: fixed point for bytes, clamped; float for floats,
 * not clamped and centred on a half. */
static void chroma(const uint8_t *rgb, uint32_t channels, uint32_t width,
                   uint8_t *byte, float *real)
{
    for (uint32_t x = 0; x < width; x++) {
        int r = rgb[x * channels], g = rgb[x * channels + 1],
            b = rgb[x * channels + 2];
        int y = (1868 * b + 9617 * g + 4899 * r + 8192) >> 14;
        int u = ((b - y) * 8061 + (128 << 14) + 8192) >> 14;
        float luma = (float)b * 0.114f + (float)g * 0.587f + (float)r * 0.299f;

        byte[x] = (uint8_t)(u < 0 ? 0 : u > 255 ? 255 : u);
        real[x] = ((float)b - luma) * 0.492f + 0.5f;
    }
}

static void low_byte(const uint8_t *top, const uint8_t *bottom, uint32_t count,
                     double *low)
{
    const double c = 0.70710678118654752440;

    for (uint32_t i = 0; i < count; i++) {
        double left = c * bottom[2 * i] + c * top[2 * i];
        double right = c * bottom[2 * i + 1] + c * top[2 * i + 1];

        low[i] = c * right + c * left;
    }
}

static void low_float(const float *top, const float *bottom, uint32_t count,
                      float *low)
{
    const float c = 0.70710678118654752440f;

    for (uint32_t i = 0; i < count; i++) {
        float left = c * bottom[2 * i] + c * top[2 * i];
        float right = c * bottom[2 * i + 1] + c * top[2 * i + 1];

        low[i] = c * right + c * left;
    }
}

/* Whether |v| mod 36 is above 18.  36 and the quotients are small integers, so
 * the product is exact and the difference too: this is fmod. */
static uint8_t is_upper(double v)
{
    double n = (double)(int)(v / 36);
    double rest = v - 36 * n;

    if (rest < 0) /* the division rounded up to the integer */
        rest += 36;
    return rest > 18;
}

/* The largest of a block's coefficients but its first. */
static void upper_byte(const double *low, size_t stride, uint32_t blocks,
                       uint8_t *bits)
{
    for (uint32_t x = 0; x < blocks; x++, low += 4) {
        double most = 0;

        for (size_t i = 1; i < 16; i++) {
            double v = fabs(low[i / 4 * stride + i % 4]);

            most = v > most ? v : most;
        }
        bits[x] = is_upper(most);
    }
}

static void upper_float(const float *low, size_t stride, uint32_t blocks,
                        uint8_t *bits)
{
    for (uint32_t x = 0; x < blocks; x++, low += 4) {
        float most = 0;

        for (size_t i = 1; i < 16; i++) {
            float v = fabsf(low[i / 4 * stride + i % 4]);

            most = v > most ? v : most;
        }
        bits[x] = is_upper((double)most);
    }
}
const struct haar_kernel haar_plain = {chroma, low_byte, low_float, upper_byte,
                                       upper_float};

static const struct haar_kernel *kernel(void)
{
    const struct haar_kernel *k = NULL;

#if defined(__x86_64__)
    k = haar_x86(cpu_has());
#endif
    return k ? k : &haar_plain;
}

/* The working rows of one row of blocks. */
struct rows {
    const struct haar_kernel *kernel;
    uint8_t *byte[2];
    float *real[2];
    double *low_byte;
    float *low_float;
};

enum {
    SPARE = 64 /* a vector kernel may read so far past a row's end */
};

static bool rows_init(struct rows *r, uint32_t width, struct arena *a)
{
    size_t low = (size_t)width / 2 * HAAR_CELLS;

    r->kernel = kernel();
    for (int i = 0; i < 2; i++) {
        r->byte[i] = arena_alloc(a, (size_t)width + SPARE);
        r->real[i] = arena_alloc(a, width * sizeof(float) + SPARE);
        if (!r->byte[i] || !r->real[i])
            return false;
    }
    r->low_byte = arena_alloc(a, low * sizeof(double) + SPARE);
    r->low_float = arena_alloc(a, low * sizeof(float) + SPARE);
    return r->low_byte && r->low_float;
}

static void fill(const struct rows *r, const struct pixels *p, uint32_t row,
                 uint32_t width)
{
    uint32_t half = width / 2;

    for (uint32_t y = 0; y < HAAR_CELLS; y++) {
        size_t at = (size_t)y * half;

        for (uint32_t i = 0; i < 2; i++)
            r->kernel->chroma(pixels_row(p, row * HAAR_SIDE + 2 * y + i),
                              p->channels, width, r->byte[i], r->real[i]);
        r->kernel->low_byte(r->byte[0], r->byte[1], half, r->low_byte + at);
        r->kernel->low_float(r->real[0], r->real[1], half, r->low_float + at);
    }
}

/* The singular values want a block as one row of sixteen. */
static void singular_bits(const struct rows *r, uint32_t blocks,
                          uint8_t *const *bits, size_t at)
{
    size_t stride = (size_t)blocks * HAAR_CELLS;

    for (uint32_t x = 0; x < blocks; x++) {
        double cell[HAAR_DOMAINS][HAAR_CELLS * HAAR_CELLS];

        for (size_t i = 0; i < HAAR_CELLS * HAAR_CELLS; i++) {
            size_t from = i / HAAR_CELLS * stride + (size_t)x * HAAR_CELLS +
                          i % HAAR_CELLS;

            cell[HAAR_BYTE][i] = r->low_byte[from];
            cell[HAAR_FLOAT][i] = (double)r->low_float[from];
        }
        for (int d = 0; d < HAAR_DOMAINS; d++)
            bits[d][at + x] = is_upper(singular_top(cell[d]));
    }
}

bool haar_read(struct haar *h, const struct pixels *p, enum haar_score score,
               struct arena *a)
{
    uint32_t width = p->width / HAAR_SIDE * HAAR_SIDE;
    size_t stride = width / 2, count;
    uint8_t **bits = h->bits[score];
    struct rows r = {0};

    h->across = p->width / HAAR_SIDE;
    h->down = p->height / HAAR_SIDE;
    count = (size_t)h->across * h->down;
    for (int d = 0; d < HAAR_DOMAINS; d++) {
        bits[d] = arena_alloc(a, count + SPARE);
        if (!bits[d])
            return false;
    }
    if (count && !rows_init(&r, width, a))
        return false;
    for (uint32_t y = 0; y < h->down && count; y++) {
        size_t at = (size_t)y * h->across;

        fill(&r, p, y, width);
        if (score == HAAR_SVD) {
            singular_bits(&r, h->across, bits, at);
            continue;
        }
        r.kernel->upper_byte(r.low_byte, stride, h->across,
                             bits[HAAR_BYTE] + at);
        r.kernel->upper_float(r.low_float, stride, h->across,
                              bits[HAAR_FLOAT] + at);
    }
    return true;
}
