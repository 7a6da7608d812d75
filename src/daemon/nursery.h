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

#endif
