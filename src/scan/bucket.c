/* SPDX-License-Identifier: Apache-2.0
 * bucket.c - which keys share a bucket.
 *
 * A bucket lets through whatever has, at each place, a byte that one of its
 * keys has there.  How much of ordinary text that is, is estimated as the
 * product over the places of the share of such bytes, for each class of text
 * in grams.h and for random bytes; the shares of the two halves of a byte are
 * taken to be independent.  Each key goes where the sum over the classes grows
 * least; then some sweeps move keys that would be better elsewhere. */
#include "scan/bucket.h"

#include "scan/grams.h"

enum {
    CLASSES = 8, /* those of grams.h, random bytes, and one that is empty */
    SWEEPS = 2,
    SWEPT = 1024 /* more keys than this are left where they fell */
};

struct shares {
    float low[64][CLASSES], high[16][CLASSES];
};

struct bucket {
    uint64_t low[PLACES], high[PLACES];
    float low_share[PLACES][CLASSES], high_share[PLACES][CLASSES];
    float share[PLACES][CLASSES]; /* their product */
    float passes;                 /* product over places, sum over classes */
    size_t count;
};

void clue_byte(struct clue *c, unsigned place, uint8_t byte, bool six)
{
    c->low[place] |= (uint64_t)1 << (six ? byte & 63 : byte & 15);
    c->high[place] |= (uint64_t)1 << (six ? 0 : byte >> 4);
}

void clue_any(struct clue *c, unsigned place, bool six)
{
    c->low[place] = six ? UINT64_MAX : 0xffff;
    c->high[place] = 0xffff;
}

static void shares_make(struct shares *s, bool six)
{
    memset(s, 0, sizeof *s);
    for (int k = 0; k < CLASSES; k++) {
        for (unsigned c = 0; c < 256; c++) {
            float p = 1 / 256.0F;

            if (k < GRAM_CLASSES)
                p = (float)gram_bytes[k][c] / 65535;
            else if (k > GRAM_CLASSES)
                p = 0;
            s->low[six ? c & 63 : c & 15][k] += p;
            s->high[six ? 0 : c >> 4][k] += p;
        }
    }
}

static void add_shares(float *to, const float (*from)[CLASSES], uint64_t set)
{
    for (; set; set &= set - 1) {
        const float *row = from[__builtin_ctzll(set)];

        for (int k = 0; k < CLASSES; k++)
            to[k] += row[k];
    }
}

/* passes is what b lets through with c in it. */
static float passes(const struct bucket *b, const struct shares *s,
                    const struct clue *c)
{
    float p[CLASSES], sum = 0;

    for (int k = 0; k < CLASSES; k++)
        p[k] = 1;
    for (int i = 0; i < PLACES; i++) {
        uint64_t new_low = c->low[i] & ~b->low[i];
        uint64_t new_high = c->high[i] & ~b->high[i];
        float low[CLASSES], high[CLASSES];

        if (!new_low && !new_high) {
            for (int k = 0; k < CLASSES; k++)
                p[k] *= b->share[i][k];
            continue;
        }
        memcpy(low, b->low_share[i], sizeof low);
        memcpy(high, b->high_share[i], sizeof high);
        add_shares(low, s->low, new_low);
        add_shares(high, s->high, new_high);
        for (int k = 0; k < CLASSES; k++)
            p[k] *= low[k] * high[k];
    }
    for (int k = 0; k < CLASSES; k++)
        sum += p[k];
    return sum;
}

static void grow(struct bucket *b, const struct shares *s, const struct clue *c)
{
    for (int i = 0; i < PLACES; i++) {
        add_shares(b->low_share[i], s->low, c->low[i] & ~b->low[i]);
        add_shares(b->high_share[i], s->high, c->high[i] & ~b->high[i]);
        b->low[i] |= c->low[i];
        b->high[i] |= c->high[i];
    }
    b->count++;
}

/* reckon makes the products of a bucket that has grown. */
static void reckon(struct bucket *b)
{
    b->passes = 0;
    for (int k = 0; k < CLASSES; k++) {
        float product = 1;

        for (int i = 0; i < PLACES; i++) {
            b->share[i][k] = b->low_share[i][k] * b->high_share[i][k];
            product *= b->share[i][k];
        }
        b->passes += product;
    }
}

struct sharing {
    struct shares shares;
    struct bucket buckets[8 * BANKS];
    unsigned bucket_count;
    struct clue *clues;
    size_t count;
};

static void put_best(struct sharing *s, struct clue *c)
{
    float least = 0;

    for (unsigned i = 0; i < s->bucket_count; i++) {
        const struct bucket *b = &s->buckets[i];
        float more = passes(b, &s->shares, c) - b->passes;

        if (i && more >= least)
            continue;
        least = more;
        c->bucket = i;
    }
    grow(&s->buckets[c->bucket], &s->shares, c);
    reckon(&s->buckets[c->bucket]);
}

static void take_out(struct sharing *s, struct clue *c)
{
    struct bucket *b = &s->buckets[c->bucket];

    *b = (struct bucket){0};
    for (size_t i = 0; i < s->count; i++) {
        if (&s->clues[i] != c && s->clues[i].bucket == c->bucket)
            grow(b, &s->shares, &s->clues[i]);
    }
    reckon(b);
}

static void write_tables(const struct sharing *s, struct teddy *t, bool six)
{
    memset(t, 0, sizeof *t);
    for (unsigned b = 0; b < s->bucket_count; b++) {
        const struct bucket *from = &s->buckets[b];
        uint8_t bit = (uint8_t)(1 << b % 8);

        for (unsigned p = 0; from->count && p < PLACES; p++) {
            for (unsigned v = 0; v < (six ? 64 : 16); v++) {
                uint8_t low = from->low[p] >> v & 1 ? bit : 0;

                if (six) {
                    t->six[b / 8][p][v] |= low;
                    continue;
                }
                t->low[b / 8][p][v] |= low;
                t->high[b / 8][p][v] |= from->high[p] >> v & 1 ? bit : 0;
            }
        }
    }
}

void buckets_fill(struct teddy *t, struct clue *clues, size_t count,
                  unsigned buckets, bool six)
{
    struct sharing s = {.bucket_count = buckets, .clues = clues};

    shares_make(&s.shares, six);
    for (; s.count < count; s.count++)
        put_best(&s, &clues[s.count]);
    for (int sweep = 0; sweep < SWEEPS && count <= SWEPT; sweep++) {
        for (size_t i = 0; i < count; i++) {
            take_out(&s, &clues[i]);
            put_best(&s, &clues[i]);
        }
    }
    write_tables(&s, t, six);
}
