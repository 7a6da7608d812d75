/* SPDX-License-Identifier: Apache-2.0
 * keep.c - what is known, what is new, and what the store says of its run. */
#include "tool/keep.h"

#include "tool/say.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool keep_open(struct keep *k)
{
    k->store = db_open(k->path, true);
    return k->store != NULL;
}

static bool set_number(struct keep *k, const char *key, uint64_t v)
{
    char text[24];

    snprintf(text, sizeof(text), "%" PRIu64, v);
    return db_set(k->store, key, text);
}

static bool set_pick(struct keep *k, const struct pick *p)
{
    char share[32];

    snprintf(share, sizeof(share), "%.10g", p->share);
    return set_number(k, "shard", p->shard) &&
           set_number(k, "shards", p->shards) &&
           set_number(k, "seed", p->seed) && db_set(k->store, "sample", share);
}

/* same_pick: a run that goes on must take the same entries. */
static bool same_pick(struct keep *k, const struct pick *p)
{
    char share[32];

    snprintf(share, sizeof(share), "%.10g", p->share);
    return strtoull(db_word(k->store, "shard"), NULL, 10) == p->shard &&
           strtoull(db_word(k->store, "shards"), NULL, 10) == p->shards &&
           strtoull(db_word(k->store, "seed"), NULL, 10) == p->seed &&
           strcmp(db_word(k->store, "sample"), share) == 0;
}

/* same_way is whether it is looked at as the last run did. */
static bool same_way(const struct keep *k)
{
    return strcmp(db_word(k->store, "how"), k->how) == 0;
}

bool keep_fits(struct keep *k, const struct pick *p)
{
    if (!k->resume || db_run(k->store) == 0 || (same_way(k) && same_pick(k, p)))
        return true;
    say(tr("%s: --resume wants the options of the run that was broken off "
           "(effort, limits, trust, shard, sample); without --resume a new "
           "run begins",
           "%s: --resume에는 중단된 실행과 같은 옵션(검사 수준, 한도, 신뢰 "
           "목록, 샤드, 표본)이 필요합니다. --resume 없이 실행하면 새로 "
           "시작합니다"),
        k->path);
    return false;
}

bool keep_begin(struct keep *k, const struct pick *p)
{
    bool had = db_run(k->store) > 0;
    char run[24];

    k->blind = !had || !same_way(k) || k->rehash;
    if (!db_begin(k->store, k->resume && had))
        return false;
    snprintf(run, sizeof(run), "%" PRId64, db_run(k->store));
    if (k->rehash && !db_set(k->store, "rehash", run))
        return false;
    k->this_only = strcmp(db_word(k->store, "rehash"), run) == 0;
    return db_set(k->store, "state", "running") &&
           db_set(k->store, "tool", gm_version()) &&
           db_set(k->store, "how", k->how) &&
           db_set(k->store, "laws", k->laws) &&
           db_set(k->store, "as_of", k->as_of) && set_pick(k, p);
}

struct stamp keep_stamp(const struct stat *st)
{
    return (struct stamp){
        (uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size,
        (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
        (int64_t)st->st_ctim.tv_sec * 1000000000 + st->st_ctim.tv_nsec};
}

bool keep_stat(const char *path, struct stamp *out)
{
    struct stat st;

    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    *out = keep_stamp(&st);
    return true;
}

bool keep_knows(struct keep *k, const char *path, uint64_t member,
                const struct stamp *st, struct row *out)
{
    if (k->blind)
        return false;
    return db_find(k->store, path, member, out) &&
           stamp_same(&out->stamp, st) &&
           (!k->this_only || out->run == db_run(k->store));
}

bool keep_put(struct keep *k, const struct row *r, bool known, bool changed)
{
    if (known && r->run == db_run(k->store) && !changed)
        return true;
    if (known)
        return db_keep(k->store, r);
    switch (db_put(k->store, r)) {
    case PUT_FAILED: return false;
    case PUT_REPEAT: k->repeats++; return true;
    case PUT_DONE: break;
    }
    return true;
}

bool keep_end(struct keep *k, struct pick *p, bool whole)
{
    bool ok = true;

    if (whole)
        ok = db_forget(k->store) && set_number(k, "entries", p->listed) &&
             set_number(k, "taken", p->taken) &&
             set_number(k, "repeats", k->repeats) &&
             db_set(k->store, "list", pick_digest(p)) &&
             db_set(k->store, "state", "complete");
    else
        ok = db_set(k->store, "state", "broken off");
    ok &= db_close(k->store);
    k->store = NULL;
    if (!whole)
        say(tr("stopped; the same command with --resume goes on from here (%s)",
               "중단했습니다. 같은 명령에 --resume을 붙이면 이어서 합니다 "
               "(%s)"),
            k->path);
    return ok;
}
