/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "tool/row.h"

#include <stdio.h>
#include <string.h>

#define BAD "\xEF\xBF\xBD"

static char got[256];

static const char *quoted(const char *s, size_t len)
{
    FILE *to = fmemopen(got, sizeof(got), "w");

    assert_non_null(to);
    row_quote(to, s, len);
    fclose(to);
    return got;
}

#define QUOTED(lit) quoted(lit, sizeof(lit) - 1)

static void letters_stay(void **state)
{
    (void)state;
    assert_string_equal(QUOTED(""), "\"\"");
    assert_string_equal(QUOTED("a b/~.png"), "\"a b/~.png\"");
    assert_string_equal(QUOTED("한글 é 😀"), "\"한글 é 😀\"");
}

static void what_json_reserves_is_escaped(void **state)
{
    (void)state;
    assert_string_equal(QUOTED("a\"b\\c"), "\"a\\\"b\\\\c\"");
    assert_string_equal(QUOTED("\n\t\x1b"), "\"\\u000a\\u0009\\u001b\"");
}

/* [Unicode 15, table 3-7]: the ends of each row, and a step beyond. */
static void bytes_that_are_no_character_are_told(void **state)
{
    (void)state;
    assert_string_equal(QUOTED("a\xffz"), "\"a" BAD "z\"");
    assert_string_equal(QUOTED("\xC2\x80"), "\"\xC2\x80\"");
    assert_string_equal(QUOTED("\xC1\xBF"), "\"" BAD BAD "\"");
    assert_string_equal(QUOTED("\xE0\xA0\x80"), "\"\xE0\xA0\x80\"");
    assert_string_equal(QUOTED("\xE0\x9F\xBF"), "\"" BAD BAD BAD "\"");
    assert_string_equal(QUOTED("\xED\x9F\xBF"), "\"\xED\x9F\xBF\"");
    assert_string_equal(QUOTED("\xED\xA0\x80"), "\"" BAD BAD BAD "\"");
    assert_string_equal(QUOTED("\xF0\x90\x80\x80"), "\"\xF0\x90\x80\x80\"");
    assert_string_equal(QUOTED("\xF4\x8F\xBF\xBF"), "\"\xF4\x8F\xBF\xBF\"");
    assert_string_equal(QUOTED("\xF4\x90\x80\x80"), "\"" BAD BAD BAD BAD "\"");
    assert_string_equal(QUOTED("\xEA\xB0"), "\"" BAD BAD "\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_stay),
        cmocka_unit_test(what_json_reserves_is_escaped),
        cmocka_unit_test(bytes_that_are_no_character_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
