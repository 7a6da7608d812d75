/* SPDX-License-Identifier: Apache-2.0
 * test_ranges.c - sections of a recording: what is a list of them, and whether
 * one list covers another. */
#include "tests/test.h"

#include "law/ranges.h"

#include <string.h>

static struct span span(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static void a_list_is_in_order_and_none_is_empty(void **state)
{
    static const char *const good[] = {"0-1", "0-3.5,7-9", "0-1,1-2",
                                       "12.25-12.5"};
    static const char *const bad[] = {"",        "1",    "1-",      "-1",
                                      "2-1",     "1-1",  "0-1,",    ",0-1",
                                      "0-2,1-3", "1.-2", "0-1 2-3", "a-b"};

    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        if (!ranges_ok(span(good[i])))
            fail_msg("%s is refused", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        if (ranges_ok(span(bad[i])))
            fail_msg("%s is taken", bad[i]);
}

static void the_first_gap_is_told(void **state)
{
    static const struct {
        const char *by, *of;
        double gap, end; /* equal: none */
    } cases[] = {
        {"0-10", "0-10", 0, 0},
        {"0-10", "2-3,5-6", 0, 0},
        {"0-5,5-10", "0-10", 0, 0}, /* two that touch are one */
        {"0-5,6-10", "0-10", 5, 6},
        {"0-5,6-10", "0-5,6-8", 0, 0},
        {"1-10", "0-10", 0, 1},
        {"0-9", "0-10", 9, 10},
        {"0-1", "5-6", 5, 6},
        {"5-6", "0-1", 0, 1},
        {"0-1,9-10", "0-1,4-5,9-10", 4, 5},
        {"0-1,4.5-10", "0-1,4-5,9-10", 4, 4.5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double gap = 0, end = 0;
        bool all =
            ranges_cover(span(cases[i].by), span(cases[i].of), &gap, &end);

        if (all != !(cases[i].gap < cases[i].end) || gap != cases[i].gap ||
            end != cases[i].end)
            fail_msg("%s of %s: %s, %g to %g", cases[i].by, cases[i].of,
                     all ? "all" : "not all", gap, end);
    }
}

static void the_whole_is_from_beginning_to_end(void **state)
{
    (void)state;
    assert_true(ranges_whole(span("0-10"), 10));
    assert_true(ranges_whole(span("0-9.95"), 10)); /* rounded */
    assert_true(ranges_whole(span("0-5,5-12"), 10));
    assert_false(ranges_whole(span("0-9.8"), 10));
    assert_false(ranges_whole(span("1-10"), 10));
    assert_false(ranges_whole(span("0-5,6-10"), 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_in_order_and_none_is_empty),
        cmocka_unit_test(the_first_gap_is_told),
        cmocka_unit_test(the_whole_is_from_beginning_to_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
