/* SPDX-License-Identifier: Apache-2.0
 * pool.h - work in threads, results in order.
 *
 * Jobs lie in a ring of slots.  The workers, of which the caller's thread is
 * one, take them in turn and do them, and whoever ends the oldest one hands
 * over all that are done behind it, so neither listing nor order needs a
 * thread of its own or more memory than the ring. */
#ifndef TOOL_POOL_H
#define TOOL_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool_config {
    unsigned threads;
    bool unordered;   /* hand over a job as soon as it is done */
    size_t slot_size; /* bytes of a slot; zeroed once, then used again */
    void *ctx;

    /* next fills a slot; false: there are no more.  One at a time, and not
     * again after that. */
    bool (*next)(void *ctx, void *slot);

    /* begin makes a worker's state, NULL without memory; end lets it go. */
    void *(*begin)(void *ctx);
    void (*work)(void *state, void *slot);
    void (*end)(void *state);

    /* done takes a job that was worked on; false stops the pool.  One at a
     * time. */
    bool (*done)(void *ctx, void *slot);

    /* drop lets go of what a slot holds, at the end; may be NULL. */
    void (*drop)(void *slot);
};

/* pool_run returns when all is done, or stopped: false without memory or
 * threads. */
bool pool_run(const struct pool_config *c);

/* pool_threads is how many processors this process may use, at least 1. */
unsigned pool_threads(void);

#endif
