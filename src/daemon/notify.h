/* SPDX-License-Identifier: Apache-2.0
 * notify.h - the service manager: sockets it opened, and what it is told.
 *
 * [sd_listen_fds(3), sd_notify(3)] describe both protocols; they are a few
 * lines and need no library. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

/* notify_sockets is how many listening sockets were passed, from 3 on. */
unsigned notify_sockets(void);

/* notify_tell sends "READY=1" and the like; nothing where nobody listens. */
void notify_tell(const char *state);

/* notify_alive tells the watchdog, where there is one, as often as it wants;
 * now: ms of the monotonic clock. */
void notify_alive(int64_t now);

#endif
