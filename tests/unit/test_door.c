/* SPDX-License-Identifier: Apache-2.0
 * test_door.c - the end of a listening socket: who has connected is let in,
 * nobody is reset [connect(2), accept(2)]. */
#include "tests/test.h"

#include "daemon/door.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* client is a connection, or -1 with errno as connect(2) would have it. */
static int client(const void *at, socklen_t size, int family)
{
    int fd = socket(family, SOCK_STREAM, 0), why_not;

    fcntl(fd, F_SETFL, O_NONBLOCK);
    if (connect(fd, at, size) == 0)
        return fd;
    if (errno == EINPROGRESS) {
        struct pollfd p = {fd, POLLOUT, 0};
        int why = EAGAIN; /* nothing answers */
        socklen_t n = sizeof(why);

        if (poll(&p, 1, 100) == 1)
            getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &n);
        if (!why)
            return fd;
        errno = why;
    }
    why_not = errno;
    close(fd);
    errno = why_not;
    return -1;
}

static void ends_well(int family, const void *at, socklen_t size, int listening)
{
    int before = client(at, size, family), in;
    char word[3] = "";

    assert_true(before >= 0);
    assert_int_equal(write(before, "hi", 2), 2);
    door_bar(listening);
    assert_int_equal(client(at, size, family), -1); /* it is never accepted */
    in = accept(listening, NULL, NULL);
    assert_true(in >= 0);
    close(listening);
    assert_int_equal(client(at, size, family), -1);
    assert_int_equal(errno, ECONNREFUSED);
    assert_int_equal(read(in, word, 2), 2);
    assert_string_equal(word, "hi");
    assert_int_equal(write(in, "ho", 2), 2);
    assert_int_equal(read(before, word, 2), 2);
    close(in);
    close(before);
}

static void tcp_of_both_kinds_ends_well(void **state)
{
    static const int families[] = {AF_INET, AF_INET6};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct sockaddr_in four = {.sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT};
        struct sockaddr *at = i ? (void *)&six : (void *)&four;
        socklen_t size = i ? sizeof(six) : sizeof(four);
        int fd = socket(families[i], SOCK_STREAM, 0);

        if (bind(fd, at, size) != 0) {
            assert_int_equal(i, 1); /* a machine without IPv6 */
            close(fd);
            print_message("SKIPPED: no IPv6 here\n");
            continue;
        }
        assert_int_equal(listen(fd, 8), 0);
        assert_int_equal(getsockname(fd, at, &size), 0);
        ends_well(families[i], at, size, fd);
    }
}

static void a_unix_socket_ends_well(void **state)
{
    /* A name without a file; the kernel chooses it [unix(7), autobind]. */
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    socklen_t size = sizeof(at);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    (void)state;
    assert_int_equal(bind(fd, (void *)&at, sizeof(at.sun_family)), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (void *)&at, &size), 0);
    ends_well(AF_UNIX, &at, size, fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tcp_of_both_kinds_ends_well),
        cmocka_unit_test(a_unix_socket_ends_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
