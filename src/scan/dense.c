/* SPDX-License-Identifier: Apache-2.0
 * dense.c - how the table of all transitions is laid out and filled. */
#include "scan/dense.h"

#include <stdlib.h>

enum {
    DENSE_STATES = 1 << 14, /* most that a table is for */
    NEAR = 256              /* states near the root that stay together */
};

void dense_free(struct dense *d)
{
    if (d)
        free(d->cell);
    free(d);
}

/* How a table is laid out. */
struct plan {
    uint32_t ends;    /* the first state that ends needles */
    size_t columns;   /* of as many entries as there are states */
    uint16_t *number; /* of the state in a cell */
    uint8_t *wants;   /* class of a state's first child, in the order of depth;
                         0: none */
};

static void plan_free(struct plan *p)
{
    free(p->number);
    free(p->wants);
}

/* plan_new puts the states that end needles as many whole columns behind the
 * others as it takes to be at ENDS. */
static bool plan_new(struct plan *p, const struct automaton *a)
{
    uint32_t others = 0, over, child = 1;

    p->number = calloc(a->room, sizeof *p->number);
    p->wants = calloc(a->states, 1);
    if (!p->number || !p->wants)
        return false;
    for (uint32_t i = 0; i < a->states; i++) {
        uint32_t cell = a->order[i], first = child;

        others += a->cells[cell].out == 0;
        while (child < a->states && a->cells[a->order[child]].owner == cell)
            child++;
        if (child > first)
            p->wants[i] = (uint8_t)(a->order[first] - a->cells[cell].base);
    }
    over = (ENDS - others + a->states - 1) / a->states;
    p->ends = others + over * a->states;
    p->columns = a->classes + over;
    return true;
}

/* number_states sorts by what the states want, but for those near the root,
 * which ordinary text comes to with any byte.  The root is 0. */
static void number_states(struct dense *d, struct plan *p,
                          const struct automaton *a)
{
    uint32_t next[2][257] = {{0}};

    memset(p->wants, 0, a->states < NEAR ? a->states : NEAR);
    for (uint32_t i = 0; i < a->states; i++)
        next[a->cells[a->order[i]].out != 0][p->wants[i] + 1]++;
    next[1][0] = p->ends;
    for (int c = 1; c < 257; c++) {
        next[0][c] += next[0][c - 1];
        next[1][c] += next[1][c - 1];
    }
    for (uint32_t i = 0; i < a->states; i++) {
        uint32_t cell = a->order[i];
        uint32_t n = next[a->cells[cell].out != 0][p->wants[i]]++;

        p->number[cell] = (uint16_t)n;
        d->cell[n] = cell;
    }
}

/* fill_column takes the children by a class, and where there is none the entry
 * of the suffix, which is nearer to the root and has one. */
static void fill_column(uint16_t *column, const struct plan *p,
                        const struct automaton *a, unsigned class)
{
    for (uint32_t i = 0; i < a->states; i++) {
        uint32_t cell = a->order[i];
        const struct cell *c = &a->cells[cell];
        uint32_t to = c->base + class;

        if (a->cells[to].owner == cell)
            column[p->number[cell]] = p->number[to];
        else if (i)
            column[p->number[cell]] = column[p->number[c->fail]];
    }
}

struct dense *dense_new(const struct automaton *a)
{
    struct plan p = {0};
    struct dense *d = NULL;

    if (a->states > DENSE_STATES)
        return NULL;
    if (plan_new(&p, a))
        d = calloc(1, sizeof *d + p.columns * a->states * sizeof *d->next);
    if (d)
        d->cell = calloc(p.ends + a->states, sizeof *d->cell);
    if (!d || !d->cell) {
        plan_free(&p);
        dense_free(d);
        return NULL;
    }
    number_states(d, &p, a);
    for (unsigned c = 1; c < a->classes; c++)
        fill_column(d->next + (size_t)c * a->states, &p, a, c);
    for (int c = 0; c < 256; c++)
        d->column[c] = d->next + (size_t)a->class[c] * a->states;
    plan_free(&p);
    return d;
}
