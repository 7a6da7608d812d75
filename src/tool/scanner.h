/* SPDX-License-Identifier: Apache-2.0
 * scanner.h - from an entry to its item: one thread's worker, input and
 * deadline, used for one file after another. */
#ifndef TOOL_SCANNER_H
#define TOOL_SCANNER_H

#include "tool/facts.h"
#include "tool/files.h"
#include "tool/input.h"
#include "tool/keep.h"
#include "tool/twins.h"

#include <time.h>

/* What all scanners of a run share; none of it changes. */
struct task {
    gm_engine *engine;
    gm_input how; /* laws, as_of, effort, want, watermark_bits, read_text */
    const struct facts *facts;
    struct twins *twins; /* for copies to share a scan; NULL: they do not */
    double timeout;      /* seconds an item may take; 0: any */
};

struct scanner {
    const struct task *task;
    gm_worker *worker;
    struct tesseract *reader; /* of visible text; NULL: it has none */
    struct input in;
    struct fact_set facts;
    struct timespec end; /* of the item at hand */
    gm_item item;
    gm_note *notes; /* of the item, where it has one more */
    size_t note_cap;
    struct stamp stamp;   /* of the file that was opened; else zero */
    struct opened opened; /* what came out of a store, or of a twin */
    struct parcel twin;   /* that was found */
    char *paths;          /* of its marks, as those of this file */
    char key[TWIN_KEY];   /* of the file; empty: it has none */
    bool copied;          /* the item is that of a twin */
};

/* scanner_init is false without memory. */
bool scanner_init(struct scanner *s, const struct task *t);
void scanner_free(struct scanner *s);

/* scanner_item scans an entry.  Whatever happens there is an item: what could
 * not be read stands in its error.  Good until the next call; NULL without
 * memory. */
const gm_item *scanner_item(struct scanner *s, const struct entry *e);

/* scanner_again makes the item of a row.  With `judge` the rules are asked
 * anew; stored says that facts of then still hold, where none of now is in
 * their place.  The item lies in the parcel.  NULL where the row is damaged,
 * or without memory. */
const gm_item *scanner_again(struct scanner *s, const struct row *r, bool judge,
                             bool stored);

#endif
