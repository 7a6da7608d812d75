/* SPDX-License-Identifier: Apache-2.0
 * seed.h - what stands in every phrase, to be looked for in plain bytes.
 *
 * phrases/seeds.c chooses the seeds at build time such that no phrase of the
 * lexicon is without one, and lists with them every character that folding
 * turns into a part of a seed, composes to one, or makes vanish: where none of
 * these stands no phrase does. */
#ifndef MARKS_SEED_H
#define MARKS_SEED_H

#include "marks/lexicon.h"
#include "scan/scan.h"

enum seed_kind {
    SEED_LEFT = 1,    /* a word begins with it */
    SEED_RIGHT = 2,   /* a word ends with it */
    SEED_SIGN = 4,    /* a single character that is no letter of words */
    SEED_JOINED = 8,  /* the second of two letters, something between */
    SEED_ODD = 16,    /* no seed: a character that folding changes, */
    SEED_UNSEEN = 32, /* or drops, or composes with the one before it */
    SEED_OPEN = 64    /* a sign that may have anything beside it */
};

/* A pattern of the set, or a short word. */
struct seed {
    uint8_t kind;
    uint8_t len;           /* bytes */
    uint8_t letter, joint; /* of SEED_JOINED: what is before; ' ' for any gap */
};

enum {
    SEED_PLACE_BITS = 23, /* of a table that is at most a third full */
    SEED_LONGEST = 32,    /* bytes of a pattern */
    SEED_ANY = 0x110000
};

extern const struct scan_set seed_set;
extern const struct seed seed_list[]; /* of each pattern of the set */

/* Words of up to three ASCII letters and digits are no patterns of the set, for
 * a scan would meet them inside of all others: their keys, and bits for the
 * hashes of these. */
enum {
    SEED_SHORT = 3,
    SEED_SHORT_BITS = 12
};

struct seed_short {
    uint32_t key;
    struct seed seed;
};

extern const struct seed_short seed_shorts[]; /* and one of key 0 */
extern const size_t seed_short_count;
/* Where those of a key begin, by its hash; seed_short_count: nowhere. */
extern const uint8_t seed_short_first[1 << SEED_SHORT_BITS];

/* seed_key takes the first len of four bytes without their case. */
static inline uint32_t seed_key(uint32_t word, unsigned len)
{
    return (word | 0x20202020) & (0xffffffff >> (32 - 8 * len));
}

/* seed_short_hash is by a factor that parts the keys there are. */
extern const uint32_t seed_short_factor;

static inline uint32_t seed_short_hash(uint32_t key, uint32_t factor)
{
    return key * factor >> (32 - SEED_SHORT_BITS);
}

/* Bits for the words that seeds are in, and for what may stand directly beside
 * each, gaps aside, in the phrases that have no better seed in them: of a word
 * what is on one side and what is on the other; of a sign, which is its own
 * word, what is on both at once, up to two signs far.  SEED_ANY is whatever
 * there is. */
enum {
    SEED_WORD = 1, /* in place of a side: nothing is said of that */
    SEED_BITS = 5
};

extern const uint8_t seed_places[1 << (SEED_PLACE_BITS - 3)];

/* seed_item is the hash of a word, or of a single sign. */
static inline uint32_t seed_item(const uint32_t *c, size_t n)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ c[i]) * 16777619u;
    return hash >> 1 | SEED_ANY << 1; /* never SEED_ANY */
}

/* seed_side is two items on one side, the nearer first. */
static inline uint32_t seed_side(uint32_t one, uint32_t two)
{
    return one == SEED_ANY
               ? one
               : (one * 0x9E3779B1u ^ two) * 0x85EBCA6Bu >> 1 | SEED_ANY << 1;
}

/* seed_place is the hash of a place, and seed_bit each of the bits it has. */
static inline uint64_t seed_place(uint32_t word, uint32_t left, uint32_t right)
{
    uint64_t hash = (word * UINT64_C(0x9E3779B97F4A7C15) ^ left) *
                    UINT64_C(0xC2B2AE3D27D4EB4F);

    return (hash ^ hash >> 29 ^ right) * UINT64_C(0x165667B19E3779F9);
}

static inline uint32_t seed_bit(uint64_t place, unsigned i)
{
    uint32_t low = (uint32_t)(place ^ place >> 32);
    uint32_t high = (uint32_t)(place >> 32);

    return (low + i * high) & ((1 << SEED_PLACE_BITS) - 1);
}

#endif
