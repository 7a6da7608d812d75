/* SPDX-License-Identifier: Apache-2.0
 * manifest.h - the files of a bag that tell of its payload [RFC 8493].
 *
 * [2.1.3] a line of a manifest is a checksum, white space and a path below the
 * bag's folder, which begins with "data/"; %0A, %0D and (from version 1.0 on)
 * %25 stand for a line's end and the sign itself.  [2.2.3] fetch.txt has an
 * address and a length before the path.  [2.2.2] bag-info.txt may say how many
 * bytes and files the payload has.
 *
 * Texts end in a NUL, are cut in place and belong to the caller, who keeps
 * them as long as the lines. */
#ifndef TOOL_MANIFEST_H
#define TOOL_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bag_line {
    const char *path; /* below the bag's folder; NULL: of a file that is in no
                         manifest */
    const char *sum;
    const char *kind; /* "sha256"; NULL: one that is not known */
    bool fixity, met; /* met: of the first line of a path */
    bool more;        /* the next line is of the same path */
};

/* Lines whose texts somebody holds. */
struct lines {
    struct bag_line *list;
    size_t count, cap;
};

struct manifest {
    const char *kind; /* of its checksums; NULL: one that is not known */
    const char *from; /* how its paths must begin */
    bool old;         /* before version 1.0 */
};

/* Payload-Oxum: the bytes of all files of the payload, and how many these are.
 */
struct oxum {
    uint64_t bytes, files;
    bool said;
};

/* manifest_read adds the lines of a manifest; NULL, or what is wrong (a
 * constant in the language of the program).  Free to->list. */
const char *manifest_read(struct lines *to, char *text,
                          const struct manifest *m);

/* manifest_fetch adds the paths of fetch.txt; false without memory. */
bool manifest_fetch(struct lines *to, char *text, bool old);

/* manifest_oxum reads what bag-info.txt says; false where that cannot be read,
 * or is said twice. */
bool manifest_oxum(struct oxum *to, char *text);

/* manifest_order compares two lines by their paths, for qsort. */
int manifest_order(const void *a, const void *b);

#endif
