/* SPDX-License-Identifier: Apache-2.0
 * own.h - the files that a run itself writes: reports, and its store.
 *
 * They are no input of it.  A report that is written into the folder it is
 * about would else be an item of itself, empty or half written. */
#ifndef TOOL_OWN_H
#define TOOL_OWN_H

#include "tool/options.h"

/* Zeroed, it is empty.  The texts are copies. */
struct own {
    struct texts paths;
};

/* own_add takes in the file path + ending, which need not be there yet.
 * False: out of memory. */
bool own_add(struct own *o, const char *path, const char *ending);
void own_free(struct own *o);

/* own_same is whether two paths lead to one regular file, by links too. */
bool own_same(const char *a, const char *b);

/* own_is is whether a path leads to one of them, by inode; what is no regular
 * file (/dev/null) is none.  An entry by another name is not looked at, so that
 * asking costs nothing: one that a link leads to is not found. */
bool own_is(const struct own *o, const char *path);

#endif
