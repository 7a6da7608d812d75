/* SPDX-License-Identifier: Apache-2.0
 * body.c - memfd_create(2), written through a mapping, then sealed. */
#define _GNU_SOURCE /* memfd_create, mremap, F_ADD_SEALS */
#include "daemon/body.h"

#include "genmark.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    STEP = 256 << 10 /* the least that is mapped */
};

void body_init(struct body *b, struct ledger *l)
{
    *b = (struct body){.ledger = l, .fd = -1};
}

static bool grow(struct body *b, uint64_t need)
{
    uint64_t cap = b->cap ? b->cap : STEP;
    void *at;

    while (cap < need)
        cap *= 2;
    if (cap == b->cap)
        return true;
    if (b->fd < 0)
        b->fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (b->fd < 0 || ftruncate(b->fd, (off_t)cap) != 0)
        return false;
    at = b->at ? mremap(b->at, (size_t)b->cap, (size_t)cap, MREMAP_MAYMOVE)
               : mmap(NULL, (size_t)cap, PROT_READ | PROT_WRITE, MAP_SHARED,
                      b->fd, 0);
    if (at == MAP_FAILED)
        return false;
    b->at = at;
    b->cap = cap;
    return true;
}

enum body_end body_add(struct body *b, const void *p, size_t n, uint64_t most)
{
    if (n > most || b->len > most - n)
        return BODY_LARGE;
    if (n > b->ledger->most - b->ledger->held || !grow(b, b->len + n))
        return BODY_FULL;
    b->ledger->held += n;
    if (n)
        memcpy(b->at + b->len, p, n);
    b->len += n;
    return BODY_OK;
}

bool body_seal(struct body *b, char *hex)
{
    if (!grow(b, 1))
        return false;
    if (hex)
        gm_digest(b->at, (size_t)b->len, hex);
    munmap(b->at, (size_t)b->cap);
    b->at = NULL;
    b->cap = 0;
    return ftruncate(b->fd, (off_t)b->len) == 0 &&
           fcntl(b->fd, F_ADD_SEALS,
                 F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

void body_free(struct body *b)
{
    if (b->at)
        munmap(b->at, (size_t)b->cap);
    if (b->fd >= 0)
        close(b->fd);
    if (b->ledger)
        b->ledger->held -= b->len;
    body_init(b, b->ledger);
    b->ledger = NULL;
}
