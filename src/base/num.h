/* SPDX-License-Identifier: Apache-2.0
 * num.h - sums and products of sizes that a file gave, checked. */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* num_add and num_mul put the result in *to, and are false (and leave *to
 * alone) where it does not fit. */
static inline bool num_add(uint64_t a, uint64_t b, uint64_t *to)
{
    if (b > UINT64_MAX - a)
        return false;
    *to = a + b;
    return true;
}

static inline bool num_mul(uint64_t a, uint64_t b, uint64_t *to)
{
    if (a && b > UINT64_MAX / a)
        return false;
    *to = a * b;
    return true;
}

/* num_fits is whether [off, off + len) lies within [0, size). */
static inline bool num_fits(uint64_t off, uint64_t len, uint64_t size)
{
    return off <= size && len <= size - off;
}

static inline uint64_t num_min(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

#endif
