/* SPDX-License-Identifier: Apache-2.0
 * piece.c - the choice of seeds.
 *
 * Which parts to look for is a weighted set cover over paths: a part takes all
 * arcs whose word it is in, and parts are taken until no path is left, always
 * the one that most paths go through for its cost.  Then what later choices
 * made needless is given up again, the costliest first. */
#include "marks/phrases/piece.h"

#include "base/utf.h"
#include "scan/grams.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LEAST = 4,   /* bytes that are looked for inside of words, */
    LETTERS = 3, /* and letters */
    THREE = 6,
    LEAST_SIGN = 0x800, /* below are those that all text has */
    SHORT_PLACE = 2,
    PLACE = 5,        /* what a place among the seeds is worth */
    PREFERRED = 4096, /* times cheaper */
    PART_SLOTS = 1 << 20
};

struct part *parts;
uint32_t part_count;

static float often(unsigned level)
{
    return (float)(1 << level) / (1 << GRAM_SCALE);
}

float part_rarest(const uint8_t *p, size_t n)
{
    unsigned least = GRAM_SCALE;

    for (size_t i = 0; i + 4 <= n; i++) {
        uint32_t word = (uint32_t)p[i] | (uint32_t)p[i + 1] << 8 |
                        (uint32_t)p[i + 2] << 16 | (uint32_t)p[i + 3] << 24;
        unsigned level = gram_level(key_four(word));

        least = level < least ? level : least;
    }
    return often(least);
}

static struct part *part_of(const struct part *like)
{
    static uint32_t slots[PART_SLOTS], cap;
    uint32_t hash = 2166136261u ^ (like->left * 2u + like->right), at;

    for (unsigned i = 0; i < like->len; i++)
        hash = (hash ^ like->c[i]) * 0x9E3779B1u;
    for (at = hash >> 12; slots[at]; at = (at + 1) % PART_SLOTS) {
        struct part *p = &parts[slots[at] - 1];

        if (p->len == like->len && p->left == like->left &&
            p->right == like->right &&
            memcmp(p->c, like->c, p->len * sizeof(*p->c)) == 0)
            return p;
    }
    if (part_count > PART_SLOTS / 2)
        die("too many parts");
    if (part_count == cap) {
        cap = cap ? 2 * cap : 1 << 14;
        parts = grow(parts, cap * sizeof(*parts));
    }
    parts[part_count] = *like;
    slots[at] = ++part_count;
    return &parts[part_count - 1];
}

static void cover(struct part *p, uint32_t label)
{
    if (p->cover_count && p->covers[p->cover_count - 1] == label)
        return;
    if (p->cover_count == p->cover_cap) {
        p->cover_cap = p->cover_cap ? 2 * p->cover_cap : 4;
        p->covers = grow(p->covers, p->cover_cap * sizeof(*p->covers));
    }
    p->covers[p->cover_count++] = label;
}

/* price_short is the cost of a short word, which is cheap to find. */
static float price_short(const uint8_t *word, size_t n)
{
    uint8_t bytes[6] = " ";

    memcpy(bytes + 1, word, n);
    bytes[n + 1] = ' ';
    return part_rarest(bytes, n + 2) / 8 + often(SHORT_PLACE);
}

/* price_part is the cost of looking for a part of a word, or 0 where that
 * cannot be. */
static float price_part(const struct part *p)
{
    uint8_t bytes[4 * PART + 2];
    uint32_t v[VARIANTS + 1];
    unsigned ways = 1;
    size_t n = 0;

    for (unsigned i = 0; i < p->len; i++) {
        if (utf_extends(p->c[i]))
            return 0;
        ways *= variants(p->c[i], v);
        n += utf8_put(p->c[i], bytes + n);
    }
    if (n < 2 || n > SEED_LONGEST || ways > SPELLINGS)
        return 0;
    if (n < LEAST && p->c[0] < 0x80)
        return price_short(bytes, n);
    if (n < LEAST)
        return often(THREE);
    return part_rarest(bytes, n) + (float)ways * often(PLACE);
}

static void put_part(const struct part *like, uint32_t label)
{
    struct part *p = part_of(like);

    if (p->cost == 0)
        p->cost = price_part(p);
    if (p->cost > 0)
        cover(p, label);
}

static size_t bytes_of(const uint32_t *c, unsigned n)
{
    uint8_t to[4];
    size_t sum = 0;

    for (unsigned i = 0; i < n; i++)
        sum += utf8_put(c[i], to);
    return sum;
}

/* list_parts lists what of a word could be looked for: all of it if it is
 * short, and every part that is long enough to be met seldom. */
static void list_parts(uint32_t label)
{
    const struct label *l = &graph.labels[label];

    for (unsigned from = 0; from < l->len; from++)
        for (unsigned len = 1; from + len <= l->len && len <= PART; len++) {
            struct part p = {.len = len};
            size_t bytes = bytes_of(l->c + from, len);
            bool brief = bytes < LEAST || len < LETTERS;

            if (brief && len < l->len)
                continue;
            p.left = p.right = brief;
            memcpy(p.c, l->c + from, len * sizeof(*p.c));
            put_part(&p, label);
            if (!brief && bytes > LEAST)
                break;
        }
}

enum {
    OPEN_BEFORE = 1,
    OPEN_AFTER = 2
};

/* open_sides: on how many sides of a sign a phrase may have anything. */
static uint8_t *open_sides(void)
{
    uint8_t *loose = calloc(graph.node_count + 1, 1);
    uint8_t *sides = calloc(graph.label_count + 1, 1);

    if (!loose || !sides)
        die("no memory");
    loose[graph.root] = 1;
    for (uint32_t i = 0; i < graph.arc_count; i++)
        if (graph.arcs[i].label == OTHER)
            loose[graph.arcs[i].to] = 1;
    for (uint32_t i = 0; i < graph.arc_count; i++) {
        uint8_t *s = &sides[graph.arcs[i].label];
        uint32_t to = graph.arcs[i].to;

        if (loose[graph.arcs[i].from])
            *s |= OPEN_BEFORE;
        if (graph_ends(to))
            *s |= OPEN_AFTER;
        for (uint32_t a = graph.first[to]; a < graph.first[to + 1]; a++)
            if (graph.arcs[a].label == OTHER)
                *s |= OPEN_AFTER;
    }
    free(loose);
    return sides;
}

/* price_sign sums up what may follow a sign in plain text: all of what has it.
 * Where its neighbours are known most of that falls away. */
static float price_sign(uint32_t c, unsigned sides)
{
    static const uint8_t next[] = {' ',  '.',  ',',  0xE3, 0xE4, 0xE5, 0xE6,
                                   0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED};
    uint8_t to[5];
    size_t n = utf8_put(c, to);
    float cost = 0;

    for (size_t i = 0; i < sizeof(next); i++) {
        to[n] = next[i];
        cost += part_rarest(to, n + 1);
    }
    return cost / (sides == 0 ? 16 : sides == 3 ? 1 : 4) + often(PLACE);
}

static void list_all(void)
{
    uint8_t *sides = open_sides();

    for (uint32_t i = FIRST; i < graph.label_count; i++) {
        const struct label *l = &graph.labels[i];
        struct part p = {.len = l->len};

        if (l->word && !is_joined(l)) {
            list_parts(i);
            continue;
        }
        if (!l->word && l->c[0] < LEAST_SIGN)
            continue;
        memcpy(p.c, l->c, l->len * sizeof(*p.c));
        p.left = p.right = l->word;
        p.rank = l->word;
        p.cost = l->word ? often(SHORT_PLACE) / PREFERRED
                         : price_sign(l->c[0], sides[i]);
        cover(part_of(&p), i);
    }
    free(sides);
}

void parts_cover(void)
{
    for (uint32_t i = 0; i < graph.label_count; i++)
        graph.labels[i].covered = false;
    for (uint32_t i = 0; i < part_count; i++)
        for (uint32_t k = 0; parts[i].chosen && k < parts[i].cover_count; k++)
            graph.labels[parts[i].covers[k]].covered = true;
}

static void prefer_word(const uint32_t *c, size_t n, unsigned rank)
{
    for (uint32_t i = 0; i < part_count; i++) {
        struct part *p = &parts[i];
        bool in = false;

        for (size_t k = 0; k + p->len <= n && !in; k++)
            in = memcmp(c + k, p->c, p->len * sizeof(*c)) == 0;
        if (in && (!p->left || p->len == n) && !p->rank) {
            p->rank = rank;
            p->cost /= PREFERRED;
        }
    }
}

/* prefer_line takes the words of a line; it is the rank of the last. */
static unsigned prefer_line(const char *line, unsigned rank)
{
    while (*line && *line != '#') {
        struct span word = {(const uint8_t *)line, strcspn(line, " \n")};
        uint32_t c[LONG];
        size_t at = 0, n = 0;
        bool bad = false;

        if (span_eq(word, SPAN("last:")))
            rank = PART_LAST;
        else if (word.len)
            rank++;
        while (at < word.len && n < LONG)
            c[n++] = utf8_next(word, &at, &bad);
        prefer_word(c, n, rank);
        line += word.len;
        line += strspn(line, " \n");
    }
    return rank;
}

/* prefer makes parts of the words of a file cheaper than all others. */
static void prefer(const char *name)
{
    char line[512];
    unsigned rank = 1;
    FILE *f = fopen(name, "r");

    if (!f)
        die("cannot open the list of preferred words");
    while (fgets(line, sizeof(line), f))
        rank = prefer_line(line, rank);
    fclose(f);
}

static struct part *best(double *gain)
{
    struct part *found = NULL;
    double high = 0;

    memset(gain, 0, graph.label_count * sizeof(*gain));
    for (uint32_t i = 0; i < graph.arc_count; i++) {
        const struct arc *a = &graph.arcs[i];

        if (!graph.labels[a->label].covered)
            gain[a->label] += graph.ahead[a->from] * graph.behind[a->to];
    }
    for (uint32_t i = 0; i < part_count; i++) {
        double sum = 0;

        for (uint32_t k = 0; k < parts[i].cover_count; k++)
            sum += gain[parts[i].covers[k]];
        sum /= (double)parts[i].cost;
        if (!parts[i].cover_count || sum <= high)
            continue;
        high = sum;
        found = &parts[i];
    }
    return found;
}

/* prune gives up what is needless, the last choices first. */
static unsigned prune(const uint32_t *list, unsigned n)
{
    unsigned kept = 0;

    while (n--) {
        parts[list[n]].chosen = false;
        parts_cover();
        if (graph_count() <= 0)
            continue;
        parts[list[n]].chosen = true;
        kept++;
    }
    parts_cover();
    return kept;
}

unsigned parts_choose(const char *preferred)
{
    static uint32_t list[SEEDS];
    double *gain;
    unsigned chosen = 0;

    list_all();
    prefer(preferred);
    gain = grow(NULL, graph.label_count * sizeof(*gain));
    while (graph_count() > 0) {
        struct part *p = best(gain);

        if (!p || chosen == SEEDS) {
            graph_show();
            die("this phrase has nothing in it to look for");
        }
        p->chosen = true;
        for (uint32_t k = 0; k < p->cover_count; k++)
            graph.labels[p->covers[k]].covered = true;
        list[chosen++] = (uint32_t)(p - parts);
    }
    free(gain);
    return prune(list, chosen);
}
