/* SPDX-License-Identifier: Apache-2.0
 * body.h - an upload on its way to a worker.
 *
 * A small one lies in ordinary memory and is copied to the worker's desk
 * (desk.h) when its turn comes.  A large one lies in memory with a descriptor,
 * sealed before a worker gets it, so that neither side can change it under the
 * other, and no name in a file system ever leads to it. */
#ifndef DAEMON_BODY_H
#define DAEMON_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SMALL = 1 << 20 /* bytes up to which an upload is small */
};

/* What all bodies together hold, and may hold. */
struct ledger {
    uint64_t held, most;
};

struct body {
    struct ledger *ledger;
    int fd;            /* -1: small, or none yet */
    unsigned char *at; /* NULL: nothing yet, or sealed */
    uint64_t len, cap;
};

enum body_end {
    BODY_OK,
    BODY_LARGE, /* past `most` */
    BODY_FULL   /* the ledger, or the system, has no room */
};

void body_init(struct body *b, struct ledger *l);

/* body_expect makes room for a length that was declared, so that growing
 * copies nothing; what is not written costs nothing. */
void body_expect(struct body *b, uint64_t len);
enum body_end body_add(struct body *b, const void *p, size_t n, uint64_t most);

/* body_seal ends writing; hex (65 bytes), if not NULL, gets the SHA-256. */
bool body_seal(struct body *b, char *hex);

/* body_take makes an open file the body; fd is the body's from then on. */
void body_take(struct body *b, int fd);

/* body_file gives a small one a descriptor too. */
bool body_file(struct body *b);
void body_free(struct body *b);

#endif
