/* SPDX-License-Identifier: Apache-2.0
 * crew.c - which worker reads which file.
 *
 * There is one edition of the rules in force.  A new one replaces the old when
 * its nursery says that the engine stands; the old one stays until the last of
 * its workers has ended its file.  A worker that dies takes its ticket with
 * it: that one is answered with a fault, and the nursery makes another. */
#include "daemon/crew.h"

#include "daemon/journal.h"
#include "daemon/loop.h"
#include "daemon/seat.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SEATS = 256,  /* workers, with those that are on their way out */
    PAUSE = 1000, /* ms before a dead nursery is replaced */
    BREATH = 100  /* ms before a worker that never began is replaced */
};

static struct crew_config config;
static struct edition *current, *pending, *editions; /* the last: all */
static struct seat *seats[SEATS];
static unsigned seat_count;
static struct queue queue;
static struct crew_counts counts;
static int64_t retry;  /* when to run a nursery again; 0: no need */
static int64_t refill; /* when to ask for workers again; 0: no need */
static bool failed, stopping;

static void dispatch(void);

/* ---- editions ----------------------------------------------------------- */

/* let_go frees an edition that is neither in use nor home to anybody. */
static void let_go(struct edition *e)
{
    struct edition **at = &editions;

    if (!e || e == current || e == pending || e->hands)
        return;
    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
    edition_free(e);
}

static void stands(struct edition *e, const struct born *b, int fds[2])
{
    struct edition *old = current;

    edition_stands(e, b, fds);
    current = e;
    pending = NULL;
    if (old) {
        counts.reloads++;
        journal_event("reloaded", e->book.born.packs);
    }
    for (unsigned i = 0; i < seat_count; i++)
        if (seats[i]->home != e)
            seat_retire(seats[i]);
    edition_want(e, config.workers);
    let_go(old);
}

static void seat_ready(struct watch *w, unsigned events);

static void adopt(struct edition *e, const struct born *b, int fds[2])
{
    struct seat *s =
        seat_count < SEATS && fds[1] >= 0 ? seat_new(fds, b->pid, e) : NULL;

    if (!s) {
        e->hands--;
        return;
    }
    fds[0] = fds[1] = -1;
    seats[seat_count++] = s;
    s->watch.ready = seat_ready;
    loop_add(&s->watch, EPOLLIN);
    counts.started++;
    if (e != current)
        seat_retire(s);
}

static void nursery_gone(struct edition *e)
{
    char why[EDITION_WHY];

    edition_why(e, why);
    if (e == pending) {
        pending = NULL;
        counts.reload_failures++;
        journal_event(
            current ? "reload failed, the old rules stay" : "no rules", why);
        if (!current)
            failed = true;
    } else if (e == current) {
        journal_event("nursery died", why);
        /* Its workers die with it; take the loop's word for each. */
        current = NULL;
        retry = now_ms() + PAUSE;
    }
    loop_drop(&e->watch);
    e->stands = false;
    e->hands = 0; /* those asked for will not come */
    for (unsigned i = 0; i < seat_count; i++)
        e->hands += seats[i]->home == e;
    let_go(e);
}

static void nursery_ready(struct watch *w, unsigned events)
{
    struct edition *e = w->ctx;
    struct born b;
    int fds[2];

    (void)events;
    if (!edition_hear(e, &b, fds)) {
        if (errno != EAGAIN)
            nursery_gone(e);
        return;
    }
    if (b.what == BORN_READY && e == pending)
        stands(e, &b, fds);
    else if (b.what == BORN_WORKER)
        adopt(e, &b, fds);
    else if (b.what == BORN_DIED && WIFSIGNALED(b.status))
        journal_worker(b.pid, WTERMSIG(b.status));
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    dispatch();
}

bool crew_reload(void)
{
    if (pending)
        return true;
    pending = edition_new(config.argv, nursery_ready);
    if (!pending)
        return false;
    pending->next = editions;
    editions = pending;
    return true;
}

/* ---- workers ------------------------------------------------------------ */

static void vacate(struct seat *s)
{
    struct edition *home = s->home;
    bool early = !s->ready && !s->retired;

    for (unsigned i = 0; i < seat_count; i++)
        if (seats[i] == s)
            seats[i] = seats[--seat_count];
    seat_free(s);
    home->hands--;
    if (early)
        refill = now_ms() + BREATH; /* not to spin where none can start */
    else if (home == current && home->stands && !stopping)
        edition_want(home, config.workers);
    let_go(home);
}

/* gone: a worker's socket closed. */
static void gone(struct seat *s)
{
    struct ticket *t = s->ticket;

    if (!s->retired && !s->killed)
        counts.crashed++;
    s->ticket = NULL;
    vacate(s);
    if (t)
        ticket_fail(t, 500, GM_FAULT_CRASH,
                    "the worker that read this file ended before it answered; "
                    "nothing is known of the file");
    dispatch();
}

/* spent is whether a worker is better replaced: it read its share of files, or
 * it has no memory left, which the next file has no part in. */
static bool spent(const struct seat *s)
{
    return s->served >= config.recycle || s->told.what == TOLD_MEMORY ||
           strcmp(s->told.limit, "arena_bytes") == 0;
}

/* answered: a whole answer is there.  An unlikely one ends the worker. */
static void answered(struct seat *s)
{
    struct ticket *t = s->ticket;

    s->ticket = NULL;
    s->served++;
    t->told = s->told;
    t->json = s->json;
    s->json = NULL;
    s->got = 0;
    if (s->retired) {
        seat_retire(s);
    } else if (spent(s)) {
        counts.recycled++;
        seat_retire(s);
        /* Its place is taken before it is gone. */
        edition_want(s->home, s->home->hands + 1);
    }
    switch (s->told.what) {
    case TOLD_ANSWER:
        t->status = 200;
        ticket_done(t);
        break;
    case TOLD_WRONG:
        ticket_fail(t, 400, GM_FAULT_UNSUPPORTED,
                    "a fact, law or date of the request is not valid");
        break;
    default:
        ticket_fail(t, 500, GM_FAULT_LIMIT,
                    "the file asked for more memory than a worker has");
    }
}

static void seat_ready(struct watch *w, unsigned events)
{
    struct seat *s = w->ctx;

    (void)events;
    switch (seat_take(s)) {
    case SEAT_WAIT: break;
    case SEAT_ANSWER: answered(s); break;
    case SEAT_GONE:
        seat_signal(s, SIGKILL);
        gone(s);
        return;
    }
    dispatch();
}

static bool idle(const struct seat *s)
{
    return s->ready && !s->retired && !s->killed && !s->ticket;
}

/* dispatch feeds idle workers.  One is kept from large files, where there are
 * two or more. */
static void dispatch(void)
{
    unsigned large = 0, live = 0;

    for (unsigned i = 0; i < seat_count; i++) {
        large += seats[i]->ticket && seats[i]->ticket->large;
        live += !seats[i]->retired;
    }
    for (unsigned i = 0; i < seat_count && queue.count; i++) {
        struct ticket *t;

        if (!idle(seats[i]))
            continue;
        t = queue_take(&queue, large + 1 < live || live < 2);
        if (!t)
            return;
        switch (seat_give(seats[i], t)) {
        case SEAT_GIVEN: large += t->large; break;
        case SEAT_DEAD:
            /* It died while idle; its socket will say so. */
            seats[i]->killed = true;
            seat_signal(seats[i], SIGKILL);
            queue_put(&queue, t);
            break;
        case SEAT_NO_ROOM:
            ticket_fail(t, 503, GM_FAULT_NONE,
                        "no memory for the file now; try again");
            break;
        }
    }
}

void crew_put(struct ticket *t)
{
    queue_put(&queue, t);
    dispatch();
}

void crew_cancel(struct ticket *t)
{
    t->ready = NULL;
    t->owner = NULL;
    counts.cancelled++;
    if (t->state == TICKET_WAITS) {
        queue_remove(&queue, t);
        ticket_free(t);
    } else if (t->state == TICKET_RUNS) {
        seat_signal(t->seat, SIGUSR1);
        t->deadline = now_ms();
    }
}

bool crew_full(void)
{
    return queue.count >= queue.most;
}

/* late_ones ends what waits or runs past its time. */
static int64_t late_ones(int64_t now)
{
    int64_t next = now + PAUSE;

    for (int lane = 0; lane < 2; lane++)
        for (struct ticket *t = queue.first[lane], *after; t; t = after) {
            after = t->next;
            if (t->deadline <= now) {
                queue_remove(&queue, t);
                ticket_fail(t, 503, GM_FAULT_TIMEOUT,
                            "no worker was free before the deadline");
            } else if (t->deadline < next) {
                next = t->deadline;
            }
        }
    for (unsigned i = 0; i < seat_count; i++) {
        struct seat *s = seats[i];
        struct ticket *t = s->ticket;

        if (!t || s->killed)
            continue;
        if (t->deadline + WIRE_GRACE > now) {
            if (t->deadline + WIRE_GRACE < next)
                next = t->deadline + WIRE_GRACE;
            continue;
        }
        s->killed = true;
        s->ticket = NULL;
        counts.killed++;
        seat_signal(s, SIGKILL);
        ticket_fail(t, 504, GM_FAULT_TIMEOUT,
                    "the deadline passed and the worker was ended; nothing "
                    "is known of the file");
    }
    return next;
}

int crew_tick(void)
{
    int64_t now = now_ms(), next = late_ones(now);

    if (refill && now >= refill) {
        refill = 0;
        if (current && !stopping)
            edition_want(current, config.workers);
    } else if (refill && refill < next) {
        next = refill;
    }
    if (retry && now >= retry) {
        retry = 0;
        if (!current && !pending)
            crew_reload();
    }
    return next > now ? (int)(next - now) : 0;
}

bool crew_start(const struct crew_config *c)
{
    config = *c;
    queue.most = c->queue;
    return crew_reload();
}

bool crew_reloading(void)
{
    return pending != NULL;
}

bool crew_failed(void)
{
    return failed;
}

const struct rulebook *crew_rules(void)
{
    return current ? &current->book : NULL;
}

unsigned crew_waiting(void)
{
    return queue.count;
}

unsigned crew_running(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < seat_count; i++)
        n += seats[i]->ticket != NULL;
    return n;
}

unsigned crew_live(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < seat_count; i++)
        n += seats[i]->ready && !seats[i]->retired && !seats[i]->killed;
    return n;
}

uint32_t crew_sandbox(void)
{
    uint32_t all = ~0u;
    unsigned n = 0;

    for (unsigned i = 0; i < seat_count; i++)
        if (seats[i]->ready) {
            all &= seats[i]->sandbox;
            n++;
        }
    return n ? all : 0;
}

const struct crew_counts *crew_counts(void)
{
    return &counts;
}

void crew_fail_all(void)
{
    static const char why[] = "the server is stopping; try again";
    struct ticket *t;

    for (t = queue_take(&queue, true); t; t = queue_take(&queue, true))
        ticket_fail(t, 503, GM_FAULT_NONE, why);
    for (unsigned i = 0; i < seat_count; i++) {
        t = seats[i]->ticket;
        seats[i]->ticket = NULL;
        if (!t)
            continue;
        seats[i]->killed = true;
        seat_signal(seats[i], SIGKILL);
        ticket_fail(t, 503, GM_FAULT_NONE, why);
    }
}

void crew_stop(void)
{
    stopping = true;
    for (unsigned i = 0; i < seat_count; i++)
        if (seats[i]->ticket)
            seat_signal(seats[i], SIGKILL);
        else
            seat_retire(seats[i]);
    while (seat_count)
        vacate(seats[0]);
    current = pending = NULL;
    for (struct edition *e = editions, *next; e; e = next) {
        next = e->next;
        e->hands = 0; /* workers that were asked for will not be taken */
        let_go(e);
    }
}
