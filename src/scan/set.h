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
    bool constant;               /* made at build time: any kernel will do */
};

/* set_make is set_new with the tables of other kernels too, for a program of
 * the build that writes constants. */
struct scan_set *set_make(const struct scan_pattern *p, size_t count,
                          unsigned sifts);

/* set_sieve is the kernel that scans with this set now, or NULL. */
const struct kernel *set_sieve(const struct scan_set *set);

#endif
