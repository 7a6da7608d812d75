/* SPDX-License-Identifier: Apache-2.0
 * nursery.c - engine first, then a worker for each byte the front sends. */
#define _GNU_SOURCE /* close_range, memfd_create, pidfd_open */
#include "daemon/nursery.h"

#include "daemon/draft.h"
#include "daemon/hand.h"
#include "daemon/pass.h"
#include "daemon/wire.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* tell sends the front one packet, with descriptors where it has some. */
static bool tell(int fd, struct born *b, const struct passed *with)
{
    struct iovec part = {b, sizeof(*b)};

    return pass_send(fd, &part, 1, with) == (ssize_t)sizeof(*b);
}

static int text_file(const char *name, const struct draft *d)
{
    int fd = memfd_create(name, MFD_CLOEXEC);

    if (fd >= 0 && write(fd, d->at, d->len) != (ssize_t)d->len) {
        close(fd);
        return -1;
    }
    return fd;
}

static void put_words(struct draft *d, const char *key, gm_words w)
{
    draft_key(d, key);
    draft_text(d, "{");
    draft_pair(d, "en", w.en);
    draft_text(d, ",");
    draft_pair(d, "ko", w.ko);
    draft_text(d, "}");
}

/* tell_rules writes all rules, and the laws they are of with their counts,
 * and every fact that may be told. */
static void tell_rules(const gm_engine *e, struct draft *rules,
                       struct draft *laws, struct born *b)
{
    gm_rule_info r, last = {.law = {"", 0}};
    const char *name, *values;
    gm_words what;
    unsigned count = 0;

    draft_text(rules, "{\"rules\":[");
    draft_text(laws, "{\"laws\":[");
    for (size_t i = 0; gm_rule_at(e, i, &r); i++) {
        const char *const keys[] = {"law",   "rule", "cite",
                                    "basis", "from", "to"};
        const gm_str values_of[] = {r.law,   r.rule, r.cite,
                                    r.basis, r.from, r.to};

        draft_text(rules, i ? ",\n{" : "{");
        for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
            draft_pair(rules, keys[k], values_of[k]);
            draft_text(rules, ",");
        }
        draft_say(rules, "\"severity\":\"%s\",", gm_severity_name(r.severity));
        put_words(rules, "say", r.say);
        draft_text(rules, ",");
        put_words(rules, "fix", r.fix);
        draft_text(rules, "}");
        if (r.law.len != last.law.len ||
            memcmp(r.law.ptr, last.law.ptr, r.law.len) != 0) {
            size_t at = strlen(b->laws);

            if (last.law.len)
                draft_say(laws, ",\"rules\":%u},", count);
            count = 0;
            draft_text(laws, "{");
            draft_pair(laws, "law", r.law);
            if (r.law.len + 2 < sizeof(b->laws) - at) {
                if (at)
                    b->laws[at++] = ',';
                memcpy(b->laws + at, r.law.ptr, r.law.len);
            }
            last = r;
        }
        count++;
    }
    if (last.law.len)
        draft_say(laws, ",\"rules\":%u}", count);
    draft_text(rules, "]}\n");
    draft_text(laws, "],\n\"facts\":[");
    for (size_t i = 0; gm_fact_at(i, &name, &values, &what); i++) {
        draft_text(laws, i ? ",\n{" : "{");
        draft_pair(laws, "name", (gm_str){name, strlen(name)});
        draft_text(laws, ",");
        draft_pair(laws, "values", (gm_str){values, strlen(values)});
        draft_text(laws, ",");
        put_words(laws, "what", what);
        draft_text(laws, "}");
    }
    draft_text(laws, "]}\n");
}

/* digest asks the engine by which rules it judges. */
static void digest(gm_engine *e, struct born *b)
{
    gm_worker *w = gm_worker_new(e);
    gm_input in = GM_INPUT_INIT;
    const gm_item *it;

    in.name = "";
    in.as_of = "2026-01-22";
    if (w && gm_scan(w, &in, &it) == GM_OK && it->packs.len < sizeof(b->packs))
        memcpy(b->packs, it->packs.ptr, it->packs.len);
    gm_worker_free(w);
}

static bool tell_ready(int fd, gm_engine *e)
{
    struct born b = {.what = BORN_READY};
    struct draft rules = {0}, laws = {0};
    struct passed texts = {.count = 2};
    bool fine;

    tell_rules(e, &rules, &laws, &b);
    digest(e, &b);
    texts.fds[0] = text_file("laws", &laws);
    texts.fds[1] = text_file("rules", &rules);
    fine = !rules.failed && !laws.failed && texts.fds[0] >= 0 &&
           texts.fds[1] >= 0 && tell(fd, &b, &texts);
    close(texts.fds[0]);
    close(texts.fds[1]);
    draft_free(&rules);
    draft_free(&laws);
    return fine;
}

/* make_worker forks one, and hands its socket and pidfd to the front. */
static void make_worker(int fd, gm_engine *e, uint64_t memory)
{
    struct born b = {.what = BORN_WORKER};
    struct passed worker = {.count = 2};
    int pair[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return;
    pid = fork();
    if (pid == 0) {
        sigset_t none;

        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (dup2(pair[1], 3) != 3)
            _exit(1);
        close_range(4, ~0u, 0);
        _exit(hand_run(3, e, memory));
    }
    close(pair[1]);
    worker.fds[0] = pair[0];
    worker.fds[1] = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
    b.pid = pid;
    if (worker.fds[1] >= 0)
        tell(fd, &b, &worker);
    else if (pid > 0)
        kill(pid, SIGKILL);
    close(pair[0]);
    if (worker.fds[1] >= 0)
        close(worker.fds[1]);
}

static void reap(int fd)
{
    struct born b = {.what = BORN_DIED};
    int status;
    pid_t pid = waitpid(-1, &status, WNOHANG);

    for (; pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        b.pid = pid;
        b.status = status;
        tell(fd, &b, NULL);
    }
}

int nursery_run(int fd, const struct setup *s, uint64_t memory)
{
    gm_engine *e = setup_engine(s);
    struct signalfd_siginfo info;
    sigset_t child;
    struct pollfd wait[2];
    char order;

    if (!e)
        return 1;
    signal(SIGCHLD,
           SIG_DFL); /* the front ignores it, and that is handed down */
    hand_warm(e);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    /* Those for the whole group are the front's. */
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    wait[0] = (struct pollfd){fd, POLLIN, 0};
    wait[1] = (struct pollfd){signalfd(-1, &child, SFD_CLOEXEC), POLLIN, 0};
    if (!tell_ready(fd, e))
        return 1;
    for (;;) {
        if (poll(wait, 2, -1) < 0 && errno != EINTR)
            return 1;
        if (wait[1].revents) {
            if (read(wait[1].fd, &info, sizeof(info)) < 0)
                return 1;
            reap(fd);
        }
        if (!wait[0].revents)
            continue;
        if (recv(fd, &order, 1, 0) <= 0)
            return 0; /* the front is done with these rules */
        make_worker(fd, e, memory);
    }
}
