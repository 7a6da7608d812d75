/* SPDX-License-Identifier: Apache-2.0
 * bucket.h - keys into the buckets of a sieve. */
#ifndef SCAN_BUCKET_H
#define SCAN_BUCKET_H

#include "scan/vector.h"

/* A key and the bytes that stand at each of its places: as sets of the values
 * of their six low bits, or of their low halves and of half_mix. */
struct clue {
    uint64_t low[PLACES], mix[PLACES];
    unsigned bucket;
};

/* clue_byte lets a byte stand at a place; clue_any every byte. */
void clue_byte(struct clue *c, unsigned place, uint8_t byte, bool six);
void clue_any(struct clue *c, unsigned place, bool six);

/* buckets_fill shares the clues among so many buckets, 8 or 16, such that
 * ordinary text passes seldom, and writes the tables; false without memory. */
bool buckets_fill(struct teddy *t, struct clue *clues, size_t count,
                  unsigned buckets, bool six);

#endif
