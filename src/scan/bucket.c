/* SPDX-License-Identifier: Apache-2.0
 * bucket.c - which keys share a bucket.
 *
 * A bucket lets through whatever has, at each place, a byte that one of its
 * keys has there.  How much of ordinary text that is, is estimated as the
 * product over the places of the share of such bytes, for each class of text
 * in grams.h and for random bytes.  Each key goes where the sum over the
 * classes grows least; then some sweeps move keys that would be better
 * elsewhere. */
#include "scan/bucket.h"

#include "scan/grams.h"

#include <stdlib.h>

enum {
    CLASSES = 8, /* those of grams.h, random bytes, and one that is empty */
    LOWS = 64,
    MIXES = 16,
    SWEEPS = 2,
    SWEPT = 1024 /* more keys than this are left where they fell */
};

/* The shares of the bytes with a pair of indices. */
struct shares {
    unsigned lows, mixes; /* of each index, so many values */
    float cell[LOWS][MIXES][CLASSES];
};

/* The bytes that one place of a bucket lets through: those whose indices are in
 * both sets.  Their share, and what would come to it with one value more. */
struct place {
    uint64_t low, mix;
    uint16_t lows[LOWS], mixes[MIXES]; /* keys that have the value */
    float share[CLASSES];
    float by_low[LOWS][CLASSES], by_mix[MIXES][CLASSES];
};

struct bucket {
    struct place places[PLACES];
    float passes; /* product over places, sum over classes */
    size_t count;
};

void clue_byte(struct clue *c, unsigned place, uint8_t byte, bool six)
{
    c->low[place] |= (uint64_t)1 << (six ? byte & 63 : byte & 15);
    c->mix[place] |= (uint64_t)1 << (six ? 0 : half_mix(byte));
}

void clue_any(struct clue *c, unsigned place, bool six)
{
    c->low[place] = six ? UINT64_MAX : 0xffff;
    c->mix[place] = six ? 1 : 0xffff;
}

static void shares_make(struct shares *s, bool six)
{
    s->lows = six ? LOWS : 16;
    s->mixes = six ? 1 : MIXES;
    for (unsigned c = 0; c < 256; c++) {
        float *cell =
            six ? s->cell[c & 63][0] : s->cell[c & 15][half_mix((uint8_t)c)];

        for (int k = 0; k < GRAM_CLASSES; k++)
            cell[k] += (float)gram_bytes[k][c] / 65535;
        cell[GRAM_CLASSES] += 1 / 256.0F;
    }
}

static void add_row(float *restrict to, const float *from, float times)
{
    for (int k = 0; k < CLASSES; k++)
        to[k] += times * from[k];
}

/* place_low puts a value among the lows of a place, or, where times is -1,
 * takes it out; place_mix does so with the other index. */
static void place_low(struct place *p, const struct shares *s, unsigned low,
                      float times)
{
    p->low ^= (uint64_t)1 << low;
    add_row(p->share, p->by_low[low], times);
    for (unsigned m = 0; m < s->mixes; m++)
        add_row(p->by_mix[m], s->cell[low][m], times);
}

static void place_mix(struct place *p, const struct shares *s, unsigned mix,
                      float times)
{
    p->mix ^= (uint64_t)1 << mix;
    add_row(p->share, p->by_mix[mix], times);
    for (unsigned l = 0; l < s->lows; l++)
        add_row(p->by_low[l], s->cell[l][mix], times);
}

static void put_in(struct bucket *b, const struct shares *s,
                   const struct clue *c)
{
    for (int i = 0; i < PLACES; i++) {
        struct place *p = &b->places[i];

        for (uint64_t v = c->low[i]; v; v &= v - 1) {
            unsigned low = (unsigned)__builtin_ctzll(v);

            if (p->lows[low]++ == 0)
                place_low(p, s, low, 1);
        }
        for (uint64_t v = c->mix[i]; v; v &= v - 1) {
            unsigned mix = (unsigned)__builtin_ctzll(v);

            if (p->mixes[mix]++ == 0)
                place_mix(p, s, mix, 1);
        }
    }
    b->count++;
}

static void take_out(struct bucket *b, const struct shares *s,
                     const struct clue *c)
{
    for (int i = 0; i < PLACES; i++) {
        struct place *p = &b->places[i];

        for (uint64_t v = c->low[i]; v; v &= v - 1) {
            unsigned low = (unsigned)__builtin_ctzll(v);

            if (--p->lows[low] == 0)
                place_low(p, s, low, -1);
        }
        for (uint64_t v = c->mix[i]; v; v &= v - 1) {
            unsigned mix = (unsigned)__builtin_ctzll(v);

            if (--p->mixes[mix] == 0)
                place_mix(p, s, mix, -1);
        }
    }
    b->count--;
}

/* share_with is the share of a place with c in it. */
static void share_with(const struct place *p, const struct shares *s,
                       const struct clue *c, int i, float *share)
{
    uint64_t mixes = c->mix[i] & ~p->mix;

    memcpy(share, p->share, sizeof p->share);
    for (uint64_t v = c->low[i] & ~p->low; v; v &= v - 1) {
        unsigned low = (unsigned)__builtin_ctzll(v);

        add_row(share, p->by_low[low], 1);
        for (uint64_t w = mixes; w; w &= w - 1)
            add_row(share, s->cell[low][__builtin_ctzll(w)], 1);
    }
    for (; mixes; mixes &= mixes - 1)
        add_row(share, p->by_mix[__builtin_ctzll(mixes)], 1);
}

/* passes is what b lets through, with c in it if there is one. */
static float passes(const struct bucket *b, const struct shares *s,
                    const struct clue *c)
{
    float p[CLASSES], sum = 0;

    for (int k = 0; k < CLASSES; k++)
        p[k] = 1;
    for (int i = 0; i < PLACES; i++) {
        float with[CLASSES];
        const float *share = b->places[i].share;

        if (c) {
            share_with(&b->places[i], s, c, i, with);
            share = with;
        }
        for (int k = 0; k < CLASSES; k++)
            p[k] *= share[k];
    }
    for (int k = 0; k < CLASSES; k++)
        sum += p[k];
    return sum;
}

struct sharing {
    struct shares shares;
    struct bucket buckets[8 * BANKS];
    unsigned bucket_count;
};

static void put_best(struct sharing *s, struct clue *c)
{
    struct bucket *best;
    float least = 0;

    for (unsigned i = 0; i < s->bucket_count; i++) {
        const struct bucket *b = &s->buckets[i];
        float more = passes(b, &s->shares, c) - b->passes;

        if (i && more >= least)
            continue;
        least = more;
        c->bucket = i;
    }
    best = &s->buckets[c->bucket];
    put_in(best, &s->shares, c);
    best->passes = passes(best, &s->shares, NULL);
}

static void put_again(struct sharing *s, struct clue *c)
{
    struct bucket *b = &s->buckets[c->bucket];

    take_out(b, &s->shares, c);
    b->passes = passes(b, &s->shares, NULL);
    put_best(s, c);
}

static void write_tables(const struct sharing *s, struct teddy *t, bool six)
{
    memset(t, 0, sizeof *t);
    for (unsigned b = 0; b < s->bucket_count; b++) {
        const struct bucket *from = &s->buckets[b];
        uint8_t bit = (uint8_t)(1 << b % 8);

        for (unsigned i = 0; from->count && i < PLACES; i++) {
            const struct place *p = &from->places[i];

            for (unsigned v = 0; v < s->shares.lows; v++) {
                uint8_t low = p->low >> v & 1 ? bit : 0;

                if (six) {
                    t->six[b / 8][i][v] |= low;
                    continue;
                }
                t->low[b / 8][i][v] |= low;
                t->mix[b / 8][i][v] |= p->mix >> v & 1 ? bit : 0;
            }
        }
    }
}

bool buckets_fill(struct teddy *t, struct clue *clues, size_t count,
                  unsigned buckets, bool six)
{
    struct sharing *s = calloc(1, sizeof *s);

    if (!s)
        return false;
    s->bucket_count = buckets;
    shares_make(&s->shares, six);
    for (size_t i = 0; i < count; i++)
        put_best(s, &clues[i]);
    for (int sweep = 0; sweep < SWEEPS && count <= SWEPT; sweep++) {
        for (size_t i = 0; i < count; i++)
            put_again(s, &clues[i]);
    }
    write_tables(s, t, six);
    free(s);
    return true;
}
