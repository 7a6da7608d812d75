/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "report/html.h"
#include "report/page.h"

static char text[4096];
static size_t len;
static struct out out;

static int keep(void *ctx, const char *p, size_t n)
{
    (void)ctx;
    if (n >= sizeof(text) - len)
        return 1;
    memcpy(text + len, p, n);
    len += n;
    text[len] = 0;
    return 0;
}

static struct page page_new(unsigned width)
{
    struct page p = {.out = &out, .width = width};

    len = 0;
    text[0] = 0;
    out_init(&out, keep, NULL);
    return p;
}

static const char *written(void)
{
    out_flush(&out);
    return text;
}

static void columns_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(page_columns(str_of("abc")), 3);
    assert_int_equal(page_columns(str_of("한글 ab")), 7);
    assert_int_equal(page_columns(str_of("e\xCC\x81")), 1); /* combining */
    assert_int_equal(page_columns(str_of("")), 0);
}

static void words_wrap_at_the_width_and_hang_below(void **state)
{
    struct page p = page_new(10);

    (void)state;
    page_text(&p, "ab");
    page_to(&p, 4);
    page_wrap(&p, 4, str_of("one two three  four"));
    assert_string_equal(written(), "ab  one\n    two\n    three\n    four\n");
}

static void wide_characters_count_twice_when_wrapping(void **state)
{
    struct page p = page_new(10);

    (void)state;
    page_wrap(&p, 0, str_of("가나 다라 마바"));
    assert_string_equal(written(), "가나 다라\n마바\n");
    p = page_new(6);
    page_wrap(&p, 0,
              str_of("\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97"));
    assert_string_equal(written(), "\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\n"
                                   "\xE5\xAD\x97\n");
}

static void a_word_that_is_too_long_is_written_whole(void **state)
{
    struct page p = page_new(8);

    (void)state;
    page_wrap(&p, 2, str_of("/a/very/long/path b"));
    assert_string_equal(written(), "  /a/very/long/path\n  b\n");
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
    struct page p = page_new(80);

    (void)state;
    page_fit(&p, str_of("abcdef"), 6);
    page_text(&p, "|");
    page_fit(&p, str_of("abcdefg"), 6);
    page_text(&p, "|");
    page_fit(&p, str_of("가나다라"), 6);
    assert_string_equal(written(), "abcdef|abcde\xE2\x80\xA6|가나\xE2\x80\xA6");
}

static void nothing_from_a_file_moves_the_cursor(void **state)
{
    static const char *const bad[] = {"\x1b[2J",
                                      "\r",
                                      "\x07",
                                      "\xC2\x9B"
                                      "31m",
                                      "\xE2\x80\xAE",
                                      "\x7f",
                                      "\xE2\x81\xA6",
                                      "\b"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct page p = page_new(80);

        page_text(&p, bad[i]);
        assert_true(strncmp(written(), "\xEF\xBF\xBD", 3) == 0);
    }
}

static void no_colour_is_written_where_none_is_wanted(void **state)
{
    struct page p = page_new(80);

    (void)state;
    page_paint(&p, PAINT_RED);
    page_text(&p, "x");
    page_paint(&p, PAINT_NONE);
    assert_string_equal(written(), "x");
    p = page_new(80);
    p.colour = true;
    page_paint(&p, PAINT_RED);
    page_text(&p, "x");
    page_paint(&p, PAINT_NONE);
    assert_string_equal(written(), "\x1b[31mx\x1b[0m");
    assert_int_equal(p.column, 1);
}

static void numbers_are_set_in_threes(void **state)
{
    struct page p = page_new(80);

    (void)state;
    page_uint(&p, 0);
    page_text(&p, " ");
    page_uint(&p, 999);
    page_text(&p, " ");
    page_uint(&p, 1234567);
    assert_string_equal(written(), "0 999 1,234,567");
}

static void markup_is_escaped_and_controls_are_replaced(void **state)
{
    (void)state;
    page_new(80);
    html_text(&out, "<a href=\"x\" title='y'>&\x01\xE2\x80\xAE\xFF z");
    assert_string_equal(written(),
                        "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;"
                        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_those_of_a_terminal),
        cmocka_unit_test(words_wrap_at_the_width_and_hang_below),
        cmocka_unit_test(wide_characters_count_twice_when_wrapping),
        cmocka_unit_test(a_word_that_is_too_long_is_written_whole),
        cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
        cmocka_unit_test(nothing_from_a_file_moves_the_cursor),
        cmocka_unit_test(no_colour_is_written_where_none_is_wanted),
        cmocka_unit_test(numbers_are_set_in_threes),
        cmocka_unit_test(markup_is_escaped_and_controls_are_replaced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
