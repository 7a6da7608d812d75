/* SPDX-License-Identifier: Apache-2.0
 * plain.c - Aho and Corasick's automaton in a double array.
 *
 * [AC] Aho, Corasick: Efficient string matching. CACM 18(6), 1975.
 * [DA] Aoe: An efficient digital search algorithm by using a double-array
 *      structure. IEEE Trans. Softw. Eng. 15(9), 1989.
 *
 * A state is the index of its cell.  Its child by a byte of class c is the
 * cell at base + c, if that cell says that this state owns it; so a step is
 * one load in the good case, the table is a few times the patterns' bytes, and
 * it is made in a fraction of a millisecond, which a table of all transitions
 * is not.  Where there is no child the state gives way to its longest proper
 * suffix; each byte read pays for one such step back, so that the whole is
 * linear [AC].
 *
 * The automaton reads folded bytes.  Exact needles are compared again where it
 * reports them. */
#include "scan/plain.h"

#include "scan/dense.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
    ROOT = 0,
    TRIES = 64, /* holes looked at before a family goes to the end */
    LANES = 6
};

/* STEP moves one cursor.  The compiler is kept from loading ahead for the next
 * ones, and from holding multiples of d: either would cost the registers in
 * which the states are. */
#define STEP(s, byte)                                        \
    do {                                                     \
        __asm__ volatile("" : "+r"(any), "+r"(d)::"memory"); \
        (s) = column[byte][s];                               \
        any |= (s);                                          \
    } while (0)

/* Owners that are no states. */
#define FREE   UINT32_MAX
#define NOBODY (UINT32_MAX - 1)

/* The trie, of which the cells are made. */
struct node {
    uint32_t child, next, first, cell;
    uint8_t class;
};

/* What only the first hard text makes. */
struct lazy {
    _Atomic(struct dense *) dense;
};

struct make {
    struct automaton *a;
    struct node *nodes;
    uint32_t used;
    uint32_t hole; /* no free cell is before it */
    uint32_t top;  /* no state is at or behind it */
};

static void number_classes(struct automaton *a, size_t count)
{
    unsigned next = 1;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < a->needles[i].len; j++) {
            uint8_t c = fold_byte(a->needles[i].text[j]);

            if (!a->class[c])
                a->class[c] = (uint8_t)next++;
        }
    }
    a->classes = next;
    for (int c = 'A'; c <= 'Z'; c++)
        a->class[c] = a->class[c | 32];
}

static uint32_t child_of(struct make *m, uint32_t at, uint8_t class)
{
    uint32_t *link = &m->nodes[at].child;

    while (*link && m->nodes[*link].class < class)
        link = &m->nodes[*link].next;
    if (!*link || m->nodes[*link].class != class) {
        m->nodes[m->used] = (struct node){.next = *link, .class = class};
        *link = m->used++;
    }
    return *link;
}

static void grow_trie(struct make *m, size_t count)
{
    struct automaton *a = m->a;

    for (size_t i = count; i-- > 0;) {
        const struct needle *n = &a->needles[i];
        uint32_t at = 0;

        for (size_t j = 0; j < n->len; j++)
            at = child_of(m, at, a->class[n->text[j]]);
        a->chain[i] = m->nodes[at].first;
        m->nodes[at].first = (uint32_t)i + 1;
        if (n->len > a->longest)
            a->longest = n->len;
    }
}

/* make_room makes the cells up to and with top + 512. */
static bool make_room(struct make *m)
{
    struct automaton *a = m->a;
    uint32_t want = m->top + 512;
    struct cell *cells;
    uint32_t *first;

    if (want <= a->room)
        return true;
    want += want / 2;
    cells = realloc(a->cells, want * sizeof *cells);
    if (cells)
        a->cells = cells;
    first = realloc(a->first, want * sizeof *first);
    if (first)
        a->first = first;
    if (!cells || !first)
        return false;
    for (uint32_t i = a->room; i < want; i++) {
        cells[i] = (struct cell){.owner = FREE};
        first[i] = 0;
    }
    a->room = want;
    return true;
}

static bool all_free(const struct make *m, uint32_t child, uint32_t base)
{
    for (; child; child = m->nodes[child].next) {
        if (m->a->cells[base + m->nodes[child].class].owner != FREE)
            return false;
    }
    return true;
}

/* base_for finds where all children fit; the children are in the order of
 * their classes, which are from 1, so that base + 0 is never a child. */
static uint32_t base_for(struct make *m, uint32_t child)
{
    const struct cell *cells = m->a->cells;
    uint32_t least = m->nodes[child].class;
    uint32_t at;

    while (cells[m->hole].owner != FREE)
        m->hole++;
    at = m->hole;
    for (int tries = 0; tries < TRIES && at < m->top; at++) {
        if (cells[at].owner != FREE || at < least)
            continue;
        if (all_free(m, child, at - least))
            return at - least;
        tries++;
    }
    return m->top > least ? m->top - least : 0;
}

static uint32_t step(const struct automaton *a, uint32_t at, uint8_t byte)
{
    const struct cell *cells = a->cells;
    uint32_t class = a->class[byte];

    for (;;) {
        uint32_t to = cells[at].base + class;

        if (cells[to].owner == at)
            return to;
        if (at == ROOT)
            return ROOT;
        at = cells[at].fail;
    }
}

/* suffix_of is the state for one class more than that of at's suffix. */
static uint32_t suffix_of(const struct automaton *a, uint32_t at, uint8_t class)
{
    while (at != ROOT) {
        uint32_t to;

        at = a->cells[at].fail;
        to = a->cells[at].base + class;
        if (a->cells[to].owner == at)
            return to;
    }
    return ROOT;
}

/* place_children gives the children of a node their cells; suffixes are of
 * states nearer to the root, which have theirs, for the queue goes by depth. */
static bool place_children(struct make *m, const struct node *up)
{
    struct automaton *a = m->a;
    uint32_t base;

    if (!make_room(m))
        return false;
    base = base_for(m, up->child);
    a->cells[up->cell].base = base;
    for (uint32_t i = up->child; i; i = m->nodes[i].next) {
        struct node *n = &m->nodes[i];
        uint32_t at = base + n->class;

        a->cells[at].owner = up->cell;
        n->cell = at;
        if (at >= m->top)
            m->top = at + 1;
    }
    for (uint32_t i = up->child; i; i = m->nodes[i].next) {
        struct node *n = &m->nodes[i];
        struct cell *c = &a->cells[n->cell];

        c->fail = suffix_of(a, up->cell, n->class);
        a->first[n->cell] = n->first;
        c->out = n->first ? n->cell : a->cells[c->fail].out;
    }
    return true;
}

static bool place_all(struct make *m)
{
    uint32_t *queue = malloc(m->used * sizeof *queue);
    uint32_t head = 0, tail = 0;
    bool ok = queue && make_room(m);

    if (ok) {
        m->a->cells[ROOT].owner = NOBODY;
        m->top = 1;
        queue[tail++] = 0;
    }
    while (ok && head < tail) {
        const struct node *up = &m->nodes[queue[head++]];

        for (uint32_t i = up->child; i; i = m->nodes[i].next)
            queue[tail++] = i;
        ok = !up->child || place_children(m, up);
    }
    ok = ok && make_room(m);
    for (uint32_t i = 0; ok && i < tail; i++)
        queue[i] = m->nodes[queue[i]].cell;
    m->a->order = queue;
    m->a->states = tail;
    return ok;
}

struct automaton *automaton_new(struct needle *needles, size_t count)
{
    struct automaton *a = calloc(1, sizeof *a);
    struct make m = {.a = a, .used = 1};
    size_t sum = 1;
    bool ok = false;

    for (size_t i = 0; i < count; i++)
        sum += needles[i].len;
    if (a) {
        a->needles = needles;
        a->count = count;
        a->chain = calloc(count + 1, sizeof *a->chain);
        a->lazy = calloc(1, sizeof *a->lazy);
        m.nodes = calloc(sum, sizeof *m.nodes);
    }
    if (a && a->chain && a->lazy && m.nodes) {
        number_classes(a, count);
        grow_trie(&m, count);
        ok = place_all(&m);
    }
    free(m.nodes);
    if (!ok) {
        automaton_free(a);
        return NULL;
    }
    return a;
}

/* dense_of is the table, made by whoever comes first; NULL where it would be
 * too large, or the automaton is a constant. */
static const struct dense *dense_of(const struct automaton *a)
{
    struct dense *d, *none = NULL;

    if (!a->lazy)
        return NULL;
    d = atomic_load(&a->lazy->dense);
    if (d)
        return d;
    d = dense_new(a);
    if (d && !atomic_compare_exchange_strong(&a->lazy->dense, &none, d)) {
        dense_free(d);
        d = none;
    }
    return d;
}

void automaton_free(struct automaton *a)
{
    if (!a)
        return;
    free(a->cells);
    free(a->first);
    free(a->chain);
    free(a->order);
    if (a->lazy)
        dense_free(atomic_load(&a->lazy->dense));
    free(a->lazy);
    free(a);
}

static bool tell(const struct automaton *a, const struct stretch *s, size_t end,
                 uint32_t at, struct sink *to)
{
    for (at = a->cells[at].out; at; at = a->cells[a->cells[at].fail].out) {
        for (uint32_t i = a->first[at]; i; i = a->chain[i - 1]) {
            const struct needle *n = &a->needles[i - 1];
            size_t start = end - n->len, anchor = start + n->anchor;

            if (anchor < s->from || anchor >= s->to)
                continue;
            if (!n->caseless && memcmp(s->text.ptr + start, n->text, n->len))
                continue;
            if (!to->match(to, i - 1, end))
                return false;
        }
    }
    return true;
}

uint32_t automaton_at(const struct automaton *a, const struct needle *n,
                      size_t bytes)
{
    uint32_t state = ROOT;

    for (size_t i = 0; i < bytes; i++)
        state = step(a, state, n->text[i]);
    return state;
}

/* tell_family tells of a family's needles that end in a state. */
static bool tell_family(const struct automaton *a, const struct branch *b,
                        uint32_t state, size_t *work, struct sink *to)
{
    const uint8_t *start = b->text.ptr + b->at;

    for (uint32_t k = a->first[state]; k; k = a->chain[k - 1]) {
        const struct needle *n = &a->needles[k - 1];

        if (n->family != b->family)
            continue;
        if (!n->caseless && memcmp(start, n->text, n->len))
            continue;
        *work += 4;
        if (!to->match(to, k - 1, b->at + n->len))
            return false;
    }
    return true;
}

bool automaton_follow(const struct automaton *a, const struct branch *b,
                      size_t *work, struct sink *to)
{
    uint32_t state = b->state;

    for (size_t i = b->at + b->common;; i++) {
        uint32_t next;

        if (a->first[state] && !tell_family(a, b, state, work, to))
            return false;
        ++*work;
        if (i == b->text.len)
            return true;
        next = a->cells[state].base + a->class[b->text.ptr[i]];
        if (a->cells[next].owner != state)
            return true;
        state = next;
    }
}

/* One of several cursors: [at, stop) is yet to be read for its stretch. */
struct lane {
    struct stretch s;
    size_t at, stop;
    uint32_t state;
};

static struct lane lane_over(const struct automaton *a, struct stretch s)
{
    size_t back = a->longest ? a->longest - 1 : 0;
    struct lane l = {.s = s, .stop = s.text.len, .state = ROOT};

    l.at = s.from > back ? s.from - back : 0;
    if (back < s.text.len - s.to)
        l.stop = s.to + back;
    return l;
}

static bool lane_finish(const struct automaton *a, struct lane *l,
                        struct sink *to)
{
    const uint8_t *text = l->s.text.ptr;
    uint32_t state = l->state;

    for (size_t i = l->at; i < l->stop; i++) {
        state = step(a, state, text[i]);
        if (a->cells[state].out && !tell(a, &l->s, i + 1, state, to))
            return false;
    }
    return true;
}

bool automaton_run(const struct automaton *a, struct stretch s, struct sink *to)
{
    struct lane l = lane_over(a, s);

    return lane_finish(a, &l, to);
}

/* weave_sparse and weave_dense move all lanes by so many bytes. */
static bool weave_sparse(const struct automaton *a, struct lane *l,
                         size_t common, struct sink *to)
{
    for (size_t i = 0; i < common; i++) {
        for (size_t k = 0; k < LANES; k++) {
            l[k].state = step(a, l[k].state, l[k].s.text.ptr[l[k].at + i]);
            if (a->cells[l[k].state].out &&
                !tell(a, &l[k].s, l[k].at + i + 1, l[k].state, to))
                return false;
        }
    }
    return true;
}

/* run_dense moves all cursors, which are d bytes apart, from byte i to common
 * or behind the byte where some of them end needles.  Two bases and one
 * distance leave the registers to the states. */
static __attribute__((noinline)) size_t run_dense(const struct dense *table,
                                                  const uint8_t *text, size_t d,
                                                  size_t *state, size_t i,
                                                  size_t common)
{
    const uint16_t *const *column = table->column;
    const uint8_t *p = text + i, *q = p + 3 * d, *end = text + common;
    size_t s0 = state[0], s1 = state[1], s2 = state[2], s3 = state[3];
    size_t s4 = state[4], s5 = state[5], any = 0;

    for (; p < end && any < ENDS; p++, q++) {
        s0 = column[p[0]][s0];
        any = s0;
        STEP(s1, p[d]);
        STEP(s2, p[2 * d]);
        STEP(s3, q[0]);
        STEP(s4, p[4 * d]);
        STEP(s5, q[2 * d]);
    }
    state[0] = s0, state[1] = s1, state[2] = s2, state[3] = s3;
    state[4] = s4, state[5] = s5;
    return (size_t)(p - text);
}

static bool weave_dense(const struct automaton *a, const struct dense *d,
                        struct lane *l, size_t common, struct sink *to)
{
    const uint8_t *text = l->s.text.ptr + l->at;
    size_t state[LANES] = {0}, apart = l[1].at - l[0].at;

    for (size_t i = 0; i < common;) {
        i = run_dense(d, text, apart, state, i, common);
        for (size_t k = 0; k < LANES; k++) {
            if (state[k] >= ENDS &&
                !tell(a, &l[k].s, l[k].at + i, d->cell[state[k]], to))
                return false;
        }
    }
    for (size_t k = 0; k < LANES; k++)
        l[k].state = d->cell[state[k]];
    return true;
}

/* The lanes begin at equal distances, each a needle before its stretch. */
bool automaton_weave(const struct automaton *a, struct stretch s,
                     struct sink *to)
{
    size_t part = (s.to - s.from) / LANES, common = s.text.len, first, back;
    const struct dense *d = dense_of(a);
    struct lane l[LANES];

    if (part < 2 * a->longest)
        return automaton_run(a, s, to);
    first = lane_over(a, s).at;
    back = a->longest - 1;
    for (size_t k = 0; k < LANES; k++) {
        size_t from = first + k * part + back;
        struct stretch sub = {s.text, k ? from : s.from, from + part};

        if (k == LANES - 1)
            sub.to = s.to;
        l[k] = lane_over(a, sub);
        if (l[k].stop - l[k].at < common)
            common = l[k].stop - l[k].at;
    }
    if (d ? !weave_dense(a, d, l, common, to) : !weave_sparse(a, l, common, to))
        return false;
    for (size_t k = 0; k < LANES; k++) {
        l[k].at += common;
        if (!lane_finish(a, &l[k], to))
            return false;
    }
    return true;
}
