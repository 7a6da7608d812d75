/* SPDX-License-Identifier: Apache-2.0
 * test_stuffed.c - the end of entropy-coded data, pair by pair and by vectors.
 */
#include "tests/test.h"

#include "base/cpu.h"
#include "base/stuffed.h"

#include <stdlib.h>

/* [JPEG B.1.1.5, B.1.1.3] read pair by pair. */
static size_t by_pairs(struct span s)
{
    size_t at = 0;

    while (at + 1 < s.len) {
        if (s.ptr[at] != 0xff)
            at++;
        else if (s.ptr[at + 1] == 0 ||
                 (s.ptr[at + 1] >= 0xd0 && s.ptr[at + 1] <= 0xd7))
            at += 2;
        else
            break;
    }
    return at;
}

static void check(const uint8_t *p, size_t len)
{
    static const uint32_t levels[] = {CPU_KNOWN, CPU_SSSE3, UINT32_MAX};
    uint8_t *own = malloc(len ? len : 1); /* what reads past it is told */

    memcpy(own, p, len);
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        cpu_limit(levels[i]);
        assert_int_equal(stuffed((struct span){own, len}),
                         by_pairs((struct span){own, len}));
    }
    cpu_limit(UINT32_MAX);
    free(own);
}

static void every_code_stops_or_does_not(void **state)
{
    uint8_t s[100];

    (void)state;
    for (unsigned code = 0; code < 256; code++)
        for (size_t at = 0; at < sizeof s - 1; at++) {
            size_t want =
                code == 0 || (code >= 0xd0 && code <= 0xd7) ? sizeof s - 1 : at;

            memset(s, 0x55, sizeof s);
            s[at] = 0xff;
            s[at + 1] = (uint8_t)code;
            if (want != at && at == sizeof s - 2)
                want = sizeof s; /* nothing is left to look at */
            assert_int_equal(stuffed((struct span){s, sizeof s}), want);
            check(s, sizeof s);
        }
}

static void the_last_byte_waits_for_the_next(void **state)
{
    const uint8_t s[] = {1, 2, 0xff};

    (void)state;
    assert_int_equal(stuffed((struct span){s, 0}), 0);
    assert_int_equal(stuffed((struct span){s, 1}), 0);
    assert_int_equal(stuffed((struct span){s, 2}), 1);
    assert_int_equal(stuffed((struct span){s, 3}), 2);
    assert_int_equal(stuffed((struct span){s + 2, 1}), 0);
}

static void any_data_of_any_length(void **state)
{
    static const uint8_t often[] = {0xff, 0, 0xd0, 0xd7, 0xd8, 0xcf, 0xfe, 1};
    uint8_t s[300];

    (void)state;
    srand(7);
    for (unsigned turn = 0; turn < 20000; turn++) {
        size_t len = (size_t)rand() % sizeof s;
        int rare = rand() % 100;

        for (size_t i = 0; i < len; i++) {
            s[i] = (uint8_t)rand();
            if (rand() % 100 < rare)
                s[i] = often[(size_t)rand() % sizeof often];
            if (i && s[i - 1] == 0xff && rand() % 50)
                s[i] = rand() % 4 ? 0 : 0xd3;
        }
        check(s, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_stops_or_does_not),
        cmocka_unit_test(the_last_byte_waits_for_the_next),
        cmocka_unit_test(any_data_of_any_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
