/* SPDX-License-Identifier: Apache-2.0
 * desk.h - memory that the front writes and one worker reads, for as long as
 * that worker lives.
 *
 * Small files are laid there one after another.  It spares each of them a
 * descriptor, two mappings and the page faults of both.  The worker can map it
 * for reading only, and what lies behind the file is zeros: no byte of an
 * earlier file is ever behind the end of a later one. */
#ifndef DAEMON_DESK_H
#define DAEMON_DESK_H

#include <stdbool.h>
#include <stddef.h>

struct desk {
    int fd;            /* -1: there is none */
    unsigned char *at; /* DESK bytes; NULL: there is none */
    size_t used;       /* that are not zero for sure */
};

/* desk_init: there is none where the system refuses. */
void desk_init(struct desk *d);
void desk_free(struct desk *d);

/* desk_lay puts a file of at most SMALL bytes there. */
void desk_lay(struct desk *d, const void *p, size_t n);

/* desk_map is a worker's sight of a descriptor it was given, `len` bytes; NULL
 * where it is no desk. */
const void *desk_map(int fd, size_t *len);

#endif
