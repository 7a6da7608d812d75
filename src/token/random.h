/* SPDX-License-Identifier: Apache-2.0
 * random.h - the generators that token watermarks are keyed with, bit for bit.
 *
 * [MT] Matsumoto, Nishimura: Mersenne Twister, 1998; seeded as PyTorch's CPU
 * generator does.  [PCG] O'Neill: PCG, 2014; seeded as NumPy's default_rng. */
#ifndef TOKEN_RANDOM_H
#define TOKEN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

enum {
    MT_WORDS = 624
};

struct mt {
    uint32_t state[MT_WORDS];
    uint32_t out[MT_WORDS]; /* the current block, tempered */
    unsigned at;            /* next of it; MT_WORDS: none left */
};

/* mt_seed starts from the low 32 bits of the seed, as torch does. */
void mt_seed(struct mt *m, uint64_t seed);
void mt_block(struct mt *m); /* the next MT_WORDS words into out, at 0 */
uint32_t mt_next(struct mt *m);

struct pcg {
    uint64_t high, low;         /* state */
    uint64_t inc_high, inc_low; /* increment */
    uint32_t spare;             /* the other half of the last word */
    int has_spare;
};

/* pcg_seed is numpy.random.default_rng(seed) of a 32-bit seed. */
void pcg_seed(struct pcg *p, uint32_t seed);
uint32_t pcg_next32(struct pcg *p); /* low half first */

/* pcg_below is NumPy's random_interval: 0 to most, by masking and asking
 * again. */
uint32_t pcg_below(struct pcg *p, uint32_t most);

#endif
