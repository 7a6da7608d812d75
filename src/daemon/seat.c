/* SPDX-License-Identifier: Apache-2.0
 * seat.c - asks to a worker, and its answers, of which nothing is believed
 * that was not looked at. */
#define _GNU_SOURCE /* SYS_pidfd_send_signal */
#include "daemon/seat.h"

#include "daemon/pass.h"

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
    desk_init(&s->desk);
    return s;
}

void seat_free(struct seat *s)
{
    loop_drop(&s->watch);
    close(s->watch.fd);
    close(s->pidfd);
    desk_free(&s->desk);
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

/* hear receives a head with what of the text comes along. */
static ssize_t hear(struct seat *s)
{
    struct iovec parts[2] = {
        {(char *)&s->told + s->got, sizeof(s->told) - s->got},
        {s->first, sizeof(s->first)}};
    struct msghdr m = {.msg_iov = parts, .msg_iovlen = 2};

    return recvmsg(s->watch.fd, &m, 0);
}

/* begin looks at a head that is whole; early: bytes of text that came along. */
static enum seat_take begin(struct seat *s, size_t early)
{
    if (s->told.what == TOLD_HELLO && !s->ready && !early) {
        s->ready = true;
        s->sandbox = s->told.sandbox;
        s->got = 0;
        return SEAT_WAIT;
    }
    if (!told_ok(s) || early > s->told.length)
        return SEAT_GONE;
    free(s->json);
    s->json = malloc((size_t)s->told.length + 1);
    if (!s->json)
        return SEAT_GONE;
    memcpy(s->json, s->first, early);
    s->json[s->told.length] = 0;
    return early == s->told.length ? SEAT_ANSWER : SEAT_WAIT;
}

enum seat_take seat_take(struct seat *s)
{
    size_t head = sizeof(s->told);
    bool begins = s->got < head;
    ssize_t k = begins ? hear(s)
                       : recv(s->watch.fd, s->json + (s->got - head),
                              head + s->told.length - s->got, 0);

    if (k <= 0)
        return k < 0 && (errno == EAGAIN || errno == EINTR) ? SEAT_WAIT
                                                            : SEAT_GONE;
    s->got += (size_t)k;
    if (s->got < head)
        return SEAT_WAIT;
    if (begins)
        return begin(s, s->got - head);
    return s->got == head + s->told.length ? SEAT_ANSWER : SEAT_WAIT;
}

/* place is where the worker finds the file, and the descriptor that goes with
 * the ask, -1 for none; false where no place can be made. */
static bool place(struct seat *s, struct ticket *t, int *fd)
{
    struct body *b = &t->body;

    *fd = -1;
    if (b->fd < 0 && s->desk.at) {
        t->ask.place = s->seated ? ASK_DESK : ASK_NEW_DESK;
        if (!s->seated)
            *fd = s->desk.fd;
        desk_lay(&s->desk, b->at, (size_t)b->len);
        return true;
    }
    if (!body_file(b))
        return false;
    t->ask.place = ASK_FILE;
    *fd = b->fd;
    return true;
}

enum seat_give seat_give(struct seat *s, struct ticket *t)
{
    struct iovec parts[2] = {{&t->ask, sizeof(t->ask)},
                             {t->texts, t->ask.texts}};
    int64_t left = t->deadline - now_ms();
    struct passed file = {.count = 0};

    t->ask.ms = left > 0 ? (uint32_t)left : 0;
    if (!place(s, t, &file.fds[0]))
        return SEAT_NO_ROOM;
    file.count = file.fds[0] >= 0;
    if (pass_send(s->watch.fd, parts, 2, &file) !=
        (ssize_t)(sizeof(t->ask) + t->ask.texts))
        return SEAT_DEAD;
    if (t->ask.place == ASK_NEW_DESK)
        s->seated = true;
    t->state = TICKET_RUNS;
    t->seat = s;
    t->pid = s->pid;
    s->ticket = t;
    return SEAT_GIVEN;
}
