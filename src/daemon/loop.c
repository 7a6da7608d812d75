/* SPDX-License-Identifier: Apache-2.0
 * loop.c - epoll(7), some events at a time. */
#include "daemon/loop.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

enum {
    BATCH = 32
};

static int set = -1;
static struct epoll_event batch[BATCH]; /* that are being told */
static int batched;

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
    for (int i = 0; i < batched; i++)
        if (batch[i].data.ptr == w)
            batch[i].data.ptr = NULL;
}

void loop_turn(int ms)
{
    batched = epoll_wait(set, batch, BATCH, ms);
    for (int i = 0; i < batched; i++) {
        struct watch *w = batch[i].data.ptr;

        if (w)
            w->ready(w, batch[i].events);
    }
    batched = 0;
}
