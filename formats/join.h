/* SPDX-License-Identifier: Apache-2.0
 * join.h - payloads that a container spreads over several structures.
 *
 * A walk lays each piece on a pile as it meets it; at its end the piles become
 * slots, each with the file's ranges of all its pieces. */
#ifndef FORMATS_JOIN_H
#define FORMATS_JOIN_H

#include "formats/format.h"

struct piece {
    struct piece *next;
    struct range at;  /* its structure in the file, header included */
    struct span data; /* what it adds */
    uint64_t order;   /* its number or offset, as the container counts */
    uint32_t block;
};

struct pile {
    struct pile *next;
    int kind;       /* what it is: a constant of the format */
    struct span id; /* tells piles of one kind apart */
    struct piece *first, *last;
    uint32_t count;
    uint64_t total;   /* bytes of all its pieces */
    uint64_t claimed; /* how long it says it is; 0 where it does not say */
    bool closed;      /* takes no more */
};

struct piles {
    struct pile *first, *last;
    uint32_t count;
};

/* pile_find is the newest open pile of this kind and id, or NULL. */
struct pile *pile_find(const struct piles *p, int kind, struct span id);

/* pile_new starts one; NULL without memory, or where there are too many. */
struct pile *pile_new(struct walk *w, struct piles *p, int kind,
                      struct span id);

void pile_add(struct walk *w, struct pile *p, struct piece piece);

/* pile_slot sets data, at, block, pieces and flags of s from the pile: its
 * pieces one after another.  A single piece is the file's own bytes at s->at.
 */
void pile_slot(struct walk *w, const struct pile *p, struct slot *s);

/* pile_placed is the same for pieces whose order is their offset in a whole
 * of p->claimed bytes; what no piece covers is zero, and the slot is cut. */
void pile_placed(struct walk *w, const struct pile *p, struct slot *s);

#endif
