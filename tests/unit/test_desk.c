/* SPDX-License-Identifier: Apache-2.0
 * test_desk.c - uploads on their way: bodies, and the desk they are laid on. */
#define _GNU_SOURCE /* F_GET_SEALS, mprotect */
#include "tests/test.h"

#include "daemon/body.h"
#include "daemon/desk.h"
#include "genmark.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned char piece[SMALL];

static void nothing_of_a_file_lies_behind_the_next(void **state)
{
    struct desk d;
    const unsigned char *seen;
    size_t len;

    (void)state;
    desk_init(&d);
    assert_non_null(d.at);
    seen = desk_map(d.fd, &len);
    assert_non_null(seen);
    assert_int_equal(len, SMALL);
    memset(piece, 7, sizeof(piece));
    desk_lay(&d, piece, sizeof(piece));
    assert_int_equal(seen[SMALL - 1], 7);
    desk_lay(&d, "abc", 3);
    assert_memory_equal(seen, "abc", 3);
    for (size_t i = 3; i < len; i++)
        assert_int_equal(seen[i], 0);
    desk_lay(&d, NULL, 0);
    assert_int_equal(seen[0], 0);
    desk_free(&d);
}

/* What a worker holds of its desk is for reading, whatever it tries. */
static void a_worker_cannot_write(void **state)
{
    struct desk d;
    void *seen;
    size_t len;

    (void)state;
    desk_init(&d);
    seen = (void *)(uintptr_t)desk_map(d.fd, &len);
    assert_non_null(seen);
    assert_int_equal(mprotect(seen, len, PROT_READ | PROT_WRITE), -1);
    assert_ptr_equal(
        mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, d.fd, 0),
        MAP_FAILED);
    assert_int_equal(write(d.fd, "x", 1), -1);
    assert_int_equal(ftruncate(d.fd, 0), -1);
    desk_free(&d);
}

static void other_memory_is_no_desk(void **state)
{
    int fd = memfd_create("x", MFD_ALLOW_SEALING);
    size_t len;

    (void)state;
    assert_null(desk_map(fd, &len));
    assert_null(desk_map(-1, &len));
    close(fd);
}

/* A body keeps its bytes when it outgrows ordinary memory. */
static void a_body_grows(void **state)
{
    static const uint64_t sizes[] = {1,     65536,     SMALL - 1,
                                     SMALL, SMALL + 1, 3 * SMALL};
    struct ledger l = {.most = 8 << 20};

    (void)state;
    for (size_t i = 0; i < sizeof(piece); i++)
        piece[i] = (unsigned char)(i * 31 + i / 256);
    for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++)
        for (int expected = 0; expected < 2; expected++) {
            struct body b;
            char hex[65], other[65];
            unsigned char *whole = malloc(sizes[k]);
            struct stat st;

            body_init(&b, &l);
            if (expected)
                body_expect(&b, sizes[k]);
            for (uint64_t at = 0, n; at < sizes[k]; at += n) {
                n = sizes[k] - at < 99991 ? sizes[k] - at : 99991;
                memcpy(whole + at, piece, n);
                assert_int_equal(body_add(&b, piece, n, 8 << 20), BODY_OK);
            }
            assert_int_equal(l.held, sizes[k]);
            assert_int_equal(b.fd >= 0, sizes[k] > SMALL);
            gm_digest(whole, sizes[k], other);
            assert_true(body_seal(&b, hex));
            assert_string_equal(hex, other);
            assert_true(body_file(&b));
            assert_int_equal(fstat(b.fd, &st), 0);
            assert_int_equal(st.st_size, sizes[k]);
            assert_true(fcntl(b.fd, F_GET_SEALS) & F_SEAL_WRITE);
            assert_int_equal(pread(b.fd, whole, 1, (off_t)sizes[k] - 1), 1);
            assert_int_equal(whole[0], piece[(sizes[k] - 1) % 99991]);
            body_free(&b);
            assert_int_equal(l.held, 0);
            free(whole);
        }
}

static void the_ledger_and_the_limit_hold(void **state)
{
    struct ledger l = {.most = 100};
    struct body a, b;

    (void)state;
    body_init(&a, &l);
    body_init(&b, &l);
    assert_int_equal(body_add(&a, piece, 60, 1000), BODY_OK);
    assert_int_equal(body_add(&b, piece, 41, 1000), BODY_FULL);
    assert_int_equal(body_add(&b, piece, 40, 1000), BODY_OK);
    assert_int_equal(body_add(&a, piece, 41, 100), BODY_LARGE);
    body_free(&a);
    assert_int_equal(l.held, 40);
    body_free(&b);
    assert_int_equal(l.held, 0);
}

/* A descriptor takes the place of what was sent, and leaks none of it. */
static void a_file_becomes_the_body(void **state)
{
    struct ledger l = {.most = 1000};
    struct body b;
    int fd = memfd_create("x", 0);

    (void)state;
    body_init(&b, &l);
    assert_int_equal(body_add(&b, piece, 10, 1000), BODY_OK);
    body_take(&b, fd);
    assert_int_equal(b.fd, fd);
    assert_int_equal(l.held, 0);
    assert_true(body_file(&b));
    body_free(&b);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_of_a_file_lies_behind_the_next),
        cmocka_unit_test(a_worker_cannot_write),
        cmocka_unit_test(other_memory_is_no_desk),
        cmocka_unit_test(a_body_grows),
        cmocka_unit_test(the_ledger_and_the_limit_hold),
        cmocka_unit_test(a_file_becomes_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
