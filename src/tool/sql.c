/* SPDX-License-Identifier: Apache-2.0
 * sql.c - SQLite, loaded for the first store, and what is put into its
 * statements. */
#include "tool/db_sql.h"

struct sqlite lite;

bool sql_load(void)
{
    static const char *const names[] = {SQL_CALLS(PLUG_NAME)};

    return plug_in(LIBSQLITE, names, &lite, sizeof(names) / sizeof(names[0]));
}

bool sql_run(struct db *s, sqlite3 *db, const char *sql)
{
    return lite.sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           db_fail(s, db);
}

void sql_text(sqlite3_stmt *q, int at, gm_str s)
{
    lite.sqlite3_bind_text(q, at, s.ptr ? s.ptr : "", (int)s.len,
                           SQLITE_STATIC);
}

/* An empty text is NULL: nothing is known. */
void sql_some(sqlite3_stmt *q, int at, gm_str s)
{
    if (s.len)
        sql_text(q, at, s);
    else
        lite.sqlite3_bind_null(q, at);
}

void sql_name(sqlite3_stmt *q, int at, const char *s)
{
    lite.sqlite3_bind_text(q, at, s, -1, SQLITE_STATIC);
}

void sql_u64(sqlite3_stmt *q, int at, uint64_t v)
{
    lite.sqlite3_bind_int64(q, at, (int64_t)v);
}

/* finish runs a statement that yields no rows. */
bool sql_finish(struct db *s, sqlite3_stmt *q)
{
    int rc = lite.sqlite3_step(q);

    lite.sqlite3_reset(q);
    return rc == SQLITE_DONE || db_fail(s, s->writer);
}
