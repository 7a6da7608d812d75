/* SPDX-License-Identifier: Apache-2.0
 * loop.h - the front's one loop: descriptors, and who looks after each. */
#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H

#include <stdbool.h>

struct watch {
    int fd;
    void (*ready)(struct watch *w, unsigned events); /* EPOLL... */
    void *ctx;
};

/* One loop a process; watches belong to who adds them.  A watch may be
 * dropped from any ready function: what is still to be told of it is not. */
bool loop_init(void);
bool loop_add(struct watch *w, unsigned events);
void loop_drop(struct watch *w);
/* loop_turn waits for events at most that long, and tells those there are. */
void loop_turn(int ms);

#endif
