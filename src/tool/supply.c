/* SPDX-License-Identifier: Apache-2.0
 * supply.c - the next job. */
#include "tool/supply.h"

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

/* look_up finds a file's row of before. */
static void look_up(struct supply *s, struct job *j)
{
    struct stamp now;
    uint64_t seq = j->row.seq;

    if (s->b->keep->blind || j->entry.failed || !keep_stat(j->path, &now) ||
        !keep_knows(s->b->keep, j->path, 0, &now, &j->row))
        return;
    j->known = true;
    j->changed = j->row.seq != seq;
    j->row.seq = seq;
}

bool supply_next(struct supply *s, struct job *j)
{
    struct pick *pick = s->b->pick;

    j->known = j->changed = j->lost = false;
    if (s->b->from) {
        j->known = true;
        return db_next(s->b->from, &j->row) && set_path(s, j, j->row.path);
    }
    do {
        if (!files_next(s->files, &j->entry))
            return false;
    } while (pick && !pick_takes(pick, j->entry.path));
    if (!set_path(s, j, j->entry.path))
        return false;
    j->row.seq = pick ? pick->listed - 1 : 0;
    j->row.member = 0;
    if (s->b->keep)
        look_up(s, j);
    return true;
}

void job_free(struct job *j)
{
    parcel_free(&j->row.parcel);
    free(j->path);
}
