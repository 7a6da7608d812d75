/* SPDX-License-Identifier: Apache-2.0
 * pass.c - the one place that lays out a control message. */
#include "daemon/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

union control {
    struct cmsghdr head; /* aligns the room */
    char room[CMSG_SPACE(PASS_MOST * sizeof(int))];
};

ssize_t pass_send(int to, struct iovec *parts, size_t count,
                  const struct passed *with)
{
    union control c = {0};
    struct msghdr m = {.msg_iov = parts, .msg_iovlen = count};

    if (with && with->count) {
        size_t n = with->count * sizeof(int);

        m.msg_control = c.room;
        m.msg_controllen = CMSG_SPACE(n);
        c.head.cmsg_level = SOL_SOCKET;
        c.head.cmsg_type = SCM_RIGHTS;
        c.head.cmsg_len = CMSG_LEN(n);
        memcpy(CMSG_DATA(&c.head), with->fds, n);
    }
    return sendmsg(to, &m, MSG_NOSIGNAL);
}

ssize_t pass_take(int from, void *p, size_t n, struct passed *with)
{
    union control c = {0};
    struct iovec part = {p, n};
    struct msghdr m = {.msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = c.room,
                       .msg_controllen = sizeof(c.room)};
    struct cmsghdr *head;
    ssize_t k;

    *with = (struct passed){.count = 0};
    for (unsigned i = 0; i < PASS_MOST; i++)
        with->fds[i] = -1;
    do
        k = recvmsg(from, &m, MSG_CMSG_CLOEXEC);
    while (k < 0 && errno == EINTR);
    head = k >= 0 ? CMSG_FIRSTHDR(&m) : NULL;
    if (head && head->cmsg_level == SOL_SOCKET &&
        head->cmsg_type == SCM_RIGHTS) {
        with->count = (unsigned)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(with->fds, CMSG_DATA(head), with->count * sizeof(int));
    }
    return k;
}
