/* SPDX-License-Identifier: Apache-2.0
 * dense.h - the automaton as a table of all transitions. */
#ifndef SCAN_DENSE_H
#define SCAN_DENSE_H

#include "scan/plain.h"

enum {
    ENDS = 1 << 15 /* where the states begin that end needles */
};

/* All transitions of an automaton, by the byte and then by the state.  From
 * most states a needle goes on with one byte, and states with the same one are
 * neighbours: so text that goes along needles reads a few lines of the cache
 * for each byte, wherever in the needles it is.
 *
 * States that end needles have numbers from ENDS on, so that one OR tells of
 * many cursors whether any of them has to be looked at.  Their entries lie in
 * the gaps that are left behind the other states in columns further on. */
struct dense {
    uint32_t *cell; /* of each state */
    const uint16_t *column[256];
    uint16_t next[];
};

/* dense_new is NULL where there are too many states, or no memory. */
struct dense *dense_new(const struct automaton *a);
void dense_free(struct dense *d);

#endif
