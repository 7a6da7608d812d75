/* SPDX-License-Identifier: Apache-2.0
 * crew.c - nurseries and workers.
 *
 * There is one nursery a set of rules.  A new one replaces the old when it
 * says that its engine stands; the old one stays until the last of its
 * workers has ended its file.  A worker that dies takes its ticket with it:
 * that one is answered with a fault, and the nursery makes another worker. */
#define _GNU_SOURCE /* pidfd_send_signal, SOCK_... */
#include "daemon/crew.h"

#include "daemon/journal.h"
#include "daemon/loop.h"
#include "daemon/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    HANDS = 256,  /* workers, with those that are on their way out */
    PAUSE = 1000, /* ms before a dead nursery is replaced */
    WHY = 1000
};

struct nursery {
    struct watch watch;
    int errors; /* what it says of packs and lists */
    pid_t pid;
    bool stands;
    unsigned hands; /* of it, alive or asked for */
    struct rulebook book;
};

struct hand {
    struct watch watch;
    int pidfd;
    int32_t pid;
    struct nursery *home;
    bool ready, retired;
    uint32_t sandbox;
    unsigned served;
    struct ticket *ticket;
    bool killed;
    struct told told; /* of the answer that is being read */
    size_t got;       /* bytes of told, then of json */
    char *json;
};

static struct crew_config config;
static struct nursery *current, *pending;
static struct hand *hands[HANDS];
static unsigned hand_count;
static struct queue queue;
static struct crew_counts counts;
static int64_t retry; /* when to run a nursery again; 0: no need */
static unsigned edition;
static bool failed, stopping;

static void dispatch(void);

/* ---- nurseries --------------------------------------------------------- */

static void nursery_free(struct nursery *n)
{
    if (!n)
        return;
    loop_drop(&n->watch);
    close(n->watch.fd);
    if (n->errors >= 0)
        close(n->errors);
    free(n->book.laws);
    free(n->book.rules);
    free(n);
}

/* let_go frees a nursery that is neither in use nor home to anybody. */
static void let_go(struct nursery *n)
{
    if (n && n != current && n != pending && !n->hands)
        nursery_free(n);
}

static void ask_worker(struct nursery *n)
{
    if (send(n->watch.fd, "w", 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
        n->hands++;
}

static void retire(struct hand *h)
{
    h->retired = true;
    if (!h->ticket)
        shutdown(h->watch.fd, SHUT_WR); /* it ends at the end of its input */
}

static char *read_text(int fd, size_t *len)
{
    struct stat st;
    char *p = NULL;

    *len = 0;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < WIRE_ANSWER)
        p = malloc((size_t)st.st_size + 1);
    if (p && pread(fd, p, (size_t)st.st_size, 0) == st.st_size) {
        *len = (size_t)st.st_size;
        p[*len] = 0;
    }
    close(fd);
    return p;
}

/* why_failed reads what a nursery said on its way out. */
static void why_failed(struct nursery *n, char why[WHY])
{
    ssize_t k = read(n->errors, why, WHY - 1);

    why[k > 0 ? k : 0] = 0;
    why[strcspn(why, "\n")] = 0;
}

static void stands(struct nursery *n, const struct born *b, int fds[2])
{
    struct nursery *old = current;

    n->stands = true;
    n->book.born = *b;
    n->book.born.packs[sizeof(b->packs) - 1] = 0;
    n->book.born.laws[sizeof(b->laws) - 1] = 0;
    n->book.laws = read_text(fds[0], &n->book.laws_len);
    n->book.rules = read_text(fds[1], &n->book.rules_len);
    n->book.edition = ++edition;
    fds[0] = fds[1] = -1;
    current = n;
    pending = NULL;
    if (old) {
        counts.reloads++;
        journal_event("reloaded", n->book.born.packs);
    }
    for (unsigned i = 0; i < hand_count; i++)
        if (hands[i]->home != n)
            retire(hands[i]);
    while (n->hands < config.workers) {
        unsigned before = n->hands;

        ask_worker(n);
        if (n->hands == before)
            break;
    }
    let_go(old);
}

static void hand_ready(struct watch *w, unsigned events);

static void adopt(struct nursery *n, const struct born *b, int fds[2])
{
    struct hand *h = hand_count < HANDS ? calloc(1, sizeof(*h)) : NULL;

    if (!h || fds[1] < 0) {
        free(h);
        n->hands--;
        return;
    }
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    *h = (struct hand){.watch = {fds[0], hand_ready, NULL},
                       .pidfd = fds[1],
                       .pid = b->pid,
                       .home = n};
    h->watch.ctx = h;
    hands[hand_count++] = h;
    loop_add(&h->watch, EPOLLIN);
    counts.started++;
    fds[0] = fds[1] = -1;
    if (n != current)
        retire(h);
}

static void nursery_gone(struct nursery *n)
{
    char why[WHY];

    why_failed(n, why);
    if (n == pending) {
        pending = NULL;
        counts.reload_failures++;
        journal_event(
            current ? "reload failed, the old rules stay" : "no rules", why);
        if (!current)
            failed = true;
    } else if (n == current) {
        journal_event("nursery died", why);
        /* Its workers die with it; take the loop's word for each. */
        current = NULL;
        retry = now_ms() + PAUSE;
    }
    loop_drop(&n->watch);
    n->stands = false;
    n->hands = 0; /* those asked for will not come */
    for (unsigned i = 0; i < hand_count; i++)
        n->hands += hands[i]->home == n;
    let_go(n);
}

static void nursery_ready(struct watch *w, unsigned events)
{
    struct nursery *n = w->ctx;
    struct born b;
    int fds[2];

    (void)events;
    if (!receive_packet(w->fd, &b, sizeof(b), fds)) {
        if (errno != EAGAIN)
            nursery_gone(n);
        return;
    }
    if (b.what == BORN_READY && n == pending)
        stands(n, &b, fds);
    else if (b.what == BORN_WORKER)
        adopt(n, &b, fds);
    else if (b.what == BORN_DIED && WIFSIGNALED(b.status))
        journal_worker(b.pid, WTERMSIG(b.status));
    for (int i = 0; i < 2; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    dispatch();
}

bool crew_reload(void)
{
    struct nursery *n;
    int pair[2], errors[2];
    char name[24];

    if (pending)
        return true;
    n = calloc(1, sizeof(*n));
    if (!n ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0 ||
        pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) {
        free(n);
        return false;
    }
    n->pid = fork();
    if (n->pid == 0) {
        /* The front has one thread, so anything may be called here. */
        int fd = fcntl(pair[1], F_DUPFD, 10);

        snprintf(name, sizeof(name), "%d", fd);
        setenv("GENMARK_NURSERY", name, 1);
        unsetenv("LISTEN_FDS");
        unsetenv("NOTIFY_SOCKET");
        dup2(errors[1], STDERR_FILENO);
        execv("/proc/self/exe", config.argv);
        _exit(127);
    }
    close(pair[1]);
    close(errors[1]);
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    n->errors = errors[0];
    n->watch = (struct watch){pair[0], nursery_ready, n};
    pending = n;
    return n->pid > 0 && loop_add(&n->watch, EPOLLIN);
}

/* ---- workers ------------------------------------------------------------ */

static void hand_signal(struct hand *h, int signal)
{
    syscall(SYS_pidfd_send_signal, h->pidfd, signal, NULL, 0);
}

static void hand_free(struct hand *h)
{
    struct nursery *home = h->home;

    for (unsigned i = 0; i < hand_count; i++)
        if (hands[i] == h)
            hands[i] = hands[--hand_count];
    loop_drop(&h->watch);
    close(h->watch.fd);
    close(h->pidfd);
    free(h->json);
    free(h);
    home->hands--;
    if (home == current && home->stands && !stopping)
        while (home->hands < config.workers) {
            unsigned before = home->hands;

            ask_worker(home);
            if (home->hands == before)
                break;
        }
    let_go(home);
}

/* gone: a worker's socket closed. */
static void gone(struct hand *h)
{
    struct ticket *t = h->ticket;
    bool early = !h->ready && !h->retired;

    if (!h->retired && !h->killed)
        counts.crashed++;
    h->ticket = NULL;
    hand_free(h);
    if (early)
        usleep(20000); /* not to spin where none can start */
    if (t)
        ticket_fail(t, 500, GM_FAULT_CRASH,
                    "the worker that read this file ended before it answered; "
                    "nothing is known of the file");
    dispatch();
}

/* answered: a whole answer is there.  An unlikely one ends the worker. */
static void answered(struct hand *h)
{
    struct ticket *t = h->ticket;

    h->ticket = NULL;
    h->served++;
    t->told = h->told;
    t->json = h->json;
    h->json = NULL;
    h->got = 0;
    if (h->retired)
        retire(h);
    else if (h->served >= config.recycle) {
        counts.recycled++;
        retire(h);
        /* Its place is taken before it is gone. */
        ask_worker(h->home);
    }
    switch (h->told.what) {
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

static bool told_ok(const struct hand *h)
{
    const struct told *t = &h->told;

    return h->ticket && t->id == h->ticket->ask.id &&
           t->length <= WIRE_ANSWER && t->what >= TOLD_ANSWER &&
           t->what <= TOLD_MEMORY && t->fault <= GM_FAULT_CRASH &&
           memchr(t->format, 0, sizeof(t->format)) &&
           memchr(t->limit, 0, sizeof(t->limit)) &&
           memchr(t->verdicts, 0, sizeof(t->verdicts)) &&
           (t->what == TOLD_ANSWER) == (t->length > 0);
}

/* take reads what is there; false at the end or at nonsense. */
static bool take(struct hand *h)
{
    size_t head = sizeof(h->told);
    ssize_t k;

    if (h->got < head) {
        k = recv(h->watch.fd, (char *)&h->told + h->got, head - h->got, 0);
        if (k <= 0)
            return k < 0 && (errno == EAGAIN || errno == EINTR);
        h->got += (size_t)k;
        if (h->got < head)
            return true;
        if (h->told.what == TOLD_HELLO && !h->ready) {
            h->ready = true;
            h->sandbox = h->told.sandbox;
            h->got = 0;
            return true;
        }
        if (!told_ok(h))
            return false;
        free(h->json);
        h->json = malloc((size_t)h->told.length + 1);
        if (!h->json)
            return false;
        h->json[h->told.length] = 0;
    }
    if (h->got < head + h->told.length) {
        k = recv(h->watch.fd, h->json + (h->got - head),
                 head + h->told.length - h->got, 0);
        if (k <= 0)
            return k < 0 && (errno == EAGAIN || errno == EINTR);
        h->got += (size_t)k;
    }
    if (h->got == head + h->told.length)
        answered(h);
    return true;
}

static void hand_ready(struct watch *w, unsigned events)
{
    struct hand *h = w->ctx;

    (void)events;
    if (!take(h)) {
        hand_signal(h, SIGKILL);
        gone(h);
        return;
    }
    dispatch();
}

/* give sends a ticket to a worker; false where the worker is gone. */
static bool give(struct hand *h, struct ticket *t)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec parts[2] = {{&t->ask, sizeof(t->ask)},
                             {t->texts, t->ask.texts}};
    struct msghdr m = {.msg_iov = parts,
                       .msg_iovlen = 2,
                       .msg_control = control.room,
                       .msg_controllen = sizeof(control.room)};
    int64_t left = t->deadline - now_ms();

    t->ask.ms = left > 0 ? (uint32_t)left : 0;
    control.head.cmsg_level = SOL_SOCKET;
    control.head.cmsg_type = SCM_RIGHTS;
    control.head.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.head), &t->body.fd, sizeof(int));
    if (sendmsg(h->watch.fd, &m, MSG_NOSIGNAL) !=
        (ssize_t)(sizeof(t->ask) + t->ask.texts))
        return false;
    t->state = TICKET_RUNS;
    t->hand = h;
    t->pid = h->pid;
    h->ticket = t;
    return true;
}

static bool idle(const struct hand *h)
{
    return h->ready && !h->retired && !h->killed && !h->ticket;
}

/* dispatch feeds idle workers.  One is kept from large files, where there are
 * two or more. */
static void dispatch(void)
{
    unsigned large = 0, live = 0;

    for (unsigned i = 0; i < hand_count; i++) {
        large += hands[i]->ticket && hands[i]->ticket->large;
        live += !hands[i]->retired;
    }
    for (unsigned i = 0; i < hand_count && queue.count; i++) {
        struct ticket *t;

        if (!idle(hands[i]))
            continue;
        t = queue_take(&queue, large + 1 < live || live < 2);
        if (!t)
            return;
        large += t->large;
        if (give(hands[i], t))
            continue;
        /* It died while idle; its socket will say so. */
        hands[i]->killed = true;
        large -= t->large;
        queue_put(&queue, t);
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
        hand_signal(t->hand, SIGUSR1);
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
    for (unsigned i = 0; i < hand_count; i++) {
        struct hand *h = hands[i];
        struct ticket *t = h->ticket;

        if (!t || h->killed)
            continue;
        if (t->deadline + WIRE_GRACE > now) {
            if (t->deadline + WIRE_GRACE < next)
                next = t->deadline + WIRE_GRACE;
            continue;
        }
        h->killed = true;
        h->ticket = NULL;
        counts.killed++;
        hand_signal(h, SIGKILL);
        ticket_fail(t, 504, GM_FAULT_TIMEOUT,
                    "the deadline passed and the worker was ended; nothing "
                    "is known of the file");
    }
    return next;
}

int crew_tick(void)
{
    int64_t now = now_ms(), next = late_ones(now);

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

    for (unsigned i = 0; i < hand_count; i++)
        n += hands[i]->ticket != NULL;
    return n;
}

unsigned crew_live(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < hand_count; i++)
        n += hands[i]->ready && !hands[i]->retired && !hands[i]->killed;
    return n;
}

uint32_t crew_sandbox(void)
{
    uint32_t all = ~0u;
    unsigned n = 0;

    for (unsigned i = 0; i < hand_count; i++)
        if (hands[i]->ready) {
            all &= hands[i]->sandbox;
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
    for (unsigned i = 0; i < hand_count; i++) {
        t = hands[i]->ticket;
        hands[i]->ticket = NULL;
        if (!t)
            continue;
        hands[i]->killed = true;
        hand_signal(hands[i], SIGKILL);
        ticket_fail(t, 503, GM_FAULT_NONE, why);
    }
}

void crew_stop(void)
{
    struct nursery *n = current;

    stopping = true;
    for (unsigned i = 0; i < hand_count; i++)
        if (hands[i]->ticket)
            hand_signal(hands[i], SIGKILL);
        else
            retire(hands[i]);
    while (hand_count)
        hand_free(hands[0]);
    current = NULL;
    let_go(n);
    n = pending;
    pending = NULL;
    let_go(n);
}
