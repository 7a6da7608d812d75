/* SPDX-License-Identifier: Apache-2.0
 * notify.c - LISTEN_FDS, NOTIFY_SOCKET and WATCHDOG_USEC. */
#include "daemon/notify.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    FIRST = 3,
    MOST = 4
};

unsigned notify_sockets(void)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    char own[24];
    unsigned long n;

    snprintf(own, sizeof(own), "%ld", (long)getpid());
    if (!pid || !fds || strcmp(pid, own) != 0)
        return 0;
    n = strtoul(fds, NULL, 10);
    if (n > MOST)
        n = MOST;
    for (unsigned i = 0; i < n; i++)
        fcntl((int)(FIRST + i), F_SETFD, FD_CLOEXEC);
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
    return (unsigned)n;
}

void notify_tell(const char *state)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t n = path ? strlen(path) : 0;
    int fd;

    if (!n || n >= sizeof(to.sun_path) || (*path != '/' && *path != '@'))
        return;
    memcpy(to.sun_path, path, n);
    if (*path == '@')
        to.sun_path[0] = 0;
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&to,
           (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n));
    close(fd);
}

void notify_alive(int64_t now)
{
    static int64_t every = -1, next;
    const char *text = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    char own[24];

    if (every < 0) {
        snprintf(own, sizeof(own), "%ld", (long)getpid());
        every = text && (!pid || strcmp(pid, own) == 0)
                    ? strtol(text, NULL, 10) / 2000
                    : 0;
    }
    if (every <= 0 || now < next)
        return;
    next = now + every;
    notify_tell("WATCHDOG=1");
}
