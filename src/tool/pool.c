/* SPDX-License-Identifier: Apache-2.0
 * pool.c - a ring of slots under one lock.
 *
 * A slot's number is its job's, modulo the ring.  [head, taken) are at work or
 * done, [taken, tail) wait, and the rest is free.  `handing` keeps `done` to
 * one thread at a time without holding the lock while it writes. */
#define _DEFAULT_SOURCE /* _SC_NPROCESSORS_ONLN */
#include "tool/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PER_THREAD = 8, /* slots: enough that a slow file stalls nobody at once */
    THREADS_MOST = 1024
};

enum state {
    FREE,
    WAITING,
    WORKING,
    DONE,
    GONE /* handed over before its turn */
};

struct pool {
    const struct pool_config *c;
    pthread_mutex_t lock;
    pthread_cond_t room, work;
    char *slots;
    unsigned char *states;
    size_t ring, head, taken, tail; /* job numbers but the first */
    bool closed, stopped, handing;
    unsigned idle;
    bool filler_waits;
};

unsigned pool_threads(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

static void *slot_of(struct pool *p, size_t job)
{
    return p->slots + job % p->ring * p->c->slot_size;
}

/* hand calls done without the lock. */
static void hand(struct pool *p, size_t job)
{
    bool go;

    pthread_mutex_unlock(&p->lock);
    go = p->c->done(p->c->ctx, slot_of(p, job));
    pthread_mutex_lock(&p->lock);
    p->states[job % p->ring] = GONE;
    if (!go)
        p->stopped = true;
}

/* deliver hands over what may go now; called with the lock. */
static void deliver(struct pool *p)
{
    if (p->handing)
        return; /* who is at it will see what we have done */
    p->handing = true;
    for (;;) {
        size_t job = p->head;

        while (p->c->unordered && job < p->taken &&
               p->states[job % p->ring] != DONE)
            job++;
        if (p->stopped || job >= p->taken || p->states[job % p->ring] != DONE)
            break;
        hand(p, job);
        while (p->head < p->taken && p->states[p->head % p->ring] == GONE)
            p->states[p->head++ % p->ring] = FREE;
        if (p->filler_waits)
            pthread_cond_signal(&p->room);
    }
    p->handing = false;
    if (p->stopped) {
        pthread_cond_broadcast(&p->work);
        pthread_cond_signal(&p->room);
    }
}

static void *worker(void *ctx)
{
    struct pool *p = ctx;
    void *state = p->c->begin(p->c->ctx);

    pthread_mutex_lock(&p->lock);
    if (!state)
        p->stopped = true;
    for (;;) {
        size_t job;

        while (!p->stopped && !p->closed && p->taken == p->tail) {
            p->idle++;
            pthread_cond_wait(&p->work, &p->lock);
            p->idle--;
        }
        if (p->stopped || p->taken == p->tail)
            break;
        job = p->taken++;
        p->states[job % p->ring] = WORKING;
        pthread_mutex_unlock(&p->lock);
        p->c->work(state, slot_of(p, job));
        pthread_mutex_lock(&p->lock);
        p->states[job % p->ring] = DONE;
        deliver(p);
    }
    pthread_cond_signal(&p->room);
    pthread_mutex_unlock(&p->lock);
    if (state)
        p->c->end(state);
    return NULL;
}

/* feed fills slots until there are no more jobs. */
static void feed(struct pool *p)
{
    bool more = true;

    pthread_mutex_lock(&p->lock);
    while (more && !p->stopped) {
        if (p->tail - p->head == p->ring) {
            p->filler_waits = true;
            pthread_cond_wait(&p->room, &p->lock);
            p->filler_waits = false;
            continue;
        }
        pthread_mutex_unlock(&p->lock);
        more = p->c->next(p->c->ctx, slot_of(p, p->tail));
        pthread_mutex_lock(&p->lock);
        if (!more)
            break;
        p->states[p->tail++ % p->ring] = WAITING;
        if (p->idle)
            pthread_cond_signal(&p->work);
    }
    p->closed = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
}

static bool run_alone(const struct pool_config *c)
{
    void *slot = calloc(1, c->slot_size), *state = c->begin(c->ctx);
    bool ok = slot && state;

    while (ok && c->next(c->ctx, slot)) {
        c->work(state, slot);
        if (!c->done(c->ctx, slot))
            break;
    }
    if (state)
        c->end(state);
    if (slot && c->drop)
        c->drop(slot);
    free(slot);
    return ok;
}

static unsigned start(struct pool *p, pthread_t *threads, unsigned count)
{
    unsigned n = 0;

    while (n < count && pthread_create(&threads[n], NULL, worker, p) == 0)
        n++;
    return n;
}

bool pool_run(const struct pool_config *c)
{
    unsigned count = c->threads > THREADS_MOST ? THREADS_MOST : c->threads;
    struct pool p = {.c = c, .ring = (size_t)count * PER_THREAD};
    pthread_t *threads;
    unsigned n = 0;

    if (count <= 1)
        return run_alone(c);
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.room, NULL);
    pthread_cond_init(&p.work, NULL);
    threads = calloc(count, sizeof(*threads));
    p.slots = calloc(p.ring, c->slot_size);
    p.states = calloc(p.ring, 1);
    if (threads && p.slots && p.states)
        n = start(&p, threads, count);
    if (n)
        feed(&p);
    for (unsigned i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; p.slots && c->drop && i < p.ring; i++)
        c->drop(p.slots + i * c->slot_size);
    free(threads);
    free(p.slots);
    free(p.states);
    pthread_cond_destroy(&p.room);
    pthread_cond_destroy(&p.work);
    pthread_mutex_destroy(&p.lock);
    return n > 0;
}
