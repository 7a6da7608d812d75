/* SPDX-License-Identifier: Apache-2.0
 * filter.h - needles of like length behind one sieve, with what confirms. */
#ifndef SCAN_FILTER_H
#define SCAN_FILTER_H

#include "scan/plain.h"
#include "scan/vector.h"

struct filter;

/* The lengths of the needles that a filter is for. */
enum filter_kind {
    FILTER_LONG, /* four bytes and more, found by four of them */
    FILTER_BRIEF /* two and three */
};

/* filter_new takes from the automaton's needles those of its kind, and writes
 * their families.  It keeps the automaton by reference and falls back on it. */
struct filter *filter_new(enum filter_kind kind, const struct kernel *k,
                          struct automaton *a);
void filter_free(struct filter *f);

/* filter_bytes is the size of what it reads before it compares a needle. */
size_t filter_bytes(const struct filter *f);

/* filter_run tells of every match of its needles whose anchor lies in the
 * stretch; false once the sink has been. */
bool filter_run(const struct filter *f, struct stretch s, struct sink *to);

#endif
