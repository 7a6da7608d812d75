/* SPDX-License-Identifier: Apache-2.0
 * haar.c - the plain kernels, and a row of blocks at a time. */
#include "pixel/haar.h"

#include "base/cpu.h"
#include "pixel/singular.h"

#include <math.h>

#define TARGET
#define NAME(x) x##_plain
#include "pixel/haar_body.h"

const struct haar_kernel haar_plain = {chroma_plain, low_byte_plain,
                                       low_float_plain, upper_byte_plain,
                                       upper_float_plain};

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
            bits[d][at + x] = is_upper_plain(singular_top(cell[d]));
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
