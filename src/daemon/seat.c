/* SPDX-License-Identifier: Apache-2.0
 * seat.c - asks to a worker, and its answers, of which nothing is believed
 * that was not looked at. */
#define _GNU_SOURCE /* SYS_pidfd_send_signal */
#include "daemon/seat.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct seat *seat_new(const int fds[2], int32_t pid, struct edition *home)
{
    struct seat *s = calloc(1, sizeof(*s));

    if (!s)
        return NULL;
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    s->watch.fd = fds[0];
    s->watch.ctx = s;
    s->pidfd = fds[1];
    s->pid = pid;
    s->home = home;
    return s;
}

void seat_free(struct seat *s)
{
    loop_drop(&s->watch);
    close(s->watch.fd);
    close(s->pidfd);
    free(s->json);
    free(s);
}

void seat_signal(struct seat *s, int signal)
{
    syscall(SYS_pidfd_send_signal, s->pidfd, signal, NULL, 0);
}

void seat_retire(struct seat *s)
{
    s->retired = true;
    if (!s->ticket)
        shutdown(s->watch.fd, SHUT_WR); /* it ends at the end of its input */
}

static bool told_ok(const struct seat *s)
{
    const struct told *t = &s->told;

    return s->ticket && t->id == s->ticket->ask.id &&
           t->length <= WIRE_ANSWER && t->what >= TOLD_ANSWER &&
           t->what <= TOLD_MEMORY && t->fault <= GM_FAULT_CRASH &&
           memchr(t->format, 0, sizeof(t->format)) &&
           memchr(t->limit, 0, sizeof(t->limit)) &&
           memchr(t->verdicts, 0, sizeof(t->verdicts)) &&
           (t->what == TOLD_ANSWER) == (t->length > 0);
}

/* more receives into p; false at the end. */
static bool more(struct seat *s, void *p, size_t n)
{
    ssize_t k = recv(s->watch.fd, p, n, 0);

    if (k <= 0)
        return k < 0 && (errno == EAGAIN || errno == EINTR);
    s->got += (size_t)k;
    return true;
}

enum seat_take seat_take(struct seat *s)
{
    size_t head = sizeof(s->told);

    if (s->got < head) {
        if (!more(s, (char *)&s->told + s->got, head - s->got))
            return SEAT_GONE;
        if (s->got < head)
            return SEAT_WAIT;
        if (s->told.what == TOLD_HELLO && !s->ready) {
            s->ready = true;
            s->sandbox = s->told.sandbox;
            s->got = 0;
            return SEAT_WAIT;
        }
        if (!told_ok(s))
            return SEAT_GONE;
        free(s->json);
        s->json = malloc((size_t)s->told.length + 1);
        if (!s->json)
            return SEAT_GONE;
        s->json[s->told.length] = 0;
    }
    if (s->got < head + s->told.length &&
        !more(s, s->json + (s->got - head), head + s->told.length - s->got))
        return SEAT_GONE;
    return s->got == head + s->told.length ? SEAT_ANSWER : SEAT_WAIT;
}

bool seat_give(struct seat *s, struct ticket *t)
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
    if (sendmsg(s->watch.fd, &m, MSG_NOSIGNAL) !=
        (ssize_t)(sizeof(t->ask) + t->ask.texts))
        return false;
    t->state = TICKET_RUNS;
    t->seat = s;
    t->pid = s->pid;
    s->ticket = t;
    return true;
}
