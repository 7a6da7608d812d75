/* SPDX-License-Identifier: Apache-2.0
 * spare.c - the places of seeds that no phrase needs.
 *
 * A seed is chosen for some of the words it is in, and stands in others as
 * well, of phrases that have another seed.  Those places are given up, what
 * text has most often first, for as long as no phrase is left without any. */
#include "marks/phrases/piece.h"

#include "base/utf.h"

#include <stdlib.h>

enum {
    PREFERRED = 16,              /* times dearer to keep than others */
    EDGE = 3,                    /* characters of a neighbour */
    TEXT = 4 * (LONG + EDGE + 2) /* bytes */
};

/* put_edge puts the end of a label, or its beginning. */
static size_t put_edge(uint8_t *to, const struct label *l, bool end)
{
    unsigned count = l->len < EDGE ? l->len : EDGE;
    const uint32_t *c = l->c + (end ? l->len - count : 0);
    size_t n = 0;

    for (unsigned i = 0; i < count; i++)
        n += utf8_put(c[i], to + n);
    return n;
}

/* often_with is how often text has some bytes with what is beside them: with
 * the one of all neighbours that it has most. */
static float often_with(struct span own, uint32_t node, bool back)
{
    const uint32_t *first = back ? graph.first_into : graph.first;
    float alone = part_rarest(own.ptr, own.len), most = 0;

    if (back ? node == graph.root : graph_ends(node))
        return alone;
    for (uint32_t i = first[node]; i < first[node + 1] && most < alone; i++) {
        const struct arc *a = &graph.arcs[back ? graph.into[i] : i];
        uint8_t bytes[2 * TEXT];
        size_t n = 0;
        float f = alone;

        if (a->label == GAP && !a->lead) {
            f = often_with(own, back ? a->from : a->to, back);
        } else if (a->label != OTHER) {
            n = back ? put_edge(bytes, &graph.labels[a->label], true) : 0;
            memcpy(bytes + n, own.ptr, own.len);
            n += own.len;
            if (!back)
                n += put_edge(bytes + n, &graph.labels[a->label], false);
            f = part_rarest(bytes, n);
        }
        most = f > most ? f : most;
    }
    return most;
}

/* how_often is about how often text has what an arc stands for. */
static float how_often(const struct arc *a)
{
    const struct label *l = &graph.labels[a->label];
    uint8_t bytes[TEXT] = " ";
    struct span own = {bytes, l->word};
    float left, right;

    for (unsigned i = 0; i < l->len; i++)
        own.len += utf8_put(l->c[i], bytes + own.len);
    if (l->word)
        bytes[own.len++] = ' ';
    left = often_with(own, a->from, true);
    right = often_with(own, a->to, false);
    return left < right ? left : right;
}

struct place {
    uint32_t arc;
    float often;
};

static int by_often(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->often != y->often)
        return x->often > y->often ? -1 : 1;
    return x->arc < y->arc ? -1 : x->arc > y->arc;
}

/* Nodes that can be reached without a seed, and that a phrase can be ended from
 * without one. */
static bool *fore, *aft;
static uint32_t *queue;

/* spread marks a node, and all that it then leads to. */
static void spread(bool *mark, uint32_t node, bool back)
{
    const uint32_t *first = back ? graph.first_into : graph.first;
    uint32_t n = 0;

    if (!mark[node])
        queue[n++] = node;
    mark[node] = true;
    while (n) {
        node = queue[--n];
        for (uint32_t i = first[node]; i < first[node + 1]; i++) {
            const struct arc *a = &graph.arcs[back ? graph.into[i] : i];
            uint32_t to = back ? a->from : a->to;

            if (!arc_covered(a) && !mark[to]) {
                mark[to] = true;
                queue[n++] = to;
            }
        }
    }
}

/* preferred: the labels of seeds that were asked for. */
static bool *preferred(void)
{
    bool *is = calloc(graph.label_count, sizeof(*is));

    if (!is)
        die("no memory");
    for (uint32_t i = 0; i < part_count; i++)
        if (parts[i].chosen && parts[i].rank && parts[i].rank < PART_LAST)
            for (uint32_t k = 0; k < parts[i].cover_count; k++)
                is[parts[i].covers[k]] = true;
    return is;
}

static uint32_t list_places(struct place *p)
{
    bool *good = preferred();
    uint32_t n = 0;

    for (uint32_t i = 0; i < graph.arc_count; i++) {
        const struct arc *a = &graph.arcs[i];

        if (arc_covered(a))
            p[n++] = (struct place){i, how_often(a) /
                                           (good[a->label] ? PREFERRED : 1)};
    }
    qsort(p, n, sizeof(*p), by_often);
    free(good);
    return n;
}

void spare_places(void)
{
    struct place *p = grow(NULL, graph.arc_count * sizeof(*p));
    uint32_t n = list_places(p);

    fore = calloc(graph.node_count + 1, sizeof(*fore));
    aft = calloc(graph.node_count + 1, sizeof(*aft));
    queue = grow(NULL, (graph.node_count + 1) * sizeof(*queue));
    if (!fore || !aft)
        die("no memory");
    graph_count();
    for (uint32_t i = 0; i < graph.node_count; i++) {
        fore[i] = graph.ahead[i] > 0;
        aft[i] = graph.behind[i] > 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct arc *a = &graph.arcs[p[i].arc];

        if (fore[a->from] && aft[a->to])
            continue;
        a->spare = true;
        if (fore[a->from])
            spread(fore, a->to, false);
        if (aft[a->to])
            spread(aft, a->from, true);
    }
    free(fore);
    free(aft);
    free(queue);
    free(p);
}
