/* SPDX-License-Identifier: Apache-2.0
 * test_judge.c - what must hold of judging whatever the rules say. */
#include "tests/test.h"

#include "law/eval.h"
#include "marks/mark.h"
#include "tests/chance.h"
#include "tests/synth.h"

enum {
    BUDGET = 1 << 20,
    ROUNDS = 20000,
    LAWS_TEXT = 256
};

static void put(char *to, size_t size, const char *s)
{
    size_t n = strlen(to);

    snprintf(to + n, size - n, "%s", s);
}

/* One value of a fact, as a word of tests/synth.h. */
static void put_fact(char *to, size_t size, struct chance *c, size_t f)
{
    const struct fact_row *r = &fact_rows[f];
    char value[32] = "0-3.5";
    unsigned n = 0;

    for (const char *at = r->values; *at; at++)
        n += *at == ' ';
    n = below(c, n + 1);
    if (r->type == FACT_WORD) {
        const char *at = r->values;

        while (n--)
            at = strchr(at, ' ') + 1;
        snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, " "), at);
    } else if (r->type == FACT_DATE) {
        snprintf(value, sizeof(value), "202%u-0%u-1%u", 4 + below(c, 5),
                 1 + below(c, 9), below(c, 10));
    }
    put(to, size, " ");
    put(to, size, r->name);
    put(to, size, "=");
    put(to, size, value);
}

static const char *const finders[] = {"alpha", "beta", "notice", "gamma"};

static void put_mark(char *to, size_t size, struct chance *c)
{
    static const char *const marks[] = {
        "mark:metadata/generated",
        "mark:metadata/altered",
        "mark:metadata/captured",
        "mark:c2pa/generated/trusted",
        "mark:c2pa/generated/broken",
        "mark:c2pa/captured/signed",
        "mark:aigc/generated",
        "mark:watermark/generated",
        "mark:generator/trace/makes:generated",
        "mark:generator/trace/makes:altered",
        "mark:visible/generated/visible",
        "mark:visible/generated/visible/class:logo",
        "mark:notice/notice/text/class:A",
        "mark:notice/notice/text/class:B",
        "mark:notice/notice/text/class:service",
        "mark:notice/notice/text/class:advertising",
        "mark:notice/denial/text",
        "mark:notice/near-miss/text",
        "mark:notice/generated/audible",
        "mark:rights/none",
    };

    const char *mark = marks[below(c, sizeof(marks) / sizeof(marks[0]))];

    put(to, size, " ");
    put(to, size, mark);
    put(to, size, "/finder:"); /* one finder makes all marks of a kind */
    put(to, size, finders[(unsigned char)mark[5] % 4]);
    if (below(c, 4) == 0)
        put(to, size, " attr:Label=1 attr:ProduceID=x");
}

/* chance_item writes the settings of some item. */
static void chance_item(char *to, size_t size, struct chance *c)
{
    static const char *const media[] = {"image", "video",    "audio",
                                        "text",  "document", "code"};

    snprintf(to, size, "media:%s", media[below(c, 6)]);
    for (unsigned n = below(c, 4); n; n--)
        put_mark(to, size, c);
    if (below(c, 2))
        put(to, size, " role=provider");
    for (size_t f = FACT_ROLE + 1; f < FACT_COUNT; f++)
        if (below(c, 4) == 0)
            put_fact(to, size, c, f);
}

/* All laws of the library, as "kr,cn,...". */
static void all_laws(const struct law *l, char *to, size_t size)
{
    to[0] = 0;
    for (uint32_t i = 0; i < l->pack_count; i++) {
        put(to, size, i ? "," : "");
        put(to, size, l->packs[i].law.ptr);
    }
}

static gm_verdict rule_verdict(const gm_item *item, gm_str id)
{
    for (size_t i = 0; i < item->finding_count; i++)
        if (strcmp(item->findings[i].rule.ptr, id.ptr) == 0)
            return item->findings[i].verdict;
    return GM_NOT_APPLICABLE;
}

/* Does the text of a rule name this fact, itself or by a condition that
 * docs/law.md says to look at it? */
static bool names_fact(const gm_rule_info *r, size_t f)
{
    const char *t = r->text.ptr;

    if (strstr(t, fact_rows[f].name))
        return true;
    if (f == FACT_VISIBLE || f == FACT_SPOKEN || f == FACT_MARK_RANGES ||
        f == FACT_SPOKEN_RANGES)
        return strstr(t, " perceivable") != NULL;
    return f == FACT_ORIGIN && (strstr(t, " ai\n") || strstr(t, "conflict"));
}

static void an_added_fact_flips_only_rules_that_name_it(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct chance c = {42};
    char laws[LAWS_TEXT], settings[2048];
    unsigned flips = 0;

    (void)state;
    assert_non_null(l);
    all_laws(l, laws, sizeof(laws));
    for (unsigned round = 0; round < ROUNDS; round++) {
        size_t f = below(&c, FACT_COUNT);
        struct synth before, after;
        struct arena a;
        gm_rule_info r;

        chance_item(settings, sizeof(settings), &c);
        arena_init(&a, BUDGET);
        assert_true(synth_make(&before, &a, settings, strlen(settings)));
        put_fact(settings, sizeof(settings), &c, f);
        assert_true(synth_make(&after, &a, settings, strlen(settings)));
        assert_true(synth_judge(l, &before, &a, laws));
        assert_true(synth_judge(l, &after, &a, laws));
        for (size_t i = 0; law_rule_at(l, i, &r); i++) {
            gm_verdict x = rule_verdict(&before.item, r.rule),
                       y = rule_verdict(&after.item, r.rule);
            bool flip = (x == GM_PASS && y >= GM_WARN && y != GM_UNKNOWN) ||
                        (y == GM_PASS && x >= GM_WARN && x != GM_UNKNOWN);

            flips += flip;
            if (flip && !names_fact(&r, f))
                fail_msg("%s: %s flips %s", settings, fact_rows[f].name,
                         r.rule.ptr);
        }
        arena_reset(&a);
    }
    law_free(l);
    assert_true(flips > 0); /* the test has looked at something */
}

/* remove_finder drops the marks of a finder, and says that it was lost. */
static void remove_finder(struct synth *s, const char *finder, struct arena *a)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->item.mark_count; i++)
        if (strcmp(s->marks[i].finder.ptr, finder) != 0)
            s->marks[kept++] = s->marks[i];
    s->item.mark_count = kept;
    for (size_t i = 0; i < s->item.coverage_count; i++)
        if (strcmp(s->coverage[i].finder.ptr, finder) == 0)
            s->coverage[i].finder = synth_str("");
    assert_true(synth_cover(s, finder, "steps"));
    assert_true(origin_of(&s->item, a));
}

/* Who says that there is no mark, where there is one, is believed as soon as
 * nobody has seen it: that is the asker's slip and not the judge's. */
static bool contradicts(const char *settings)
{
    return (strstr(settings, "visible=no") || strstr(settings, "spoken=no")) &&
           (strstr(settings, "/visible") || strstr(settings, "/text") ||
            strstr(settings, "/audible"));
}

/* to_unknown_only is how many verdicts moved where a finder did not run; they
 * may move to unknown, and nowhere else. */
static unsigned to_unknown_only(const gm_item *with, const gm_item *without,
                                const char *settings, const char *finder)
{
    unsigned moved = 0;

    for (size_t i = 0; i < with->verdict_count; i++) {
        gm_verdict was = with->verdicts[i].verdict,
                   is = without->verdicts[i].verdict;

        moved += was != is;
        if (was != is && is != GM_UNKNOWN)
            fail_msg("%s without %s: %s from %s to %s", settings, finder,
                     with->verdicts[i].law.ptr, gm_verdict_name(was),
                     gm_verdict_name(is));
    }
    return moved;
}

static void a_lost_finder_only_leads_to_unknown(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct chance c = {7};
    char laws[LAWS_TEXT], settings[2048];
    unsigned moved = 0;

    (void)state;
    assert_non_null(l);
    all_laws(l, laws, sizeof(laws));
    for (unsigned round = 0; round < ROUNDS; round++) {
        const char *finder = finders[below(&c, 4)];
        struct synth before, after;
        struct arena a;

        do
            chance_item(settings, sizeof(settings), &c);
        while (contradicts(settings));
        arena_init(&a, BUDGET);
        assert_true(synth_make(&before, &a, settings, strlen(settings)));
        assert_true(synth_make(&after, &a, settings, strlen(settings)));
        remove_finder(&after, finder, &a);
        assert_true(synth_judge(l, &before, &a, laws));
        assert_true(synth_judge(l, &after, &a, laws));
        moved += to_unknown_only(&before.item, &after.item, settings, finder);
        arena_reset(&a);
    }
    law_free(l);
    assert_true(moved > 0);
}

/* chance_pair writes the settings of two items of one work. */
static void chance_pair(char *to, size_t size, struct chance *c)
{
    char later[2048];

    chance_item(to, size, c);
    chance_item(later, sizeof(later), c);
    put(to, size, " was:");
    put(to, size, strchr(later, ' ') ? strchr(later, ' ') : "");
    put(to, size, " on:2027-03-01");
}

static void of_two_items_too(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct chance c = {11};
    char laws[LAWS_TEXT], settings[4096];
    unsigned moved = 0, judged = 0;

    (void)state;
    assert_non_null(l);
    all_laws(l, laws, sizeof(laws));
    for (unsigned round = 0; round < ROUNDS; round++) {
        const char *finder = finders[below(&c, 4)];
        struct synth x, x_was, y, y_was;
        struct arena a;

        chance_pair(settings, sizeof(settings), &c);
        arena_init(&a, BUDGET);
        assert_true(synth_pair(&x, &x_was, &a, settings, strlen(settings)));
        assert_true(synth_pair(&y, &y_was, &a, settings, strlen(settings)));
        remove_finder(below(&c, 2) ? &y : &y_was, finder, &a);
        assert_true(pairs_of(&a, &y_was.item, &y.item));
        assert_true(synth_judge(l, &x, &a, laws));
        assert_true(synth_judge(l, &y, &a, laws));
        for (size_t i = 0; i < x.item.verdict_count; i++)
            judged += x.item.verdicts[i].verdict != GM_NOT_APPLICABLE;
        moved += to_unknown_only(&x.item, &y.item, settings, finder);
        arena_reset(&a);
    }
    law_free(l);
    assert_true(moved > 0 && judged > 0);
}

static gm_verdict kr(const struct law *l, const char *settings, struct synth *s,
                     struct arena *a)
{
    assert_true(synth_make(s, a, settings, strlen(settings)));
    assert_true(synth_judge(l, s, a, "kr"));
    return s->item.verdicts[0].verdict;
}

/* [guideline p. 15] A text without any mark fails when it leaves the service,
 * whatever was said at the download: no answer about a notice could help. */
static void what_cannot_help_is_not_asked(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct arena a;
    struct synth s;
    const gm_finding *f;

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    assert_int_equal(kr(l, "media:text origin=ai role=provider", &s, &a),
                     GM_UNKNOWN);
    f = &s.item.findings[0];
    assert_string_equal(f->rule.ptr, "kr-31-2-export");
    assert_int_equal(f->verdict, GM_UNKNOWN);
    assert_int_equal(f->ask_count, 1);
    assert_string_equal(f->ask[0].ptr, "delivery");
    arena_reset(&a);
    law_free(l);
}

static void findings_say_what_they_rest_on_and_what_they_ask(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct arena a;
    struct synth s;
    const gm_finding *f;

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    assert_int_equal(kr(l,
                        "media:image mark:rights/none mark:metadata/generated "
                        "role=provider delivery=exported realistic=no "
                        "visible=no",
                        &s, &a),
                     GM_UNKNOWN);
    f = &s.item.findings[0];
    assert_string_equal(f->rule.ptr, "kr-31-2-export");
    assert_int_equal(f->verdict, GM_UNKNOWN);
    assert_int_equal(f->ask_count, 1); /* and not `visible`, which is known */
    assert_string_equal(f->ask[0].ptr, "notice");
    assert_int_equal(f->mark_count, 1);
    assert_int_equal(f->marks[0], 1); /* and not the reservation of rights */
    arena_reset(&a);
    law_free(l);
}

static void what_cannot_be_looked_at_names_itself(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct arena a;
    struct synth s;

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    /* a limit hides anything */
    assert_int_equal(kr(l, "media:image lost:xmp", &s, &a), GM_UNKNOWN);
    assert_non_null(strstr(s.item.findings[0].why.en.ptr, "xmp"));
    /* a picture that was not decoded is no question ... */
    assert_int_equal(kr(l, "media:image fast:dwt-dct", &s, &a),
                     GM_NOT_APPLICABLE);
    /* ... but a rule that needs a watermark's absence has one */
    assert_int_equal(kr(l,
                        "media:image fast:dwt-dct origin=ai role=provider "
                        "delivery=exported realistic=no visible=no notice=yes",
                        &s, &a),
                     GM_UNKNOWN);
    assert_int_equal(kr(l,
                        "media:image origin=ai role=provider "
                        "delivery=exported realistic=no visible=no notice=yes",
                        &s, &a),
                     GM_FAIL);
    /* what could not be read is never clean */
    assert_int_equal(kr(l, "media:image error:io", &s, &a), GM_UNKNOWN);
    arena_reset(&a);
    law_free(l);
}

static void several_laws_answer_in_the_order_they_were_asked(void **state)
{
    const char *text =
        "[law zz]\n[rule zz-1]\ncite c\nbasis practice\nsay.en s\nneed never\n";
    const gm_text mine = {"mine.rules", text, strlen(text)};
    struct law *l;
    struct arena a;
    struct synth s;
    char why[200] = "";

    (void)state;
    l = law_new(&(gm_config){.packs = &mine, .pack_count = 1}, why,
                sizeof(why));
    assert_string_equal(why, "");
    assert_non_null(l);
    arena_init(&a, BUDGET);
    assert_true(synth_make(&s, &a, "media:text", 10));
    assert_true(synth_judge(l, &s, &a, "zz,kr"));
    assert_int_equal(s.item.verdict_count, 2);
    assert_string_equal(s.item.verdicts[0].law.ptr, "zz");
    assert_int_equal(s.item.verdicts[0].verdict, GM_FAIL);
    assert_string_equal(s.item.verdicts[1].law.ptr, "kr");
    assert_int_equal(s.item.verdicts[1].verdict, GM_NOT_APPLICABLE);
    assert_true(law_laws_ok(l, "kr,zz", why, sizeof(why)));
    assert_true(law_laws_ok(l, "none", why, sizeof(why)));
    assert_false(law_laws_ok(l, "kr,xx", why, sizeof(why)));
    assert_non_null(strstr(why, "'xx'"));
    arena_reset(&a);
    law_free(l);
}

static void the_day_decides_which_rules_are_in_force(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct arena a;
    struct synth s;
    const char *all = "origin=ai role=provider delivery=exported visible=no "
                      "media:image realistic=no on:";
    char day[200];

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    snprintf(day, sizeof(day), "%s2026-01-21", all);
    assert_int_equal(kr(l, day, &s, &a), GM_NOT_APPLICABLE);
    snprintf(day, sizeof(day), "%s2026-01-22", all);
    assert_int_equal(kr(l, day, &s, &a), GM_FAIL);
    snprintf(day, sizeof(day), "%snone", all);
    assert_int_equal(kr(l, day, &s, &a), GM_FAIL);
    arena_reset(&a);
    law_free(l);
}

static void facts_and_dates_are_checked(void **state)
{
    static const gm_fact good[] = {
        {"role", "provider"},          {"realistic", "cannot-tell"},
        {"ai-ranges", "0-3.5,7-9"},    {"election-date", "2028-02-29"},
        {"internal-only.reason", "x"}, {"generated-at", "2026-11-23T09:00:00Z"},
    };
    static const gm_fact bad[] = {
        {"rolle", "provider"},
        {"role", "Provider"},
        {"role", ""},
        {"role", "provider deployer"},
        {"ai-ranges", "3-1"},
        {"ai-ranges", "0-1,"},
        {"ai-ranges", "0-4,2-5"},
        {"election-date", "2027-02-29"},
        {"election-date", "29.2.2028"},
        {"generated-at", "2026-11-23T25:00:00Z"},
        {"obvious.reason", ""},
    };
    int64_t at;
    char why[200];

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (!law_fact_ok(&good[i], why, sizeof(why)))
            fail_msg("%s", why);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (law_fact_ok(&bad[i], why, sizeof(why)))
            fail_msg("%s=%s is taken", bad[i].name, bad[i].value);
    assert_true(law_clock("1970-01-01", &at));
    assert_int_equal(at, 43200);
    assert_true(law_clock("2026-11-23T12:00:00Z", &at));
    assert_int_equal(at, 1795435200);
    assert_true(law_clock("2026-11-23T21:00:00.5+09:00", &at));
    assert_int_equal(at, 1795435200);
    assert_false(law_clock("2026-11-31", &at));
    assert_false(law_clock("2026-11-23T12:00:00", &at));
    assert_false(law_clock("", &at));
    assert_false(law_clock(NULL, &at));
}

static void rules_about_two_items_are_silent_of_one(void **state)
{
    static const char two[] = "media:image role=provider mark:metadata/"
                              "generated was: role=provider",
                      one[] = "media:image role=provider";
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    struct synth s, was;
    struct arena a;

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    assert_true(synth_pair(&s, &was, &a, two, strlen(two)));
    assert_true(synth_judge(l, &s, &a, "eu"));
    assert_int_equal(s.item.finding_count, 1); /* of scope, or marking: none */
    assert_string_equal(s.item.findings[0].rule.ptr, "eu-cop-07");
    assert_int_equal(s.item.findings[0].verdict, GM_FAIL);
    assert_int_equal(s.item.findings[0].mark_count, 1);
    assert_int_equal(s.item.findings[0].marks[0], 0); /* of the pairs */
    assert_true(synth_pair(&s, &was, &a, one, strlen(one)));
    assert_true(synth_judge(l, &s, &a, "eu"));
    for (size_t i = 0; i < s.item.finding_count; i++)
        assert_string_not_equal(s.item.findings[i].rule.ptr, "eu-cop-07");
    arena_reset(&a);
    law_free(l);
}

/* A rule of a user's may begin with `when ai`: that the mark was stripped must
 * not make it silent. */
static void what_was_stripped_said_ai(void **state)
{
    static const char pack[] =
        "[law zz]\n[rule zz-1]\ncite c\nbasis practice\nsay.en s\n"
        "when ai\nneed not lost metadata\n";
    static const char two[] = "media:image mark:metadata/generated was:";
    const gm_text text = {"zz.rules", pack, sizeof(pack) - 1};
    struct law *l =
        law_new(&(gm_config){.packs = &text, .pack_count = 1}, NULL, 0);
    struct synth s, was;
    struct arena a;

    (void)state;
    assert_non_null(l);
    arena_init(&a, BUDGET);
    assert_true(synth_pair(&s, &was, &a, two, strlen(two)));
    assert_true(synth_judge(l, &s, &a, "zz"));
    assert_int_equal(s.item.verdicts[0].verdict, GM_FAIL);
    arena_reset(&a);
    law_free(l);
}

/* A holiday photograph is no question to any law, whoever asks, because its
 * pixels were not decoded. */
static void fast_makes_no_photograph_a_question(void **state)
{
    static const char *const roles[] = {"", " role=provider", " role=deployer",
                                        " role=platform", " role=user"};
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    char laws[LAWS_TEXT], settings[2048];
    const struct finder *f;

    (void)state;
    assert_non_null(l);
    all_laws(l, laws, sizeof(laws));
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        struct synth s;
        struct arena a;

        snprintf(settings, sizeof(settings), "media:image%s", roles[i]);
        for (size_t k = 0; (f = finder_at(k)) != NULL; k++)
            if (f->pixels && !f->deep) {
                put(settings, sizeof(settings), " fast:");
                put(settings, sizeof(settings), f->name);
            }
        arena_init(&a, BUDGET);
        assert_true(synth_make(&s, &a, settings, strlen(settings)));
        assert_true(synth_judge(l, &s, &a, laws));
        for (size_t k = 0; k < s.item.finding_count; k++)
            if (s.item.findings[k].verdict > GM_PASS)
                fail_msg("%s: %s", settings, s.item.findings[k].rule.ptr);
        arena_reset(&a);
    }
    law_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fast_makes_no_photograph_a_question),
        cmocka_unit_test(what_was_stripped_said_ai),
        cmocka_unit_test(of_two_items_too),
        cmocka_unit_test(rules_about_two_items_are_silent_of_one),
        cmocka_unit_test(an_added_fact_flips_only_rules_that_name_it),
        cmocka_unit_test(a_lost_finder_only_leads_to_unknown),
        cmocka_unit_test(findings_say_what_they_rest_on_and_what_they_ask),
        cmocka_unit_test(what_cannot_help_is_not_asked),
        cmocka_unit_test(what_cannot_be_looked_at_names_itself),
        cmocka_unit_test(several_laws_answer_in_the_order_they_were_asked),
        cmocka_unit_test(the_day_decides_which_rules_are_in_force),
        cmocka_unit_test(facts_and_dates_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
