/* SPDX-License-Identifier: Apache-2.0
 * test_near.c - what is near a seed is all there is: the finder of notices says
 * the same of a text whether it asks the scanner first or folds it all. */
#include "tests/test.h"

#include "base/cpu.h"
#include "base/utf.h"
#include "marks/seed.h"
#include "scan/set.h"
#include "scan/words.h"
#include "tests/lines.h"
#include "tests/near.h"

#include <ctype.h>
#include <stdlib.h>
#include <utf8proc.h>

enum {
    SENTENCES = 2048,
    TEXT = 1 << 16
};

static char *sentences[SENTENCES];
static size_t count;
static uint32_t seed = 20261128;

static uint32_t draw(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void load(const char *name, unsigned cell)
{
    struct lines l;

    assert_true(lines_open(&l, name));
    while (lines_next(&l) && count < SENTENCES)
        sentences[count++] = strdup(l.line.cell[cell]);
    lines_close(&l);
}

static int setup(void **state)
{
    (void)state;
    load("tests/data/sentences.tsv", 3);
    load("tests/data/prose.tsv", 1);
    return count < 1000;
}

static unsigned differs(const char *what, const char *text, size_t len)
{
    if (near_same((struct span){(const uint8_t *)text, len}))
        return 0;
    print_error("%s: %.*s\n", what, (int)(len < 600 ? len : 600), text);
    return 1;
}

static unsigned in_form(const char *what, const char *text)
{
    return differs(what, text, strlen(text));
}

static size_t put_char(char *to, uint32_t c)
{
    return utf8_put(c, (uint8_t *)to);
}

/* wide moves ASCII to its full-width forms, and from a character on only. */
static size_t wide(const char *text, char *to, size_t from)
{
    struct span in = {(const uint8_t *)text, strlen(text)};
    size_t n = 0, at = 0;
    bool bad = false;

    while (at < in.len) {
        uint32_t c = utf8_next(in, &at, &bad);

        if (at > from && c > ' ' && c < 0x7F)
            c += 0xFEE0;
        n += put_char(to + n, c == ' ' && at > from ? 0x3000 : c);
    }
    to[n] = 0;
    return n;
}

static void sentences_say_the_same_in_all_forms(void **state)
{
    static char to[TEXT];
    unsigned bad = 0;

    (void)state;
    for (size_t i = 0; i < count && bad < 20; i++) {
        char *s = (char *)utf8proc_NFD((const uint8_t *)sentences[i]);

        bad += in_form("plain", sentences[i]);
        bad += in_form("NFD", s);
        wide(sentences[i], to, 0);
        bad += in_form("full-width", to);
        wide(sentences[i], to, strlen(sentences[i]) / 2);
        bad += in_form("half full-width", to);
        for (char *p = s; *p; p++)
            *p = *p == ' ' ? '\n' : *p;
        bad += in_form("NFD, broken", s);
        snprintf(to, sizeof(to), "%s", sentences[i]);
        for (char *p = to; *p; p++)
            *p = *p >= 'a' && *p <= 'z' ? *p - 32 : *p;
        bad += in_form("capitals", to);
        free(s);
    }
    assert_int_equal(bad, 0);
}

/* What folding drops, changes, composes; gaps; what only looks so. */
static const uint32_t odd[] = {
    0x200B, 0x200C, 0x200D, 0xAD,   0xFEFF,  0xFE0F,  0x34F,  0x301,   0x308,
    0x327,  0x30C,  0xFF21, 0xFF49, 0x1D400, 0x1D6A8, 0x24B6, 0x2460,  0x212A,
    0x17F,  0xDF,   0xFB01, 0x2122, 0x1100,  0x1161,  0x11A8, 0x3131,  0xFF71,
    0x3099, 0x2F08, 0xF900, 0x3297, 0xA0,    0x3000,  0x2009, 0x2028,  0x85,
    0x2013, 0x2D,   0x5F,   0xB7,   0x318D,  0x2022,  ' ',    '\n',    '\t',
    '\r',   '.',    ',',    '\'',   '"',     0x201C,  0x2019, 0x1F600, 'a',
    'i',    'I',    'A',    '#',    0xFFFD,  0xE0041, '1',    0x130,   0x131};

/* mix inserts, removes, doubles and repeats at random. */
static size_t mix(char *to)
{
    size_t n = 0, parts = 1 + draw(12);

    for (size_t k = 0; k < parts; k++) {
        const char *s = sentences[draw((uint32_t)count)];
        size_t len = strlen(s), run = draw(8) ? 0 : draw(1500);
        unsigned every = 1 + draw(40);

        for (size_t i = 0; i < len && n + 64 < TEXT; i++) {
            bool edge = ((uint8_t)s[i] & 0xC0) != 0x80;

            if (edge && draw(every) == 0)
                n += put_char(to + n, odd[draw(sizeof(odd) / sizeof(*odd))]);
            if (draw(400) == 0)
                continue; /* a byte is lost */
            to[n++] = s[i];
        }
        for (; run && n + 64 < TEXT; run--)
            n += draw(3) ? put_char(to + n, draw(2) ? ' ' : 0xAC00 + draw(9999))
                         : put_char(to + n, 'a' + draw(26));
        to[n++] = " \n. "[draw(4)];
    }
    return n;
}

static void random_mixes_say_the_same(void **state)
{
    static char to[TEXT];
    unsigned bad = 0;
    long rounds = getenv("FULL") ? 200000 : 6000;

    (void)state;
    for (long i = 0; i < rounds && bad < 5; i++)
        bad += differs("mix", to, mix(to));
    assert_int_equal(bad, 0);
}

/* put_pattern puts a pattern of the lexicon, whichever below a state: a way
 * through its automaton, with gaps of all kinds, and free ones if it may. */
static size_t put_pattern(char *to, uint32_t s, bool free)
{
    static const uint32_t gaps[] = {' ',  ' ', ' ',    '-',
                                    '\n', '_', 0x3000, 0xB7};
    uint32_t cjk = 0;
    size_t n = 0, want = draw(3) ? 160 : 8 + draw(40);

    while (lex_state[s] < lex_state[s + 1]) {
        uint32_t ways = lex_state[s + 1] - lex_state[s];
        const struct lex_edge *e = &lex_edges[lex_state[s] + draw(ways)];
        uint32_t c = e->c == ' ' ? gaps[draw(8)] : e->c;

        if (lex_accepts[s] && (n > want || !draw(4)))
            break;
        if (free && cjk && view_is_cjk(c) && !draw(20))
            to[n++] = " \n"[draw(2)];
        cjk = view_is_cjk(c);
        n += put_char(to + n, c);
        s = e->to;
    }
    return n;
}

static size_t put_phrase(char *to)
{
    return put_pattern(to, lex_roots[LEX_PHRASE][LEX_ANY], true);
}

static void all_phrases_are_met(void **state)
{
    static char to[TEXT];
    unsigned bad = 0;
    long rounds = getenv("FULL") ? 1000000 : 20000;

    (void)state;
    for (long i = 0; i < rounds && bad < 5; i++) {
        size_t n = 0;

        for (unsigned k = draw(60); k; k--)
            n += put_char(to + n, k == 1 ? ' ' : 'a' + draw(26));
        n += put_phrase(to + n);
        to[n++] = " .\n,"[draw(4)];
        bad += differs("phrase", to, n);
    }
    assert_int_equal(bad, 0);
}

/* Phrases at every distance from the bounds of cells, parts and windows. */
static void no_bound_hides_a_phrase(void **state)
{
    static char to[4 * NEAR_PART];
    static const char say[] = "This image was generated by AI. ";
    unsigned bad = 0;

    (void)state;
    memset(to, 'x', sizeof(to));
    for (size_t i = 60; i < sizeof(to); i += 61)
        to[i] = i % 5 ? ' ' : '.';
    for (size_t at = NEAR_PART - 200; at < NEAR_PART + 200 && bad < 5;
         at += 3) {
        static char copy[sizeof(to)];

        memcpy(copy, to, sizeof(to));
        memcpy(copy + at, say, sizeof(say) - 1);
        memcpy(copy + 2 * at + 7, say, sizeof(say) - 1);
        bad += differs("bound", copy, sizeof(copy));
    }
    assert_int_equal(bad, 0);
}

/* Text that is full of seeds is not looked through part by part; what comes
 * behind it is again. */
static void dense_parts_say_the_same(void **state)
{
    enum {
        LONG = 24 * NEAR_PART
    };
    char *to = malloc(LONG + TEXT);
    size_t n = 0;
    bool plain = false;

    (void)state;
    assert_non_null(to);
    while (n < LONG) {
        const char *s = sentences[draw((uint32_t)count)];

        if (draw(plain ? 400 : 4000) == 0)
            plain = !plain;
        s = plain && draw(60) ? "A word." : s;
        assert_true(strlen(s) < TEXT);
        n += (size_t)snprintf(to + n, TEXT, "%s ", s);
    }
    assert_int_equal(differs("dense", to, n), 0);
    free(to);
}

/* A run of spaces counts as one, however long. */
static void long_gaps_hide_nothing(void **state)
{
    static char to[3 * NEAR_PART];
    unsigned bad = 0;

    (void)state;
    for (size_t gap = 1; gap < 2 * NEAR_PART; gap = gap * 3 + 1) {
        static const char head[] =
            "A word. This image was made with the use of";
        static const char rest[] = "AI and not by a human being.";
        size_t n = sizeof(head) - 1;

        memcpy(to, head, n);
        memset(to + n, ' ', gap);
        memcpy(to + n + gap, rest, sizeof(rest) - 1);
        n += gap + sizeof(rest) - 1;
        bad += differs("gap", to, n);
    }
    assert_int_equal(bad, 0);
}

static bool sum_hit(void *ctx, uint32_t pattern, uint64_t end)
{
    uint64_t *sum = ctx, k = (uint64_t)pattern << 40 ^ end;

    k *= 0x9e3779b97f4a7c15;
    *sum += k ^ k >> 29;
    return true;
}

static uint64_t sum_of(const struct scan_set *set, struct span text)
{
    uint64_t sum = 0;
    struct scan s = {.set = set, .hit = sum_hit, .ctx = &sum};

    assert_true(scan_run(&s, text));
    return sum;
}

/* All that is read of a text without a seed stays in the cache. */
static void the_tables_of_the_seeds_stay_small(void **state)
{
    (void)state;
    if (strcmp(set_kernel(&seed_set), "plain") != 0)
        assert_in_range(set_hot(&seed_set), 1, 65536);
}

/* The set of seeds is a constant that the build has written. */
static void a_constant_set_finds_what_a_made_one_does(void **state)
{
    static const uint32_t levels[] = {
        CPU_KNOWN, CPU_SSSE3, CPU_SSSE3 | CPU_AVX2, CPU_NEON, UINT32_MAX};
    static char to[TEXT];
    size_t n = set_count(&seed_set);
    struct scan_pattern *p = calloc(n, sizeof(*p));

    (void)state;
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) {
        const struct needle *d = &seed_set.needles[i];

        p[i] = (struct scan_pattern){{d->text, d->len}, d->caseless, d->most};
    }
    for (int round = 0; round < 40; round++) {
        struct span text = {(const uint8_t *)to, mix(to)};
        uint64_t want = 0;

        for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
            struct scan_set *made;

            cpu_limit(levels[i]);
            made = set_new(p, n);
            assert_non_null(made);
            if (!i)
                want = sum_of(made, text);
            assert_true(sum_of(made, text) == want);
            assert_true(sum_of(&seed_set, text) == want);
            assert_string_equal(set_kernel(&seed_set), set_kernel(made));
            set_free(made);
        }
    }
    cpu_limit(UINT32_MAX);
    free(p);
}

static void letters_are_seen_at_any_length(void **state)
{
    uint8_t text[200];
    uint64_t got[4], want[4];

    (void)state;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (uint8_t)(draw(2) ? draw(256) : 'a' + draw(26));
    for (size_t len = 0; len <= sizeof(text); len++) {
        struct span s = {text, len};

        memset(got, 0, sizeof(got));
        memset(want, 0, sizeof(want));
        for (size_t i = 0; i < len; i++)
            want[i / 64] |=
                (uint64_t)((text[i] < 0x80 && isalnum(text[i])) != 0) << i % 64;
        words_mask(s, got);
        assert_memory_equal(got, want, (len + 63) / 64 * 8);
        words_plain(s, got);
        assert_memory_equal(got, want, (len + 63) / 64 * 8);
    }
}

/* What a view leaves as it is without asking is left so by folding. */
static void a_quick_fold_is_the_fold(void **state)
{
    (void)state;
    for (uint32_t c = 0x80; c < 0x110000; c++) {
        uint32_t quick[VIEW_FOLD], slow[VIEW_FOLD];

        assert_true(utf_extends(c) || utf8proc_category((utf8proc_int32_t)c) !=
                                          UTF8PROC_CATEGORY_MN);
        if ((c >= 0xD800 && c <= 0xDFFF) || c == 0x2026)
            continue; /* an ellipsis is one sign to a view */
        if (view_fold(&c, 1, quick) != 1 || quick[0] != c)
            continue;
        assert_int_equal(utf_fold(&c, 1, slow, VIEW_FOLD), 1);
        assert_int_equal(slow[0], c);
    }
}

/* slow_fill is view_fill of a short text without its short cuts. */
static void slow_fill(struct view *v, struct span text)
{
    size_t at = 0;

    v->len = 0;
    while (at < text.len) {
        uint32_t in[VIEW_CLUSTER], out[VIEW_FOLD];
        size_t n = 1, next, start = at, k;
        bool bad = false;

        in[0] = utf8_next(text, &at, &bad);
        for (next = at; next < text.len; at = next) {
            uint32_t c = utf8_next(text, &next, &bad);

            if (!utf_extends(c))
                break;
            if (n < VIEW_CLUSTER)
                in[n++] = c;
        }
        k = view_fold(in, n, out);
        for (size_t i = 0; i < k; i++) {
            uint32_t c = out[i];
            uint32_t *last = v->len ? &v->c[v->len - 1] : NULL;

            if (c == '\t' || c == '\r' || c == '\f' || c == 0x0B)
                c = ' ';
            if (last && view_is_space(c) && view_is_space(*last)) {
                if (c == VIEW_LINE && *last == ' ')
                    *last = VIEW_LINE;
                else if (c != ' ')
                    *last = VIEW_PARA;
                continue;
            }
            v->c[v->len] = c;
            v->at[v->len++] = (uint32_t)start;
        }
    }
    v->at[v->len] = (uint32_t)at;
}

/* Any characters of scripts whose bytes begin alike, marks among them. */
static size_t put_letters(char *to)
{
    static const uint32_t from[] = {0x20,   0x300,  0x3030, 0x3090, 0x30F0,
                                    0x4DC0, 0xA800, 0xABE0, 0xAC00, 0xCFF0,
                                    0xD550, 0xD790, 0xD7B0, 0xFB00, 0x1F600};
    size_t n = 0;

    for (unsigned k = 1 + draw(60); k; k--) {
        if (draw(9) == 0)
            to[n++] = (char)draw(256);
        else
            n += put_char(to + n,
                          from[draw(sizeof(from) / sizeof(*from))] + draw(48));
    }
    return n;
}

/* Plain bytes, blanks and controls among them: most of a text, and taken up a
 * block at a time. */
static size_t put_plain(char *to)
{
    unsigned rare = draw(3) ? 200 : 4, blanks = 2 + draw(8);
    size_t n = 0;

    for (unsigned k = draw(120); k; k--)
        if (draw(rare) == 0)
            to[n++] = "\t\r\f\v\x01 \n\x7F"[draw(8)];
        else
            to[n++] = draw(blanks) ? "azAZ@[`{09~!"[draw(12)] : " \n"[draw(2)];
    if (draw(4) == 0)
        n += put_char(to + n, 0x2F0 + draw(32));
    return n;
}

static void short_cuts_fold_as_the_long_way_does(void **state)
{
    static uint32_t room[4][2 * TEXT];
    static char to[TEXT];

    (void)state;
    for (int round = 0; round < 40000; round++) {
        struct view quick = {room[0], room[1], 0, 2 * TEXT - 1};
        struct view slow = {room[2], room[3], 0, 2 * TEXT - 1};
        struct span text = {(const uint8_t *)to, 0};

        text.len = round % 2    ? put_plain(to)
                   : round % 40 ? put_letters(to)
                                : mix(to);
        assert_int_equal(view_fill(&quick, text, 0), text.len);
        slow_fill(&slow, text);
        assert_int_equal(quick.len, slow.len);
        assert_memory_equal(quick.c, slow.c, slow.len * sizeof(*slow.c));
        assert_memory_equal(quick.at, slow.at,
                            (slow.len + 1) * sizeof(*slow.at));
    }
}

/* The quick no is none where a phrase begins. */
static void no_phrase_is_ruled_out(void **state)
{
    static uint32_t room[2][2 * TEXT];
    static char to[TEXT];
    unsigned begin = 0, may = 0, all = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        struct view v = {room[0], room[1], 0, 2 * TEXT - 1};
        size_t n = round % 10 ? put_phrase(to) : mix(to);
        struct lex_hit p;

        for (int k = 0; k < 7; k++)
            to[n++] = "a \n-.,x"[draw(7)];
        view_fill(&v, (struct span){(const uint8_t *)to, n}, 0);
        for (size_t i = 0; i < v.len; i++) {
            bool is = lex_at(&v, i, v.len, LEX_PHRASE, LEX_ANY, &p);

            assert_true(!is || v.c[i] == ' ' || v.c[i] == VIEW_LINE ||
                        lex_may(&v, i));
            begin += is;
            may += lex_may(&v, i);
            all++;
        }
    }
    assert_true(begin > 10000 && may < all / 2);
}

/* Nor is a word of any language: each is found, to its end or beyond. */
static void no_word_is_ruled_out(void **state)
{
    static uint32_t room[2][2 * TEXT];
    static char to[TEXT];

    (void)state;
    for (enum lex_lang l = 0; l < LEX_LANG_COUNT; l++)
        for (int round = 0; lex_roots[LEX_WORD][l] && round < 2000; round++) {
            struct view v = {room[0], room[1], 0, 2 * TEXT - 1};
            size_t n = put_pattern(to, lex_roots[LEX_WORD][l], l != LEX_ko);
            struct span text = {(const uint8_t *)to, n + 2};
            struct lex_hit w;

            memcpy(to + n, round % 2 ? ". " : ", ", 2);
            view_fill(&v, text, 0);
            assert_true(lex_at(&v, 0, v.len, LEX_WORD, l, &w));
            assert_true(v.at[w.end] >= n);
        }
}

/* A name in the row of another length would never be found. */
static void names_stand_at_their_length(void **state)
{
    (void)state;
    for (size_t len = 0; len < sizeof(prose) / sizeof(prose[0]); len++)
        for (const char *at = prose[len]; at && *at; at += len + (at[len] > 0))
            assert_int_equal(strcspn(at, "|"), len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_of_the_seeds_stay_small),
        cmocka_unit_test(a_constant_set_finds_what_a_made_one_does),
        cmocka_unit_test(letters_are_seen_at_any_length),
        cmocka_unit_test(a_quick_fold_is_the_fold),
        cmocka_unit_test(short_cuts_fold_as_the_long_way_does),
        cmocka_unit_test(no_phrase_is_ruled_out),
        cmocka_unit_test(no_word_is_ruled_out),
        cmocka_unit_test(names_stand_at_their_length),
        cmocka_unit_test(sentences_say_the_same_in_all_forms),
        cmocka_unit_test(random_mixes_say_the_same),
        cmocka_unit_test(all_phrases_are_met),
        cmocka_unit_test(no_bound_hides_a_phrase),
        cmocka_unit_test(dense_parts_say_the_same),
        cmocka_unit_test(long_gaps_hide_nothing),
    };

    return cmocka_run_group_tests(tests, setup, NULL);
}
