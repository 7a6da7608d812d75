/* SPDX-License-Identifier: Apache-2.0
 * seeds.c - a program of the build: what every phrase of the lexicon has in it,
 * as a set for the scanner.
 *
 * Seeds have an order.  With each goes what stands beside it in those phrases
 * that have none of those before it, and the words that it is in, so that few
 * of the places where it is found in plain text need to be looked at.  A text
 * is looked through in bytes, so the characters that folding turns into seeds
 * are looked for as well. */
#include "marks/phrases/piece.h"

#include "base/utf.h"
#include "scan/bake/bake.h"

#include <stdlib.h>

enum {
    ODD_BLOCK = 12, /* odd characters of 64 that stand for all of them */
    MOST_BEYOND = 8 /* second signs beside a seed that are told apart */
};

static uint8_t places[1 << (SEED_PLACE_BITS - 3)];

/* What may be on one side of a seed; SEED_ANY, if there, is the last. */
struct items {
    uint32_t *list;
    uint32_t count, cap;
};

static void put_item(struct items *s, uint32_t item)
{
    if (s->count == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 64;
        s->list = grow(s->list, s->cap * sizeof(*s->list));
    }
    s->list[s->count++] = item;
}

static int by_item(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x == SEED_ANY) != (y == SEED_ANY) ? (x == SEED_ANY ? 1 : -1)
           : x < y                            ? -1
                                              : x > y;
}

/* settle leaves one of each; where there may be anything, that is all. */
static void settle(struct items *s)
{
    uint32_t n = 0;

    qsort(s->list, s->count, sizeof(*s->list), by_item);
    for (uint32_t i = 0; i < s->count; i++)
        if (!n || s->list[i] != s->list[n - 1])
            s->list[n++] = s->list[i];
    if (n && s->list[n - 1] == SEED_ANY) {
        s->list[0] = SEED_ANY;
        n = 1;
    }
    s->count = n;
}

/* item is what a text shows of a label: its first or last word. */
static uint32_t item(const struct label *l, bool last)
{
    unsigned from = 0, to = l->len;

    if (l == &graph.labels[OTHER])
        return SEED_ANY;
    if (is_joined(l)) {
        from = last ? 2 : 0;
        to = from + 1;
    }
    return seed_item(l->c + from, to - from);
}

/* lead is the same of the letter that an arc begins with, seen from behind it
 * or from before. */
static uint32_t lead(const struct arc *a, bool back)
{
    uint32_t letter = a->lead & ~(uint32_t)LEAD_SIGN;

    return back && letter != a->lead ? SEED_ANY : seed_item(&letter, 1);
}

/* A way out of a node, to what is before or behind it. */
struct way {
    const struct arc *arc;
    const struct label *label;
    uint32_t to;
};

static void list_side(struct items *to, uint32_t node, bool back, bool two);

/* put_way puts what a way begins with: of two signs, both. */
static void put_way(struct items *to, struct way w, bool back, bool two)
{
    struct items more = {0};
    uint32_t one = item(w.label, back);

    if (w.arc->lead && (!back || w.arc->label == GAP)) {
        one = lead(w.arc, back);
        put_item(to, two ? seed_side(one, SEED_ANY) : one);
        return;
    }
    if (w.arc->label == GAP) {
        list_side(to, w.to, back, two);
        return;
    }
    if (!two || w.label->word || one == SEED_ANY) {
        put_item(to, two ? seed_side(one, SEED_ANY) : one);
        return;
    }
    if (w.arc->lead)
        put_item(&more, lead(w.arc, back));
    else
        list_side(&more, w.to, back, false);
    settle(&more);
    if (more.count > MOST_BEYOND) {
        put_item(to, seed_side(one, SEED_ANY));
        more.count = 0;
    }
    for (uint32_t i = 0; i < more.count; i++)
        put_item(to, seed_side(one, more.list[i]));
    free(more.list);
}

static void list_side(struct items *to, uint32_t node, bool back, bool two)
{
    const uint32_t *first = back ? graph.first_into : graph.first;

    if (back ? node == graph.root : graph_ends(node))
        put_item(to, SEED_ANY);
    for (uint32_t i = first[node]; i < first[node + 1]; i++) {
        const struct arc *a = &graph.arcs[back ? graph.into[i] : i];
        struct way w = {a, &graph.labels[a->label], back ? a->from : a->to};

        if (!arc_covered(a) &&
            (back ? graph.ahead[w.to] : graph.behind[w.to]) > 0)
            put_way(to, w, back, two);
    }
}

static bool is_put(uint32_t word, uint32_t left, uint32_t right)
{
    uint64_t place = seed_place(word, left, right);
    bool all = true;

    for (unsigned i = 0; i < SEED_BITS; i++)
        all &= places[seed_bit(place, i) >> 3] >> (seed_bit(place, i) & 7) & 1;
    return all;
}

/* What may have anything beside it needs no list of what that is: so those are
 * found first. */
static bool only_any;

static void put_place(uint32_t word, uint32_t left, uint32_t right)
{
    uint64_t place = seed_place(word, left, right);

    if (only_any
            ? left != SEED_ANY && right != SEED_ANY
            : is_put(word, left == SEED_WORD ? left : SEED_ANY, right) ||
                  is_put(word, left, right == SEED_WORD ? right : SEED_ANY))
        return;
    for (unsigned i = 0; i < SEED_BITS; i++) {
        uint32_t bit = seed_bit(place, i);

        places[bit >> 3] |= (uint8_t)(1 << (bit & 7));
    }
}

/* meet_arc notes what stands around a seed where it is this arc: of a sign what
 * goes together, of a word, which has many neighbours, each side by itself. */
static void meet_arc(const struct arc *a)
{
    static struct items left, right;
    struct label *l = &graph.labels[a->label];
    uint32_t word = seed_item(l->c, l->len);

    left.count = right.count = 0;
    if (a->lead)
        put_item(&left,
                 l->word ? lead(a, true) : seed_side(lead(a, true), SEED_ANY));
    else
        list_side(&left, a->from, true, !l->word);
    list_side(&right, a->to, false, !l->word);
    settle(&left);
    settle(&right);
    l->open |= left.list[0] == SEED_ANY && right.list[0] == SEED_ANY;
    if (l->word)
        put_place(word, SEED_WORD, SEED_WORD);
    for (uint32_t i = 0; l->word && i < left.count; i++)
        put_place(word, left.list[i], SEED_WORD);
    for (uint32_t i = 0; l->word && i < right.count; i++)
        put_place(word, SEED_WORD, right.list[i]);
    for (uint32_t i = 0; !l->word && i < left.count; i++)
        for (uint32_t k = 0; k < right.count; k++)
            put_place(word, left.list[i], right.list[k]);
}

static bool meet_arcs(const uint8_t *mine)
{
    bool met = false;

    for (uint32_t i = 0; i < graph.arc_count; i++) {
        const struct arc *a = &graph.arcs[i];

        if (mine[a->label] && !a->spare && !graph.labels[a->label].covered &&
            graph.ahead[a->from] > 0 && graph.behind[a->to] > 0) {
            meet_arc(a);
            met = true;
        }
    }
    return met;
}

/* meet notes what stands beside a seed in the phrases that have none of the
 * seeds before it; false where there are no such phrases. */
static bool meet(const struct part *p)
{
    uint8_t *mine = calloc(graph.label_count, 1);
    bool met = false;

    if (!mine)
        die("no memory");
    for (uint32_t k = 0; k < p->cover_count; k++)
        mine[p->covers[k]] = 1;
    graph_count();
    for (int pass = 0; pass < 2; pass++) {
        only_any = pass == 0;
        met |= meet_arcs(mine);
    }
    for (uint32_t k = 0; k < p->cover_count; k++)
        graph.labels[p->covers[k]].covered = true;
    free(mine);
    return met;
}

/* by_worth: the preferred words as they are listed, then what text seldom has,
 * then the last of the list. */
static int by_worth(const void *a, const void *b)
{
    const struct part *x = &parts[*(const uint32_t *)a];
    const struct part *y = &parts[*(const uint32_t *)b];
    unsigned i = x->rank ? x->rank : PART_LAST;
    unsigned j = y->rank ? y->rank : PART_LAST;

    if (i != j)
        return i < j ? -1 : 1;
    return x->cost < y->cost ? -1 : x->cost > y->cost;
}

static uint32_t ranks[SEEDS];

/* meet_all leaves of the seeds those that are met; how many. */
static unsigned meet_all(unsigned chosen)
{
    unsigned n = 0, kept = 0;

    for (uint32_t i = 0; i < part_count; i++)
        if (parts[i].chosen)
            ranks[n++] = i;
    qsort(ranks, chosen, sizeof(*ranks), by_worth);
    for (uint32_t i = 0; i < graph.label_count; i++)
        graph.labels[i].covered = false;
    for (unsigned i = 0; i < chosen; i++) {
        parts[ranks[i]].chosen = meet(&parts[ranks[i]]);
        if (parts[ranks[i]].chosen)
            ranks[kept++] = ranks[i];
    }
    return kept;
}

/* ---- the patterns -------------------------------------------------------- */

static struct scan_pattern patterns[SEEDS];
static struct seed seeds[SEEDS];
static unsigned pattern_count;

static void put_pattern(const uint8_t *p, size_t n, struct seed s)
{
    uint8_t *own = grow(NULL, n);

    memcpy(own, p, n);
    if (pattern_count == SEEDS)
        die("too many seeds");
    patterns[pattern_count] = (struct scan_pattern){{own, n}, true, 0};
    seeds[pattern_count++] = s;
}

/* spell puts a part of a word in all its spellings. */
static void spell(const struct part *p, unsigned i, uint8_t *to, size_t n,
                  struct seed s)
{
    uint32_t v[VARIANTS + 1];
    unsigned ways;

    if (i == p->len) {
        put_pattern(to, n, s);
        return;
    }
    ways = variants(p->c[i], v);
    for (unsigned k = 0; k < ways; k++)
        spell(p, i + 1, to, n + utf8_put(v[k], to + n), s);
}

static void note_spelt(const struct part *p)
{
    uint32_t v[VARIANTS + 1];

    for (unsigned i = 0; i < p->len; i++) {
        unsigned ways = variants(p->c[i], v);

        for (size_t k = 0; k < odd_count; k++)
            for (unsigned w = 1; w < ways; w++)
                odds[k].spelt |= odds[k].c == v[w];
    }
}

static struct seed_short shorts[SEEDS];
static unsigned short_count;

/* put_short puts a short word; of two letters that something joins, the second
 * is looked for. */
static void put_short(const struct part *p, struct seed s)
{
    bool joined = is_joined(&graph.labels[p->covers[0]]);
    uint32_t key = 0;

    if (joined) {
        s.kind = SEED_JOINED;
        s.letter = (uint8_t)p->c[0];
        s.joint = (uint8_t)p->c[1];
    }
    s.kind |= SEED_LEFT | SEED_RIGHT;
    for (unsigned i = joined ? 2 : 0; i < p->len; i++)
        key |= p->c[i] << 8 * s.len++;
    shorts[short_count++] = (struct seed_short){key, s};
}

/* is_short: a word that the set does not look for. */
static bool is_short(const struct part *p)
{
    bool plain = p->left && p->right && p->len <= SEED_SHORT;

    for (unsigned i = 0; i < p->len; i++)
        plain &= p->c[i] < 0x80;
    return plain;
}

static void put_seed(const struct part *p)
{
    struct seed s = {0};
    const struct label *l = &graph.labels[p->covers[0]];
    uint8_t to[4 * PART];

    if (is_short(p)) {
        put_short(p, s);
        return;
    }
    s.kind |= l->word ? 0 : l->open ? SEED_SIGN | SEED_OPEN : SEED_SIGN;
    s.kind |= p->left ? SEED_LEFT : 0;
    s.kind |= p->right ? SEED_RIGHT : 0;
    if (l->word) {
        note_spelt(p);
        spell(p, 0, to, 0, s);
    } else {
        put_pattern(to, utf8_put(p->c[0], to), s);
    }
}

static uint8_t *is_odd; /* of each character: its kind, or 0 */

/* put_block puts a block of 64 characters: each, or their common beginning. */
static unsigned put_block(uint32_t at, bool whole)
{
    unsigned n = 0;
    uint8_t to[4];

    for (uint32_t c = at; c < at + 64; c++)
        n += is_odd[c] != 0;
    if (!n)
        return 0;
    if (whole && n >= ODD_BLOCK) {
        size_t len = utf8_put(at, to) - 1;
        struct seed s = {.kind = SEED_ODD};

        if (len > 1) {
            put_pattern(to, len, s);
            return n;
        }
    }
    for (uint32_t c = at; c < at + 64; c++)
        if (is_odd[c])
            put_pattern(to, utf8_put(c, to), (struct seed){.kind = is_odd[c]});
    return n;
}

static void put_odds(void)
{
    for (uint32_t plane = 0; plane < 0x110000; plane += 4096) {
        unsigned n = 0;
        uint8_t to[4];

        for (uint32_t c = plane; c < plane + 4096; c++)
            n += is_odd[c] != 0;
        if (plane >= 0x10000 && n > 512) {
            utf8_put(plane, to);
            put_pattern(to, 2, (struct seed){.kind = SEED_ODD});
            continue;
        }
        /* Blocks of which plain text is full are put by the character. */
        for (uint32_t at = plane; at < plane + 4096; at += 64)
            put_block(at, at >= 0x800 && at != 0x2000 && at != 0x3000 &&
                              at != 0x3040 && at != 0x3080 && at != 0x30C0 &&
                              !(at >= 0x900 && at < 0xE80) && at != 0xFF00);
    }
}

static void put_bytes(const char *name, const uint8_t *p, size_t n)
{
    printf("const uint8_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        printf("%s%u,", i % 24 ? "" : "\n", p[i]);
    printf("};\n");
}

static void put_one(const struct seed *s)
{
    printf("{%u, %u, %u, %u}", s->kind, s->len, s->letter, s->joint);
}

static int by_key(const void *a, const void *b)
{
    const struct seed_short *x = a, *y = b;

    return x->key < y->key ? -1 : x->key > y->key;
}

/* part_keys finds a factor by which no two keys have one hash, and says of each
 * hash where its key begins. */
static uint32_t part_keys(uint8_t first[1 << SEED_SHORT_BITS])
{
    for (uint32_t factor = 0x9E3779B1u;; factor += 2) {
        unsigned i = 0;

        memset(first, (int)short_count, 1 << SEED_SHORT_BITS);
        for (; i < short_count; i++) {
            uint8_t *at = &first[seed_short_hash(shorts[i].key, factor)];

            if (*at == short_count)
                *at = (uint8_t)i;
            else if (shorts[*at].key != shorts[i].key)
                break;
        }
        if (i == short_count)
            return factor;
    }
}

/* check_places: of a table with too many bits set whatever text has beside a
 * sign would be met, eight ways each; it is then time for SEED_PLACE_BITS to
 * grow. */
static void check_places(void)
{
    size_t set = 0;

    for (size_t i = 0; i < sizeof(places); i++)
        set += (size_t)__builtin_popcount(places[i]);
    if (set > sizeof(places) * 8 / 3)
        die("too many places for their table");
}

static void put_tables(void)
{
    static uint8_t first[1 << SEED_SHORT_BITS];
    uint32_t factor;

    printf("/* Made by phrases/seeds.c; do not edit. */\n"
           "#include \"marks/seed.h\"\n\n"
           "const struct seed seed_list[] = {\n");
    for (unsigned i = 0; i < pattern_count; i++) {
        seeds[i].len = (uint8_t)patterns[i].text.len;
        put_one(&seeds[i]);
        printf(",\n");
    }
    printf("};\nconst struct seed_short seed_shorts[] = {\n");
    if (short_count > UINT8_MAX)
        die("too many short words");
    qsort(shorts, short_count, sizeof(*shorts), by_key);
    factor = part_keys(first);
    for (unsigned i = 0; i < short_count; i++) {
        printf("{%u, ", shorts[i].key);
        put_one(&shorts[i].seed);
        printf("},\n");
    }
    printf("{0, {0, 0, 0, 0}}};\nconst size_t seed_short_count = %u;\n",
           short_count);
    printf("const uint32_t seed_short_factor = %u;\n", factor);
    put_bytes("seed_short_first", first, sizeof(first));
    check_places();
    put_bytes("seed_places", places, sizeof(places));
    if (!set_bake(stdout, "seed_set", patterns, pattern_count))
        die("no set");
}

static void list(void)
{
    for (uint32_t i = 0; i < part_count; i++) {
        const struct part *p = &parts[i];
        uint8_t to[4];

        if (!p->chosen)
            continue;
        for (unsigned k = 0; k < p->len; k++)
            fprintf(stderr, "%.*s", (int)utf8_put(p->c[k], to), (char *)to);
        fprintf(stderr, " %.0f %u\n", (double)p->cost * (1 << 20),
                p->cover_count);
    }
}

/* seeds PREFERRED [list]: writes the set, and lists the seeds. */
int main(int argc, char **argv)
{
    unsigned chosen;

    if (argc < 2)
        die("which words are preferred?");
    odds_list();
    graph_make();
    chosen = parts_choose(argv[1]);
    if (chosen > SEEDS)
        die("too many seeds");
    spare_places();
    chosen = meet_all(chosen);
    for (unsigned i = 0; i < chosen; i++)
        put_seed(&parts[ranks[i]]);
    is_odd = odds_mark();
    put_odds();
    put_tables();
    if (argc > 2)
        list();
    fprintf(stderr, "seeds: %u, %u patterns, %u short words\n", chosen,
            pattern_count, short_count);
    return 0;
}
