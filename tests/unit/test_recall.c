/* SPDX-License-Identifier: Apache-2.0
 * test_recall.c - a judgement that was remembered is the one that would be
 * made now, whatever differs from the items before. */
#include "tests/test.h"

#include "law/eval.h"
#include "law/recall.h"
#include "tests/chance.h"
#include "tests/synth.h"

enum {
    BUDGET = 1 << 20,
    ROUNDS = 20000,
    SETTINGS = 2048,
    LAWS_TEXT = 256,
    CHANGES = 4 /* most settings by which an item differs from the last */
};

/* What an item may say of one thing; the first of each: nothing. */
struct setting {
    const char *words[8];
    unsigned count;
};

static const struct setting settings[] = {
    {{"media:image", "media:text", "media:video", "media:audio",
      "media:document", "media:code", "media:package", "media:unknown"},
     8},
    {{"", "format:html", "format:png", "format:pngx"}, 4},
    {{"", "size:100", "size:799", "size:800", "size:100000"}, 5},
    {{"", "seconds:3.5", "seconds:12"}, 3},
    {{"", "error:limit", "error:io"}, 3},
    {{"", "lost:alpha", "lost:beta", "lost:dwt-dct", "fast:dwt-dct",
      "fast:stealth", "fast:alpha"},
     7},
    {{"", "lost:stealth", "fast:deepfloyd", "lost:alph"}, 4},
    {{"", "on:none", "on:2026-11-24", "on:2027-03-01", "on:2024-01-01",
      "on:2026-11-23T10:00:00Z"},
     6},
    {{"", "mark:metadata/generated", "mark:rights/none"}, 3},
};

enum {
    OWN = sizeof(settings) / sizeof(settings[0]),
    ALL = OWN + FACT_COUNT
};

/* fact_word is the n-th value of a fact, "" where there are no more. */
static void fact_word(char *to, size_t size, size_t f, unsigned n)
{
    static const char *const texts[] = {"0-3.5", "0-2", "0-3.5,7-9"};
    static const char *const days[] = {"2026-11-20", "2026-02-02",
                                       "2027-01-01"};
    const struct fact_row *r = &fact_rows[f];
    const char *at = r->values;

    to[0] = 0;
    if (n-- == 0)
        return;
    if (r->type == FACT_DATE) {
        snprintf(to, size, "%s=%s", r->name, days[n % 3]);
        return;
    }
    if (r->type != FACT_WORD) {
        snprintf(to, size, "%s=%s", r->name, texts[n % 3]);
        return;
    }
    while (n-- > 0 && strchr(at, ' '))
        at = strchr(at, ' ') + 1;
    snprintf(to, size, "%s=%.*s", r->name, (int)strcspn(at, " "), at);
}

/* item_of writes the settings that were chosen. */
static void item_of(char *to, size_t size, const unsigned chosen[ALL])
{
    size_t n = 0;

    for (size_t i = 0; i < ALL; i++) {
        char word[80];

        if (i < OWN)
            snprintf(word, sizeof(word), "%s",
                     settings[i].words[chosen[i] % settings[i].count]);
        else
            fact_word(word, sizeof(word), i - OWN, chosen[i]);
        n += (size_t)snprintf(to + n, size - n, "%s ", word);
        assert_true(n < size);
    }
}

static void same_str(gm_str a, gm_str b)
{
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.ptr, b.ptr, a.len);
}

static void same_finding(const gm_finding *a, const gm_finding *b)
{
    same_str(a->law, b->law);
    same_str(a->rule, b->rule);
    assert_int_equal(a->verdict, b->verdict);
    assert_int_equal(a->severity, b->severity);
    same_str(a->cite, b->cite);
    same_str(a->basis, b->basis);
    same_str(a->say.en, b->say.en);
    same_str(a->say.ko, b->say.ko);
    same_str(a->fix.en, b->fix.en);
    same_str(a->fix.ko, b->fix.ko);
    same_str(a->why.en, b->why.en);
    same_str(a->why.ko, b->why.ko);
    assert_int_equal(a->ask_count, b->ask_count);
    for (size_t i = 0; i < a->ask_count; i++)
        same_str(a->ask[i], b->ask[i]);
    assert_int_equal(a->mark_count, b->mark_count);
    assert_memory_equal(a->marks, b->marks, a->mark_count * sizeof(*a->marks));
    assert_int_equal(a->known, b->known);
}

static void same_judgement(const gm_item *a, const gm_item *b)
{
    assert_int_equal(a->finding_count, b->finding_count);
    for (size_t i = 0; i < a->finding_count; i++)
        same_finding(&a->findings[i], &b->findings[i]);
    assert_int_equal(a->verdict_count, b->verdict_count);
    for (size_t i = 0; i < a->verdict_count; i++) {
        same_str(a->verdicts[i].law, b->verdicts[i].law);
        assert_int_equal(a->verdicts[i].verdict, b->verdicts[i].verdict);
        same_str(a->verdicts[i].title.ko, b->verdicts[i].title.ko);
    }
    same_str(a->packs, b->packs);
}

/* judge is law_judge with or without a memory. */
static void judge(const struct law *l, struct synth *s, struct arena *a,
                  const char *laws, struct recall *r)
{
    struct judge_config c = {.arena = a,
                             .facts = s->facts,
                             .fact_count = s->fact_count,
                             .laws = laws,
                             .as_of = s->as_of,
                             .recall = r};

    assert_true(law_judge(l, &s->item, &c));
}

/* remembered is whether the item would be judged from memory. */
static bool remembered(const struct recall *r, const struct synth *s,
                       const char *laws)
{
    struct view v;

    view_of(&v, &s->item, s->facts, s->fact_count, s->as_of);
    return recall_find(r, &v, laws) != NULL;
}

static void what_is_remembered_is_what_would_be_said_now(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct recall *r = recall_new();
    struct chance c = {5};
    unsigned chosen[ALL] = {0}, met = 0, moved = 0;
    char all[LAWS_TEXT] = "", text[SETTINGS];

    (void)state;
    assert_non_null(l);
    assert_non_null(r);
    for (uint32_t i = 0; i < l->pack_count; i++)
        snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s",
                 i ? "," : "", l->packs[i].law.ptr);
    for (unsigned round = 0; round < ROUNDS; round++) {
        const char *laws = below(&c, 4) ? all : below(&c, 2) ? "kr" : "kr,eu";
        struct synth now, fresh;
        struct arena a;

        for (unsigned n = below(&c, CHANGES + 1); n; n--)
            chosen[below(&c, ALL)] = below(&c, 2) ? 0 : below(&c, 8);
        item_of(text, sizeof(text), chosen);
        arena_init(&a, BUDGET);
        if (!synth_make(&now, &a, text, strlen(text)))
            fail_msg("'%s' is no setting", now.wrong);
        assert_true(synth_make(&fresh, &a, text, strlen(text)));
        met += remembered(r, &now, laws);
        judge(l, &now, &a, laws, r);
        judge(l, &fresh, &a, laws, NULL);
        same_judgement(&now.item, &fresh.item);
        for (size_t i = 0; i < now.item.verdict_count; i++)
            moved += now.item.verdicts[i].verdict != GM_NOT_APPLICABLE;
        arena_reset(&a);
    }
    assert_true(met > ROUNDS / 20 && moved > ROUNDS);
    recall_free(r);
    law_free(l);
}

/* try_change is whether an item with one more setting is taken for the one
 * without it, which is remembered. */
static bool confused(const char *before, const char *change, const char *laws)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct recall *r = recall_new();
    struct synth a, b;
    struct arena arena;
    char text[SETTINGS];
    bool yes;

    assert_non_null(l);
    assert_non_null(r);
    arena_init(&arena, BUDGET);
    assert_true(synth_make(&a, &arena, before, strlen(before)));
    judge(l, &a, &arena, laws, r);
    snprintf(text, sizeof(text), "%s %s", before, change);
    if (!synth_make(&b, &arena, text, strlen(text)))
        fail_msg("'%s' is no setting", b.wrong);
    if (!a.item.mark_count)
        assert_true(remembered(r, &a, laws));
    yes = remembered(r, &b, laws);
    arena_reset(&arena);
    recall_free(r);
    law_free(l);
    return yes;
}

static void whatever_a_rule_may_see_makes_another_item(void **state)
{
    static const char base[] = "media:image seconds:9 format:gif size:800";
    static const char *const changes[] = {
        "media:text",       "seconds:9.5",  "format:png", "error:limit",
        "on:2026-11-24",    "on:none",      "lost:alpha", "fast:dwt-dct",
        "mark:rights/none", "fast:stealth",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
        if (confused(base, changes[i], "kr"))
            fail_msg("%s is not seen", changes[i]);
    for (size_t f = 0; f < FACT_COUNT; f++)
        for (unsigned n = 1; n < 4; n++) {
            char word[80];

            fact_word(word, sizeof(word), f, n);
            if (confused(base, word, "kr"))
                fail_msg("%s is not seen", word);
        }
    /* Of two finders the first counts, of two reasons the heavier. */
    assert_false(confused("media:image fast:dwt-dct", "lost:stealth", "kr"));
    assert_true(confused("media:image lost:alpha", "lost:beta", "kr"));
    assert_false(
        confused("media:image lost:beta", "lost:alpha format:x", "kr"));
    assert_false(confused("media:image fast:alpha", "lost:alpha", "kr"));
}

static void the_length_counts_where_a_rule_asks_for_it(void **state)
{
    (void)state;
    assert_true(confused("media:text size:100", "size:900", "kr"));
    assert_false(confused("media:text size:100", "size:900", "kr,eu"));
    assert_false(confused("media:text size:100", "size:101", "eu"));
}

static void texts_that_change_in_place_are_read_again(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct recall *r = recall_new();
    struct synth s;
    struct arena a;
    static const char text[] = "media:image lost:alpha format:gif "
                               "ai-ranges=0-3.5 origin=ai";
    char laws[] = "kr", *finder, *format, *ranges;

    (void)state;
    arena_init(&a, BUDGET);
    assert_true(synth_make(&s, &a, text, strlen(text)));
    finder = (char *)(uintptr_t)s.coverage[0].finder.ptr;
    format = (char *)(uintptr_t)s.item.format.ptr;
    ranges = (char *)(uintptr_t)s.facts[0].value;
    judge(l, &s, &a, laws, r);
    assert_true(remembered(r, &s, laws));
    finder[0]++;
    assert_false(remembered(r, &s, laws));
    finder[0]--;
    format[0]++;
    assert_false(remembered(r, &s, laws));
    format[0]--;
    ranges[2]++;
    assert_false(remembered(r, &s, laws));
    ranges[2]--;
    s.item.origin.claim = GM_CAPTURED;
    assert_false(remembered(r, &s, laws));
    s.item.origin.claim = GM_CLAIM_NONE;
    assert_true(remembered(r, &s, laws));
    memcpy(laws, "eu", 2);
    assert_false(remembered(r, &s, laws));
    memcpy(laws, "kr", 2);
    arena_reset(&a); /* what was said of it does not lie there */
    memset(s.text, 'x', sizeof(s.text) - 1);
    assert_true(synth_make(&s, &a, text, strlen(text)));
    assert_true(remembered(r, &s, laws));
    arena_reset(&a);
    recall_free(r);
    law_free(l);
}

static void a_baseline_marks_the_findings_of_one_item(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct recall *r = recall_new();
    struct synth s;
    struct arena a;

    (void)state;
    arena_init(&a, BUDGET);
    for (int i = 0; i < 3; i++) {
        assert_true(synth_make(&s, &a, "media:image", 11));
        judge(l, &s, &a, "kr", r);
        assert_true(s.item.finding_count > 0);
        assert_int_equal(s.item.findings[0].known, 0);
        ((gm_finding *)(uintptr_t)s.item.findings)->known = 1;
    }
    arena_reset(&a);
    recall_free(r);
    law_free(l);
}

/* A waiver names a path, which is no part of the view. */
static void where_paths_count_nothing_is_remembered(void **state)
{
    static const char pack[] =
        "[law zz]\n[rule zz-1]\ncite c\nbasis practice\nsay.en s\nneed never\n"
        "[waive zz-1]\npath a*\nreason known\nuntil 2099-01-01\n";
    const gm_text mine = {"mine.rules", pack, sizeof(pack) - 1};
    char why[200] = "";
    struct law *l = law_new(&(gm_config){.packs = &mine, .pack_count = 1}, why,
                            sizeof(why));
    struct recall *r = recall_new();
    struct synth s;
    struct arena a;

    (void)state;
    if (!l)
        fail_msg("%s", why);
    arena_init(&a, BUDGET);
    for (int i = 0; i < 2; i++) {
        assert_true(synth_make(&s, &a, "media:image", 11));
        s.item.path = synth_str(i ? "b" : "a");
        judge(l, &s, &a, "zz", r);
        assert_int_equal(s.item.verdicts[0].verdict,
                         i ? GM_FAIL : GM_NOT_APPLICABLE);
        assert_false(remembered(r, &s, "zz"));
    }
    arena_reset(&a);
    recall_free(r);
    law_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_is_what_would_be_said_now),
        cmocka_unit_test(whatever_a_rule_may_see_makes_another_item),
        cmocka_unit_test(the_length_counts_where_a_rule_asks_for_it),
        cmocka_unit_test(texts_that_change_in_place_are_read_again),
        cmocka_unit_test(a_baseline_marks_the_findings_of_one_item),
        cmocka_unit_test(where_paths_count_nothing_is_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
