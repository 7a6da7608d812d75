/* SPDX-License-Identifier: Apache-2.0
 * desk.c - memfd_create(2), mapped for writing by the front, then sealed
 * against every other mapping for writing (F_SEAL_FUTURE_WRITE). */
#define _GNU_SOURCE /* memfd_create, F_ADD_SEALS */
#include "daemon/desk.h"

#include "daemon/body.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE
};

void desk_init(struct desk *d)
{
    void *at = MAP_FAILED;

    *d = (struct desk){
        .fd = memfd_create("desk", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (d->fd >= 0 && ftruncate(d->fd, SMALL) == 0)
        at = mmap(NULL, SMALL, PROT_READ | PROT_WRITE, MAP_SHARED, d->fd, 0);
    if (at == MAP_FAILED ||
        fcntl(d->fd, F_ADD_SEALS, SEALS | F_SEAL_SEAL) != 0) {
        if (at != MAP_FAILED)
            munmap(at, SMALL);
        if (d->fd >= 0)
            close(d->fd);
        d->fd = -1;
        return;
    }
    d->at = at;
}

void desk_free(struct desk *d)
{
    if (d->at)
        munmap(d->at, SMALL);
    if (d->fd >= 0)
        close(d->fd);
    *d = (struct desk){.fd = -1};
}

void desk_lay(struct desk *d, const void *p, size_t n)
{
    if (n)
        memcpy(d->at, p, n);
    if (n < d->used)
        memset(d->at + n, 0, d->used - n);
    d->used = n;
}

const void *desk_map(int fd, size_t *len)
{
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat st;
    void *at;

    if (seals < 0 || (seals & SEALS) != SEALS || fstat(fd, &st) != 0)
        return NULL;
    at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    *len = (size_t)st.st_size;
    return at == MAP_FAILED ? NULL : at;
}
