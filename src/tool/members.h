/* SPDX-License-Identifier: Apache-2.0
 * members.h - the files in an archive, one after another, unpacked as they are
 * asked for.
 *
 * Archives are known by the ending of their names: ZIP, TAR (also packed), 7z,
 * WARC, mailboxes; a message is an item itself, and so is what is attached to
 * it.  Documents that are ZIP files inside (.docx, .epub) are none: the
 * library reads them whole.  Archives in archives are opened too. */
#ifndef TOOL_MEMBERS_H
#define TOOL_MEMBERS_H

#include "genmark.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    MEMBER_HELD = 128 << 10 /* a longer member waits in a file */
};

/* Limits, by their names for --limit. */
struct member_limits {
    uint64_t members;       /* of one archive, with those in it */
    uint64_t member_bytes;  /* unpacked, of one member */
    uint64_t archive_ratio; /* unpacked bytes to one of the archive */
    uint64_t archive_depth; /* archives in archives */
};
#define MEMBER_LIMITS                      \
    {                                      \
        1000000, (uint64_t)4 << 30, 500, 4 \
    }

/* members_limit is the limit of that name, or NULL. */
uint64_t *members_limit(struct member_limits *l, const char *name);

/* members_limit_at lists them for i = 0, 1, ...: its name, default and what it
 * bounds; false past the last. */
bool members_limit_at(size_t i, const char **name, uint64_t *dflt,
                      const char **what);

bool members_known(const char *path);

/* members_beside: such a file is an item itself, and has members beside. */
bool members_beside(const char *path);

struct members;

/* members_open is NULL where the file is no archive that can be read, or
 * without memory. */
struct members *members_open(const char *path, const struct member_limits *l);
void members_free(struct members *m);

/* members_next goes to the next file: its path ("a.zip!b/c.png") is good until
 * the next.  False after the last; *why says if that is not the end. */
bool members_next(struct members *m, const char **path, gm_error *why);

/* Where a member's bytes are; used for one after another. */
struct member {
    unsigned char *bytes; /* MEMBER_HELD of them, or NULL */
    uint64_t size;
    int fd; /* of a file that holds them instead; else -1; the taker's */
};

/* members_read unpacks the member at hand; false with *why filled. */
bool members_read(struct members *m, struct member *to, gm_error *why);

#endif
