/* SPDX-License-Identifier: Apache-2.0
 * db.c - the handles of a store, and reading from it.
 */
#define _DEFAULT_SOURCE /* flock */
#include "tool/db_sql.h"

#include "tool/input.h"
#include "tool/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const char schema[] = {
    "CREATE TABLE words(key TEXT PRIMARY KEY, value TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE shared(id INTEGER PRIMARY KEY, hash INTEGER NOT NULL,"
    " part INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;"
    "CREATE INDEX shared_hash ON shared(hash);"
    "CREATE TABLE items(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"
    " member INTEGER NOT NULL, run INTEGER NOT NULL, seq INTEGER NOT NULL, device INTEGER NOT NULL,"
    " inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,"
    " ctime INTEGER NOT NULL, format TEXT, media TEXT, sha256 TEXT,"
    " claim TEXT NOT NULL, basis TEXT NOT NULL, generator TEXT,"
    " c2pa TEXT NOT NULL, fault TEXT, fault_limit TEXT, fault_text TEXT,"
    " coverage INTEGER NOT NULL,"
    " evidence BLOB NOT NULL, created TEXT, UNIQUE(path, member)) STRICT;"
    "CREATE TABLE judged(item INTEGER PRIMARY KEY, outcome INTEGER NOT NULL,"
    " facts INTEGER NOT NULL) STRICT;"
    "CREATE TABLE marks(item INTEGER NOT NULL, n INTEGER NOT NULL,"
    " finder TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,"
    " value TEXT NOT NULL, claim TEXT NOT NULL, proof TEXT NOT NULL,"
    " form TEXT NOT NULL, generator TEXT, sure INTEGER NOT NULL,"
    " slot TEXT NOT NULL, place TEXT NOT NULL, off INTEGER NOT NULL,"
    " len INTEGER NOT NULL, PRIMARY KEY(item, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE notes(item INTEGER NOT NULL, n INTEGER NOT NULL,"
    " what TEXT NOT NULL, off INTEGER NOT NULL, part TEXT,"
    " PRIMARY KEY(item, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE coverage(coverage INTEGER NOT NULL, n INTEGER NOT NULL,"
    " finder TEXT NOT NULL, ran INTEGER NOT NULL, why TEXT,"
    " PRIMARY KEY(coverage, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE findings(outcome INTEGER NOT NULL, n INTEGER NOT NULL,"
    " law TEXT NOT NULL, rule TEXT NOT NULL, verdict TEXT NOT NULL,"
    " severity TEXT NOT NULL, cite TEXT NOT NULL, say TEXT NOT NULL,"
    " why TEXT, ask TEXT, PRIMARY KEY(outcome, n)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE verdicts(outcome INTEGER NOT NULL, law TEXT NOT NULL,"
    " verdict TEXT NOT NULL, PRIMARY KEY(outcome, law))"
    " STRICT, WITHOUT ROWID;"
    "CREATE VIEW verdict_of AS SELECT items.path, verdicts.law,"
    " verdicts.verdict FROM items JOIN judged ON judged.item = items.id"
    " JOIN verdicts ON verdicts.outcome = judged.outcome;"
    "CREATE VIEW finding_of AS SELECT items.path, findings.* FROM items"
    " JOIN judged ON judged.item = items.id"
    " JOIN findings ON findings.outcome = judged.outcome;"
    "INSERT INTO words VALUES('schema', '2');"
    "INSERT INTO words VALUES('run', '0');"};

#define ROW_COLUMNS                                                               \
    "SELECT items.id, path, member, run, seq, device, inode, size, mtime, ctime," \
    " evidence, coverage, outcome, facts FROM items"                              \
    " JOIN judged ON judged.item = items.id "

static const char *const texts_of[STMTS] = {
    [PUT_ITEM] = "INSERT INTO items VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,"
                 "?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)",
    [PUT_JUDGED] = "INSERT OR REPLACE INTO judged VALUES(?1,?2,?3)",
    [PUT_MARK] = "INSERT INTO marks VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,"
                 "?12,?13,?14,?15)",
    [PUT_NOTE] = "INSERT INTO notes VALUES(?1,?2,?3,?4,?5)",
    [PUT_SHARED] = "INSERT INTO shared VALUES(NULL,?1,?2,?3)",
    [GET_SHARED] =
        "SELECT id FROM shared WHERE hash = ?1 AND part = ?2 AND bytes = ?3",
    [PUT_COVERAGE] = "INSERT INTO coverage VALUES(?1,?2,?3,?4,?5)",
    [PUT_FINDING] =
        "INSERT INTO findings VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)",
    [PUT_VERDICT] = "INSERT OR REPLACE INTO verdicts VALUES(?1,?2,?3)",
    [PUT_WORD] = "INSERT OR REPLACE INTO words VALUES(?1,?2)",
    [KEEP_ITEM] = "UPDATE items SET run = ?2, seq = ?3"
                  " WHERE id = ?1",
    [GET_ID] = "SELECT id, run, seq FROM items WHERE path = ?1"
               " AND member = ?2",
    [DROP_MARKS] = "DELETE FROM marks WHERE item = ?1",
    [DROP_NOTES] = "DELETE FROM notes WHERE item = ?1",
    [DROP_ITEM] = "DELETE FROM items WHERE id = ?1",
    [READ_WORD] = "SELECT value FROM words WHERE key = ?1",
    /* What a time-out or a device kept from us may be there the next time. */
    [READ_KNOWN] = ROW_COLUMNS "WHERE path = ?1 AND member = ?2 AND (fault IS"
                               " NULL OR fault IN ('unsupported', 'limit'))",
    [READ_ALL] = ROW_COLUMNS "WHERE run = ?1 ORDER BY items.id",
    [COUNT_RUN] = "SELECT count(*) FROM items WHERE run = ?1",
    [READ_SHARED] = "SELECT bytes FROM shared WHERE id = ?1",
};

/* ---- handles ------------------------------------------------------------ */

static bool damaged(const struct db *s)
{
    say(tr("%s: the store is damaged: begin a new one, or bring back a copy",
           "%s: 저장소가 손상되었습니다. 새로 시작하거나 백업을 쓰세요"),
        s->path);
    return false;
}

bool db_fail(struct db *s, sqlite3 *db)
{
    int code = db ? lite.sqlite3_errcode(db) & 0xff : SQLITE_NOMEM;

    if (s->failed)
        return false;
    s->failed = true;
    switch (code) {
    case SQLITE_FULL:
        say(tr("%s: no room is left for the store; what it holds is whole: "
               "make room, then go on with --resume",
               "%s: 저장소를 쓸 공간이 없습니다. 지금까지의 내용은 온전합니다. "
               "공간을 확보한 뒤 --resume으로 이어서 하세요"),
            s->path);
        return false;
    case SQLITE_NOTADB:
        say(tr("%s: this is no SQLite file: name another for the store",
               "%s: SQLite 파일이 아닙니다. 다른 파일을 지정하세요"),
            s->path);
        return false;
    case SQLITE_CANTOPEN:
        say("%s: %s", s->path, input_tell(lite.sqlite3_system_errno(db)));
        return false;
    case SQLITE_CORRUPT: return damaged(s);
    }
    say("%s: %s", s->path,
        db ? lite.sqlite3_errmsg(db) : tr("out of memory", "메모리 부족"));
    return false;
}

sqlite3_stmt *db_stmt(struct db *s, enum stmt which)
{
    sqlite3 *db = which >= READ_WORD ? s->reader : s->writer;

    if (!s->stmts[which] &&
        lite.sqlite3_prepare_v3(db, texts_of[which], -1,
                                SQLITE_PREPARE_PERSISTENT, &s->stmts[which],
                                NULL) != SQLITE_OK)
        db_fail(s, db);
    return s->stmts[which];
}

static sqlite3 *handle(struct db *s, int flags)
{
    sqlite3 *db = NULL;

    if (lite.sqlite3_open_v2(s->path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK) {
        db_fail(s, db);
        lite.sqlite3_close(db);
        return NULL;
    }
    lite.sqlite3_busy_timeout(db, 5000);
    return db;
}

/* lock_out keeps a second writer away for as long as this one lives. */
static bool lock_out(struct db *s)
{
    s->lock = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (s->lock < 0) {
        say(tr("%s: the store cannot be written (%s): name a file in a folder "
               "that you may write to",
               "%s: 저장소를 쓸 수 없습니다 (%s). 쓰기 권한이 있는 폴더의 "
               "파일을 지정하세요"),
            s->path, input_tell(errno));
        return false;
    }
    if (flock(s->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    say(tr("%s: another run is writing to it: wait for its end, or name "
           "another file",
           "%s: 다른 실행이 쓰는 중입니다. 끝나기를 기다리거나 다른 파일을 "
           "지정하세요"),
        s->path);
    return false;
}

/* renew brings a store of version 1 up to date. */
static bool renew(struct db *s)
{
    return sql_run(s, s->writer,
                   "BEGIN IMMEDIATE; ALTER TABLE items ADD COLUMN created TEXT;"
                   "UPDATE words SET value = '2' WHERE key = 'schema';"
                   "COMMIT");
}

static bool check_version(struct db *s)
{
    const char *found = db_word(s, "schema");
    long v = strtol(found, NULL, 10);

    if (s->failed)
        return false;
    if (v == DB_VERSION)
        return true;
    if (v == 1)
        return !s->writer || renew(s);
    if (v < 1)
        return damaged(s);
    say(tr("%s: a newer genmark made this store (version %s; this one "
           "knows %d): use that program, or name another file",
           "%s: 더 새로운 genmark가 만든 저장소입니다 (버전 %s, 이 "
           "프로그램은 %d까지). 그 프로그램을 쓰거나 다른 파일을 "
           "지정하세요"),
        s->path, found, DB_VERSION);
    return false;
}

/* is_none is whether a question has no row for an answer. */
static bool is_none(struct db *s, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    bool none = true;

    if (lite.sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK)
        return db_fail(s, db);
    none = lite.sqlite3_step(q) == SQLITE_DONE;
    lite.sqlite3_finalize(q);
    return none;
}

static bool is_empty(struct db *s)
{
    return is_none(s, s->writer, "SELECT 1 FROM sqlite_master");
}

/* is_store: it has our first table.  Else it is somebody else's file, and
 * nothing in it is touched. */
static bool is_store(struct db *s, sqlite3 *db)
{
    int rc = lite.sqlite3_table_column_metadata(db, NULL, "words", "value",
                                                NULL, NULL, NULL, NULL, NULL);

    if (rc == SQLITE_OK)
        return true;
    if (rc != SQLITE_ERROR)
        return db_fail(s, db);
    s->failed = true;
    say(tr("%s: an SQLite file, but no store of genmark: name another file",
           "%s: genmark 저장소가 아닌 SQLite 파일입니다. 다른 파일을 "
           "지정하세요"),
        s->path);
    return false;
}

static bool open_writer(struct db *s)
{
    if (!lock_out(s))
        return false;
    s->writer = handle(s, SQLITE_OPEN_READWRITE);
    return s->writer && (is_empty(s) || is_store(s, s->writer)) && !s->failed &&
           sql_run(s, s->writer,
                   "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                   "PRAGMA cache_size=-16000;"
                   "PRAGMA wal_autocheckpoint=4000") &&
           (!is_empty(s) ||
            (!s->failed && sql_run(s, s->writer, "BEGIN IMMEDIATE") &&
             sql_run(s, s->writer, schema) && sql_run(s, s->writer, "COMMIT")));
}

struct db *db_open(const char *path, bool write)
{
    struct db *s = sql_load() ? calloc(1, sizeof(*s)) : NULL;

    if (!s)
        return NULL;
    s->lock = -1;
    s->path = strdup(path);
    if (s->path && (!write || open_writer(s)) &&
        (s->reader = handle(s, SQLITE_OPEN_READONLY)) &&
        sql_run(s, s->reader, "PRAGMA cache_size=-8000") &&
        is_store(s, s->reader) && check_version(s)) {
        s->has_items = !is_none(s, s->reader, "SELECT 1 FROM items");
        s->run = strtoll(db_word(s, "run"), NULL, 10);
        return s;
    }
    s->failed = true;
    db_close(s);
    return NULL;
}

bool db_flush(struct db *s)
{
    bool ok = !s->in_batch || sql_run(s, s->writer, "COMMIT");

    s->in_batch = false;
    s->waiting = 0;
    return ok;
}

bool db_batch(struct db *s)
{
    if (s->in_batch || s->failed)
        return !s->failed;
    s->in_batch = sql_run(s, s->writer, "BEGIN IMMEDIATE");
    return s->in_batch;
}

bool db_close(struct db *s)
{
    bool ok;

    if (!s)
        return true;
    if (s->writer && !s->failed)
        db_flush(s);
    for (int i = 0; i < STMTS; i++)
        lite.sqlite3_finalize(s->stmts[i]);
    lite.sqlite3_close(s->reader);
    lite.sqlite3_close(s->writer);
    if (s->lock >= 0)
        close(s->lock);
    for (int i = 0; i < CACHE; i++) {
        free(s->known[i].bytes);
        free(s->read[i].bytes);
    }
    opened_free(&s->opened);
    ok = !s->failed;
    free(s->path);
    free(s);
    return ok;
}

/* ---- words -------------------------------------------------------------- */

const char *db_word(struct db *s, const char *key)
{
    sqlite3_stmt *q = db_stmt(s, READ_WORD);
    const unsigned char *p;

    s->word[0] = 0;
    if (!q)
        return s->word;
    sql_name(q, 1, key);
    if (lite.sqlite3_step(q) == SQLITE_ROW) {
        p = lite.sqlite3_column_text(q, 0);
        snprintf(s->word, sizeof(s->word), "%s", p ? (const char *)p : "");
    }
    lite.sqlite3_reset(q);
    return s->word;
}

bool db_set(struct db *s, const char *key, const char *value)
{
    sqlite3_stmt *q;

    if (!db_batch(s) || !(q = db_stmt(s, PUT_WORD)))
        return false;
    sql_name(q, 1, key);
    sql_name(q, 2, value);
    return sql_finish(s, q) && db_flush(s);
}

const char *db_path(const struct db *s)
{
    return s->path;
}

bool db_is_empty(const struct db *s)
{
    return !s->has_items;
}

uint64_t db_count(struct db *s)
{
    sqlite3_stmt *q = db_stmt(s, COUNT_RUN);
    uint64_t n = 0;

    if (!q)
        return 0;
    lite.sqlite3_bind_int64(q, 1, s->run);
    if (lite.sqlite3_step(q) == SQLITE_ROW)
        n = (uint64_t)lite.sqlite3_column_int64(q, 0);
    lite.sqlite3_reset(q);
    return n;
}

int64_t db_run(const struct db *s)
{
    return s->run;
}

bool db_begin(struct db *s, bool go_on)
{
    char number[24];

    if (go_on && s->run)
        return true;
    s->run++;
    snprintf(number, sizeof(number), "%lld", (long long)s->run);
    return db_set(s, "run", number);
}

bool db_forget(struct db *s)
{
    char sql[512];

    if (!s->has_items)
        return db_flush(s);
    snprintf(sql, sizeof(sql),
             "DELETE FROM marks WHERE item IN"
             " (SELECT id FROM items WHERE run < %lld);"
             "DELETE FROM notes WHERE item IN"
             " (SELECT id FROM items WHERE run < %lld);"
             "DELETE FROM judged WHERE item IN"
             " (SELECT id FROM items WHERE run < %lld);"
             "DELETE FROM items WHERE run < %lld",
             (long long)s->run, (long long)s->run, (long long)s->run,
             (long long)s->run);
    return db_batch(s) && sql_run(s, s->writer, sql) && db_flush(s);
}

uint64_t text_hash(const unsigned char *p, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u; /* FNV-1a, eight bytes at a time */
    uint64_t word;

    for (; n >= 8; n -= 8, p += 8) {
        memcpy(&word, p, 8);
        h = (h ^ word) * 0x100000001b3u;
        h ^= h >> 29;
    }
    for (; n; n--)
        h = (h ^ *p++) * 0x100000001b3u;
    return h ^ h >> 32;
}

void text_keep(struct text *t, const struct text *what)
{
    unsigned char *copy;

    if (what->len > KEPT_MOST)
        return;
    copy = malloc(what->len + 1);
    if (!copy)
        return;
    memcpy(copy, what->bytes, what->len);
    free(t->bytes);
    *t = *what;
    t->bytes = copy;
}

/* ---- reading ------------------------------------------------------------ */

/* fetch adds a shared part to a parcel. */
static bool fetch(struct db *s, struct parcel *to, enum part part, int64_t id)
{
    struct text *at = &s->read[(uint64_t)id % CACHE], t = {.id = id};
    sqlite3_stmt *q;
    bool ok;

    if (at->id == id)
        return parcel_add(to, part, at->bytes, at->len);
    q = db_stmt(s, READ_SHARED);
    if (!q)
        return false;
    lite.sqlite3_bind_int64(q, 1, id);
    ok = lite.sqlite3_step(q) == SQLITE_ROW;
    if (ok) {
        t.bytes = (unsigned char *)(uintptr_t)lite.sqlite3_column_blob(q, 0);
        t.len = (size_t)lite.sqlite3_column_bytes(q, 0);
        ok = parcel_add(to, part, t.bytes, t.len);
        text_keep(at, &t);
    }
    lite.sqlite3_reset(q);
    return ok || db_fail(s, s->reader);
}

static bool fill(struct db *s, sqlite3_stmt *q, struct row *r)
{
    static const enum part parts[] = {PART_COVERAGE, PART_OUTCOME, PART_FACTS};
    const void *evidence = lite.sqlite3_column_blob(q, 10);

    r->id = lite.sqlite3_column_int64(q, 0);
    r->path = (const char *)lite.sqlite3_column_text(q, 1);
    r->member = (uint64_t)lite.sqlite3_column_int64(q, 2);
    r->run = lite.sqlite3_column_int64(q, 3);
    r->seq = (uint64_t)lite.sqlite3_column_int64(q, 4);
    r->stamp = (struct stamp){(uint64_t)lite.sqlite3_column_int64(q, 5),
                              (uint64_t)lite.sqlite3_column_int64(q, 6),
                              (uint64_t)lite.sqlite3_column_int64(q, 7),
                              lite.sqlite3_column_int64(q, 8),
                              lite.sqlite3_column_int64(q, 9)};
    parcel_begin(&r->parcel);
    if (!r->path || !parcel_add(&r->parcel, PART_EVIDENCE, evidence,
                                (size_t)lite.sqlite3_column_bytes(q, 10)))
        return db_fail(s, NULL);
    for (int i = 0; i < 3; i++)
        if (!fetch(s, &r->parcel, parts[i],
                   lite.sqlite3_column_int64(q, 11 + i)))
            return false;
    return true;
}

bool db_find(struct db *s, const char *path, uint64_t member, struct row *out)
{
    sqlite3_stmt *q = s->has_items ? db_stmt(s, READ_KNOWN) : NULL;
    bool found = false;

    if (!q)
        return false;
    sql_name(q, 1, path);
    sql_u64(q, 2, member);
    if (lite.sqlite3_step(q) == SQLITE_ROW)
        found = fill(s, q, out);
    out->path = path;
    lite.sqlite3_reset(q);
    return found;
}

bool db_next(struct db *s, struct row *out)
{
    sqlite3_stmt *q = db_stmt(s, READ_ALL);

    if (!q || s->failed || s->ended)
        return false;
    if (!s->reading) {
        lite.sqlite3_bind_int64(q, 1, s->run);
        s->reading = true;
    }
    switch (lite.sqlite3_step(q)) {
    case SQLITE_ROW: return fill(s, q, out);
    case SQLITE_DONE: s->ended = true; return false;
    }
    return db_fail(s, s->reader);
}

bool db_seqs(struct db *s, uint64_t shard, uint64_t shards, uint64_t *count,
             uint64_t *strange)
{
    sqlite3_stmt *q = NULL;
    bool ok = lite.sqlite3_prepare_v2(
                  s->reader,
                  "SELECT count(DISTINCT seq), count(*) FILTER (WHERE"
                  " seq % ?2 <> ?1) FROM items WHERE run = ?3",
                  -1, &q, NULL) == SQLITE_OK;

    if (ok) {
        sql_u64(q, 1, shard);
        sql_u64(q, 2, shards);
        lite.sqlite3_bind_int64(q, 3, s->run);
        ok = lite.sqlite3_step(q) == SQLITE_ROW;
        *count = (uint64_t)lite.sqlite3_column_int64(q, 0);
        *strange = (uint64_t)lite.sqlite3_column_int64(q, 1);
    }
    lite.sqlite3_finalize(q);
    return ok || db_fail(s, s->reader);
}

bool stamp_same(const struct stamp *a, const struct stamp *b)
{
    return a->device == b->device && a->inode == b->inode &&
           a->size == b->size && a->mtime == b->mtime && a->ctime == b->ctime;
}
