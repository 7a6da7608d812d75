/* SPDX-License-Identifier: Apache-2.0
 * piece.h - parts of words, and signs, that text can be looked through for. */
#ifndef MARKS_PHRASES_PIECE_H
#define MARKS_PHRASES_PIECE_H

#include "marks/phrases/graph.h"

enum {
    PART = 12,     /* symbols */
    VARIANTS = 3,  /* other characters that fold to one of a part */
    SPELLINGS = 8, /* of one part */
    SEEDS = 4096,
    PART_LAST = 1 << 24 /* ranks behind those of parts that have none */
};

struct part {
    uint32_t c[PART];
    unsigned len;
    bool left, right; /* it begins, ends a word */
    bool chosen;      /* as a seed */
    unsigned rank;    /* of the preferred word that it is in; 0: none */
    float cost;       /* how often text has it, and a place's worth */
    uint32_t *covers; /* labels that it is in */
    uint32_t cover_count, cover_cap;
};

extern struct part *parts;
extern uint32_t part_count;

/* parts_choose marks parts such that each phrase has one, those of the words
 * of a file if they will do; how many. */
unsigned parts_choose(const char *preferred);

/* parts_cover tells the labels that a chosen part is in. */
void parts_cover(void);

/* part_rarest is how often text has the rarest four bytes of these. */
float part_rarest(const uint8_t *p, size_t n);

/* spare_places gives up the places of chosen parts that no phrase needs. */
void spare_places(void);

/* Characters that fold to something else than themselves. */
struct odd {
    uint32_t c, to[VIEW_FOLD];
    unsigned len;
    bool spelt; /* it is among the spellings of a seed */
};

extern struct odd *odds;
extern uint32_t odd_count;

void odds_list(void);

/* variants lists what folds to c alone, and is how many they are, c with them;
 * those of a common letter are too many to be spelt. */
unsigned variants(uint32_t c, uint32_t to[VARIANTS + 1]);

/* odds_mark is of each character whether it is odd: its kind, or 0. */
uint8_t *odds_mark(void);

#endif
