/* SPDX-License-Identifier: Apache-2.0
 * batch.h - many files to reports and an exit code. */
#ifndef TOOL_BATCH_H
#define TOOL_BATCH_H

#include "tool/files.h"
#include "tool/options.h"
#include "tool/scanner.h"

struct batch {
    struct outputs outputs; /* none to stdout: text goes there */
    bool single;            /* one file was named: tell it at length */
    bool redact, stats;
    bool strict, fail_on_warn;
    bool unordered;
    unsigned threads;     /* 0: as many as there are processors */
    const char *progress; /* "auto", "json", "none"; NULL: auto */
};

/* batch_run checks all files and is the exit code of `check`.  It says what
 * went wrong with the outputs. */
int batch_run(const struct batch *b, const struct task *t, struct files *f);

#endif
