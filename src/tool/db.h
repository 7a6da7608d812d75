/* SPDX-License-Identifier: Apache-2.0
 * db.h - results in one SQLite file: what was found, and what it was judged
 * to be.  docs/store.md describes its tables.
 *
 * Two handles stand behind a store: one writes, and is used by one thread at a
 * time; one reads what was there before, and is used by another.  What is put
 * reaches the file in batches, each whole or not at all. */
#ifndef TOOL_DB_H
#define TOOL_DB_H

#include "tool/parcel.h"

enum {
    DB_VERSION = 2, /* of the tables; a store of version 1 is made one of 2 by
                       the first run that writes to it */
    DB_BATCH = 2000 /* items that are written at once */
};

struct db;

/* By what a file is known again. */
struct stamp {
    uint64_t device, inode, size;
    int64_t mtime, ctime; /* nanoseconds since 1970 */
};

struct row {
    const char *path;
    struct stamp stamp;
    uint64_t seq;    /* of the entry it came from, in the list of all */
    uint64_t member; /* from 1: its number in the archive; 0: it is a file */
    int64_t id, run;
    struct parcel parcel;
};

/* db_open opens a store: `write` makes it where there is none, and keeps
 * other writers out.  NULL, and what is wrong has been said. */
struct db *db_open(const char *path, bool write);

/* db_close writes what is still open; false where that failed (and why has
 * been said, once, also of an earlier failure). */
bool db_close(struct db *s);

/* Words of the whole store: "scan", "as_of", "state".  db_word is empty
 * where there is none, and good until the next call. */
const char *db_word(struct db *s, const char *key);
bool db_set(struct db *s, const char *key, const char *value);

const char *db_path(const struct db *s);
uint64_t db_count(struct db *s);      /* items of the last run, as db_next
                                         gives them */
bool db_is_empty(const struct db *s); /* without items of any run, when it
                                         was opened */
int64_t db_run(const struct db *s);

/* db_begin begins another run, or goes on with the last: items of older
 * runs are those that were not met again. */
bool db_begin(struct db *s, bool go_on);

/* db_forget drops the items of older runs. */
bool db_forget(struct db *s);

/* ---- writing ---- */

enum put {
    PUT_FAILED,
    PUT_DONE,
    PUT_REPEAT /* the path came earlier in the list: left as it was */
};

/* db_put keeps a row (its id and run are not used). */
enum put db_put(struct db *s, const struct row *r);

/* db_keep takes a row that was found again into this run, with the outcome
 * of its parcel. */
bool db_keep(struct db *s, const struct row *r);

/* db_judge gives a row the outcome of its parcel. */
bool db_judge(struct db *s, const struct row *r);

/* ---- reading ---- */

/* db_find fills a row by its path and member; false where there is none whose
 * file was read to its end. */
bool db_find(struct db *s, const char *path, uint64_t member, struct row *out);

/* db_next fills the next row in order of id; false after the last or where
 * reading fails (which has been said).  The path is good until the next. */
bool db_next(struct db *s, struct row *out);

/* db_seqs counts the entries that items came from, and those that are not
 * of shard i of n. */
bool db_seqs(struct db *s, uint64_t shard, uint64_t shards, uint64_t *count,
             uint64_t *strange);

bool stamp_same(const struct stamp *a, const struct stamp *b);

#endif
