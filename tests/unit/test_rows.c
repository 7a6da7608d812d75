/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "tool/rows.h"

#include <stdio.h>
#include <string.h>

static char got[4096];
static int refuse_at;

static bool row(void *ctx, const gm_fact *cells, size_t count,
                const char *where)
{
    int *rows = ctx;
    size_t n = strlen(got);

    for (size_t i = 0; i < count; i++)
        n += (size_t)snprintf(got + n, sizeof(got) - n, "%s=%s|", cells[i].name,
                              cells[i].value);
    snprintf(got + n, sizeof(got) - n, "%s\n", where);
    return ++*rows != refuse_at;
}

static bool reads(const char *text, size_t len)
{
    char copy[4096];
    int rows = 0;

    assert_true(len < sizeof(copy));
    memcpy(copy, text, len);
    copy[len] = 0;
    got[0] = 0;
    refuse_at = 0;
    return rows_read(copy, len, "m", row, &rows);
}

#define READS(lit) reads(lit, sizeof(lit) - 1)

static void csv_has_a_header_and_rows(void **state)
{
    (void)state;
    assert_true(READS("path,role\na.png,user\n\"b,\"\"c\"\".png\",\n"));
    assert_string_equal(got, "path=a.png|role=user|m:2\n"
                             "path=b,\"c\".png|role=|m:3\n");
}

static void csv_takes_any_line_end_and_a_last_line_without(void **state)
{
    (void)state;
    assert_true(READS("\xEF\xBB\xBFpath,x\r\na,1\r\n\r\nb,2"));
    assert_string_equal(got, "path=a|x=1|m:2\npath=b|x=2|m:4\n");
}

static void a_quoted_line_end_counts_as_a_line(void **state)
{
    (void)state;
    assert_true(READS("path,x\n\"a\nb\",1\nc,2\n"));
    assert_string_equal(got, "path=a\nb|x=1|m:2\npath=c|x=2|m:4\n");
}

static void csv_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_false(READS("path,x\na\n"));
    assert_false(READS("path,x\na,1,2\n"));
    assert_false(READS("path,x\n\"a,1\n"));
    assert_false(READS("path\nnul\0byte\n"));
}

static void json_lines_give_their_members(void **state)
{
    (void)state;
    assert_true(READS("{\"path\":\"a\\u00e9\\n\",\"x\":\"\"}\n\n"
                      " {\"\":\"\"}\n{\"path\":\"b\"}"));
    assert_string_equal(got, "path=a\xC3\xA9\n|x=|m:1\n=|m:3\npath=b|m:4\n");
}

static void json_that_is_none_is_refused(void **state)
{
    (void)state;
    assert_false(READS("{\"path\":\"a\"\n"));
    assert_false(READS("{\"path\":\"a\"}\n[1]\n"));
    assert_false(READS("{\"path\":1}\n"));
    assert_false(READS("{\"path\":\"a\",\"path\":\"b\"}\n"));
    assert_false(READS("{\"path\":\"a\\u0000\"}\n"));
}

static void a_refused_row_ends_the_reading(void **state)
{
    char text[] = "path\na\nb\nc\n";
    int rows = 0;

    (void)state;
    refuse_at = 2;
    got[0] = 0;
    assert_false(rows_read(text, sizeof(text) - 1, "m", row, &rows));
    assert_int_equal(rows, 2);
}

static void any_cut_of_a_table_is_read_or_refused(void **state)
{
    static const char table[] = "path,x\n\"a\"\"b\",\"c\r\nd\"\r\ne,f\n";
    static const char lines[] = "{\"path\":\"\\ud55c\",\"x\":\"y\"}\n{}\n";

    (void)state;
    for (size_t n = 0; n < sizeof(table); n++)
        reads(table, n);
    for (size_t n = 0; n < sizeof(lines); n++)
        reads(lines, n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_has_a_header_and_rows),
        cmocka_unit_test(csv_takes_any_line_end_and_a_last_line_without),
        cmocka_unit_test(a_quoted_line_end_counts_as_a_line),
        cmocka_unit_test(csv_that_is_none_is_refused),
        cmocka_unit_test(json_lines_give_their_members),
        cmocka_unit_test(json_that_is_none_is_refused),
        cmocka_unit_test(a_refused_row_ends_the_reading),
        cmocka_unit_test(any_cut_of_a_table_is_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
