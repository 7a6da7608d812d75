/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/arena.h"
#include "base/buf.h"

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

static void the_latest_cut_can_be_resized(void **state)
{
    static const struct {
        size_t from, more, less;
    } sizes[] = {{100, 3000, 40}, {100000, 900000, 70000}, {100000, 200000, 9}};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct arena a;
        uint8_t *before, *p;
        uint64_t spent;

        arena_init(&a, 1 << 20);
        before = arena_alloc(&a, 16);
        spent = a.spent;
        p = arena_raw(&a, sizes[i].from);
        memset(p, 0xAB, sizes[i].from);
        p = arena_resize(&a, p, sizes[i].from, sizes[i].more);
        assert_non_null(p);
        memset(p + sizes[i].from, 0xAB, sizes[i].more - sizes[i].from);
        assert_null(arena_resize(&a, p, sizes[i].more, 1 << 20)); /* budget */
        assert_null(arena_resize(&a, p, sizes[i].more, SIZE_MAX));
        p = arena_resize(&a, p, sizes[i].more, sizes[i].less);
        assert_non_null(p);
        for (size_t k = 0; k < sizes[i].less; k++)
            assert_int_equal(p[k], 0xAB);
        assert_true(a.spent >= spent + sizes[i].less &&
                    a.spent <= spent + sizes[i].less + 16);
        assert_true(zeroed(before, 16));
        assert_true(zeroed(arena_alloc(&a, 5000), 5000));
        arena_reset(&a);
    }
}

static void an_earlier_cut_stays_as_it_is(void **state)
{
    struct arena a;
    uint8_t *one, *large;

    (void)state;
    arena_init(&a, 1 << 20);
    assert_null(arena_resize(&a, &a, 16, 32)); /* none of its cuts */
    one = arena_raw(&a, 100);
    large = arena_raw(&a, 100000);
    assert_non_null(arena_raw(&a, 8));
    assert_non_null(arena_raw(&a, 200000));
    assert_null(arena_resize(&a, one, 100, 50));
    assert_null(arena_resize(&a, large, 100000, 200000));
    arena_reset(&a);
}

static void a_cut_is_extended_where_it_stands(void **state)
{
    struct arena a;
    struct buf b;
    uint8_t *one, *large;

    (void)state;
    arena_init(&a, 1 << 20);
    one = arena_raw(&a, 100);
    assert_true(arena_extend(&a, one, 100, 3000));
    assert_true(a.spent >= 3000 && a.spent <= 3000 + 16);
    assert_false(arena_extend(&a, one, 3000, 1 << 20)); /* not in its page */
    assert_false(arena_extend(&a, one, 3000, SIZE_MAX));
    large = arena_raw(&a, 100000); /* which would be moved */
    assert_false(arena_extend(&a, large, 100000, 200000));
    buf_init(&b, &a, 1 << 20);
    buf_put(&b, SPAN("what others may point into"));
    one = b.ptr;
    for (int i = 0; i < 1000; i++)
        buf_byte(&b, 'x');
    assert_ptr_equal(b.ptr, one);
    assert_non_null(arena_raw(&a, 8));
    for (int i = 0; i < 3000; i++)
        buf_byte(&b, 'x');
    assert_ptr_not_equal(b.ptr, one);
    assert_memory_equal(one, "what others may point into", 26);
    assert_memory_equal(b.ptr, one, 1026);
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
        cmocka_unit_test(the_latest_cut_can_be_resized),
        cmocka_unit_test(a_cut_is_extended_where_it_stands),
        cmocka_unit_test(an_earlier_cut_stays_as_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
