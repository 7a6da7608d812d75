/* SPDX-License-Identifier: Apache-2.0
 * body.c - malloc(3) up to SMALL; above, memfd_create(2), written through a
 * mapping, then sealed. */
#define _GNU_SOURCE /* memfd_create, mremap, F_ADD_SEALS */
#include "daemon/body.h"

#include "genmark.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    STEP = 64 << 10 /* the least that is asked for */
};

void body_init(struct body *b, struct ledger *l)
{
    *b = (struct body){.ledger = l, .fd = -1};
}

static uint64_t doubled(uint64_t cap, uint64_t need)
{
    cap = cap ? cap : STEP;
    while (cap < need)
        cap *= 2;
    return cap;
}

/* remap makes the mapping of the descriptor that large. */
static bool remap(struct body *b, uint64_t cap)
{
    void *at;

    if (ftruncate(b->fd, (off_t)cap) != 0)
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

/* move takes a body from ordinary memory into a descriptor's. */
static bool move(struct body *b, uint64_t cap)
{
    unsigned char *old = b->at;

    b->fd = memfd_create("body", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    b->at = NULL;
    if (b->fd < 0 || !remap(b, cap)) {
        if (b->fd >= 0)
            close(b->fd);
        b->fd = -1;
        b->at = old;
        return false;
    }
    if (b->len)
        memcpy(b->at, old, (size_t)b->len);
    free(old);
    return true;
}

/* reserve makes room for cap bytes in all. */
static bool reserve(struct body *b, uint64_t cap)
{
    unsigned char *at;

    if (b->fd >= 0)
        return remap(b, cap);
    if (cap > SMALL)
        return move(b, cap);
    at = realloc(b->at, (size_t)cap);
    if (!at)
        return false;
    b->at = at;
    b->cap = cap;
    return true;
}

void body_expect(struct body *b, uint64_t len)
{
    if (len > b->cap)
        reserve(b, len); /* where it fails, body_add will say so */
}

enum body_end body_add(struct body *b, const void *p, size_t n, uint64_t most)
{
    if (n > most || b->len > most - n)
        return BODY_LARGE;
    if (n > b->ledger->most - b->ledger->held ||
        (b->len + n > b->cap && !reserve(b, doubled(b->cap, b->len + n))))
        return BODY_FULL;
    b->ledger->held += n;
    if (n)
        memcpy(b->at + b->len, p, n);
    b->len += n;
    return BODY_OK;
}

static bool seal_file(struct body *b)
{
    munmap(b->at, (size_t)b->cap);
    b->at = NULL;
    b->cap = 0;
    return ftruncate(b->fd, (off_t)b->len) == 0 &&
           fcntl(b->fd, F_ADD_SEALS,
                 F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

bool body_seal(struct body *b, char *hex)
{
    if (hex)
        gm_digest(b->at ? b->at : (const void *)"", (size_t)b->len, hex);
    return b->fd < 0 || seal_file(b);
}

void body_free(struct body *b)
{
    if (b->at && b->fd >= 0)
        munmap(b->at, (size_t)b->cap);
    else
        free(b->at);
    if (b->fd >= 0)
        close(b->fd);
    if (b->ledger)
        b->ledger->held -= b->len;
    body_init(b, NULL);
}

void body_take(struct body *b, int fd)
{
    struct ledger *l = b->ledger;

    body_free(b);
    body_init(b, l);
    b->fd = fd;
}

bool body_file(struct body *b)
{
    return b->fd >= 0 || (move(b, doubled(0, b->len)) && seal_file(b));
}
