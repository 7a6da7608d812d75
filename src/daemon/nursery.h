/* SPDX-License-Identifier: Apache-2.0
 * nursery.h - the process that builds an engine and forks workers. */
#ifndef DAEMON_NURSERY_H
#define DAEMON_NURSERY_H

#include "tool/setup.h"

#include <stdint.h>

/* nursery_run serves the front at the other end of fd until it closes; what
 * is wrong with a pack or a list goes to stderr before that.  memory: address
 * space of a worker. */
int nursery_run(int fd, const struct setup *s, uint64_t memory);

/* send_packet sends one packet with up to two descriptors. */
bool send_packet(int fd, const void *p, size_t n, const int *fds,
                 unsigned count);
/* receive_packet fills fds (two, -1 where there is none); false at the end,
 * with errno EAGAIN where there is none yet. */
bool receive_packet(int fd, void *p, size_t n, int fds[2]);

#endif
