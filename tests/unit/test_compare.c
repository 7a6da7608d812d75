/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "tool/compare.h"

#include <string.h>

#define STR(lit)             \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static const gm_coverage all_ran[] = {{STR("source-type"), 1, STR("")},
                                      {STR("credential"), 1, STR("")}};
static const gm_coverage none_ran[] = {{STR("source-type"), 0, STR("limit")},
                                       {STR("credential"), 0, STR("limit")}};

static gm_mark mark(const char *name, const char *value, gm_proof proof)
{
    gm_mark m = {.finder = STR("source-type"),
                 .kind = GM_METADATA,
                 .claim = GM_GENERATED,
                 .proof = proof};

    m.name = (gm_str){name, strlen(name)};
    m.value = (gm_str){value, strlen(value)};
    return m;
}

static gm_item item(const gm_mark *marks, size_t count)
{
    return (gm_item){.size = sizeof(gm_item),
                     .marks = marks,
                     .mark_count = count,
                     .coverage = all_ran,
                     .coverage_count = 2};
}

/* check compares and wants these outcomes, in order. */
static void check(const gm_item *a, const gm_item *b, const enum outcome *want,
                  size_t count)
{
    struct comparison c;

    assert_true(compare(a, b, &c));
    assert_int_equal(c.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(c.list[i].outcome, want[i]);
    comparison_free(&c);
}

static void the_same_marks_survive_in_any_order(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("B", "2", GM_SIGNED)};
    gm_mark b[] = {mark("B", "2", GM_SIGNED), mark("A", "1", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const enum outcome want[] = {SURVIVED, SURVIVED};

    (void)state;
    check(&x, &y, want, 2);
}

static void less_proof_is_weaker_and_broken_is_least(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_TRUSTED), mark("B", "2", GM_STATED),
                   mark("C", "3", GM_STATED)};
    gm_mark b[] = {mark("A", "1", GM_SIGNED), mark("B", "2", GM_BROKEN),
                   mark("C", "3", GM_BOUND)};
    gm_item x = item(a, 3), y = item(b, 3);
    const enum outcome want[] = {WEAKENED, WEAKENED, SURVIVED};

    (void)state;
    check(&x, &y, want, 3);
}

static void another_value_is_a_change_and_another_name_a_loss(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("B", "2", GM_STATED)};
    gm_mark b[] = {mark("A", "9", GM_STATED), mark("Z", "2", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const enum outcome want[] = {CHANGED, LOST, INVENTED};

    (void)state;
    check(&x, &y, want, 3);
}

static void a_mark_that_claims_something_else_is_lost(void **state)
{
    gm_mark a[] = {mark("A", "trained", GM_STATED)};
    gm_mark b[] = {mark("A", "captured", GM_STATED)};
    gm_item x = item(a, 1), y = item(b, 1);
    const enum outcome want[] = {LOST, INVENTED};

    (void)state;
    b[0].claim = GM_CAPTURED;
    check(&x, &y, want, 2);
}

static void an_equal_mark_is_taken_before_one_that_is_only_kin(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("A", "2", GM_STATED)};
    gm_mark b[] = {mark("A", "2", GM_STATED), mark("A", "3", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const enum outcome want[] = {CHANGED, SURVIVED};

    (void)state;
    check(&x, &y, want, 2);
}

static void what_was_not_looked_at_is_not_lost(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED)};
    gm_item x = item(a, 1), y = item(NULL, 0);
    const enum outcome lost[] = {LOST}, unsure[] = {UNSURE};

    (void)state;
    check(&x, &y, lost, 1);
    y.coverage = none_ran;
    check(&x, &y, unsure, 1);
    y.coverage_count = 0;
    check(&x, &y, unsure, 1);
}

static void a_credential_falls_with_its_state(void **state)
{
    static const struct {
        gm_c2pa_state was, is;
        enum outcome want;
    } cases[] = {{GM_C2PA_NONE, GM_C2PA_NONE, SURVIVED},
                 {GM_C2PA_TRUSTED, GM_C2PA_TRUSTED, SURVIVED},
                 {GM_C2PA_TRUSTED, GM_C2PA_VALID, WEAKENED},
                 {GM_C2PA_VALID, GM_C2PA_INVALID, WEAKENED},
                 {GM_C2PA_VALID, GM_C2PA_NONE, LOST},
                 {GM_C2PA_NONE, GM_C2PA_VALID, INVENTED}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        gm_item x = item(NULL, 0), y = item(NULL, 0);
        struct comparison c;

        x.credential.state = cases[i].was;
        y.credential.state = cases[i].is;
        assert_true(compare(&x, &y, &c));
        assert_int_equal(c.credential, cases[i].want);
        comparison_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_marks_survive_in_any_order),
        cmocka_unit_test(less_proof_is_weaker_and_broken_is_least),
        cmocka_unit_test(another_value_is_a_change_and_another_name_a_loss),
        cmocka_unit_test(a_mark_that_claims_something_else_is_lost),
        cmocka_unit_test(an_equal_mark_is_taken_before_one_that_is_only_kin),
        cmocka_unit_test(what_was_not_looked_at_is_not_lost),
        cmocka_unit_test(a_credential_falls_with_its_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
