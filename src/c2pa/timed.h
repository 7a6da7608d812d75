/* SPDX-License-Identifier: Apache-2.0
 * timed.h - the chunks of a film's track, for Merkle trees over them. */
#ifndef C2PA_TIMED_H
#define C2PA_TIMED_H

#include "c2pa/hash_bmff.h"

/* The sample tables of one track [BMFF 8.7]: entries as they stand in the
 * file, without what comes before them. */
struct timed {
    struct span sizes;  /* u32 each; empty where all have one size */
    struct span chunks; /* offsets, u32 or u64 each */
    struct span runs;   /* first chunk, samples a chunk, description: u32s */
    uint64_t samples, taken;
    uint32_t size; /* of each sample, or 0 */
    bool wide;
    uint32_t run, chunk; /* where timed_next is */
    bool broken;
};

/* timed_open finds the track with that id, the last of several; false where
 * there is none, or its tables cannot be read. */
bool timed_open(struct film *x, uint64_t id, struct timed *t);

/* timed_next is the bytes of the next chunk that has samples; false at the
 * end, and where the tables contradict themselves (broken). */
bool timed_next(struct timed *t, struct range *at);

#endif
