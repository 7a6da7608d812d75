/* SPDX-License-Identifier: Apache-2.0
 * bch.h - binary BCH codes over GF(2^7): up to 127 bits that mend t of
 * themselves. */
#ifndef PIXEL_BCH_H
#define PIXEL_BCH_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BCH_MOST = 127, /* bits of a word */
    BCH_T = 8,      /* most errors that a code may mend */
    BCH_CHECKS = 7 * BCH_T
};

/* One code.  Words are bits 0 or 1, data first, the highest power first. */
struct bch {
    unsigned t;      /* errors that it mends */
    unsigned checks; /* bits that follow the data */
    uint8_t gen[BCH_CHECKS + 1];
    uint8_t exp[2 * BCH_MOST], log[BCH_MOST + 1];
};

/* bch_init makes the code that mends t errors, 1 <= t <= BCH_T. */
void bch_init(struct bch *b, unsigned t);

/* bch_encode writes the b->checks bits that follow `count` bits of data. */
void bch_encode(const struct bch *b, const uint8_t *data, unsigned count,
                uint8_t *checks);

/* bch_mend corrects a word of n <= BCH_MOST bits in place and is how many bits
 * it turned, or -1 (and the word as it was) where more than t are wrong. */
int bch_mend(const struct bch *b, uint8_t *word, unsigned n);

#endif
