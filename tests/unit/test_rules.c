/* SPDX-License-Identifier: Apache-2.0
 * test_rules.c - every case of every built-in rule.
 *
 * A case is a line of the rule's stanza: a word (pass, fail, warn, info,
 * unknown), settings of tests/synth.h, " -- " and the reason.  A rule that
 * lacks a passing, a failing or an unknown case fails this test. */
#include "tests/test.h"

#include "law/eval.h"
#include "tests/synth.h"

enum {
    BUDGET = 1 << 20
};

struct tally {
    unsigned pass, fail, unknown, cases, wrong;
};

static const struct rule *rule_named(const struct law *l, gm_str id)
{
    for (uint32_t i = 0; i < l->pack_count; i++)
        for (uint32_t k = 0; k < l->packs[i].rule_count; k++)
            if (strcmp(l->packs[i].rules[k].id.ptr, id.ptr) == 0)
                return &l->packs[i].rules[k];
    return NULL;
}

static gm_verdict verdict_of(const gm_item *item, gm_str id)
{
    for (size_t i = 0; i < item->finding_count; i++)
        if (strcmp(item->findings[i].rule.ptr, id.ptr) == 0)
            return item->findings[i].verdict;
    return GM_NOT_APPLICABLE;
}

static const char *tri_name(enum tri t)
{
    return t == YES ? "yes" : t == NO ? "no" : "maybe";
}

/* The state that the word asks for, and the verdict that must follow. */
static bool case_holds(const struct rule *r, const char *word, enum tri applies,
                       enum tri met, gm_verdict v)
{
    bool silent = r->severity == GM_SEV_INFO;

    if (strcmp(word, "pass") == 0)
        return applies != NO && met == YES &&
               v == (silent || r->quiet ? GM_NOT_APPLICABLE : GM_PASS);
    if (strcmp(word, "unknown") == 0)
        return applies != NO && met != YES &&
               (applies == MAYBE || met == MAYBE) &&
               v == (silent ? GM_NOT_APPLICABLE : GM_UNKNOWN);
    return applies == YES && met == NO && strcmp(word, gm_verdict_name(v)) == 0;
}

static void try_case(const struct law *l, const gm_rule_info *info,
                     const char *line, size_t len, struct tally *t)
{
    const struct rule *r = rule_named(l, info->rule);
    const char *dashes = strstr(line, " -- ");
    size_t n = strcspn(line, " ");
    char word[16] = "";
    struct synth s, was;
    struct view v, v_was;
    struct arena a;
    gm_verdict got;
    enum tri applies, met;

    memcpy(word, line, n < sizeof(word) ? n : 0);
    t->cases++;
    t->pass += strcmp(word, "pass") == 0;
    t->unknown += strcmp(word, "unknown") == 0;
    t->fail += strcmp(word, "fail") == 0 || strcmp(word, "warn") == 0 ||
               strcmp(word, "info") == 0;
    arena_init(&a, BUDGET);
    if (!dashes || dashes > line + len || dashes + 12 > line + len) {
        print_error("%s: a case without its reason: %.*s\n", info->rule.ptr,
                    (int)len, line);
        t->wrong++;
    } else if (!synth_pair(&s, &was, &a, line + n,
                           (size_t)(dashes - line) - n)) {
        print_error("%s: %.*s: what is '%s'?\n", info->rule.ptr, (int)len, line,
                    s.wrong);
        t->wrong++;
    } else {
        assert_true(synth_judge(l, &s, &a, info->law.ptr));
        view_of(&v, &s.item, s.facts, s.fact_count, s.as_of);
        if (s.was) {
            view_of(&v_was, &was.item, s.facts, s.fact_count, s.as_of);
            v.was = &v_was;
        }
        applies = eval_all(&v, r, false, NULL);
        met = eval_all(&v, r, true, NULL);
        got = verdict_of(&s.item, info->rule);
        if (!case_holds(r, word, applies, met, got)) {
            print_error("%s: %.*s\n    got %s (applies %s, met %s)\n",
                        info->rule.ptr, (int)len, line, gm_verdict_name(got),
                        tri_name(applies), tri_name(met));
            t->wrong++;
        }
    }
    arena_reset(&a);
}

static bool is_case(const char *line)
{
    static const char *const words[] = {"pass ", "fail ", "warn ", "info ",
                                        "unknown "};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strncmp(line, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

static void every_rule_has_its_cases_and_they_hold(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    gm_rule_info info;
    struct tally all = {0};
    size_t rules = 0;

    (void)state;
    assert_non_null(l);
    for (; law_rule_at(l, rules, &info); rules++) {
        struct tally t = {0};

        for (const char *at = info.text.ptr; *at; at += *at == '\n') {
            size_t len = strcspn(at, "\n");

            if (is_case(at))
                try_case(l, &info, at, len, &t);
            at += len;
        }
        if (!t.pass || !t.fail || !t.unknown) {
            print_error("%s: lacks a case: %u pass, %u fail, %u unknown\n",
                        info.rule.ptr, t.pass, t.fail, t.unknown);
            t.wrong++;
        }
        all.cases += t.cases;
        all.wrong += t.wrong;
    }
    print_message("%zu rules, %u cases\n", rules, all.cases);
    law_free(l);
    assert_true(rules > 0);
    assert_int_equal(all.wrong, 0);
}

static void every_rule_speaks_both_languages_and_has_a_remedy(void **state)
{
    struct law *l = law_new(&(gm_config){0}, NULL, 0);
    gm_rule_info info;

    (void)state;
    assert_non_null(l);
    for (size_t i = 0; law_rule_at(l, i, &info); i++) {
        if (!info.say.en.len || !info.say.ko.len ||
            (info.severity != GM_SEV_INFO &&
             (!info.fix.en.len || !info.fix.ko.len)))
            fail_msg("%s wants say and fix in both languages", info.rule.ptr);
        if (strncmp(info.rule.ptr, info.law.ptr, info.law.len) != 0 ||
            info.rule.ptr[info.law.len] != '-')
            fail_msg("%s does not begin with its law", info.rule.ptr);
    }
    law_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_its_cases_and_they_hold),
        cmocka_unit_test(every_rule_speaks_both_languages_and_has_a_remedy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
