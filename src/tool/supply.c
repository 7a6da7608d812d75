/* SPDX-License-Identifier: Apache-2.0
 * supply.c - the next job. */
#include "tool/supply.h"

#include "tool/bag.h"
#include "tool/input.h"
#include "tool/say.h"

#include <stdlib.h>
#include <string.h>

static bool set_path(struct supply *s, struct job *j, const char *path)
{
    size_t n = strlen(path) + 1;

    if (n > j->path_cap) {
        char *more = realloc(j->path, n * 2);

        if (!more) {
            s->failed = true;
            return false;
        }
        j->path = more;
        j->path_cap = n * 2;
    }
    memcpy(j->path, path, n);
    j->row.path = j->entry.path = j->path;
    return true;
}

/* look_up finds a row of before. */
static void look_up(struct supply *s, struct job *j, const struct stamp *now)
{
    uint64_t seq = j->row.seq;

    if (!keep_knows(s->b->keep, j->path, j->row.member, now, &j->row))
        return;
    j->known = true;
    j->changed = j->row.seq != seq;
    j->row.seq = seq;
}

static void close_archive(struct supply *s)
{
    members_free(s->archive);
    free(s->outer);
    s->archive = NULL;
    s->outer = NULL;
}

/* begin_archive is false where the file is no archive: it is looked at as it
 * is then. */
static bool begin_archive(struct supply *s, const struct job *j)
{
    if (j->entry.failed || !members_known(j->path) ||
        !keep_stat(j->path, &s->stamp))
        return false;
    s->archive = members_open(j->path, &s->b->members);
    s->outer = s->archive ? strdup(j->path) : NULL;
    s->seq = j->row.seq;
    s->count = 0;
    if (!s->outer)
        close_archive(s);
    return s->archive;
}

/* fail makes an entry that tells why. */
static bool fail(struct job *j, gm_error why)
{
    j->entry.failed = true;
    j->entry.why = why;
    return true;
}

/* next_member fills a job from the archive; false where it has ended well.  An
 * archive without a member that could be read is looked at as a file. */
static bool next_member(struct supply *s, struct job *j)
{
    const char *path;
    gm_error why;
    bool ok;

    j->entry = (struct entry){0};
    j->row.seq = s->seq;
    j->row.stamp = s->stamp;
    if (!members_next(s->archive, &path, &why)) {
        bool empty = s->count == 0 && !s->told;

        ok = (empty || why.kind != GM_FAULT_NONE) && set_path(s, j, s->outer);
        j->row.member = 0;
        if (ok && !(empty && why.kind != GM_FAULT_LIMIT))
            fail(j, why);
        close_archive(s);
        return ok;
    }
    j->row.member = ++s->count;
    if (!set_path(s, j, path))
        return false;
    if (s->b->keep)
        look_up(s, j, &s->stamp);
    if (j->known)
        return true;
    if (!members_read(s->archive, &j->member, &why))
        return fail(j, why);
    j->entry.member = &j->member;
    return true;
}

/* ask_bag looks at an archive as a file of its bag: it is no item itself, so
 * what is wrong is told by one that stands before its members. */
static bool ask_bag(struct supply *s, struct job *j)
{
    struct input in;
    gm_input bytes = GM_INPUT_INIT;
    gm_error why = {GM_FAULT_IO, {"", 0}, {"", 0}};
    const char *wrong;
    bool note = false;

    if (input_init(&in) != 0) {
        s->failed = true;
        return false;
    }
    if (input_open(&in, j->path, &bytes, &why) == 0) {
        wrong = bag_check(j->entry.bag, &bytes, &note);
        why.message = (gm_str){wrong, wrong ? strlen(wrong) : 0};
    }
    input_free(&in);
    if (note)
        say_about(j->path, why.message);
    return why.message.len && !note && fail(j, why);
}

static void look_up_file(struct supply *s, struct job *j)
{
    struct stamp now;

    if (s->b->keep && !s->b->keep->blind && !j->entry.failed &&
        keep_stat(j->path, &now))
        look_up(s, j, &now);
}

/* next_entry is a file, or one that a bag misses. */
static bool next_entry(struct supply *s, struct entry *e)
{
    while (files_next(s->files, e)) {
        if (!e->own) {
            if (s->b->bags)
                bags_meet(s->b->bags, e);
            return true;
        }
        say(tr("%s: this run writes it; it is not checked",
               "%s: 이번 실행이 쓰는 파일이라 검사하지 않습니다"),
            e->path);
    }
    return s->b->bags && bags_missing(s->b->bags, e);
}

static bool next_file(struct supply *s, struct job *j)
{
    struct pick *pick = s->b->pick;

    do {
        if (!next_entry(s, &j->entry))
            return false;
    } while (pick && !pick_takes(pick, j->entry.path));
    if (!set_path(s, j, j->entry.path))
        return false;
    j->row.seq = pick ? pick->listed - 1 : 0;
    j->row.member = 0;
    if (begin_archive(s, j)) {
        s->told = (j->entry.bag && ask_bag(s, j)) || members_beside(j->path);
        if (members_beside(j->path))
            look_up_file(s, j);
        return true;
    }
    look_up_file(s, j);
    return true;
}

bool supply_next(struct supply *s, struct job *j)
{
    j->known = j->changed = j->lost = false;
    if (s->b->from) {
        j->known = true;
        return db_next(s->b->from, &j->row) && set_path(s, j, j->row.path);
    }
    for (;;) {
        if (s->archive) {
            if (next_member(s, j))
                return true;
            close_archive(s);
        } else if (!next_file(s, j)) {
            return false;
        } else if (!s->archive || s->told) {
            return true;
        }
        if (s->failed)
            return false;
    }
}

void supply_end(struct supply *s)
{
    close_archive(s);
}

void job_free(struct job *j)
{
    parcel_free(&j->row.parcel);
    free(j->member.bytes);
    free(j->path);
}
