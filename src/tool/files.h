/* SPDX-License-Identifier: Apache-2.0
 * files.h - the files that a command line means, one after another.
 *
 * Folders are walked to their ends, names in byte order, so that two runs
 * over the same files give the same report.  A symbolic link on the command
 * line is followed; in a folder one to a file is, and one to a folder is not
 * (it might lead around in a circle, or out of the tree).  What is no file
 * (sockets, devices, pipes) is told, not skipped. */
#ifndef TOOL_FILES_H
#define TOOL_FILES_H

#include "genmark.h"

#include <stdbool.h>

struct files;
struct member;
struct bag_line;
struct own;

/* An entry is good until the next one is asked for. */
struct entry {
    const char *path;
    bool failed; /* why says so; else it is a file to open */
    gm_error why;
    bool alone;                  /* named as it is, not met in a folder */
    bool own;                    /* the run itself writes it: no input */
    const struct member *member; /* of an archive: its bytes; else NULL */
    const struct bag_line *bag;  /* what its bag says of it; NULL: no bag */
};

/* files_new lists the given paths, then those of a list file (a line each, or
 * NUL-ended where it holds a NUL; "-" is standard input; NULL: none).  NULL
 * with errno set. */
struct files *files_new(const char *const *paths, size_t count,
                        const char *list_file);
void files_free(struct files *f);

/* files_own says what the run writes; it is looked at as long as f is. */
void files_own(struct files *f, const struct own *own);

/* files_next is false after the last. */
bool files_next(struct files *f, struct entry *out);

#endif
