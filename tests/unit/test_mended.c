/* SPDX-License-Identifier: Apache-2.0
 * test_mended.c - bytes that are no UTF-8, against the table of the standard.
 */
#include "tests/test.h"

#include "base/charset.h"
#include "tests/utf8.h"

/* check_mended is that each byte of no character became SUB, and no other. */
static void check_mended(struct span s)
{
    struct text_map map;
    struct arena a;

    arena_init(&a, 1 << 20);
    assert_true(charset_text(&a, s, CHARSET_UTF8, 0, &map));
    assert_int_equal(map.data.len, s.len);
    for (size_t at = 0; at < s.len;) {
        size_t n = utf8_row(s.ptr + at, s.len - at);

        if (n)
            assert_memory_equal(map.data.ptr + at, s.ptr + at, n);
        else
            assert_int_equal(map.data.ptr[at], 0x1A);
        at += n ? n : 1;
    }
    arena_reset(&a);
}

static void good_text_stays(void **state)
{
    uint8_t text[300];

    (void)state;
    for (unsigned seed = 0; seed < 300; seed++)
        check_mended((struct span){text, utf8_some(text, sizeof text, seed)});
}

static void every_pair(void **state)
{
    (void)state;
    utf8_pairs(check_mended);
}

static void every_cut_and_every_flip(void **state)
{
    (void)state;
    utf8_cuts(check_mended);
}

static void text_turns_into_data(void **state)
{
    (void)state;
    utf8_data(check_mended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_stays),
        cmocka_unit_test(every_pair),
        cmocka_unit_test(every_cut_and_every_flip),
        cmocka_unit_test(text_turns_into_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
