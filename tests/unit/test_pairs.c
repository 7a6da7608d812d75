/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "marks/pairs.h"

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

enum {
    BUDGET = 1 << 16
};

/* check compares and wants these outcomes, in order. */
static void check(const gm_item *a, gm_item *b, const gm_outcome *want,
                  size_t count)
{
    struct arena memory;

    arena_init(&memory, BUDGET);
    assert_true(pairs_of(&memory, a, b));
    assert_int_equal(b->pair_count, count);
    assert_ptr_equal(b->before, a);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(b->pairs[i].outcome, want[i]);
    arena_reset(&memory);
}

static void the_same_marks_survive_in_any_order(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("B", "2", GM_SIGNED)};
    gm_mark b[] = {mark("B", "2", GM_SIGNED), mark("A", "1", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const gm_outcome want[] = {GM_SURVIVED, GM_SURVIVED};

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
    const gm_outcome want[] = {GM_WEAKENED, GM_WEAKENED, GM_SURVIVED};

    (void)state;
    check(&x, &y, want, 3);
}

static void another_value_is_a_change_and_another_name_a_loss(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("B", "2", GM_STATED)};
    gm_mark b[] = {mark("A", "9", GM_STATED), mark("Z", "2", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const gm_outcome want[] = {GM_CHANGED, GM_LOST, GM_INVENTED};

    (void)state;
    check(&x, &y, want, 3);
}

static void a_mark_that_claims_something_else_is_lost(void **state)
{
    gm_mark a[] = {mark("A", "trained", GM_STATED)};
    gm_mark b[] = {mark("A", "captured", GM_STATED)};
    gm_item x = item(a, 1), y = item(b, 1);
    const gm_outcome want[] = {GM_LOST, GM_INVENTED};

    (void)state;
    b[0].claim = GM_CAPTURED;
    check(&x, &y, want, 2);
}

static void a_record_of_another_label_is_changed(void **state)
{
    gm_mark a[] = {mark("AIGC", "1", GM_STATED)};
    gm_mark b[] = {mark("AIGC", "3", GM_STATED)};
    gm_item x = item(a, 1), y = item(b, 1);
    const gm_outcome want[] = {GM_CHANGED};

    (void)state;
    a[0].kind = b[0].kind = GM_AIGC;
    b[0].claim = GM_TRACE;
    check(&x, &y, want, 1);
}

static void another_value_that_proves_less_is_weaker(void **state)
{
    gm_mark a[] = {mark("credential", "valid", GM_SIGNED)};
    gm_mark b[] = {mark("credential", "invalid", GM_BROKEN)};
    gm_item x = item(a, 1), y = item(b, 1);
    const gm_outcome want[] = {GM_WEAKENED};

    (void)state;
    check(&x, &y, want, 1);
}

static void without_memory_nothing_is_compared(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED)};
    gm_item x = item(a, 1), y = item(a, 1);
    struct arena memory;

    (void)state;
    arena_init(&memory, 1);
    assert_false(pairs_of(&memory, &x, &y));
    arena_reset(&memory);
}

static void an_equal_mark_is_taken_before_one_that_is_only_kin(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED), mark("A", "2", GM_STATED)};
    gm_mark b[] = {mark("A", "2", GM_STATED), mark("A", "3", GM_STATED)};
    gm_item x = item(a, 2), y = item(b, 2);
    const gm_outcome want[] = {GM_CHANGED, GM_SURVIVED};

    (void)state;
    check(&x, &y, want, 2);
}

static void what_was_not_looked_at_is_not_lost(void **state)
{
    gm_mark a[] = {mark("A", "1", GM_STATED)};
    gm_item x = item(a, 1), y = item(NULL, 0);
    const gm_outcome lost[] = {GM_LOST}, unsure[] = {GM_UNSURE};

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
        gm_outcome want;
    } cases[] = {{GM_C2PA_NONE, GM_C2PA_NONE, GM_SURVIVED},
                 {GM_C2PA_TRUSTED, GM_C2PA_TRUSTED, GM_SURVIVED},
                 {GM_C2PA_TRUSTED, GM_C2PA_VALID, GM_WEAKENED},
                 {GM_C2PA_VALID, GM_C2PA_INVALID, GM_WEAKENED},
                 {GM_C2PA_VALID, GM_C2PA_NONE, GM_LOST},
                 {GM_C2PA_NONE, GM_C2PA_VALID, GM_INVENTED}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        gm_item x = item(NULL, 0), y = item(NULL, 0);
        struct arena memory;

        arena_init(&memory, BUDGET);
        x.credential.state = cases[i].was;
        y.credential.state = cases[i].is;
        assert_true(pairs_of(&memory, &x, &y));
        assert_int_equal(y.kept, cases[i].want);
        arena_reset(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_marks_survive_in_any_order),
        cmocka_unit_test(less_proof_is_weaker_and_broken_is_least),
        cmocka_unit_test(another_value_is_a_change_and_another_name_a_loss),
        cmocka_unit_test(a_mark_that_claims_something_else_is_lost),
        cmocka_unit_test(a_record_of_another_label_is_changed),
        cmocka_unit_test(another_value_that_proves_less_is_weaker),
        cmocka_unit_test(without_memory_nothing_is_compared),
        cmocka_unit_test(an_equal_mark_is_taken_before_one_that_is_only_kin),
        cmocka_unit_test(what_was_not_looked_at_is_not_lost),
        cmocka_unit_test(a_credential_falls_with_its_state),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
