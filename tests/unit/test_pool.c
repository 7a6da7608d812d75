/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* sched_setaffinity */
#include "tests/test.h"

#include "tool/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    JOBS = 5000,
    FEW = 4,      /* jobs that are listed while none is done */
    NEAR = 16,    /* jobs a worker that listing may be before handing over */
    PATIENCE = 20 /* seconds */
};

struct slot {
    unsigned job, square;
    unsigned *mine; /* to be freed by drop */
};

struct run {
    atomic_uint made, handed;
    unsigned stop_at, begun_fails, farthest;
    bool wait, late; /* for FEW jobs to be listed */
    unsigned got[JOBS];
    pthread_mutex_t lock;
    unsigned states, ended;
    pthread_t caller;
    unsigned processors; /* that it may use */
    cpu_set_t begun;     /* where workers began, but for the caller's thread */
    bool narrow;         /* a worker may use but some processors when at work */
};

static bool next(void *ctx, void *to)
{
    struct run *r = ctx;
    struct slot *s = to;

    if (r->made == JOBS)
        return false;
    if (!s->mine)
        s->mine = malloc(sizeof(*s->mine));
    s->job = r->made++;
    if (s->job - r->handed > r->farthest)
        r->farthest = s->job - r->handed;
    return true;
}

static void *begin(void *ctx)
{
    struct run *r = ctx;

    if (r->begun_fails)
        return NULL;
    pthread_mutex_lock(&r->lock);
    r->states++;
    if (!pthread_equal(pthread_self(), r->caller))
        CPU_SET((size_t)sched_getcpu(), &r->begun);
    pthread_mutex_unlock(&r->lock);
    return r;
}

/* await_listing waits until FEW jobs are listed. */
static void await_listing(struct run *r)
{
    time_t end = time(NULL) + PATIENCE;
    const struct timespec nap = {0, 1000000};

    while (r->made < FEW && time(NULL) < end)
        nanosleep(&nap, NULL);
    pthread_mutex_lock(&r->lock);
    r->late |= r->made < FEW;
    pthread_mutex_unlock(&r->lock);
}

/* look_around notes whether this worker may use what the caller may. */
static void look_around(struct run *r)
{
    bool narrow = pool_threads() < r->processors;

    pthread_mutex_lock(&r->lock);
    r->narrow |= narrow;
    pthread_mutex_unlock(&r->lock);
}

static void work(void *state, void *to)
{
    struct slot *s = to;
    struct run *r = state;
    volatile unsigned spin = s->job % 97 == 0 ? 20000 : 10;

    if (s->job % 97 == 0)
        look_around(r);
    if (r->wait)
        await_listing(r);
    while (spin)
        spin--;
    s->square = s->job * s->job;
}

static void end(void *state)
{
    struct run *r = state;

    pthread_mutex_lock(&r->lock);
    r->ended++;
    pthread_mutex_unlock(&r->lock);
}

static bool done(void *ctx, void *from)
{
    struct run *r = ctx;
    const struct slot *s = from;

    r->got[r->handed++] = s->square;
    return !r->stop_at || r->handed < r->stop_at;
}

static void drop(void *from)
{
    struct slot *s = from;

    free(s->mine);
}

static bool go(struct run *r, unsigned threads, bool unordered)
{
    const struct pool_config c = {.threads = threads,
                                  .unordered = unordered,
                                  .slot_size = sizeof(struct slot),
                                  .ctx = r,
                                  .next = next,
                                  .begin = begin,
                                  .work = work,
                                  .end = end,
                                  .done = done,
                                  .drop = drop};

    pthread_mutex_init(&r->lock, NULL);
    r->caller = pthread_self();
    r->processors = pool_threads();
    return pool_run(&c);
}

static void results_come_in_order_with_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned threads = 0; threads < 9; threads++) {
        struct run *r = calloc(1, sizeof(*r));

        assert_non_null(r);
        assert_true(go(r, threads, false));
        assert_int_equal(r->handed, JOBS);
        for (unsigned i = 0; i < JOBS; i++)
            assert_int_equal(r->got[i], i * i);
        assert_int_equal(r->ended, r->states);
        free(r);
    }
}

static int by_size(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

static void without_order_none_is_lost_or_doubled(void **state)
{
    struct run *r = calloc(1, sizeof(*r));

    (void)state;
    assert_non_null(r);
    assert_true(go(r, 5, true));
    assert_int_equal(r->handed, JOBS);
    qsort(r->got, JOBS, sizeof(r->got[0]), by_size);
    for (unsigned i = 0; i < JOBS; i++)
        assert_int_equal(r->got[i], i * i);
    free(r);
}

static void a_stop_ends_all_soon(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 6; threads++) {
        struct run *r = calloc(1, sizeof(*r));

        assert_non_null(r);
        r->stop_at = 10;
        go(r, threads, false);
        assert_int_equal(r->handed, 10);
        assert_true(r->made < JOBS);
        assert_int_equal(r->ended, r->states);
        free(r);
    }
}

static void jobs_are_listed_while_all_are_at_work(void **state)
{
    struct run *r = calloc(1, sizeof(*r));

    (void)state;
    assert_non_null(r);
    r->wait = true;
    assert_true(go(r, 2, false));
    assert_false(r->late);
    free(r);
}

static void listing_stays_near(void **state)
{
    (void)state;
    for (unsigned threads = 2; threads < 6; threads++) {
        struct run *r = calloc(1, sizeof(*r));

        assert_non_null(r);
        assert_true(go(r, threads, threads % 2));
        assert_true(r->farthest < NEAR * threads);
        free(r);
    }
}

static void no_worker_is_no_hang(void **state)
{
    struct run *r = calloc(1, sizeof(*r));

    (void)state;
    assert_non_null(r);
    r->begun_fails = 1;
    go(r, 4, false);
    assert_int_equal(r->handed, 0);
    free(r);
}

static void only_processors_that_are_ours_count(void **state)
{
    cpu_set_t ours, one;
    size_t first = 0;

    (void)state;
    if (sched_getaffinity(0, sizeof(ours), &ours) != 0)
        skip();
    assert_int_equal(pool_threads(), CPU_COUNT(&ours));
    while (!CPU_ISSET(first, &ours))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
    assert_int_equal(pool_threads(), 1);
    assert_int_equal(sched_setaffinity(0, sizeof(ours), &ours), 0);
}

/* Each on one of its own, and then on any: the kernel would let both of two
 * begin on the caller's. */
static void a_worker_a_processor(void **state)
{
    unsigned count = pool_threads();
    struct run *r = calloc(1, sizeof(*r));
    int here = sched_getcpu();

    (void)state;
    assert_non_null(r);
    assert_true(go(r, count, false));
    if (r->states == count)
        assert_int_equal(CPU_COUNT(&r->begun), count - 1);
    if (sched_getcpu() == here) /* or it was moved, before or after that */
        assert_false(CPU_ISSET((size_t)here, &r->begun));
    assert_false(r->narrow);
    free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_in_order_with_any_number_of_threads),
        cmocka_unit_test(without_order_none_is_lost_or_doubled),
        cmocka_unit_test(a_stop_ends_all_soon),
        cmocka_unit_test(jobs_are_listed_while_all_are_at_work),
        cmocka_unit_test(listing_stays_near),
        cmocka_unit_test(no_worker_is_no_hang),
        cmocka_unit_test(only_processors_that_are_ours_count),
        cmocka_unit_test(a_worker_a_processor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
