/* SPDX-License-Identifier: Apache-2.0
 * near.h - where in a text a phrase may begin, told by plain bytes.
 *
 * Folding a text and following it through the lexicon costs a hundred times
 * what the scanner does, and nearly all text has nothing in it that a phrase
 * could be made of.  So the text is scanned for seeds (seed.h), and only what
 * lies around them is folded.  Nothing is missed by this: that is tested. */
#ifndef MARKS_NEAR_H
#define MARKS_NEAR_H

#include "base/span.h"

enum {
    NEAR_PART = 1 << 15, /* bytes of a text that are scanned at once */
    NEAR_CELL = 64
};

/* Bytes [from, to) of a text. */
struct near_range {
    size_t from, to;
};

/* near_back is so many characters before a place, and often more: white space
 * and what folding may drop is not counted.  A view from there on shows what a
 * view of the whole text does.  What it has learnt it keeps, so that the work
 * for places one behind the other is linear in the text. */
struct near_back {
    size_t at, from, have;
};

size_t near_back(struct near_back *b, struct span text, size_t at,
                 size_t count);

/* near_on is so many characters behind a place, or more; SIZE_MAX where that
 * is too far to look. */
size_t near_on(struct span text, size_t at, size_t count);

struct near {
    struct span text;
    size_t part; /* where the part begins that comes next */
    size_t base; /* and where that began whose cells are held */
    struct near_back back;
    unsigned dense; /* parts that are taken whole, and not looked through */
    unsigned again; /* how many of these were there the last time */
    bool held;      /* next is a stretch that was seen and not yet given */
    struct near_range next;
    uint64_t cells[NEAR_PART / NEAR_CELL / 64];
};

/* near_next is the next stretch of the text in which phrases may begin; false
 * where there are no more.  Stretches are in the order of the text, and do not
 * overlap. */
bool near_next(struct near *n, struct near_range *r);

/* near_join adds to a stretch those that begin soon behind it. */
void near_join(struct near *n, struct near_range *r);

/* A phrase is no longer than this. */
enum {
    NEAR_PHRASE = 168
};

#endif
