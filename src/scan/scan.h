/* SPDX-License-Identifier: Apache-2.0
 * scan.h - every occurrence of many byte patterns in one pass.
 *
 * A set is immutable once made, lives on the heap and may be shared by
 * threads; it belongs to the engine.  A scan is the state of one pass and
 * lives in the caller's storage, where zero but for set and hit is a fresh
 * one.  Matching is by bytes and knows no words: all matches are reported,
 * also those inside and across others, as pairs of pattern and end.
 *
 *     struct scan s = {.set = set, .hit = on_hit, .ctx = h};
 *     scan_run(&s, text);
 */
#ifndef SCAN_SCAN_H
#define SCAN_SCAN_H

#include "base/span.h"

enum {
    SCAN_LONGEST = 1024,       /* bytes of one pattern */
    SCAN_PATTERNS = 1 << 16,   /* patterns of one set */
    SCAN_PATTERN_SUM = 1 << 22 /* bytes of all patterns of one set */
};

struct scan_pattern {
    struct span text; /* 1 to SCAN_LONGEST bytes */
    bool caseless;    /* ASCII letters of text stand for both their cases */
    uint32_t most;    /* reports of it in one scan, or 0 for all */
};

struct scan_set;

/* set_new copies what it is given.  It is NULL without memory, and where the
 * patterns pass the bounds above. */
struct scan_set *set_new(const struct scan_pattern *p, size_t count);
void set_free(struct scan_set *set); /* NULL is welcome */

size_t set_count(const struct scan_set *set);

/* set_kernel names what scans with this set: plain, ssse3, avx2, avx512 or
 * neon.  It is chosen from cpu_has() when the set is made. */
const char *set_kernel(const struct scan_set *set);

/* set_hot is the bytes of the sieves and of what thins their places: all that a
 * scan of ordinary text reads but the text.  It is 0 without a sieve. */
size_t set_hot(const struct scan_set *set);

struct scan {
    const struct scan_set *set;

    /* hit is called for each match: the index of the pattern in what set_new
     * got, and the offset behind its last byte, counted from the first byte of
     * the scan.  The order is not that of the text, but is the same each time.
     * The scan stops where it returns false. */
    bool (*hit)(void *ctx, uint32_t pattern, uint64_t end);
    void *ctx;

    /* seen holds set_count() zeroed counters, wanted only where a pattern has
     * a most; without it no pattern is held back. */
    uint32_t *seen;
    uint64_t dropped; /* matches not reported because of a most */
    bool stopped;     /* hit has returned false */

    /* Of scan_feed. */
    uint64_t fed;
    size_t held;
    uint8_t tail[SCAN_LONGEST];
};

/* scan_run scans all of text, as an input of its own: offsets count from its
 * start.  Counters and the wish to stop last from call to call.  It is false
 * once hit has returned false. */
bool scan_run(struct scan *s, struct span text);

/* scan_feed scans the next piece of a long input; what it reports over all
 * pieces, of whatever sizes, is what scan_run would of the whole. */
bool scan_feed(struct scan *s, struct span piece);

#endif
