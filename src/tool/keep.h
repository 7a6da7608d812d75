/* SPDX-License-Identifier: Apache-2.0
 * keep.h - a run that keeps its results in a store, and goes on with one that
 * was broken off.
 *
 * A file is known again by its path and stamp (device, inode, size, times), as
 * long as it was looked at in the same way: the same program, effort, limits
 * and trust.  What was found in it is then not looked for again; the rules are
 * asked anew in any case, for that costs nothing. */
#ifndef TOOL_KEEP_H
#define TOOL_KEEP_H

#include "tool/db.h"
#include "tool/pick.h"

struct keep {
    /* to be filled: */
    const char *path;
    bool resume, rehash;
    const char *how; /* digest of the way of looking */
    const char *laws, *as_of;
    /* the rest is its own */
    struct db *store;
    bool blind;     /* nothing is known again */
    bool this_only; /* only what this run has seen is */
    uint64_t repeats;
};

/* keep_open says what is wrong and is false then. */
bool keep_open(struct keep *k);

/* keep_fits is whether the run can go on as options say; it changes nothing,
 * and says what is wrong. */
bool keep_fits(struct keep *k, const struct pick *p);

/* keep_begin is called when nothing else can be refused: a new run begins, or
 * the last one goes on.  False: the store cannot be written, as has been
 * said. */
bool keep_begin(struct keep *k, const struct pick *p);

/* keep_knows fills a row that need not be scanned again. */
bool keep_knows(struct keep *k, const char *path, uint64_t member,
                const struct stamp *st, struct row *out);

/* keep_stamp is of a file that is there. */
struct stat;
struct stamp keep_stamp(const struct stat *st);
bool keep_stat(const char *path, struct stamp *out);

/* keep_put writes a row; known: it came from keep_knows, and its outcome has
 * changed or has not. */
bool keep_put(struct keep *k, const struct row *r, bool known, bool changed);

/* keep_end closes the store: whole says that nothing was left out. */
bool keep_end(struct keep *k, struct pick *p, bool whole);

#endif
