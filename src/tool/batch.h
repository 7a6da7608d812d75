/* SPDX-License-Identifier: Apache-2.0
 * batch.h - many files to reports and an exit code. */
#ifndef TOOL_BATCH_H
#define TOOL_BATCH_H

#include "tool/files.h"
#include "tool/options.h"
#include "tool/scanner.h"

struct batch {
    struct outputs outputs; /* none: text to standard output */
    bool single;            /* one path was named: tell it at length */
    bool redact, stats;
    bool strict, fail_on_warn;
};

/* batch_run checks all files and is the exit code of `check`. */
int batch_run(const struct batch *b, const struct task *t, struct files *f);

#endif
