/* SPDX-License-Identifier: Apache-2.0
 * hash_bmff.h - what the parts of c2pa.hash.bmff share: a file with
 * exclusions, and the hash over a window of it. */
#ifndef C2PA_HASH_BMFF_H
#define C2PA_HASH_BMFF_H

#include "c2pa/job.h"

struct film {
    struct job *j;
    const struct doc *doc; /* those of the job while it is looked at */
    const struct source *src;
    struct manifest *m;
    const struct cbor *assertion;
    struct range *out; /* excluded, sorted, none touching another */
    uint32_t out_count, out_cap;
    bool *whole;  /* by block: excluded from end to end */
    bool offsets; /* boxes at the top put their offset in the hash */
    uint64_t steps;
    bool extra, malformed;
    bool astray; /* an exclusion asks for bytes past the end */
    bool timed;  /* leaves are chunks of tracks, which have in_leaves bytes */
    uint64_t in_leaves;
};

/* film_spend counts n steps of work; false at the limit, or when told to
 * stop. */
bool film_spend(struct film *x, uint64_t n);

/* film_bytes are those of the file, borrowed; empty where it has not so many.
 */
struct span film_bytes(struct film *x, uint64_t off, uint64_t len);

/* film_hash is over [from, to) without what is excluded; its len is 0 where
 * that cannot be read. */
struct hash film_hash(struct film *x, enum digest d, uint64_t from,
                      uint64_t to);

/* film_at is the n-th block at the top with that name, or NULL. */
const struct block *film_at(const struct film *x, struct span name, uint32_t n);

/* merkle_check is NULL where the lists of hashes over media data hold, else
 * why not. */
const char *merkle_check(struct film *x, const struct cbor *maps);

/* merkle_piece is the same of one fragment: `x` is its initialization segment,
 * `piece` the fragment with its own exclusions.  *malformed is set where what
 * is wrong is the map. */
const char *merkle_piece(struct film *x, struct film *piece,
                         const struct cbor *maps, bool *malformed);

#endif
