/* SPDX-License-Identifier: Apache-2.0
 * anchor.c - few and rare keys that together touch every needle.
 *
 * A needle is looked for by one key of four of its bytes.  The fewer keys there
 * are, the better the sieves separate; the rarer they are in ordinary text, the
 * less there is to confirm; the fewer needles share one, the cheaper that is.
 * So the keys are a weighted set cover over all windows of the needles, made
 * greedily: always the key with most needles gained for its cost, where the
 * cost is a constant for its place in the tables and its frequency (grams.h).
 * Gains only shrink as needles are covered, so a key at the top of the heap
 * that still gains what it did is the best. */
#include "scan/anchor.h"

#include "scan/grams.h"

#include <stdlib.h>

enum {
    KEY = 4,
    CROWD = 12 /* needles beyond this many are no more gain to a key */
};

/* Windows with one key. */
struct group {
    uint32_t key, first, count;
    uint32_t users; /* needles that chose it, once it is chosen */
    float cost;
    bool chosen;
};

struct claim {
    float score;
    uint32_t group;
};

struct cover {
    struct needle *needles;
    size_t count;
    uint32_t *windows; /* the group of each, in the order of the needles */
    uint32_t *sorted;  /* the needle of each, in the order of the groups */
    size_t window_count;
    struct group *groups;
    uint32_t group_count;
    uint32_t *slots; /* group + 1, by hash of the key */
    unsigned shift;
    struct claim *heap;
    uint32_t heap_count;
    bool *covered;
};

static uint32_t key_at(const struct needle *n, uint32_t at)
{
    uint32_t word = 0;

    for (int i = KEY - 1; i >= 0; i--)
        word = word << 8 | n->text[at + (uint32_t)i];
    return key_four(word);
}

static uint32_t group_of(struct cover *c, uint32_t key)
{
    uint32_t mask = UINT32_MAX >> c->shift;
    uint32_t at = key * 0x9e3779b1 >> c->shift;
    struct group *g;

    while (c->slots[at]) {
        if (c->groups[c->slots[at] - 1].key == key)
            return c->slots[at] - 1;
        at = (at + 1) & mask;
    }
    g = &c->groups[c->group_count++];
    *g = (struct group){.key = key};
    g->cost = 3e-5F + (float)(1 << gram_level(key)) / (1 << GRAM_SCALE);
    c->slots[at] = c->group_count;
    return c->group_count - 1;
}

static void sort_windows(struct cover *c)
{
    size_t at = 0;
    uint32_t sum = 0;

    for (size_t i = 0; i < c->count; i++) {
        const struct needle *n = &c->needles[i];

        for (uint32_t j = 0; j + KEY <= n->len; j++) {
            uint32_t g = group_of(c, key_at(n, j));

            c->windows[at++] = g;
            c->groups[g].count++;
        }
    }
    for (uint32_t g = 0; g < c->group_count; g++) {
        c->groups[g].first = sum;
        sum += c->groups[g].count;
        c->groups[g].count = 0;
    }
    at = 0;
    for (size_t i = 0; i < c->count; i++) {
        for (uint32_t j = 0; j + KEY <= c->needles[i].len; j++) {
            struct group *g = &c->groups[c->windows[at++]];

            c->sorted[g->first + g->count++] = (uint32_t)i;
        }
    }
}

static float score(const struct cover *c, const struct group *g)
{
    uint32_t last = UINT32_MAX;
    unsigned gain = 0;

    for (uint32_t i = 0; i < g->count && gain < CROWD; i++) {
        uint32_t n = c->sorted[g->first + i];

        gain += n != last && !c->covered[n];
        last = n;
    }
    return (float)gain / g->cost;
}

static void sink_down(struct cover *c, uint32_t at)
{
    struct claim moved = c->heap[at];

    for (;;) {
        uint32_t to = 2 * at + 1;

        if (to >= c->heap_count)
            break;
        if (to + 1 < c->heap_count && c->heap[to + 1].score > c->heap[to].score)
            to++;
        if (c->heap[to].score <= moved.score)
            break;
        c->heap[at] = c->heap[to];
        at = to;
    }
    c->heap[at] = moved;
}

static void choose_groups(struct cover *c, size_t left)
{
    c->heap_count = c->group_count;
    for (uint32_t g = 0; g < c->group_count; g++)
        c->heap[g] = (struct claim){score(c, &c->groups[g]), g};
    for (uint32_t i = c->heap_count / 2; i-- > 0;)
        sink_down(c, i);
    while (left && c->heap_count) {
        struct group *g = &c->groups[c->heap[0].group];
        float now = score(c, g);

        if (now == c->heap[0].score) {
            g->chosen = true;
            for (uint32_t i = 0; i < g->count; i++) {
                uint32_t n = c->sorted[g->first + i];

                left -= !c->covered[n];
                c->covered[n] = true;
            }
            now = 0;
        }
        c->heap[0].score = now;
        if (now <= 0)
            c->heap[0] = c->heap[--c->heap_count];
        sink_down(c, 0);
    }
}

/* settle gives each needle the cheapest of the chosen keys that it has. */
static void settle(struct cover *c)
{
    size_t at = 0;

    for (size_t i = 0; i < c->count; i++) {
        struct needle *n = &c->needles[i];
        struct group *best = NULL;
        float least = 0;

        for (uint32_t j = 0; j + KEY <= n->len; j++, at++) {
            struct group *g = &c->groups[c->windows[at]];
            float cost = g->cost * (1 + (float)g->users / CROWD);

            if (!g->chosen || (best && cost >= least))
                continue;
            best = g;
            least = cost;
            n->anchor = j;
        }
        if (best)
            best->users++;
    }
}

bool anchors_choose(struct needle *needles, size_t count)
{
    struct cover c = {.needles = needles, .count = count, .shift = 32 - 4};
    size_t left = 0;
    bool ok;

    for (size_t i = 0; i < count; i++) {
        needles[i].anchor = 0;
        left += needles[i].len >= KEY;
        if (needles[i].len >= KEY)
            c.window_count += needles[i].len - KEY + 1;
    }
    while (((size_t)1 << (32 - c.shift)) < 2 * c.window_count)
        c.shift--;
    c.windows = malloc((c.window_count + 1) * sizeof *c.windows);
    c.sorted = malloc((c.window_count + 1) * sizeof *c.sorted);
    c.groups = malloc((c.window_count + 1) * sizeof *c.groups);
    c.heap = malloc((c.window_count + 1) * sizeof *c.heap);
    c.slots = calloc((size_t)1 << (32 - c.shift), sizeof *c.slots);
    c.covered = calloc(count + 1, sizeof *c.covered);
    ok = c.windows && c.sorted && c.groups && c.heap && c.slots && c.covered;
    if (ok) {
        sort_windows(&c);
        choose_groups(&c, left);
        settle(&c);
    }
    free(c.windows);
    free(c.sorted);
    free(c.groups);
    free(c.heap);
    free(c.slots);
    free(c.covered);
    return ok;
}
