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
    ODD_BLOCK = 12 /* odd characters of 64 that stand for all of them */
};

static uint8_t pairs[1 << (SEED_PAIR_BITS - 3)];

/* What may have anything beside it needs no list of what that is: so those are
 * found first. */
static bool only_any;

static void put_pair(uint32_t word, enum seed_where at, uint32_t item)
{
    uint32_t bit = seed_pair(word, at, item);
    uint32_t any = seed_pair(word, at, SEED_ANY);

    if (only_any ? item != SEED_ANY : pairs[any >> 3] >> (any & 7) & 1)
        return;
    pairs[bit >> 3] |= (uint8_t)(1 << (bit & 7));
}

/* item is what a text shows of a label: its first or last word. */
static uint32_t item(const struct label *l, bool last)
{
    unsigned from = 0, to = l->len;

    if (is_joined(l)) {
        from = last ? 2 : 0;
        to = from + 1;
    }
    return seed_item(l->c + from, to - from);
}

static void put_lead(uint32_t word, enum seed_where at, const struct arc *a)
{
    put_pair(word, at, a->lead == SEED_ANY ? SEED_ANY : seed_item(&a->lead, 1));
}

static void put_before(uint32_t word, uint32_t n)
{
    if (n == graph.root)
        put_pair(word, SEED_BEFORE, SEED_ANY);
    for (uint32_t i = graph.first_into[n]; i < graph.first_into[n + 1]; i++) {
        const struct arc *a = &graph.arcs[graph.into[i]];
        const struct label *l = &graph.labels[a->label];

        if (l->covered || graph.ahead[a->from] <= 0)
            continue;
        if (a->label != GAP)
            put_pair(word, SEED_BEFORE,
                     a->label == OTHER ? SEED_ANY : item(l, true));
        else if (a->lead)
            put_lead(word, SEED_BEFORE, a);
        else
            put_before(word, a->from);
    }
}

static void put_after(uint32_t word, uint32_t n)
{
    if (graph_ends(n))
        put_pair(word, SEED_AFTER, SEED_ANY);
    for (uint32_t i = graph.first[n]; i < graph.first[n + 1]; i++) {
        const struct arc *a = &graph.arcs[i];
        const struct label *l = &graph.labels[a->label];

        if (l->covered || graph.behind[a->to] <= 0)
            continue;
        if (a->lead)
            put_lead(word, SEED_AFTER, a);
        else if (a->label == GAP)
            put_after(word, a->to);
        else
            put_pair(word, SEED_AFTER,
                     a->label == OTHER ? SEED_ANY : item(l, false));
    }
}

static void meet_arcs(const uint8_t *mine)
{
    for (uint32_t i = 0; i < graph.arc_count; i++) {
        const struct arc *a = &graph.arcs[i];
        const struct label *l = &graph.labels[a->label];
        uint32_t word;

        if (!mine[a->label] || l->covered || graph.ahead[a->from] <= 0 ||
            graph.behind[a->to] <= 0)
            continue;
        word = seed_item(l->c, l->len);
        put_pair(word, SEED_WORD, SEED_ANY);
        if (a->lead)
            put_lead(word, SEED_BEFORE, a);
        else
            put_before(word, a->from);
        put_after(word, a->to);
    }
}

/* meet notes what stands beside a seed in the phrases that have none of the
 * seeds before it. */
static void meet(const struct part *p)
{
    uint8_t *mine = calloc(graph.label_count, 1);

    if (!mine)
        die("no memory");
    for (uint32_t k = 0; k < p->cover_count; k++)
        mine[p->covers[k]] = 1;
    graph_count();
    for (int pass = 0; pass < 2; pass++) {
        only_any = pass == 0;
        meet_arcs(mine);
    }
    for (uint32_t k = 0; k < p->cover_count; k++)
        graph.labels[p->covers[k]].covered = true;
    free(mine);
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

static void meet_all(unsigned chosen)
{
    unsigned n = 0;

    for (uint32_t i = 0; i < part_count; i++)
        if (parts[i].chosen)
            ranks[n++] = i;
    qsort(ranks, chosen, sizeof(*ranks), by_worth);
    for (uint32_t i = 0; i < graph.label_count; i++)
        graph.labels[i].covered = false;
    for (unsigned i = 0; i < chosen; i++)
        meet(&parts[ranks[i]]);
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
    bool word = graph.labels[p->covers[0]].word;
    uint8_t to[4 * PART];

    if (is_short(p)) {
        put_short(p, s);
        return;
    }
    s.kind |= word ? 0 : SEED_SIGN;
    s.kind |= p->left ? SEED_LEFT : 0;
    s.kind |= p->right ? SEED_RIGHT : 0;
    if (word) {
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
    put_bytes("seed_pairs", pairs, sizeof(pairs));
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
    meet_all(chosen);
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
