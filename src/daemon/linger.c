/* SPDX-License-Identifier: Apache-2.0
 * linger.c - a second descriptor of the socket, read until its end. */
#include "daemon/linger.h"

#include "daemon/loop.h"
#include "daemon/ticket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST = 256,       /* that linger at once */
    LONGEST = 5000,   /* ms */
    DROPPED = 8 << 20 /* bytes that are thrown away of each */
};

struct late {
    struct late *next, *before;
    struct watch watch;
    int64_t until;
    size_t left;
};

static struct late *all;
static unsigned count;

static void leave(struct late *l)
{
    loop_drop(&l->watch);
    close(l->watch.fd);
    if (l->before)
        l->before->next = l->next;
    else
        all = l->next;
    if (l->next)
        l->next->before = l->before;
    count--;
    free(l);
}

static void late_ready(struct watch *w, unsigned events)
{
    static char rest[64 << 10];
    struct late *l = w->ctx;
    ssize_t k = recv(w->fd, rest, sizeof(rest), MSG_DONTWAIT);

    (void)events;
    if (k < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (k <= 0 || (size_t)k >= l->left)
        leave(l);
    else
        l->left -= (size_t)k;
}

void linger(int fd)
{
    struct late *l = count < MOST ? malloc(sizeof(*l)) : NULL;

    if (!l)
        return;
    *l = (struct late){.next = all,
                       .watch = {fcntl(fd, F_DUPFD_CLOEXEC, 3), late_ready, l},
                       .until = now_ms() + LONGEST,
                       .left = DROPPED};
    if (l->watch.fd < 0 || !loop_add(&l->watch, EPOLLIN)) {
        if (l->watch.fd >= 0)
            close(l->watch.fd);
        free(l);
        return;
    }
    if (all)
        all->before = l;
    all = l;
    count++;
}

void linger_turn(int64_t now)
{
    for (struct late *l = all, *next; l; l = next) {
        next = l->next;
        if (l->until <= now)
            leave(l);
    }
}

void linger_stop(void)
{
    while (all)
        leave(all);
}
