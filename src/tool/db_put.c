/* SPDX-License-Identifier: Apache-2.0
 * db_put.c - items into a store.
 *
 * What very many items share (coverage, outcome, facts) is kept once in the
 * table `shared`, found by a hash of its bytes and compared whole.  The items
 * point there, so that judging a million of them again writes a million small
 * numbers and a few texts. */
#include "tool/db_sql.h"

#include <stdio.h>
#include <string.h>

/* ---- what is shared ----------------------------------------------------- */

/* spread lists a coverage or an outcome for those who ask in SQL. */
static bool spread_coverage(struct db *s, int64_t id, const gm_item *i)
{
    sqlite3_stmt *q = db_stmt(s, PUT_COVERAGE);

    for (size_t n = 0; q && n < i->coverage_count; n++) {
        lite.sqlite3_bind_int64(q, 1, id);
        sql_u64(q, 2, n);
        sql_text(q, 3, i->coverage[n].finder);
        lite.sqlite3_bind_int(q, 4, i->coverage[n].ran);
        sql_some(q, 5, i->coverage[n].why);
        if (!sql_finish(s, q))
            return false;
    }
    return q != NULL;
}

static bool spread_finding(struct db *s, int64_t id, size_t n,
                           const gm_finding *f)
{
    sqlite3_stmt *q = db_stmt(s, PUT_FINDING);
    char ask[WORD] = "";
    size_t used = 0;

    if (!q)
        return false;
    for (size_t i = 0; i < f->ask_count && used + 1 < sizeof(ask); i++) {
        int k = snprintf(ask + used, sizeof(ask) - used, "%s%s", i ? " " : "",
                         f->ask[i].ptr);

        used += k > 0 ? (size_t)k : 0;
    }
    lite.sqlite3_bind_int64(q, 1, id);
    sql_u64(q, 2, n);
    sql_text(q, 3, f->law);
    sql_text(q, 4, f->rule);
    sql_name(q, 5, gm_verdict_name(f->verdict));
    sql_name(q, 6, gm_severity_name(f->severity));
    sql_text(q, 7, f->cite);
    sql_text(q, 8, f->say.en);
    sql_some(q, 9, f->why.en);
    sql_some(q, 10, (gm_str){ask, strlen(ask)});
    return sql_finish(s, q);
}

static bool spread_outcome(struct db *s, int64_t id, const gm_item *i)
{
    sqlite3_stmt *q = db_stmt(s, PUT_VERDICT);

    for (size_t n = 0; q && n < i->verdict_count; n++) {
        lite.sqlite3_bind_int64(q, 1, id);
        sql_text(q, 2, i->verdicts[n].law);
        sql_name(q, 3, gm_verdict_name(i->verdicts[n].verdict));
        if (!sql_finish(s, q))
            return false;
    }
    for (size_t n = 0; q && n < i->finding_count; n++)
        if (!spread_finding(s, id, n, &i->findings[n]))
            return false;
    return q != NULL;
}

static bool spread(struct db *s, int64_t id, const struct parcel *p,
                   enum part part)
{
    if (part == PART_FACTS)
        return true;
    if (!parcel_open(p, 1u << part, &s->opened))
        return db_fail(s, NULL);
    return part == PART_COVERAGE ? spread_coverage(s, id, &s->opened.item)
                                 : spread_outcome(s, id, &s->opened.item);
}

/* share is the id of a part's bytes, which are added where they are new; 0
 * where that fails. */
static int64_t share(struct db *s, const struct parcel *p, enum part part)
{
    struct text t = {.bytes = p->bytes + p->at[part],
                     .len = p->at[part + 1] - p->at[part],
                     .part = part};
    struct text *at;
    sqlite3_stmt *q;

    t.hash = text_hash(t.bytes, t.len);
    at = &s->known[(t.hash + (uint64_t)part) % CACHE];
    if (at->id && at->hash == t.hash && at->part == part && at->len == t.len &&
        memcmp(at->bytes, t.bytes, t.len) == 0)
        return at->id;
    for (int turn = 0; turn < 2 && !t.id; turn++) {
        q = db_stmt(s, turn ? PUT_SHARED : GET_SHARED);
        if (!q)
            return 0;
        sql_u64(q, 1, t.hash);
        lite.sqlite3_bind_int(q, 2, (int)part);
        lite.sqlite3_bind_blob64(q, 3, t.bytes, t.len, SQLITE_STATIC);
        if (turn == 1) {
            if (!sql_finish(s, q))
                return 0;
            t.id = lite.sqlite3_last_insert_rowid(s->writer);
            if (!spread(s, t.id, p, part))
                return 0;
        } else {
            if (lite.sqlite3_step(q) == SQLITE_ROW)
                t.id = lite.sqlite3_column_int64(q, 0);
            lite.sqlite3_reset(q);
        }
    }
    text_keep(at, &t);
    return t.id;
}

/* ---- writing ------------------------------------------------------------ */

static bool put_marks(struct db *s, int64_t id, const gm_item *i)
{
    sqlite3_stmt *q = i->mark_count ? db_stmt(s, PUT_MARK) : NULL;

    for (size_t n = 0; n < i->mark_count; n++) {
        const gm_mark *m = &i->marks[n];

        if (!q)
            return false;
        lite.sqlite3_bind_int64(q, 1, id);
        sql_u64(q, 2, n);
        sql_text(q, 3, m->finder);
        sql_name(q, 4, gm_kind_name(m->kind));
        sql_text(q, 5, m->name);
        sql_text(q, 6, m->value);
        sql_name(q, 7, gm_claim_name(m->claim));
        sql_name(q, 8, gm_proof_name(m->proof));
        sql_name(q, 9, gm_form_name(m->form));
        sql_some(q, 10, m->generator);
        lite.sqlite3_bind_int64(q, 11, m->sure);
        sql_text(q, 12, m->place.slot);
        sql_text(q, 13, m->place.path);
        sql_u64(q, 14, m->place.off);
        sql_u64(q, 15, m->place.len);
        if (!sql_finish(s, q))
            return false;
    }
    return true;
}

static bool put_notes(struct db *s, int64_t id, const gm_item *i)
{
    sqlite3_stmt *q = i->note_count ? db_stmt(s, PUT_NOTE) : NULL;

    for (size_t n = 0; n < i->note_count; n++) {
        if (!q)
            return false;
        lite.sqlite3_bind_int64(q, 1, id);
        sql_u64(q, 2, n);
        sql_text(q, 3, i->notes[n].what);
        sql_u64(q, 4, i->notes[n].off);
        sql_some(q, 5, i->notes[n].part);
        if (!sql_finish(s, q))
            return false;
    }
    return true;
}

/* put_judged gives an item the outcome and the facts of a parcel. */
static bool put_judged(struct db *s, int64_t id, const struct parcel *p)
{
    int64_t outcome = share(s, p, PART_OUTCOME);
    int64_t facts = share(s, p, PART_FACTS);
    sqlite3_stmt *q = db_stmt(s, PUT_JUDGED);

    if (!q || !outcome || !facts)
        return false;
    lite.sqlite3_bind_int64(q, 1, id);
    lite.sqlite3_bind_int64(q, 2, outcome);
    lite.sqlite3_bind_int64(q, 3, facts);
    return sql_finish(s, q);
}

static bool drop(struct db *s, int64_t id)
{
    for (int i = DROP_MARKS; i <= DROP_ITEM; i++) {
        sqlite3_stmt *q = db_stmt(s, (enum stmt)i);

        if (!q)
            return false;
        lite.sqlite3_bind_int64(q, 1, id);
        if (!sql_finish(s, q))
            return false;
    }
    return true;
}

static void put_stamp(sqlite3_stmt *q, int at, const struct stamp *st)
{
    sql_u64(q, at, st->device);
    sql_u64(q, at + 1, st->inode);
    sql_u64(q, at + 2, st->size);
    lite.sqlite3_bind_int64(q, at + 3, st->mtime);
    lite.sqlite3_bind_int64(q, at + 4, st->ctime);
}

static void bind_item(sqlite3_stmt *q, const struct row *r, const gm_item *i)
{
    sql_name(q, 2, r->path);
    sql_u64(q, 3, r->member);
    sql_u64(q, 5, r->seq);
    put_stamp(q, 6, &r->stamp);
    sql_some(q, 11, i->format);
    sql_name(q, 12, gm_media_name(i->media));
    sql_some(q, 13, i->sha256);
    sql_name(q, 14, gm_claim_name(i->origin.claim));
    sql_name(q, 15, gm_basis_name(i->origin.basis));
    sql_some(q, 16, i->origin.generator);
    sql_name(q, 17, gm_c2pa_state_name(i->credential.state));
    if (i->error.kind == GM_FAULT_NONE)
        lite.sqlite3_bind_null(q, 18);
    else
        sql_name(q, 18, gm_fault_name(i->error.kind));
    sql_some(q, 19, i->error.limit);
    sql_some(q, 20, i->error.message);
    lite.sqlite3_bind_blob64(q, 22, r->parcel.bytes,
                             r->parcel.at[PART_COVERAGE], SQLITE_STATIC);
    sql_some(q, 23, i->created);
}

/* place inserts the item: its id, or 0 where it failed, or -1 where the path
 * is taken. */
static int64_t place(struct db *s, const struct row *r, int64_t coverage)
{
    sqlite3_stmt *q = db_stmt(s, PUT_ITEM);
    int rc;

    if (!q)
        return 0;
    bind_item(q, r, &s->opened.item);
    lite.sqlite3_bind_null(q, 1);
    lite.sqlite3_bind_int64(q, 4, s->run);
    lite.sqlite3_bind_int64(q, 21, coverage);
    rc = lite.sqlite3_step(q);
    lite.sqlite3_reset(q);
    if (rc == SQLITE_DONE)
        return lite.sqlite3_last_insert_rowid(s->writer);
    if (rc == SQLITE_CONSTRAINT)
        return -1;
    db_fail(s, s->writer);
    return 0;
}

/* make_way drops what stands in a row's place: of an older run, or of this one
 * before it was broken off; false where another entry of this run has it. */
static bool make_way(struct db *s, const struct row *r)
{
    sqlite3_stmt *q = db_stmt(s, GET_ID);
    int64_t id = 0, run = 0;
    uint64_t seq = 0;

    if (!q)
        return false;
    sql_name(q, 1, r->path);
    sql_u64(q, 2, r->member);
    if (lite.sqlite3_step(q) == SQLITE_ROW) {
        id = lite.sqlite3_column_int64(q, 0);
        run = lite.sqlite3_column_int64(q, 1);
        seq = (uint64_t)lite.sqlite3_column_int64(q, 2);
    }
    lite.sqlite3_reset(q);
    return id && (run < s->run || seq == r->seq) && drop(s, id);
}

static bool count_batch(struct db *s)
{
    return ++s->waiting < DB_BATCH || db_flush(s);
}

enum put db_put(struct db *s, const struct row *r)
{
    int64_t coverage, id;

    if (!db_batch(s))
        return PUT_FAILED;
    coverage = share(s, &r->parcel, PART_COVERAGE);
    if (!coverage)
        return PUT_FAILED;
    if (!parcel_open(&r->parcel, 1u << PART_EVIDENCE, &s->opened)) {
        db_fail(s, NULL);
        return PUT_FAILED;
    }
    id = place(s, r, coverage);
    if (id < 0) {
        if (!make_way(s, r))
            return s->failed ? PUT_FAILED : PUT_REPEAT;
        id = place(s, r, coverage);
    }
    if (id <= 0 || !put_marks(s, id, &s->opened.item) ||
        !put_notes(s, id, &s->opened.item) || !put_judged(s, id, &r->parcel) ||
        !count_batch(s))
        return PUT_FAILED;
    return PUT_DONE;
}

bool db_judge(struct db *s, const struct row *r)
{
    return db_batch(s) && put_judged(s, r->id, &r->parcel) && count_batch(s);
}

bool db_keep(struct db *s, const struct row *r)
{
    sqlite3_stmt *q;

    if (!db_batch(s) || !(q = db_stmt(s, KEEP_ITEM)))
        return false;
    lite.sqlite3_bind_int64(q, 1, r->id);
    lite.sqlite3_bind_int64(q, 2, s->run);
    sql_u64(q, 3, r->seq);
    return sql_finish(s, q) && db_judge(s, r);
}
