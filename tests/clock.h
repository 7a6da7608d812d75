/* SPDX-License-Identifier: Apache-2.0
 * clock.h - how long something took, and the middle of several such. */
#ifndef TESTS_CLOCK_H
#define TESTS_CLOCK_H

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

static inline double clock_now(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds that this thread has had a processor: what else runs on the machine
 * is not in it. */
static inline double cpu_time(void)
{
    return clock_now(CLOCK_THREAD_CPUTIME_ID);
}

static inline double wall_time(void)
{
    return clock_now(CLOCK_MONOTONIC);
}

static inline int clock_order(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* median sorts them. */
static inline double median(double *of, size_t count)
{
    qsort(of, count, sizeof(*of), clock_order);
    return of[count / 2];
}

#endif
