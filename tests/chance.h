/* SPDX-License-Identifier: Apache-2.0
 * chance.h - numbers by chance, the same ones on every machine. */
#ifndef TESTS_CHANCE_H
#define TESTS_CHANCE_H

#include <stdint.h>

struct chance {     /* xorshift */
    uint64_t state; /* not 0 */
};

/* below is one of 0 to n - 1. */
static inline unsigned below(struct chance *c, unsigned n)
{
    c->state ^= c->state << 13;
    c->state ^= c->state >> 7;
    c->state ^= c->state << 17;
    return (unsigned)(c->state >> 33) % n;
}

#endif
