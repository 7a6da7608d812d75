/* SPDX-License-Identifier: Apache-2.0
 * hand.h - a worker process: one file after another, and nothing else. */
#ifndef DAEMON_HAND_H
#define DAEMON_HAND_H

#include "genmark.h"

#include <stdint.h>

/* hand_run serves the socket until it closes; it is what the process ends
 * with.  memory: address space in bytes. */
int hand_run(int fd, gm_engine *e, uint64_t memory);

/* hand_warm runs one scan, so that what libraries set up at first use is set
 * up once, before workers are forked and while files may be opened. */
void hand_warm(gm_engine *e);

#endif
