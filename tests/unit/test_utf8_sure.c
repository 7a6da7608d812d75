/* SPDX-License-Identifier: Apache-2.0
 * test_utf8_sure.c - UTF-8 by vectors, against the table of the standard. */
#include "tests/test.h"

#include "base/cpu.h"
#include "base/utf8_sure.h"
#include "tests/utf8.h"

/* The bytes of the longest prefix of whole characters. */
static size_t good_prefix(struct span s)
{
    size_t at = 0;

    while (at < s.len) {
        size_t n = utf8_row(s.ptr + at, s.len - at);

        if (n == 0)
            break;
        at += n;
    }
    return at;
}

static void check_all(struct span s)
{
    static const uint32_t levels[] = {CPU_KNOWN, CPU_SSSE3, CPU_AVX2, CPU_NEON,
                                      UINT32_MAX};
    size_t good = good_prefix(s);

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t sure;

        cpu_limit(levels[i]);
        sure = utf8_sure(s);
        assert_true(sure <= good);
        assert_true(sure == 0 || (s.ptr[sure] & 0xc0) != 0x80);
        assert_int_equal(
            sure + good_prefix((struct span){s.ptr + sure, s.len - sure}),
            good);
    }
    cpu_limit(UINT32_MAX);
}

static void good_text_is_sure_to_the_last_vector(void **state)
{
    uint8_t text[300];

    (void)state;
    for (unsigned seed = 0; seed < 300; seed++) {
        struct span s = {text, utf8_some(text, sizeof text, seed)};

        assert_int_equal(good_prefix(s), s.len);
        check_all(s);
        if (cpu_has() & (CPU_SSSE3 | CPU_NEON))
            assert_true(utf8_sure(s) + 36 > s.len);
    }
}

static void every_pair_at_every_seam(void **state)
{
    (void)state;
    utf8_pairs(check_all);
}

static void every_cut_and_every_flip(void **state)
{
    (void)state;
    utf8_cuts(check_all);
}

static void text_turns_into_data(void **state)
{
    (void)state;
    utf8_data(check_all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_sure_to_the_last_vector),
        cmocka_unit_test(every_pair_at_every_seam),
        cmocka_unit_test(every_cut_and_every_flip),
        cmocka_unit_test(text_turns_into_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
