/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/cpu.h"
#include "base/stat.h"
#include "pixel/haar.h"
#include "pixel/singular.h"

#include <math.h>
#include <stdlib.h>

static uint32_t chance(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static struct haar read_as(const struct pixels *p, uint32_t cpu,
                           struct arena *a)
{
    struct haar h = {0};

    cpu_limit(cpu);
    assert_true(haar_read(&h, p, HAAR_DCT, a));
    assert_true(haar_read(&h, p, HAAR_SVD, a));
    cpu_limit(UINT32_MAX);
    return h;
}

static void every_kernel_gives_the_same_bits(void **state)
{
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 60; round++) {
        uint32_t width = 1 + chance(&seed) % 150;
        uint32_t height = 1 + chance(&seed) % 60;
        uint32_t channels = 3 + chance(&seed) % 2;
        size_t n = (size_t)width * height * channels;
        uint8_t *rgb = malloc(n); /* exact: the sanitizer guards its end */
        struct pixels p = {rgb, width, height, channels, 0, NULL};
        struct haar plain, fast;
        struct arena a;

        assert_non_null(rgb);
        arena_init(&a, 64 << 20);
        for (size_t i = 0; i < n; i++) /* flat areas make ties */
            rgb[i] = (uint8_t)(round % 3 ? chance(&seed) : (i / 24 % 7) * 36);
        plain = read_as(&p, 0, &a);
        fast = read_as(&p, UINT32_MAX, &a);
        for (int s = 0; s < HAAR_SCORES; s++)
            for (int d = 0; d < HAAR_DOMAINS; d++)
                assert_memory_equal(plain.bits[s][d], fast.bits[s][d],
                                    (size_t)plain.across * plain.down);
        arena_reset(&a);
        free(rgb);
    }
}

static void the_top_singular_value_is_right(void **state)
{
    /* diagonal; rank one (the product of the norms); a rotation */
    const double diagonal[16] = {3, 0, 0, 0, 0, -7, 0, 0,
                                 0, 0, 2, 0, 0, 0,  0, 1};
    double one[16], turn[16] = {0}, zero[16] = {0};

    (void)state;
    assert_true(fabs(singular_top(diagonal) - 7) < 1e-12);
    for (int i = 0; i < 16; i++)
        one[i] = (i / 4 + 1) * (i % 4 - 2);
    assert_true(fabs(singular_top(one) - sqrt(30.0 * 6.0)) < 1e-10);
    turn[1] = turn[6] = turn[11] = turn[12] = 250;
    assert_true(fabs(singular_top(turn) - 250) < 250 * 1e-3);
    assert_true(singular_top(zero) == 0);
}

/* Values from the tables of Abramowitz and Stegun, 26.1, 26.10 and 26.4, and
 * from closed forms. */
static void tails_are_those_of_the_tables(void **state)
{
    (void)state;
    assert_true(fabs(stat_normal(1.0) - 0.15865525393145705) < 1e-15);
    assert_true(fabs(stat_normal(4.0) / 3.1671241833119924e-05 - 1) < 1e-12);
    assert_true(fabs(stat_student(1.0, 1) - 0.25) < 1e-14); /* Cauchy */
    assert_true(fabs(stat_student(2.0, 2) - (0.5 - 2 / sqrt(4 + 2) / 2)) <
                1e-14);
    assert_true(fabs(stat_gamma(1, 3.5) - exp(-3.5)) < 1e-15);
    assert_true(fabs(stat_gamma(3, 2) - exp(-2.0) * 5) < 1e-14);
    assert_true(fabs(stat_beta(2, 3, 0.25) - 0.26171875) < 1e-14);
    assert_true(fabs(stat_binomial(8, 10, 0.5) - 56.0 / 1024) < 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kernel_gives_the_same_bits),
        cmocka_unit_test(the_top_singular_value_is_right),
        cmocka_unit_test(tails_are_those_of_the_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
