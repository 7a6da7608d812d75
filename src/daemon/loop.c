/* SPDX-License-Identifier: Apache-2.0
 * loop.c - epoll(7), an event at a time. */
#include "daemon/loop.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

static int set = -1;

bool loop_init(void)
{
    set = epoll_create1(EPOLL_CLOEXEC);
    return set >= 0;
}

bool loop_add(struct watch *w, unsigned events)
{
    struct epoll_event e = {.events = events, .data = {.ptr = w}};

    return epoll_ctl(set, EPOLL_CTL_ADD, w->fd, &e) == 0;
}

void loop_drop(struct watch *w)
{
    struct epoll_event e = {0};

    if (w->fd >= 0)
        epoll_ctl(set, EPOLL_CTL_DEL, w->fd, &e);
}

void loop_turn(int ms)
{
    struct epoll_event e;

    if (epoll_wait(set, &e, 1, ms) == 1) {
        struct watch *w = e.data.ptr;

        w->ready(w, e.events);
    }
}
