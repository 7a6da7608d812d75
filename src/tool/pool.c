/* SPDX-License-Identifier: Apache-2.0
 * pool.c - a ring of slots under one lock.
 *
 * Jobs [head, next) are at work or done, [next, tail) are listed, and each has
 * a slot; the slot that was handed over last is filled next, for its memory is
 * still near.  The workers list for themselves: a thread that only fed them
 * would take its turn on a core from theirs.  Whoever comes for a job lists
 * some more first where few are left, so that a folder, which takes as long to
 * read as many files of it to check, is read while the others have work.
 * `listing` and `handing` keep `next` and `done` to one thread at a time
 * without holding the lock meanwhile. */
#define _GNU_SOURCE /* affinity of threads */
#include "tool/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PER_THREAD = 16, /* slots: enough that a slow file stalls nobody at once */
    AHEAD = 4,       /* of them, that are listed before they are wanted */
    THREADS_MOST = 1024
};

enum state {
    FREE,
    LISTED,
    WORKING,
    DONE,
    GONE /* handed over before its turn */
};

struct pool {
    const struct pool_config *c;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t change;
    char *slots;
    unsigned char *states; /* of the jobs, whose numbers are modulo the ring */
    size_t *slot;          /* that each of them has */
    size_t *idle;          /* slots that none has, the last one on top */
    size_t idle_count;
    size_t ring, ahead;
    size_t head, next, tail; /* job numbers */
    unsigned waiting;        /* workers, for a job or for room to list one */
    bool closed, stopped, listing, handing;
    cpu_set_t all; /* processors of this process */
    bool spread;   /* each worker began on one of its own */
};

unsigned pool_threads(void)
{
    cpu_set_t set;
    long n;

    /* A machine of more processors than a set holds is asked the other way. */
    if (sched_getaffinity(0, sizeof(set), &set) == 0)
        n = CPU_COUNT(&set);
    else
        n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

static void *slot_of(struct pool *p, size_t job)
{
    return p->slots + p->slot[job % p->ring] * p->c->slot_size;
}

/* hand calls done without the lock. */
static void hand(struct pool *p, size_t job)
{
    bool go;

    pthread_mutex_unlock(&p->lock);
    go = p->c->done(p->c->ctx, slot_of(p, job));
    pthread_mutex_lock(&p->lock);
    p->states[job % p->ring] = GONE;
    p->idle[p->idle_count++] = p->slot[job % p->ring];
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

        while (p->c->unordered && job < p->next &&
               p->states[job % p->ring] != DONE)
            job++;
        if (p->stopped || job >= p->next || p->states[job % p->ring] != DONE)
            break;
        hand(p, job);
        while (p->head < p->next && p->states[p->head % p->ring] == GONE)
            p->states[p->head++ % p->ring] = FREE;
        if (p->waiting)
            pthread_cond_signal(&p->change);
    }
    p->handing = false;
    if (p->stopped)
        pthread_cond_broadcast(&p->change);
}

/* may_list is whether a job should be listed, and by this thread. */
static bool may_list(const struct pool *p)
{
    return !p->closed && !p->listing && p->tail - p->next < p->ahead &&
           p->tail - p->head < p->ring;
}

/* list fills a slot with the next job; called with the lock. */
static void list(struct pool *p)
{
    size_t job = p->tail, slot = p->idle[--p->idle_count];
    bool more;

    p->listing = true;
    p->slot[job % p->ring] = slot;
    pthread_mutex_unlock(&p->lock);
    more = p->c->next(p->c->ctx, slot_of(p, job));
    pthread_mutex_lock(&p->lock);
    p->listing = false;
    if (more) {
        p->states[job % p->ring] = LISTED;
        p->tail++;
        if (p->waiting)
            pthread_cond_signal(&p->change);
    } else {
        p->idle[p->idle_count++] = slot;
        p->closed = true;
        pthread_cond_broadcast(&p->change);
    }
}

/* take gives out the next job; false where there is none. */
static bool take(struct pool *p, size_t *job)
{
    bool any = false;

    pthread_mutex_lock(&p->lock);
    while (!p->stopped && !any) {
        if (may_list(p)) {
            list(p);
        } else if (p->next < p->tail) {
            *job = p->next++;
            p->states[*job % p->ring] = WORKING;
            any = true;
        } else if (p->closed) {
            break;
        } else {
            p->waiting++;
            pthread_cond_wait(&p->change, &p->lock);
            p->waiting--;
        }
    }
    pthread_mutex_unlock(&p->lock);
    return any;
}

static void *worker(void *ctx)
{
    struct pool *p = ctx;
    void *state = p->c->begin(p->c->ctx);
    size_t job;

    if (p->spread) /* from here on it is the kernel's to place */
        sched_setaffinity(0, sizeof(p->all), &p->all);
    while (state && take(p, &job)) {
        p->c->work(state, slot_of(p, job));
        pthread_mutex_lock(&p->lock);
        p->states[job % p->ring] = DONE;
        deliver(p);
        pthread_mutex_unlock(&p->lock);
    }
    if (state)
        p->c->end(state);
    return state ? p : NULL;
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

/* after is the next of all processors in turn; -1 after -1. */
static int after(const struct pool *p, int cpu)
{
    do
        cpu = cpu < 0 ? cpu : (cpu + 1) % CPU_SETSIZE;
    while (cpu >= 0 && !CPU_ISSET((size_t)cpu, &p->all));
    return cpu;
}

/* start begins a worker on a processor, or on any (cpu < 0). */
static bool start(struct pool *p, pthread_t *thread, int cpu)
{
    pthread_attr_t how;
    cpu_set_t one;
    bool ok = false;

    if (cpu >= 0 && pthread_attr_init(&how) == 0) {
        CPU_ZERO(&one);
        CPU_SET((size_t)cpu, &one);
        ok = pthread_attr_setaffinity_np(&how, sizeof(one), &one) == 0 &&
             pthread_create(thread, &how, worker, p) == 0;
        pthread_attr_destroy(&how);
    }
    return ok || pthread_create(thread, NULL, worker, p) == 0;
}

/* may_spread is whether there are as many workers as processors, so that each
 * worker may begin on one of its own.  A kernel need not see to that: a virtual
 * machine's was seen to begin a thread beside its maker and to move it some
 * ticks later, when a small run is over. */
static bool may_spread(struct pool *p, unsigned count)
{
    return sched_getaffinity(0, sizeof(p->all), &p->all) == 0 &&
           (unsigned)CPU_COUNT(&p->all) == count;
}

/* work runs `count` workers, one of them in this thread; whether any could
 * begin. */
static bool work(struct pool *p, pthread_t *threads, unsigned count)
{
    unsigned n = 0;
    bool any;
    int cpu;

    p->spread = may_spread(p, count);
    cpu = p->spread ? sched_getcpu() : -1;
    while (n + 1 < count && start(p, &threads[n], cpu = after(p, cpu)))
        n++;
    any = worker(p) != NULL;
    while (n > 0) {
        void *began = NULL;

        pthread_join(threads[--n], &began);
        any |= began != NULL;
    }
    return any;
}

bool pool_run(const struct pool_config *c)
{
    unsigned count = c->threads > THREADS_MOST ? THREADS_MOST : c->threads;
    struct pool p = {.c = c,
                     .ring = (size_t)count * PER_THREAD,
                     .ahead = (size_t)count * AHEAD};
    pthread_t *threads;
    bool ok = false;

    if (count <= 1)
        return run_alone(c);
    pthread_mutex_init(&p.lock, NULL);
    pthread_cond_init(&p.change, NULL);
    threads = calloc(count, sizeof(*threads));
    p.slots = calloc(p.ring, c->slot_size);
    p.states = calloc(p.ring, 1);
    p.slot = calloc(p.ring, sizeof(*p.slot));
    p.idle = calloc(p.ring, sizeof(*p.idle));
    if (threads && p.slots && p.states && p.slot && p.idle) {
        while (p.idle_count < p.ring) {
            p.idle[p.idle_count] = p.idle_count;
            p.idle_count++;
        }
        ok = work(&p, threads, count);
    }
    for (size_t i = 0; p.slots && c->drop && i < p.ring; i++)
        c->drop(p.slots + i * c->slot_size);
    free(threads);
    free(p.slots);
    free(p.states);
    free(p.slot);
    free(p.idle);
    pthread_cond_destroy(&p.change);
    pthread_mutex_destroy(&p.lock);
    return ok;
}
