/* SPDX-License-Identifier: Apache-2.0
 * linger.h - connections that were answered before all of their request came.
 *
 * To close one while its client still sends would reset it, and the client
 * might never read the answer [RFC 9112, 9.6].  So what still comes is read
 * and thrown away, for a while. */
#ifndef DAEMON_LINGER_H
#define DAEMON_LINGER_H

#include <stdint.h>

/* linger keeps a socket open beside its owner; fd stays the owner's.  Where
 * too many linger already, nothing happens. */
void linger(int fd);

/* linger_turn lets go of those that took too long; now: ms of the monotonic
 * clock. */
void linger_turn(int64_t now);
void linger_stop(void);

#endif
