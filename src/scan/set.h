/* SPDX-License-Identifier: Apache-2.0
 * set.h - what a set is made of; for the files of this folder. */
#ifndef SCAN_SET_H
#define SCAN_SET_H

#include "scan/filter.h"
#include "scan/plain.h"

struct scan_set {
    struct needle *needles;
    uint8_t *texts; /* of all needles, those of caseless ones folded */
    size_t count, longest;
    struct automaton *automaton;
    const struct kernel *kernel; /* NULL: the automaton alone */
    struct filter *filters[2];   /* by their kinds, where there are needles */
};

#endif
