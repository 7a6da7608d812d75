/* SPDX-License-Identifier: Apache-2.0
 * plain.h - the automaton: the reference for every kernel, and what they fall
 * back on where their filters do not filter. */
#ifndef SCAN_PLAIN_H
#define SCAN_PLAIN_H

#include "scan/scan.h"

/* A pattern as the set keeps it.  The text is that of the caller; the
 * automaton itself runs on folded bytes and asks fold only of exact ones. */
struct needle {
    const uint8_t *text;
    uint32_t len;
    uint32_t most;
    uint32_t anchor; /* offset of the byte by which the filters own it */
    uint32_t family; /* those that a filter confirms together */
    uint32_t common; /* bytes that its family begins with; for one of each */
    bool caseless;
};

/* A state is the index of its cell: plain.c. */
struct cell {
    uint32_t base, owner, fail;
    uint32_t out; /* nearest suffix, or itself, that ends needles; or 0 */
};

struct automaton {
    struct needle *needles;
    size_t count;
    size_t longest;
    uint8_t class[256];
    struct cell *cells;
    uint32_t room;   /* cells there are, 256 past the last state's base */
    uint32_t *first; /* needle + 1 that ends at a cell */
    uint32_t *chain; /* next such */
    uint32_t *order; /* the states by depth, children of one side by side */
    uint32_t states;
    unsigned classes;  /* and one more */
    struct lazy *lazy; /* NULL in a constant */
};

/* automaton_new keeps the needles by reference. */
struct automaton *automaton_new(struct needle *needles, size_t count);
void automaton_free(struct automaton *a);

/* A stretch of a text: the bytes around are there to look at, but only matches
 * whose anchor byte lies in [from, to) are meant. */
struct stretch {
    struct span text;
    size_t from, to;
};

/* A place for matches: end counts from the start of the text.  It is false
 * where no more are wanted. */
struct sink {
    bool (*match)(struct sink *to, uint32_t needle, size_t end);
};

/* automaton_run tells of every match that is owned by the stretch, in the
 * order of the ends.  automaton_weave does in another order, with many cursors
 * at once, and by a table of all transitions that the first call makes, if it
 * is not too large: faster over long stretches.  Any threads may call both.
 * They are false once the sink has been.  Their work is linear in the bytes and
 * the matches. */
bool automaton_run(const struct automaton *a, struct stretch s,
                   struct sink *to);
bool automaton_weave(const struct automaton *a, struct stretch s,
                     struct sink *to);

/* automaton_at is the state that the first bytes of a needle lead to. */
uint32_t automaton_at(const struct automaton *a, const struct needle *n,
                      size_t bytes);

/* A place where a family's needles may begin; what they have in common is
 * there, and leads to a state. */
struct branch {
    struct span text;
    size_t at, common;
    uint32_t family, state;
};

/* automaton_follow tells of the needles of a family that are there, and adds
 * the steps it took to *work. */
bool automaton_follow(const struct automaton *a, const struct branch *b,
                      size_t *work, struct sink *to);

/* fold_byte makes an ASCII capital small. */
static inline uint8_t fold_byte(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 32) : c;
}

#endif
