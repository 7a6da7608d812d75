/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/arena.h"

static bool zeroed(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i])
            return false;
    return true;
}

static void memory_is_zeroed_also_when_it_is_used_again(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (int round = 0; round < 4; round++) {
        /* Within a page, over several, and one that is larger than a page. */
        for (int i = 0; i < 300; i++) {
            uint8_t *p = arena_alloc(&a, 700);

            assert_non_null(p);
            assert_true(zeroed(p, 700));
            memset(p, 0xAB, 700);
        }
        if (round & 1) {
            uint8_t *big = arena_alloc(&a, 200000);

            assert_non_null(big);
            assert_true(zeroed(big, 200000));
            memset(big, 0xCD, 200000);
        }
        arena_clear(&a);
    }
    arena_reset(&a);
}

static void a_raw_cut_leaves_what_follows_zeroed(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (int round = 0; round < 3; round++) {
        uint8_t *small = arena_raw(&a, 500), *big = arena_raw(&a, 100000);
        uint8_t *next = arena_alloc(&a, 60000);

        assert_non_null(small);
        assert_non_null(big);
        assert_non_null(next);
        memset(small, 0xEE, 500);
        memset(big, 0xEE, 100000);
        assert_true(zeroed(next, 60000));
        memset(next, 0xEE, 60000);
        arena_clear(&a);
    }
    assert_null(arena_raw(&a, 2 << 20)); /* the budget counts here too */
    arena_reset(&a);
}

static void the_budget_counts_from_the_last_clearing(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1000);
    for (int i = 0; i < 3; i++) {
        assert_non_null(arena_alloc(&a, 900));
        assert_null(arena_alloc(&a, 200));
        arena_clear(&a);
    }
    arena_reset(&a);
}

static void clearing_nothing_is_fine(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1000);
    arena_clear(&a);
    assert_non_null(arena_alloc(&a, 1));
    arena_reset(&a);
    arena_clear(&a);
    arena_reset(&a);
}

static void a_large_cut_is_not_kept_and_wastes_no_page(void **state)
{
    struct arena a;
    uint8_t *one, *two;

    (void)state;
    arena_init(&a, 1 << 20);
    one = arena_alloc(&a, 16);
    assert_non_null(arena_alloc(&a, 300000));
    two = arena_alloc(&a, 16);
    assert_ptr_equal(two, one + 16);
    arena_clear(&a);
    assert_null(a.large);
    assert_ptr_equal(arena_alloc(&a, 16), one);
    arena_reset(&a);
}

static void nothing_has_a_place_too(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 64);
    assert_non_null(arena_raw(&a, 0));
    assert_non_null(arena_alloc(&a, 0));
    assert_true(a.spent <= 64);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_also_when_it_is_used_again),
        cmocka_unit_test(a_raw_cut_leaves_what_follows_zeroed),
        cmocka_unit_test(the_budget_counts_from_the_last_clearing),
        cmocka_unit_test(clearing_nothing_is_fine),
        cmocka_unit_test(nothing_has_a_place_too),
        cmocka_unit_test(a_large_cut_is_not_kept_and_wastes_no_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
