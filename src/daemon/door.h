/* SPDX-License-Identifier: Apache-2.0
 * door.h - where connections of a UNIX socket wait for their first byte, and
 * for the descriptor that may come with it (SCM_RIGHTS). */
#ifndef DAEMON_DOOR_H
#define DAEMON_DOOR_H

#include "daemon/loop.h"

#include <stdint.h>

struct guest;

struct door {
    struct watch watch; /* of the listening socket; fd -1: closed */
    bool full;          /* it does not take any more for now */
    struct guest *guests;
    unsigned count;

    /* in takes over a connection that has spoken, and the descriptor that
     * came along, -1 for none. */
    void (*in)(struct door *d, int fd, int passed);
    void *ctx;
};

/* door_open takes connections of a listening socket; d has in and ctx. */
bool door_open(struct door *d, int fd);

/* door_turn hangs up on those who have said nothing since `before`, and takes
 * more where there is room for that many. */
void door_turn(struct door *d, int64_t before, unsigned room);

/* door_bar has nobody connect to a listening socket any more, who then is
 * refused; who has connected can still be accepted.  Without it a connection
 * that comes between the last accept and the close would be reset.  Not for a
 * socket that others listen on too: it is barred for them as well. */
void door_bar(int fd);

/* door_shut closes the listening socket, after a look at who has come;
 * door_clear sends away who still says nothing. */
void door_shut(struct door *d);
void door_clear(struct door *d);

#endif
