/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "genmark.h"
#include "tests/gather.h"

#include <stdio.h>
#include <string.h>

enum {
    LINES = 80 /* more than are kept */
};

static gm_report *report;

static int begin(void **state)
{
    gm_report_config c = GM_REPORT_CONFIG_INIT;

    (void)state;
    c.kind = "json";
    c.write = gather;
    return gm_report_new(&c, &report);
}

static int end(void **state)
{
    (void)state;
    return gm_report_end(report);
}

static gm_str str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

/* says adds an item and is whether its coverage is written as this list. */
static void says(const gm_coverage *list, size_t count)
{
    static char want[1 << 17];
    gm_item it = {.size = sizeof(it), .path = str("a")};
    size_t n = (size_t)snprintf(want, sizeof(want), "\"coverage\":[");

    it.coverage = list;
    it.coverage_count = count;
    for (size_t i = 0; i < count; i++)
        n += (size_t)snprintf(
            want + n, sizeof(want) - n,
            "%s{\"finder\":\"%.*s\",\"ran\":%s,\"why\":%s%.*s%s}", i ? "," : "",
            (int)list[i].finder.len, list[i].finder.ptr,
            list[i].ran ? "true" : "false", list[i].why.len ? "\"" : "",
            list[i].why.len ? (int)list[i].why.len : 4,
            list[i].why.len ? list[i].why.ptr : "null",
            list[i].why.len ? "\"" : "");
    snprintf(want + n, sizeof(want) - n, "],\"findings\":");
    len = 0;
    assert_int_equal(gm_report_add(report, &it), GM_OK);
    assert_int_equal(gm_report_flush(report), GM_OK);
    assert_non_null(strstr(text, want));
}

static void words_that_change_in_place_are_read_again(void **state)
{
    char name[] = "one", why[] = "steps";
    gm_coverage list[2] = {{str(name), 1, {"", 0}}, {str("two"), 0, str(why)}};

    (void)state;
    says(list, 2);
    says(list, 2);
    why[0] = 'S';
    says(list, 2);
    name[2] = 'y';
    says(list, 2);
    list[0].ran = 0;
    says(list, 2);
    list[1].why.len--;
    says(list, 2);
    says(list, 1);
    says(list, 0);
    says(list, 2);
}

static void more_kinds_than_are_kept_take_turns(void **state)
{
    char name[] = "a";
    gm_coverage list[1] = {{{name, 1}, 1, {"", 0}}};

    (void)state;
    for (unsigned i = 0; i < 100; i++) {
        name[0] = (char)('a' + i % 9);
        says(list, 1);
    }
}

static void lists_that_are_too_long_are_written_whole(void **state)
{
    static char long_why[3000];
    gm_coverage list[LINES];

    (void)state;
    memset(long_why, 'w', sizeof(long_why));
    for (size_t i = 0; i < LINES; i++)
        list[i] = (gm_coverage){str("finder"), 0, str("reason")};
    says(list, LINES);
    says(list, LINES);
    for (size_t i = 0; i < 4; i++)
        list[i].why = (gm_str){long_why, sizeof(long_why) - i};
    says(list, 1); /* has room */
    says(list, 1);
    says(list, 2); /* has none for its words, */
    says(list, 2);
    says(list, 4); /* nor as JSON */
    says(list, 4);
    says(list, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            words_that_change_in_place_are_read_again, begin, end),
        cmocka_unit_test_setup_teardown(more_kinds_than_are_kept_take_turns,
                                        begin, end),
        cmocka_unit_test_setup_teardown(
            lists_that_are_too_long_are_written_whole, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
