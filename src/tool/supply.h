/* SPDX-License-Identifier: Apache-2.0
 * supply.h - where the jobs of a run come from: files that are picked, or what
 * the store knows of them, or a store alone. */
#ifndef TOOL_SUPPLY_H
#define TOOL_SUPPLY_H

#include "tool/batch.h"
#include "tool/members.h"

/* One item to be; used for one after another. */
struct job {
    struct entry entry;
    char *path; /* a copy: the giver's memory is used again */
    size_t path_cap;
    struct member member; /* of an archive: what was unpacked */
    struct row row;       /* in or out of a store */
    bool known;           /* the row came out of it */
    bool changed;         /* and is not as it was */
    bool lost;            /* no memory, or a damaged row */
};

struct supply {
    const struct batch *b;
    struct files *files;
    bool failed;             /* memory */
    struct members *archive; /* that is being read */
    char *outer;             /* its path */
    bool told;               /* an item is of the archive itself */
    struct stamp stamp;      /* and stamp */
    uint64_t seq, count;     /* its entry, and members so far */
};

/* supply_next fills a job; false after the last. */
bool supply_next(struct supply *s, struct job *j);

/* supply_end lets go of an archive that was not read to its end. */
void supply_end(struct supply *s);

void job_free(struct job *j);

#endif
