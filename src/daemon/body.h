/* SPDX-License-Identifier: Apache-2.0
 * body.h - an upload on its way to a worker: memory with a descriptor.
 *
 * It is sealed before a worker gets it, so neither side can change it under
 * the other, and no name in a file system ever leads to it. */
#ifndef DAEMON_BODY_H
#define DAEMON_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What all bodies together hold, and may hold. */
struct ledger {
    uint64_t held, most;
};

struct body {
    struct ledger *ledger;
    int fd; /* -1: none yet */
    unsigned char *at;
    uint64_t len, cap;
};

enum body_end {
    BODY_OK,
    BODY_LARGE, /* past `most` */
    BODY_FULL   /* the ledger, or the system, has no room */
};

void body_init(struct body *b, struct ledger *l);
enum body_end body_add(struct body *b, const void *p, size_t n, uint64_t most);

/* body_seal ends writing; hex (65 bytes), if not NULL, gets the SHA-256. */
bool body_seal(struct body *b, char *hex);
void body_free(struct body *b);

#endif
