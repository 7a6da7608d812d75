/* SPDX-License-Identifier: Apache-2.0
 * db_sql.h - what the files of the store share; the one that includes
 * SQLite, and seen by them only. */
#ifndef TOOL_DB_SQL_H
#define TOOL_DB_SQL_H

#include "tool/db.h"
#include "tool/plug.h"

#include <sqlite3.h>

#define SQL_CALLS(X)             \
    X(sqlite3_bind_blob64)       \
    X(sqlite3_bind_int)          \
    X(sqlite3_bind_int64)        \
    X(sqlite3_bind_null)         \
    X(sqlite3_bind_text)         \
    X(sqlite3_busy_timeout)      \
    X(sqlite3_close)             \
    X(sqlite3_column_blob)       \
    X(sqlite3_column_bytes)      \
    X(sqlite3_column_int64)      \
    X(sqlite3_column_text)       \
    X(sqlite3_errcode)           \
    X(sqlite3_errmsg)            \
    X(sqlite3_exec)              \
    X(sqlite3_finalize)          \
    X(sqlite3_last_insert_rowid) \
    X(sqlite3_open_v2)           \
    X(sqlite3_prepare_v2)        \
    X(sqlite3_prepare_v3)        \
    X(sqlite3_reset)             \
    X(sqlite3_step)              \
    X(sqlite3_system_errno)      \
    X(sqlite3_table_column_metadata)

/* SQLite, loaded by the first db_open: few runs keep a store. */
extern struct sqlite {
    SQL_CALLS(PLUG_MEMBER)
} lite;

enum stmt { /* of the writing handle, then of the reading one */
    PUT_ITEM,
    PUT_JUDGED,
    PUT_MARK,
    PUT_NOTE,
    PUT_SHARED,
    GET_SHARED,
    PUT_COVERAGE,
    PUT_FINDING,
    PUT_VERDICT,
    PUT_WORD,
    KEEP_ITEM,
    GET_ID,
    DROP_MARKS,
    DROP_NOTES,
    DROP_ITEM,
    READ_WORD,
    READ_KNOWN,
    READ_ALL,
    COUNT_RUN,
    READ_SHARED,
    STMTS
};

enum {
    CACHE = 256, /* shared texts at hand, each way */
    WORD = 512,
    KEPT_MOST = 64 << 10 /* bytes of one that is worth keeping at hand */
};

struct text {
    int64_t id; /* 0: none */
    uint64_t hash;
    unsigned char *bytes;
    size_t len;
    enum part part;
};

struct db {
    sqlite3 *writer, *reader;
    sqlite3_stmt *stmts[STMTS];
    struct text known[CACHE], read[CACHE];
    struct opened opened;
    char *path;
    char word[WORD];
    bool has_items; /* when it was opened, of any run */
    int64_t run;
    unsigned waiting; /* items since the batch began */
    int lock;         /* descriptor that keeps other writers out */
    bool in_batch, failed, reading, ended;
};

/* db_fail says what went wrong, once, and is false. */
bool db_fail(struct db *s, sqlite3 *db);

/* db_stmt is a prepared statement; NULL where it cannot be. */
sqlite3_stmt *db_stmt(struct db *s, enum stmt which);

/* db_batch begins a batch where none is open; db_flush ends it. */
bool db_batch(struct db *s);
bool db_flush(struct db *s);

/* sql_load fills `lite`; false, and said, where SQLite is not here. */
bool sql_load(void);

/* An empty text is NULL for sql_some: nothing is known. */
void sql_text(sqlite3_stmt *q, int at, gm_str s);
void sql_some(sqlite3_stmt *q, int at, gm_str s);
void sql_name(sqlite3_stmt *q, int at, const char *s);
void sql_u64(sqlite3_stmt *q, int at, uint64_t v);

/* sql_finish runs a statement that yields no rows; sql_run a text of them. */
bool sql_finish(struct db *s, sqlite3_stmt *q);
bool sql_run(struct db *s, sqlite3 *db, const char *sql);

uint64_t text_hash(const unsigned char *p, size_t n);
/* text_keep holds a copy at hand, where it is not too long. */
void text_keep(struct text *t, const struct text *what);

#endif
