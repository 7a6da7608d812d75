/* SPDX-License-Identifier: Apache-2.0
 * graph.c - from the automaton of the phrases to a graph of words. */
#include "marks/phrases/graph.h"

#include "base/utf.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LABEL_SLOTS = 1 << 18,
    MOST_ARCS = 8000000
};

struct graph graph;

_Noreturn void die(const char *why)
{
    fprintf(stderr, "seeds: %s\n", why);
    exit(1);
}

void *grow(void *p, size_t size)
{
    p = realloc(p, size);
    if (!p)
        die("no memory");
    return p;
}

bool is_joined(const struct label *l)
{
    return l->word && l->len == 3 && !lex_in_word(l->c[1]);
}

static uint32_t label_of(const uint32_t *c, unsigned len, bool word)
{
    static uint32_t slots[LABEL_SLOTS], cap;
    uint32_t hash = 2166136261u ^ word, at;

    for (unsigned i = 0; i < len; i++)
        hash = (hash ^ c[i]) * 0x9E3779B1u;
    if (graph.label_count > LABEL_SLOTS / 2)
        die("too many words");
    for (at = hash >> 14; slots[at]; at = (at + 1) % LABEL_SLOTS) {
        const struct label *l = &graph.labels[slots[at] - 1];

        if (l->len == len && l->word == word &&
            memcmp(l->c, c, len * sizeof(*c)) == 0)
            return slots[at] - 1;
    }
    if (graph.label_count == cap) {
        cap = cap ? 2 * cap : 4096;
        graph.labels = grow(graph.labels, cap * sizeof(*graph.labels));
    }
    graph.labels[graph.label_count] = (struct label){.len = len, .word = word};
    memcpy(graph.labels[graph.label_count].c, c, len * sizeof(*c));
    slots[at] = ++graph.label_count;
    return graph.label_count - 1;
}

static void put_arc(uint32_t from, uint32_t to, uint32_t label, uint32_t lead)
{
    static uint32_t cap;

    if (graph.arc_count == cap) {
        cap = cap ? 2 * cap : 1 << 16;
        graph.arcs = grow(graph.arcs, cap * sizeof(*graph.arcs));
    }
    graph.arcs[graph.arc_count++] = (struct arc){from, to, label, lead, false};
    if (graph.arc_count > MOST_ARCS)
        die("too many ways through the lexicon");
}

static bool ends_word(uint32_t s)
{
    for (uint32_t e = lex_state[s]; e < lex_state[s + 1]; e++)
        if (!lex_in_word(lex_edges[e].c))
            return true;
    return lex_accepts[s];
}

/* is_joint: what may join two letters to a word, as in "a.i". */
static bool is_joint(uint32_t c)
{
    return lex_is_gap(c) || (c < 0x80 && !lex_in_word(c));
}

static void signs(uint32_t from, uint32_t s, bool joints, uint32_t lead)
{
    for (uint32_t e = lex_state[s]; e < lex_state[s + 1]; e++) {
        uint32_t c = lex_edges[e].c, label = OTHER;

        if (lex_in_word(c) || (!joints && is_joint(c)))
            continue;
        if (lex_is_gap(c))
            label = GAP;
        else if (!utf_extends(c))
            label = label_of(&c, 1, false);
        put_arc(from, NODES * lex_edges[e].to, label, lead);
    }
}

/* led is the lead that a letter and what joins it to a word are. */
static uint32_t led(const uint32_t c[2])
{
    return c[1] == ' ' ? c[0] : c[0] | LEAD_SIGN;
}

/* words lists the words that begin at a node: c has n characters, of which the
 * first two may be a letter and what joins it to the word. */
static void words(uint32_t from, uint32_t s, uint32_t *c, unsigned n,
                  uint32_t lead)
{
    unsigned own = n > 1 && !lex_in_word(c[1]) ? 2 : 0;
    bool brief = n == own + 1 && c[own] < 0x80;
    uint32_t before = own ? led(c) : lead;

    if (brief)
        put_arc(from, NODES * s + (own ? WORD : SHORT), label_of(c, n, true),
                lead);
    else if (n > own && ends_word(s))
        put_arc(from, NODES * s + WORD, label_of(c + own, n - own, true),
                before);
    for (uint32_t e = lex_state[s]; e < lex_state[s + 1]; e++) {
        uint32_t to = lex_edges[e].to;

        if (n == LONG)
            die("a word is too long");
        c[n] = lex_edges[e].c;
        if (lex_in_word(c[n])) {
            words(from, to, c, n + 1, lead);
        } else if (brief && !own && is_joint(c[n])) {
            uint32_t next[LONG] = {c[0], lex_is_gap(c[n]) ? ' ' : c[n]};

            if (lex_accepts[to])
                put_arc(from, NODES * to + SHORT, label_of(&c[n], 1, false),
                        c[0]);
            signs(from, to, true, led(next));
            words(from, to, next, 2, lead);
        }
    }
}

static int by_from(const void *a, const void *b)
{
    const struct arc *x = a, *y = b;

    return x->from < y->from ? -1 : x->from > y->from;
}

static void list_into(void)
{
    uint32_t nodes = graph.node_count, *first;

    graph.into = grow(NULL, (graph.arc_count + 1) * sizeof(*graph.into));
    first = graph.first_into = calloc(nodes + 3, sizeof(*first));
    if (!first)
        die("no memory");
    for (uint32_t i = 0; i < graph.arc_count; i++)
        first[graph.arcs[i].to + 2]++;
    for (uint32_t n = 2; n < nodes + 3; n++)
        first[n] += first[n - 1];
    for (uint32_t i = 0; i < graph.arc_count; i++)
        graph.into[first[graph.arcs[i].to + 1]++] = i;
}

/* sort_nodes goes depth first, with a list of its own for what is open. */
static void sort_nodes(void)
{
    uint32_t nodes = graph.node_count, depth = 0, at = nodes;
    uint8_t *seen = calloc(nodes + 1, 1);
    uint32_t *stack = grow(NULL, (nodes + 1) * sizeof(*stack));
    uint32_t *next = grow(NULL, (nodes + 1) * sizeof(*next));

    graph.order = grow(NULL, (nodes + 1) * sizeof(*graph.order));
    if (!seen)
        die("no memory");
    stack[depth++] = graph.root;
    seen[graph.root] = 1;
    next[graph.root] = graph.first[graph.root];
    while (depth) {
        uint32_t n = stack[depth - 1];

        if (next[n] == graph.first[n + 1]) {
            graph.order[--at] = n;
            depth--;
            continue;
        }
        n = graph.arcs[next[n]++].to;
        if (seen[n])
            continue;
        seen[n] = 1;
        next[n] = graph.first[n];
        stack[depth++] = n;
    }
    graph.order_count = nodes - at;
    memmove(graph.order, graph.order + at,
            graph.order_count * sizeof(*graph.order));
    free(seen);
    free(stack);
    free(next);
}

static void reach(void)
{
    uint32_t nodes = graph.node_count, tail = 0, c[LONG];
    uint32_t *queue = grow(NULL, (nodes + 1) * sizeof(*queue));
    uint8_t *seen = calloc(nodes + 1, 1);

    if (!seen)
        die("no memory");
    queue[tail++] = graph.root;
    seen[graph.root] = 1;
    for (uint32_t head = 0; head < tail; head++) {
        uint32_t n = queue[head], i = graph.arc_count;

        if (n % NODES == ANY)
            words(n, n / NODES, c, 0, 0);
        signs(n, n / NODES, n % NODES != SHORT, 0);
        for (; i < graph.arc_count; i++)
            if (!seen[graph.arcs[i].to]) {
                seen[graph.arcs[i].to] = 1;
                queue[tail++] = graph.arcs[i].to;
            }
    }
    free(queue);
    free(seen);
}

void graph_make(void)
{
    uint32_t none = ' ', i = 0;

    label_of(&none, 1, false); /* OTHER, GAP */
    label_of(&none, 1, true);
    graph.node_count = NODES * lex_states;
    graph.root = NODES * lex_roots[LEX_PHRASE][LEX_ANY];
    reach();
    qsort(graph.arcs, graph.arc_count, sizeof(*graph.arcs), by_from);
    graph.first = grow(NULL, (graph.node_count + 2) * sizeof(*graph.first));
    for (uint32_t n = 0; n <= graph.node_count + 1; n++) {
        while (i < graph.arc_count && graph.arcs[i].from < n)
            i++;
        graph.first[n] = i;
    }
    list_into();
    sort_nodes();
    graph.ahead = grow(NULL, (graph.node_count + 1) * sizeof(double));
    graph.behind = grow(NULL, (graph.node_count + 1) * sizeof(double));
}

double graph_count(void)
{
    const struct arc *arcs = graph.arcs;

    memset(graph.ahead, 0, graph.node_count * sizeof(*graph.ahead));
    graph.ahead[graph.root] = 1;
    for (uint32_t i = 0; i < graph.order_count; i++) {
        uint32_t n = graph.order[i], a = graph.first[n];
        double each = graph.ahead[n];

        for (; each > 0 && a < graph.first[n + 1]; a++)
            if (!arc_covered(&arcs[a]))
                graph.ahead[arcs[a].to] += each;
    }
    for (uint32_t i = graph.order_count; i-- > 0;) {
        uint32_t n = graph.order[i];
        double sum = graph_ends(n);

        for (uint32_t a = graph.first[n]; a < graph.first[n + 1]; a++)
            if (!arc_covered(&arcs[a]))
                sum += graph.behind[arcs[a].to];
        graph.behind[n] = sum;
    }
    return graph.behind[graph.root];
}

void graph_show(void)
{
    uint32_t n = graph.root;

    fprintf(stderr, "seeds:");
    for (uint32_t a = graph.first[n]; a < graph.first[n + 1]; a++) {
        const struct label *l = &graph.labels[graph.arcs[a].label];

        if (arc_covered(&graph.arcs[a]) || graph.behind[graph.arcs[a].to] <= 0)
            continue;
        for (unsigned i = 0; i < l->len; i++) {
            uint8_t to[4];

            fprintf(stderr, "%.*s", (int)utf8_put(l->c[i], to), (char *)to);
        }
        fprintf(stderr, l->word ? " " : "");
        n = graph.arcs[a].to;
        if (graph_ends(n))
            break;
        a = graph.first[n] - 1;
    }
    fprintf(stderr, "\n");
}
