/* SPDX-License-Identifier: Apache-2.0
 * edition.c - nurseries, as the front sees them. */
#define _GNU_SOURCE /* SOCK_..., pipe2 */
#include "daemon/edition.h"

#include "daemon/nursery.h"
#include "daemon/pass.h"
#include "tool/input.h"
#include "tool/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* become turns a child of the front, which has one thread, into a nursery. */
static void become(int socket, int errors, char **argv)
{
    char name[24];

    snprintf(name, sizeof(name), "%d", fcntl(socket, F_DUPFD, 10));
    setenv("GENMARK_NURSERY", name, 1);
    unsetenv("LISTEN_FDS");
    unsetenv("NOTIFY_SOCKET");
    dup2(errors, STDERR_FILENO);
    execv("/proc/self/exe", argv);
    say("/proc/self/exe: %s", input_tell(errno));
    _exit(127);
}

struct edition *edition_new(char **argv,
                            void (*ready)(struct watch *w, unsigned events))
{
    struct edition *e = calloc(1, sizeof(*e));
    int pair[2], errors[2];

    if (!e)
        return NULL;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        free(e);
        return NULL;
    }
    if (pipe2(errors, O_CLOEXEC | O_NONBLOCK) != 0) {
        close(pair[0]);
        close(pair[1]);
        free(e);
        return NULL;
    }
    e->pid = fork();
    if (e->pid == 0)
        become(pair[1], errors[1], argv);
    close(pair[1]);
    close(errors[1]);
    fcntl(pair[0], F_SETFL, O_NONBLOCK);
    e->errors = errors[0];
    e->watch = (struct watch){pair[0], ready, e};
    if (e->pid > 0 && loop_add(&e->watch, EPOLLIN))
        return e;
    edition_free(e);
    return NULL;
}

void edition_free(struct edition *e)
{
    if (!e)
        return;
    loop_drop(&e->watch);
    close(e->watch.fd);
    close(e->errors);
    free(e->book.laws);
    free(e->book.rules);
    free(e);
}

bool edition_hear(struct edition *e, struct born *b, int fds[2])
{
    struct passed came;
    ssize_t n = pass_take(e->watch.fd, b, sizeof(*b), &came);

    fds[0] = came.fds[0];
    fds[1] = came.fds[1];
    if (n >= 0)
        errno = 0;
    return n == (ssize_t)sizeof(*b);
}

static char *read_text(int fd, size_t *len)
{
    struct stat st;
    char *p = NULL;

    *len = 0;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size < WIRE_ANSWER)
        p = malloc((size_t)st.st_size + 1);
    if (p && pread(fd, p, (size_t)st.st_size, 0) == st.st_size) {
        *len = (size_t)st.st_size;
        p[*len] = 0;
    }
    close(fd);
    return p;
}

void edition_stands(struct edition *e, const struct born *b, int fds[2])
{
    static unsigned last;

    e->stands = true;
    e->book.born = *b;
    e->book.born.packs[sizeof(b->packs) - 1] = 0;
    e->book.born.laws[sizeof(b->laws) - 1] = 0;
    e->book.laws = read_text(fds[0], &e->book.laws_len);
    e->book.rules = read_text(fds[1], &e->book.rules_len);
    e->book.edition = ++last;
    fds[0] = fds[1] = -1;
}

void edition_want(struct edition *e, unsigned count)
{
    while (e->hands < count) {
        if (send(e->watch.fd, "w", 1, MSG_NOSIGNAL | MSG_DONTWAIT) != 1)
            return;
        e->hands++;
    }
}

void edition_why(struct edition *e, char why[EDITION_WHY])
{
    ssize_t k = read(e->errors, why, EDITION_WHY - 1);

    why[k > 0 ? k : 0] = 0;
    why[strcspn(why, "\n")] = 0;
}
