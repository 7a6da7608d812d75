/* SPDX-License-Identifier: Apache-2.0
 * door.c - accept(2), then one look at the first byte.
 *
 * libmicrohttpd reads with recv(2), for which the kernel throws descriptors
 * away.  So they are taken before: a look (MSG_PEEK) gives a descriptor of
 * our own and leaves the bytes where they are [unix(7)]. */
#define _GNU_SOURCE /* accept4, MSG_CMSG_CLOEXEC */
#include "daemon/door.h"

#include "daemon/ticket.h"

#include <errno.h>
#include <linux/filter.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    FLAGS = 13, /* of a TCP head: the byte with its flags [RFC 9293, 3.1] */
    SYN = 2,
    SHAKE = 20 /* ms for a handshake under way; all are from this machine */
};

struct guest {
    struct guest *next, *before;
    struct door *door;
    struct watch watch;
    int64_t since; /* ms of the monotonic clock */
};

/* leave forgets a guest; its connection stays open. */
static void leave(struct guest *g)
{
    struct door *d = g->door;

    loop_drop(&g->watch);
    if (g->before)
        g->before->next = g->next;
    else
        d->guests = g->next;
    if (g->next)
        g->next->before = g->before;
    d->count--;
    free(g);
}

/* peek is whether a connection has something to say or has ended; passed gets
 * the first descriptor that comes with it. */
static bool peek(int fd, int *passed)
{
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    char byte;
    struct iovec part = {&byte, 1};
    struct msghdr m = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = control.room,
                       /* Not CMSG_SPACE: two would fit in its padding. */
                       .msg_controllen = CMSG_LEN(sizeof(int))};
    ssize_t n = recvmsg(fd, &m, MSG_PEEK | MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;

    *passed = -1;
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
        c->cmsg_len >= CMSG_LEN(sizeof(int)))
        memcpy(passed, CMSG_DATA(c), sizeof(int));
    return n > 0;
}

static void guest_ready(struct watch *w, unsigned events)
{
    struct guest *g = w->ctx;
    struct door *d = g->door;
    int fd = w->fd, passed;
    bool spoke = peek(fd, &passed);

    (void)events;
    leave(g);
    if (spoke)
        d->in(d, fd, passed);
    else
        close(fd);
}

static void greet(struct door *d, int fd)
{
    struct guest *g = malloc(sizeof(*g));

    if (!g) {
        close(fd);
        return;
    }
    *g = (struct guest){.next = d->guests,
                        .door = d,
                        .watch = {fd, guest_ready, g},
                        .since = now_ms()};
    if (g->next)
        g->next->before = g;
    d->guests = g;
    d->count++;
    if (!loop_add(&g->watch, EPOLLIN)) {
        leave(g);
        close(fd);
    }
}

static void door_ready(struct watch *w, unsigned events)
{
    struct door *d = w->ctx;
    int fd = accept4(w->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    (void)events;
    if (fd >= 0) {
        greet(d, fd);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
               errno == ENOBUFS) {
        loop_drop(w); /* until the next turn, not to ask all the time */
        d->full = true;
    }
}

bool door_open(struct door *d, int fd)
{
    d->watch = (struct watch){fd, door_ready, d};
    return loop_add(&d->watch, EPOLLIN);
}

void door_turn(struct door *d, int64_t before, unsigned room)
{
    for (struct guest *g = d->guests, *next; g; g = next) {
        int fd = g->watch.fd;

        next = g->next;
        if (g->since >= before)
            continue;
        leave(g);
        close(fd);
    }
    if (d->watch.fd < 0 || (d->count < room) == !d->full)
        return;
    d->full = !d->full;
    if (d->full)
        loop_drop(&d->watch);
    else
        loop_add(&d->watch, EPOLLIN);
}

void door_bar(int fd)
{
    /* A filter sees the TCP head first; what it drops is sent again, and then
     * meets a closed port [socket(7), SO_ATTACH_FILTER]. */
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, FLAGS),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
    };
    struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
    struct timespec shake = {.tv_nsec = SHAKE * 1000000L};
    struct sockaddr_storage at = {0};
    socklen_t size = sizeof(at);

    getsockname(fd, (struct sockaddr *)&at, &size);
    if (at.ss_family == AF_UNIX) {
        shutdown(fd, SHUT_RD);
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
    nanosleep(&shake, NULL);
}

void door_shut(struct door *d)
{
    int fd;

    if (d->watch.fd < 0)
        return;
    loop_drop(&d->watch);
    while ((fd = accept4(d->watch.fd, NULL, NULL,
                         SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
        greet(d, fd);
    close(d->watch.fd);
    d->watch.fd = -1;
}

void door_clear(struct door *d)
{
    while (d->guests) {
        int fd = d->guests->watch.fd;

        leave(d->guests);
        close(fd);
    }
}
