/* SPDX-License-Identifier: Apache-2.0
 * graph.h - the phrases of the lexicon as paths through a graph whose arcs are
 * whole words, or single signs; for programs of the build. */
#ifndef MARKS_PHRASES_GRAPH_H
#define MARKS_PHRASES_GRAPH_H

#include "marks/seed.h"

enum {
    LONG = 64 /* symbols of a word */
};

/* A word of an alphabet, or a sign: any other character.  Two letters with a
 * space or a stop between are one word. */
struct label {
    uint32_t c[LONG];
    unsigned len;
    bool word;
    bool covered; /* by a seed: paths through it count no more */
    bool open;    /* as a seed: whatever is beside it */
};

/* Labels of no text of their own: a mark, which a text shows as a part of what
 * is before it; and a gap. */
enum {
    OTHER,
    GAP,
    FIRST
};

enum {
    LEAD_SIGN = 1 << 24
};

struct arc {
    uint32_t from, to, label;
    uint32_t lead; /* the letter of a short word that it begins with, with
                      LEAD_SIGN if behind that is a sign and no gap; or 0 */
    bool spare;    /* no seed here, though its label is covered */
};

/* A node is a state of the lexicon's automaton, three times: as the end of a
 * word, which only what is no letter may follow; as that of a word of a single
 * letter, which no space or stop follows, for with that and what comes behind
 * it such a word is one arc; and as that of anything else. */
enum {
    ANY,
    WORD,
    SHORT,
    NODES
};

struct graph {
    struct label *labels;
    uint32_t label_count;
    struct arc *arcs;
    uint32_t arc_count;
    uint32_t *first; /* arc of each node, and one more */
    uint32_t *into;  /* arcs, by where they lead */
    uint32_t *first_into;
    uint32_t *order; /* nodes that are reached, each before what follows */
    uint32_t order_count, node_count, root;
    double *ahead, *behind; /* of each node, paths to it and from it */
};

extern struct graph graph;

void graph_make(void);

static inline bool arc_covered(const struct arc *a)
{
    return graph.labels[a->label].covered && !a->spare;
}

/* graph_count counts the paths that no covered arc is on. */
double graph_count(void);

/* graph_show prints one of them. */
void graph_show(void);

/* is_joined: two letters with something between. */
bool is_joined(const struct label *l);

/* A phrase may end at a node. */
static inline bool graph_ends(uint32_t node)
{
    return lex_accepts[node / NODES] != 0;
}

/* For all of these programs. */
_Noreturn void die(const char *why);
void *grow(void *p, size_t size);

#endif
