/* SPDX-License-Identifier: Apache-2.0
 * pick.h - which entries of a list this run takes: a shard, a sample.
 *
 * Every shard lists everything and takes each n-th entry.  What it listed is
 * told by a digest, so that shards over different lists are found out. */
#ifndef TOOL_PICK_H
#define TOOL_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PICK_TEXT = 64 << 10 /* bytes of paths that are digested at once */
};

struct pick {
    uint64_t shard, shards; /* shard of shards, from 1; shards 0: all */
    double share;           /* 0 to 1 of all entries; 0: all */
    uint64_t seed;
    bool proves; /* pick_digest will be asked, as by a store */
    /* the rest is filled while entries are picked */
    uint64_t listed, taken;
    size_t used;
    char text[65 + PICK_TEXT]; /* the digest so far, then paths */
};

/* pick_shard reads "2/8", "auto" or "auto/8": then the number comes from the
 * array job or the indexed job that this process runs in (SLURM_ARRAY_TASK_ID,
 * SLURM_ARRAY_TASK_COUNT; JOB_COMPLETION_INDEX).  pick_share reads "1%" or
 * "2.5".  False, and what is wrong has been said. */
bool pick_shard(struct pick *p, const char *text);
bool pick_share(struct pick *p, const char *text);

/* pick_takes is whether the next entry of the list is this run's; its number
 * in the list is p->listed - 1 then. */
bool pick_takes(struct pick *p, const char *path);

/* pick_digest ends the list: 64 hex digits over all paths, in order, of a pick
 * that proves. */
const char *pick_digest(struct pick *p);

/* pick_interval is Wilson's interval of 95 % for a share of n, of which hits
 * were counted. */
void pick_interval(uint64_t hits, uint64_t n, double *low, double *high);

#endif
