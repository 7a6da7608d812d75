/* SPDX-License-Identifier: Apache-2.0
 * batch.h - many files to reports and an exit code. */
#ifndef TOOL_BATCH_H
#define TOOL_BATCH_H

#include "tool/files.h"
#include "tool/keep.h"
#include "tool/members.h"
#include "tool/options.h"
#include "tool/scanner.h"

struct batch {
    struct outputs outputs; /* none to stdout: text goes there */
    bool single;            /* one file was named: tell it at length */
    bool redact, stats;
    bool strict, fail_on_warn;
    bool unordered;
    unsigned threads;         /* 0: as many as there are processors */
    const char *progress;     /* "auto", "json", "none"; NULL: auto */
    const char *const *paths; /* what f lists, to be counted for progress; */
    size_t path_count;        /* none: it is not */
    const char *list_file;
    struct pick *pick;         /* which files; NULL: all */
    struct keep *keep;         /* a store for the results; NULL: none */
    struct baseline *baseline; /* findings that are known; NULL: none */
    struct bags *bags;         /* that the files are of; NULL: none */
    struct db *from;           /* items come from here, not from files */
    bool judge;                /* and are judged anew */
    bool save;                 /* and keep that judgement */
    struct member_limits members;
};

/* batch_run checks all files (f is NULL where items come from a store) and is
 * the exit code of `check`.  It says what went wrong with the outputs.  It
 * ends b->keep. */
int batch_run(const struct batch *b, const struct task *t, struct files *f);

#endif
