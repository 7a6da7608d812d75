/* SPDX-License-Identifier: Apache-2.0
 * compile.c - the patterns of LANG.txt to one automaton, as C tables.
 *
 *   compile names.txt LANG.txt... > lexicon_data.c */
#include <stdio.h>
#include <stdlib.h>

#include "marks/phrases/ways.h"

/* ---- subsets ------------------------------------------------------------ */

struct subset {
    uint32_t *list;
    size_t count;
    uint32_t hash;
};

static struct subset *subsets;
static size_t subset_count, subset_cap;
static uint32_t *first_edge; /* edges sorted by from */
static uint32_t *table;
static size_t table_cap = 1 << 21;
static uint32_t *mark_of, mark_now;

static int by_from(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->c < y->c ? -1 : x->c > y->c;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return x < y ? -1 : x > y;
}

/* close adds what is reached without reading. */
static size_t closure(uint32_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (uint32_t e = first_edge[list[i]];
             e < first_edge[list[i] + 1] && edges[e].c == 0; e++)
            if (mark_of[edges[e].to] != mark_now) {
                mark_of[edges[e].to] = mark_now;
                list[n++] = edges[e].to;
            }
    return n;
}

/* keep drops states that only pass on, so that equal subsets look equal. */
static size_t keep(uint32_t *list, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        uint32_t s = list[i];
        bool reads = false;

        for (uint32_t e = first_edge[s]; e < first_edge[s + 1]; e++)
            reads |= edges[e].c != 0;
        if (reads || says[s].what)
            list[k++] = s;
    }
    qsort(list, k, sizeof(*list), by_number);
    return k;
}

static uint32_t subset_of(uint32_t *list, size_t n)
{
    uint32_t hash = 2166136261u;
    size_t at;

    for (size_t i = 0; i < n; i++)
        hash = (hash ^ list[i]) * 16777619u;
    for (at = hash % table_cap; table[at]; at = (at + 1) % table_cap) {
        struct subset *s = &subsets[table[at] - 1];

        if (s->hash == hash && s->count == n &&
            memcmp(s->list, list, n * sizeof(*list)) == 0)
            return table[at] - 1;
    }
    if (subset_count * 2 > table_cap)
        die("too many states", NULL);
    if (subset_count == subset_cap) {
        subset_cap = subset_cap ? subset_cap * 2 : 4096;
        subsets = grow(subsets, subset_cap * sizeof(*subsets));
    }
    subsets[subset_count].list = grow(NULL, (n + 1) * sizeof(*list));
    memcpy(subsets[subset_count].list, list, n * sizeof(*list));
    subsets[subset_count].count = n;
    subsets[subset_count].hash = hash;
    table[at] = (uint32_t)++subset_count;
    return (uint32_t)subset_count - 1;
}

static int by_symbol(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;

    return x->c < y->c ? -1 : x->c > y->c;
}

/* step lists the edges of one subset, sorted by symbol. */
static size_t step(size_t s, struct edge *out, uint32_t *list)
{
    size_t n = 0, done = 0;

    for (size_t i = 0; i < subsets[s].count; i++) {
        uint32_t q = subsets[s].list[i];

        for (uint32_t e = first_edge[q]; e < first_edge[q + 1]; e++)
            if (edges[e].c)
                out[n++] = edges[e];
    }
    qsort(out, n, sizeof(*out), by_symbol);
    for (size_t i = 0; i < n;) {
        uint32_t c = out[i].c;
        size_t k = 0;

        mark_now++;
        for (; i < n && out[i].c == c; i++)
            if (mark_of[out[i].to] != mark_now) {
                mark_of[out[i].to] = mark_now;
                list[k++] = out[i].to;
            }
        k = keep(list, closure(list, k));
        out[done++] = (struct edge){(uint32_t)s, c, subset_of(list, k)};
    }
    return done;
}

static struct lex_say best(const struct subset *s)
{
    struct lex_say say = {0};

    /* Of several the later in the table of classes wins: a guard beats a
     * claim. */
    for (size_t i = 0; i < s->count; i++)
        if (says[s->list[i]].what > say.what)
            say = says[s->list[i]];
    return say;
}

/* ---- equal states are one ------------------------------------------------ */

static struct edge *dfa; /* the edges of all subsets, by subset */
static size_t dfa_count, dfa_cap;
static uint32_t *dfa_from; /* of each subset, and one more */
static uint32_t *same;     /* subset to state, counted from 1; 0: not yet */
static uint32_t *member;   /* state to one of its subsets */
static uint32_t *same_table;
static size_t same_count;

static void build(void)
{
    struct edge *out = grow(NULL, edge_count * sizeof(*out));
    uint32_t *list = grow(NULL, state_count * sizeof(*list));

    list[0] = 0;
    mark_now++;
    subset_of(list, keep(list, closure(list, 1)));
    for (size_t s = 0; s < subset_count; s++) {
        size_t n = step(s, out, list);

        dfa_from = grow(dfa_from, (s + 2) * sizeof(*dfa_from));
        dfa_from[s] = (uint32_t)dfa_count;
        if (dfa_count + n > dfa_cap) {
            dfa_cap = (dfa_count + n) * 2;
            dfa = grow(dfa, dfa_cap * sizeof(*dfa));
        }
        memcpy(dfa + dfa_count, out, n * sizeof(*out));
        dfa_count += n;
        dfa_from[s + 1] = (uint32_t)dfa_count;
    }
}

static bool alike(uint32_t x, uint32_t y)
{
    struct lex_say a = best(&subsets[x]), b = best(&subsets[y]);
    size_t n = dfa_from[x + 1] - dfa_from[x];

    if (n != dfa_from[y + 1] - dfa_from[y] || a.what != b.what ||
        a.also != b.also || a.lang != b.lang)
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct edge *p = &dfa[dfa_from[x] + i];
        const struct edge *q = &dfa[dfa_from[y] + i];

        if (p->c != q->c || same[p->to] != same[q->to])
            return false;
    }
    return true;
}

/* unify is the state of a subset: there are no loops, so what follows it is
 * settled first. */
static uint32_t unify(uint32_t s)
{
    struct lex_say b = best(&subsets[s]);
    uint32_t hash = 2166136261u ^ b.what ^ (uint32_t)b.lang << 8;
    size_t at;

    if (same[s])
        return same[s];
    for (uint32_t e = dfa_from[s]; e < dfa_from[s + 1]; e++)
        hash = ((hash ^ dfa[e].c) * 16777619u ^ unify(dfa[e].to)) * 16777619u;
    for (at = hash % table_cap; same_table[at]; at = (at + 1) % table_cap)
        if (alike(s, member[same_table[at] - 1]))
            return same[s] = same_table[at];
    member[same_count] = s;
    same_table[at] = (uint32_t)++same_count;
    return same[s] = same_table[at];
}

/* The root is unified last; it is written first. */
static uint32_t number(uint32_t s)
{
    return (uint32_t)same_count - same[s];
}

static uint8_t firsts[1 << (LEX_FIRST_BITS - 3)];
static uint8_t grams[1 << (LEX_GRAM_BITS - 3)];
static uint8_t words[1 << (LEX_WORD_BITS - 3)];

static uint32_t root_of(uint32_t symbol)
{
    for (uint32_t e = dfa_from[0]; e < dfa_from[1]; e++)
        if (dfa[e].c == symbol)
            return dfa[e].to;
    return 0;
}

/* gap is c as lex_may and lex_may_word see it: a pattern may hold a dash as
 * itself. */
static uint32_t gap(uint32_t c)
{
    return c == '-' || c == '_' || c == 0xB7 ? ' ' : c;
}

static void set_bit(uint8_t *bits, uint32_t bit)
{
    bits[bit >> 3] |= (uint8_t)(1u << (bit & 7));
}

static void emit_bits(const char *name, const uint8_t *bits, size_t count)
{
    printf("const uint8_t %s[] = {\n", name);
    for (size_t i = 0; i < count; i++)
        printf("%u,%s", bits[i], i % 24 == 23 ? "\n" : "");
    puts("};");
}

/* spell notes the first characters of all phrases below s. */
static void spell(uint32_t s, const uint32_t *c, unsigned n)
{
    uint32_t next[3] = {c[0], c[1], c[2]};

    if (n == 3) {
        set_bit(firsts, lex_first(c[0]));
        set_bit(grams, lex_gram(c[0], c[1], c[2]));
        return;
    }
    if (best(&subsets[s]).what)
        die("a phrase of less than three characters", NULL);
    for (uint32_t e = dfa_from[s]; e < dfa_from[s + 1]; e++) {
        next[n] = n ? gap(dfa[e].c) : dfa[e].c;
        spell(dfa[e].to, next, n + 1);
    }
}

/* spell_word notes what all words of a language below s begin with. */
static void spell_word(enum lex_lang lang, uint32_t s, uint32_t c[3],
                       unsigned n)
{
    bool letter = n && lex_in_word(c[n - 1]);

    if (n == 3 || (n && (!letter || best(&subsets[s]).what)))
        set_bit(words, lex_word(lang, c));
    if (n == 3 || (n && !letter))
        return;
    for (uint32_t e = dfa_from[s]; e < dfa_from[s + 1]; e++) {
        uint32_t next[3] = {c[0], c[1], 0};

        if (!n || lex_in_word(dfa[e].c))
            next[n] = gap(dfa[e].c);
        spell_word(lang, dfa[e].to, next, n + 1);
    }
}

static void emit_starts(void)
{
    const uint32_t none[3] = {0};

    spell(root_of(LEX_ROOT + LEX_PHRASE * 256 + LEX_ANY), none, 0);
    emit_bits("lex_firsts", firsts, sizeof(firsts));
    emit_bits("lex_grams", grams, sizeof(grams));
    for (uint32_t l = 0; l < LEX_LANG_COUNT; l++) {
        uint32_t r = root_of(LEX_ROOT + LEX_WORD * 256 + l), c[3] = {0};

        if (r)
            spell_word((enum lex_lang)l, r, c, 0);
    }
    emit_bits("lex_words", words, sizeof(words));
    puts("const uint32_t lex_roots[LEX_KIND_COUNT][LEX_LANG_COUNT] = {");
    for (uint32_t k = 0; k < LEX_KIND_COUNT; k++) {
        puts("{");
        for (uint32_t l = 0; l < LEX_LANG_COUNT; l++) {
            uint32_t r = root_of(LEX_ROOT + k * 256 + l);

            printf("%u,", r ? number(r) : 0);
        }
        puts("},");
    }
    puts("};");
}

/* emit_openings goes on behind the states: of each root where the edges of each
 * character of ASCII begin, those of all others, and where they end. */
static void emit_openings(const size_t *begin)
{
    uint32_t at = (uint32_t)same_count + 1;
    static uint32_t first[LEX_KIND_COUNT][LEX_LANG_COUNT];

    for (uint32_t k = 0; k < LEX_KIND_COUNT; k++)
        for (uint32_t l = 0; l < LEX_LANG_COUNT; l++) {
            uint32_t r = root_of(LEX_ROOT + k * 256 + l), e = dfa_from[r];

            for (uint32_t c = 0; r && c <= LEX_OPENINGS; c++) {
                while (e < dfa_from[r + 1] &&
                       (dfa[e].c < c || c == LEX_OPENINGS))
                    e++;
                printf("%zu,\n", begin[number(r)] + e - dfa_from[r]);
            }
            first[k][l] = r ? at : 0;
            at += r ? LEX_OPENINGS + 1 : 0;
        }
    puts("};\n"
         "const uint32_t lex_openings[LEX_KIND_COUNT][LEX_LANG_COUNT] = {");
    for (uint32_t k = 0; k < LEX_KIND_COUNT; k++) {
        puts("{");
        for (uint32_t l = 0; l < LEX_LANG_COUNT; l++)
            printf("%u,", first[k][l]);
        puts("},");
    }
    puts("};");
}

static void emit(void)
{
    size_t said = 0, total = 0;
    size_t *begin = grow(NULL, same_count * sizeof(*begin));

    puts("/* Made by phrases/compile.c; do not edit. */\n"
         "#include \"marks/lexicon.h\"\n\n"
         "const struct lex_edge lex_edges[] = {");
    for (size_t k = same_count; k-- > 0;)
        for (uint32_t e = dfa_from[member[k]]; e < dfa_from[member[k] + 1]; e++)
            printf("{%u,%u,%d},\n", dfa[e].c, number(dfa[e].to),
                   best(&subsets[dfa[e].to]).what != 0);
    puts("};\nconst uint32_t lex_state[] = {");
    for (size_t k = same_count; k-- > 0;) {
        printf("%zu,\n", total);
        begin[same_count - k - 1] = total;
        total += dfa_from[member[k] + 1] - dfa_from[member[k]];
    }
    printf("%zu,\n", total);
    emit_openings(begin);
    printf("const uint32_t lex_states = %zu;\n"
           "const uint16_t lex_accepts[] = {\n",
           same_count);
    for (size_t k = same_count; k-- > 0;)
        printf("%u,\n", best(&subsets[member[k]]).what ? (unsigned)++said : 0);
    puts("};\nconst struct lex_say lex_says[] = {");
    for (size_t k = same_count; k-- > 0;) {
        struct lex_say b = best(&subsets[member[k]]);

        if (b.what)
            printf("{%u,%u,%u,0},\n", b.what, b.also, b.lang);
    }
    puts("};");
    emit_starts();
    fprintf(stderr, "lexicon: %zu states, %zu edges, %zu accepting\n",
            same_count, total, said);
    if (said > UINT16_MAX)
        die("too many accepting states", NULL);
}

int main(int argc, char **argv)
{
    ways_begin();
    for (int i = 1; i < argc; i++)
        ways_read(argv[i]);
    qsort(edges, edge_count, sizeof(*edges), by_from);
    first_edge = grow(NULL, (state_count + 2) * sizeof(*first_edge));
    for (size_t s = 0, e = 0; s <= state_count; s++) {
        while (e < edge_count && edges[e].from < s)
            e++;
        first_edge[s] = (uint32_t)e;
    }
    first_edge[state_count] = (uint32_t)edge_count;
    mark_of = calloc(state_count + 1, sizeof(*mark_of));
    table = calloc(table_cap, sizeof(*table));
    if (!mark_of || !table)
        die("no memory", NULL);
    build();
    same = calloc(subset_count, sizeof(*same));
    member = calloc(subset_count, sizeof(*member));
    same_table = calloc(table_cap, sizeof(*same_table));
    if (!same || !member || !same_table)
        die("no memory", NULL);
    unify(0);
    emit();
    return 0;
}
