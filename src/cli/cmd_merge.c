/* SPDX-License-Identifier: Apache-2.0
 * cmd_merge.c - genmark merge: the stores of all shards are one run, or what
 * is missing is told.
 *
 * Complete means: every shard from 1 to N once, each ended, over the same list
 * of entries (by digest and count) and looked at in the same way; the entries
 * they took add up to the list; and every item stands in the shard that its
 * entry belongs to. */
#include "cli/cmds.h"
#include "tool/db.h"
#include "tool/say.h"
#include "tool/usual.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct settings {
    const char *db;
};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
static const struct opt opts[] = {
    {.kind = OPT_TITLE, .en = "What to write:", .ko = "출력:"},
    {OPT_TEXT, "db", 0, "FILE", AT(db), NULL,
     "write all parts into one store", "모든 부분을 저장소 하나로 합침"},
    USUAL_LANG,
    {0},
};

static const char *const show[] = {
    "genmark merge part-*.db", "are all shards there, and whole?",
    "모든 샤드가 빠짐없이 있는지 확인",
    "genmark merge --db all.db part-*.db", "and one store of them",
    "확인하고 저장소 하나로 합침", NULL,
};
/* clang-format on */

/* What must be the same in all parts. */
static const char *const alike[] = {"shards", "list",   "entries",
                                    "how",    "sample", "seed"};

struct shard {
    const char *path;
    struct db *store;
    uint64_t shard, shards, entries, taken, repeats;
};

static uint64_t number(struct db *s, const char *key)
{
    return strtoull(db_word(s, key), NULL, 10);
}

/* shard_ok says what is wrong with one part by itself. */
static bool shard_ok(struct shard *p)
{
    uint64_t seqs = 0, strange = 0;

    p->shard = number(p->store, "shard");
    p->shards = number(p->store, "shards");
    p->entries = number(p->store, "entries");
    p->taken = number(p->store, "taken");
    p->repeats = number(p->store, "repeats");
    if (strcmp(db_word(p->store, "state"), "complete") != 0) {
        say(tr("gap: %s was not finished; --resume goes on with it",
               "빠짐: %s 실행이 끝나지 않았습니다. --resume으로 이어 하세요"),
            p->path);
        return false;
    }
    if (!p->shard || p->shard > p->shards) {
        say(tr("%s is no shard: it was made without --shard",
               "%s: --shard 없이 만든 저장소입니다"),
            p->path);
        return false;
    }
    if (!db_seqs(p->store, p->shard - 1, p->shards, &seqs, &strange))
        return false;
    if (strange) {
        say(tr("overlap: %s holds %" PRIu64 " items of other shards",
               "겹침: %s에 다른 샤드의 항목이 %" PRIu64 "개 있습니다"),
            p->path, strange);
        return false;
    }
    if (seqs > p->taken || seqs + p->repeats < p->taken) {
        say(tr("gap: %s took %" PRIu64 " entries and holds %" PRIu64,
               "빠짐: %s가 맡은 항목은 %" PRIu64 "개인데 %" PRIu64
               "개만 있습니다"),
            p->path, p->taken, seqs);
        return false;
    }
    return true;
}

static bool same_as_first(const struct shard *first, const struct shard *p)
{
    char word[512];

    for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++) {
        snprintf(word, sizeof(word), "%s", db_word(first->store, alike[i]));
        if (strcmp(word, db_word(p->store, alike[i])) == 0)
            continue;
        say(tr("%s and %s are not of one run: `%s` differs",
               "%s와 %s는 같은 실행이 아닙니다. `%s` 값이 다릅니다"),
            first->path, p->path, alike[i]);
        return false;
    }
    return true;
}

static int by_shard(const void *a, const void *b)
{
    const struct shard *x = a, *y = b;

    return x->shard < y->shard ? -1 : x->shard > y->shard;
}

static void tell_gap(uint64_t first, uint64_t last, uint64_t shards)
{
    if (first == last)
        say(tr("gap: shard %" PRIu64 " of %" PRIu64 " is missing",
               "빠짐: 샤드 %" PRIu64 "/%" PRIu64 "이 없습니다"),
            first, shards);
    else
        say(tr("gap: shards %" PRIu64 " to %" PRIu64 " of %" PRIu64
               " are missing",
               "빠짐: 샤드 %" PRIu64 "~%" PRIu64 "/%" PRIu64 "이 없습니다"),
            first, last, shards);
}

/* together is whether the shards are each there once; it puts them in order. */
static bool together(struct shard *list, size_t count)
{
    uint64_t shards = list[0].shards, taken = 0, before = 0;
    bool ok = true;

    qsort(list, count, sizeof(*list), by_shard);
    for (size_t i = 0; i < count; i++) {
        taken += list[i].taken;
        if (list[i].shard == before) {
            say(tr("overlap: shard %" PRIu64 " is there twice (%s)",
                   "겹침: 샤드 %" PRIu64 "이 두 번 있습니다 (%s)"),
                before, list[i].path);
            ok = false;
        } else if (list[i].shard - before > 1) {
            tell_gap(before + 1, list[i].shard - 1, shards);
            ok = false;
        }
        before = list[i].shard;
    }
    if (before < shards) {
        tell_gap(before + 1, shards, shards);
        ok = false;
    }
    if (ok && strcmp(db_word(list[0].store, "sample"), "0") == 0 &&
        taken != list[0].entries) {
        say(tr("gap: the list has %" PRIu64 " entries, the shards %" PRIu64,
               "빠짐: 목록은 %" PRIu64 "개, 샤드는 모두 %" PRIu64 "개입니다"),
            list[0].entries, taken);
        ok = false;
    }
    return ok;
}

static bool copy_words(struct db *to, struct db *from, uint64_t taken)
{
    static const char *const kept[] = {"list", "entries", "how",  "sample",
                                       "seed", "laws",    "as_of"};
    char text[512];

    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        snprintf(text, sizeof(text), "%s", db_word(from, kept[i]));
        if (!db_set(to, kept[i], text))
            return false;
    }
    snprintf(text, sizeof(text), "%" PRIu64, taken);
    return db_set(to, "taken", text) && db_set(to, "shard", "0") &&
           db_set(to, "shards", "0") && db_set(to, "repeats", "0") &&
           db_set(to, "tool", gm_version()) && db_set(to, "state", "complete");
}

/* join writes all parts into a new store. */
static bool join(const char *path, struct shard *list, size_t count)
{
    struct db *to = db_open(path, true);
    struct row row = {0};
    uint64_t taken = 0;
    bool ok = to != NULL;

    if (ok && !db_is_empty(to)) {
        say(tr("%s is not empty", "%s: 비어 있지 않습니다"), path);
        ok = false;
    }
    ok = ok && db_begin(to, false);
    for (size_t i = 0; ok && i < count; i++) {
        taken += list[i].taken;
        while (ok && db_next(list[i].store, &row))
            ok = db_put(to, &row) != PUT_FAILED;
    }
    ok = ok && copy_words(to, list[0].store, taken);
    parcel_free(&row.parcel);
    return db_close(to) && ok;
}

static int merge(const struct settings *s, struct shard *list, size_t count)
{
    bool ok = true;

    for (size_t i = 0; i < count; i++) {
        list[i].store = db_open(list[i].path, false);
        if (!list[i].store)
            return EXIT_USAGE;
    }
    for (size_t i = 0; i < count; i++)
        ok &= shard_ok(&list[i]);
    for (size_t i = 1; ok && i < count; i++)
        ok &= same_as_first(&list[0], &list[i]);
    if (!ok || !together(list, count))
        return EXIT_FAILED;
    if (s->db && !join(s->db, list, count))
        return EXIT_UNREAD;
    printf(tr("complete: %zu shards, %" PRIu64 " entries, list sha256:%s\n",
              "완전함: 샤드 %zu개, 항목 %" PRIu64 "개, 목록 sha256:%s\n"),
           count, list[0].entries, db_word(list[0].store, "list"));
    return EXIT_PASS;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct settings s = {0};
    struct texts names = {0};
    struct shard *list;
    int rc = options_read(c, argc, argv, &s, &names);

    if (rc < 0 && !names.count) {
        say("%s", tr("name the stores of all shards",
                     "모든 샤드의 저장소를 적으세요"));
        rc = EXIT_USAGE;
    }
    list = calloc(names.count + 1, sizeof(*list));
    for (size_t i = 0; list && i < names.count; i++)
        list[i].path = names.list[i];
    if (rc < 0)
        rc = list ? merge(&s, list, names.count) : EXIT_UNREAD;
    for (size_t i = 0; list && i < names.count; i++)
        db_close(list[i].store);
    free(list);
    texts_free(&names);
    return rc;
}

const struct command cmd_merge = {
    .name = "merge",
    .args = "PART...",
    .en = "prove that shards are complete, and join their stores",
    .ko = "샤드가 빠짐없는지 확인하고 저장소를 합칩니다",
    .opts = opts,
    .show = show,
    .run = run,
};
