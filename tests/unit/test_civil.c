/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/civil.h"

/* The seconds are those of `date -u -d TIME +%s` (GNU coreutils). */
static const struct {
    struct civil at;
    int64_t seconds;
} known[] = {
    {{1970, 1, 1, 0, 0, 0}, 0},
    {{1969, 12, 31, 23, 59, 59}, -1},
    {{2000, 2, 29, 12, 0, 0}, 951825600},
    {{2000, 3, 1, 0, 0, 0}, 951868800},
    {{2038, 1, 19, 3, 14, 7}, 2147483647},
    {{2100, 2, 28, 23, 59, 59}, 4107542399},
    {{2100, 3, 1, 0, 0, 0}, 4107542400},
    {{1900, 3, 1, 0, 0, 0}, -2203891200},
    {{1600, 2, 29, 0, 0, 0}, -11670998400},
    {{1, 1, 1, 0, 0, 0}, -62135596800},
    {{9999, 12, 31, 23, 59, 59}, 253402300799},
};

static void times_are_those_of_the_calendar(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        assert_int_equal(civil_seconds(&known[i].at), known[i].seconds);
}

static void seconds_are_told_as_a_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        struct civil c = civil_of(known[i].seconds), want = known[i].at;

        assert_int_equal(c.year, want.year);
        assert_int_equal(c.month, want.month);
        assert_int_equal(c.day, want.day);
        assert_int_equal(c.hour, want.hour);
        assert_int_equal(c.minute, want.minute);
        assert_int_equal(c.second, want.second);
    }
}

/* Over an era of 400 years and a day, every day is the next of the one before
 * and is told as it was counted. */
static void every_day_comes_back(void **state)
{
    int64_t first = civil_days(1800, 12, 31), last = civil_days(2201, 1, 1);

    (void)state;
    assert_int_equal(last - first, 146097 + 1);
    for (int64_t day = first; day <= last; day++) {
        struct civil c = civil_of(day * DAY_SECONDS + DAY_SECONDS - 1);

        assert_true(civil_ok(&c));
        assert_int_equal(civil_days(c.year, c.month, c.day), day);
        assert_int_equal(c.hour, 23);
    }
}

static void days_that_are_none_are_told(void **state)
{
    static const struct civil none[] = {
        {2023, 2, 29, 0, 0, 0}, {1900, 2, 29, 0, 0, 0}, {2024, 4, 31, 0, 0, 0},
        {2024, 0, 1, 0, 0, 0},  {2024, 13, 1, 0, 0, 0}, {2024, 1, 0, 0, 0, 0},
        {2024, 1, 1, 24, 0, 0}, {2024, 1, 1, 0, 60, 0}, {2024, 1, 1, 0, 0, 61},
    };
    struct civil leap = {2000, 2, 29, 23, 59, 60};

    (void)state;
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_false(civil_ok(&none[i]));
    assert_true(civil_ok(&leap));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_the_calendar),
        cmocka_unit_test(seconds_are_told_as_a_time),
        cmocka_unit_test(every_day_comes_back),
        cmocka_unit_test(days_that_are_none_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
