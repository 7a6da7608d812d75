/* SPDX-License-Identifier: Apache-2.0
 * test_shape.c - small tests on spans. */
#include "tests/test.h"

#include "marks/shape.h"

static const char *const lists[] = {"prompt|workflow|Prompt|pr", "pr", "a|ab|b",
                                    "", NULL};

/* each is whether s is an element of the list, one after the other. */
static bool each(struct span s, const char *list)
{
    while (list && *list) {
        size_t n = strcspn(list, "|");

        if (n == s.len && memcmp(list, s.ptr, n) == 0)
            return true;
        list += n + (list[n] == '|');
    }
    return false;
}

static void a_word_is_listed_whole(void **state)
{
    static const char *const words[] = {
        "prompt",  "workflow", "Prompt",  "pr",     "p",    "promp",
        "prompts", "ompt",     "prompt|", "|pr",    "a|ab", "ab",
        "b",       "|",        "",        "PROMPT", "a"};

    (void)state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
            struct span s = shape_of(words[k]);

            assert_int_equal(shape_is_one_of(s, lists[i]), each(s, lists[i]));
        }
    assert_true(shape_is_one_of(SPAN("pr"), lists[0]));
    assert_false(shape_is_one_of(SPAN("a|ab"), lists[2]));
    assert_false(shape_is_one_of(SPAN("pr\0mpt"), lists[0]));
}

static void case_may_not_count(void **state)
{
    (void)state;
    assert_true(shape_is_one_of_fold(SPAN("WORKFLOW"), lists[0]));
    assert_true(shape_is_one_of_fold(SPAN("Pr"), lists[1]));
    assert_false(shape_is_one_of_fold(SPAN("Pro"), lists[1]));
    assert_false(shape_is_one_of_fold(SPAN("A|AB"), lists[2]));
    assert_false(shape_is_one_of_fold(SPAN(""), lists[2]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_listed_whole),
        cmocka_unit_test(case_may_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
