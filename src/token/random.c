/* SPDX-License-Identifier: Apache-2.0
 * random.c - Mersenne Twister and PCG64. */
/* gcc's -O2 makes no vectors of these loops; clang's does. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#include "token/random.h"

enum {
    SHIFT = 397
};

void mt_seed(struct mt *m, uint64_t seed)
{
    m->state[0] = (uint32_t)seed;
    for (uint32_t i = 1; i < MT_WORDS; i++)
        m->state[i] =
            1812433253u * (m->state[i - 1] ^ m->state[i - 1] >> 30) + i;
    m->at = MT_WORDS;
}

static uint32_t twist(uint32_t high, uint32_t low)
{
    return ((high & 0x80000000u) | (low & 0x7FFFFFFFu)) >> 1 ^
           ((0u - (low & 1u)) & 0x9908B0DFu);
}

void mt_block(struct mt *m)
{
    uint32_t *s = m->state;
    unsigned i = 0;

    /* in three runs, so that each reads only what it does not write */
    for (; i < MT_WORDS - SHIFT; i++)
        s[i] = s[i + SHIFT] ^ twist(s[i], s[i + 1]);
    for (; i < MT_WORDS - 1; i++)
        s[i] = s[i + SHIFT - MT_WORDS] ^ twist(s[i], s[i + 1]);
    s[i] = s[SHIFT - 1] ^ twist(s[i], s[0]);
    for (i = 0; i < MT_WORDS; i++) {
        uint32_t y = s[i];

        y ^= y >> 11;
        y ^= y << 7 & 0x9D2C5680u;
        y ^= y << 15 & 0xEFC60000u;
        m->out[i] = y ^ y >> 18;
    }
    m->at = 0;
}

uint32_t mt_next(struct mt *m)
{
    if (m->at == MT_WORDS)
        mt_block(m);
    return m->out[m->at++];
}

/* NumPy's SeedSequence: a pool of four words, mixed by multiply and shift. */
static uint32_t hashmix(uint32_t v, uint32_t *c, uint32_t by)
{
    v ^= *c;
    *c *= by;
    v *= *c;
    return v ^ v >> 16;
}

static uint32_t mix(uint32_t x, uint32_t y)
{
    uint32_t r = 0xCA01F9DDu * x - 0x4973F715u * y;

    return r ^ r >> 16;
}

static void add(struct pcg *p, uint64_t high, uint64_t low)
{
    p->low += low;
    p->high += high + (p->low < low);
}

/* The high half of a 128-bit product of two words. */
static uint64_t high_of(uint64_t a, uint64_t b)
{
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t mid = ah * bl + (al * bl >> 32);
    uint64_t low = (uint32_t)mid + al * bh;

    return ah * bh + (mid >> 32) + (low >> 32);
}

static void step(struct pcg *p)
{
    const uint64_t mh = 2549297995355413924u, ml = 4865540595714422341u;
    uint64_t high = high_of(p->low, ml) + p->high * ml + p->low * mh;

    p->low *= ml;
    p->high = high;
    add(p, p->inc_high, p->inc_low);
}

void pcg_seed(struct pcg *p, uint32_t seed)
{
    uint32_t pool[4], c = 0x43B0D7E5u, word[8];
    uint64_t w[4];

    for (int i = 0; i < 4; i++)
        pool[i] = hashmix(i ? 0 : seed, &c, 0x931E8875u);
    for (int from = 0; from < 4; from++)
        for (int to = 0; to < 4; to++)
            if (from != to)
                pool[to] = mix(pool[to], hashmix(pool[from], &c, 0x931E8875u));
    c = 0x8B51F9DDu;
    for (int i = 0; i < 8; i++)
        word[i] = hashmix(pool[i % 4], &c, 0x58F38DEDu);
    for (int i = 0; i < 4; i++)
        w[i] = (uint64_t)word[2 * i + 1] << 32 | word[2 * i];
    *p = (struct pcg){.inc_high = w[2] << 1 | w[3] >> 63,
                      .inc_low = w[3] << 1 | 1};
    step(p);
    add(p, w[0], w[1]);
    step(p);
}

uint32_t pcg_next32(struct pcg *p)
{
    uint64_t x;
    unsigned turn;

    if (p->has_spare) {
        p->has_spare = 0;
        return p->spare;
    }
    step(p);
    x = p->high ^ p->low;
    turn = (unsigned)(p->high >> 58);
    x = x >> turn | x << (-turn & 63);
    p->spare = (uint32_t)(x >> 32);
    p->has_spare = 1;
    return (uint32_t)x;
}

uint32_t pcg_below(struct pcg *p, uint32_t most)
{
    uint32_t mask = most, v;

    for (unsigned n = 1; n < 32; n *= 2)
        mask |= mask >> n;
    do
        v = pcg_next32(p) & mask;
    while (v > most); /* the mask is under twice most: two rounds on average */
    return v;
}
