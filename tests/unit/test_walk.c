/* SPDX-License-Identifier: Apache-2.0
 * test_walk.c - how far a walk goes: its steps, and who may end it. */
#include "tests/walks.h"

enum {
    CHUNKS = 5000, /* of a picture: a walk takes a step at least for each */
    BEAT = 1024    /* steps between two questions */
};

/* Who is asked whether the walk goes on. */
struct asker {
    unsigned times, most; /* most: the question that is denied; 0: none */
};

static int goes_on(void *ctx)
{
    struct asker *a = ctx;

    return ++a->times == a->most;
}

static struct doc walk_to(struct arena *a, uint64_t steps, struct asker *who)
{
    struct limits limits = limits_default;
    struct walk_config c = {.arena = a,
                            .limits = &limits,
                            .alive = who ? goes_on : NULL,
                            .alive_ctx = who};
    struct source src;
    struct buf b;
    struct doc d;

    limits.steps = steps;
    buf_init(&b, a, 1 << 20);
    buf_put(&b, SPAN("\x89PNG\r\n\x1a\n"));
    for (unsigned i = 0; i < CHUNKS; i++)
        buf_put(&b, SPAN("\0\0\0\0fdATcrc!"));
    buf_put(&b, SPAN("\0\0\0\0IENDcrc!"));
    src = source_of(buf_span(&b));
    walk_run(&d, &src, &c);
    return d;
}

static void a_limit_of_steps_ends_a_walk_where_it_is(void **state)
{
    struct asker who = {0};
    struct arena a;
    uint64_t least = 0;

    (void)state;
    arena_init(&a, 64 << 20);
    /* The least that is enough is found by halves, and one less is not. */
    for (uint64_t high = 2 * CHUNKS; high - least > 1;) {
        uint64_t mid = least + (high - least) / 2;
        struct doc d = walk_to(&a, mid, mid & 1 ? &who : NULL);

        assert_true(!d.limit || strcmp(d.limit, "steps") == 0);
        assert_false(d.stopped);
        if (d.limit)
            least = mid;
        else
            high = mid;
        arena_clear(&a);
    }
    assert_in_range(least, CHUNKS, CHUNKS + 16);
    for (uint64_t n = 1000; n < 1060; n++) { /* about a beat */
        struct doc d = walk_to(&a, n, &who);

        assert_string_equal(d.limit, "steps");
        assert_in_range(d.block_count, n - 16, n);
        arena_clear(&a);
    }
    arena_reset(&a);
}

static void who_waits_is_asked_at_each_beat(void **state)
{
    struct asker who = {0};
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 64 << 20);
    d = walk_to(&a, UINT64_MAX, &who);
    assert_null(d.limit);
    assert_int_equal(who.times, CHUNKS / BEAT);
    for (unsigned most = 1; most <= CHUNKS / BEAT; most++) {
        who = (struct asker){.most = most};
        d = walk_to(&a, limits_default.steps, &who);
        assert_true(d.stopped);
        assert_null(d.limit);
        assert_int_equal(who.times, most);
        assert_in_range(d.block_count, most * BEAT - 16, most * BEAT);
    }
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_of_steps_ends_a_walk_where_it_is),
        cmocka_unit_test(who_waits_is_asked_at_each_beat),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
