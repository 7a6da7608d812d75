/* SPDX-License-Identifier: Apache-2.0
 * ways.h - what the patterns of LANG.txt allow, as a graph of ways to read. */
#ifndef MARKS_PHRASES_WAYS_H
#define MARKS_PHRASES_WAYS_H

#include "marks/lexicon.h"

struct edge {
    uint32_t from, c, to; /* c 0: nothing is read */
};

extern struct edge *edges;
extern size_t edge_count;
extern uint32_t state_count; /* 0 is where all ways begin */
extern struct lex_say *says; /* by state; what 0: says nothing */

/* ways_begin makes the first state; ways_read adds the patterns of a file, and
 * ends the program at the first mistake in it. */
void ways_begin(void);
void ways_read(const char *file);

/* die ends the program with the place that is being read. */
void die(const char *what, const char *more);

/* grow is realloc, or the end of the program. */
void *grow(void *p, size_t n);

#endif
