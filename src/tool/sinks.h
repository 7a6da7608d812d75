/* SPDX-License-Identifier: Apache-2.0
 * sinks.h - the reports of a run, each with the stream it goes to. */
#ifndef TOOL_SINKS_H
#define TOOL_SINKS_H

#include "tool/batch.h"
#include "tool/own.h"

#include <stdio.h>

enum {
    SINKS = 16 /* reports of one run */
};

struct sink {
    gm_report_config config;
    FILE *file;
    gm_report *report;
    const char *path; /* NULL: standard output */
    int error;        /* of the write that failed */
    FILE *aside;      /* what its report tells later */
    bool turned;      /* and is read now */
};

struct sinks {
    struct sink list[SINKS];
    size_t count;
    const struct sink *live; /* that somebody watches; NULL: none */
    struct own own;          /* the files they go to, and the store */
};

/* sinks_open opens what the outputs of b name, or text to standard output.  It
 * opens no file that the run reads or writes already.  False, and what is wrong
 * has been said: then, too, sinks_close ends them. */
bool sinks_open(struct sinks *s, const struct batch *b);

/* sinks_close is false where something could not be written. */
bool sinks_close(struct sinks *s);

#endif
