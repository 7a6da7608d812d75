/* SPDX-License-Identifier: Apache-2.0
 * pass.h - bytes and file descriptors over a local socket [unix(7)]. */
#ifndef DAEMON_PASS_H
#define DAEMON_PASS_H

#include <sys/types.h>
#include <sys/uio.h>

enum {
    PASS_MOST = 2 /* descriptors that go together */
};

struct passed {
    int fds[PASS_MOST];
    unsigned count;
};

/* pass_send sends parts as one message, with descriptors (NULL: none), which
 * stay the caller's too.  How many bytes went, negative on failure. */
ssize_t pass_send(int to, struct iovec *parts, size_t count,
                  const struct passed *with);

/* pass_take takes up to n bytes, and the descriptors that come with them: the
 * caller closes those; fds is -1 where there is none.  How many bytes came, 0
 * at the end, negative on failure (EAGAIN: none yet). */
ssize_t pass_take(int from, void *p, size_t n, struct passed *with);

#endif
