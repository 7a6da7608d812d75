/* SPDX-License-Identifier: Apache-2.0
 * compare.h - two items of one work: which marks came through.
 *
 * A mark is the same one where its kind, name, claim and value are, wherever
 * it stands now; changed where all of these but its value are.  One that now
 * claims something else is lost, and another is invented. */
#ifndef TOOL_COMPARE_H
#define TOOL_COMPARE_H

#include "genmark.h"

#include <stdbool.h>
#include <stdio.h>

enum outcome {
    SURVIVED,
    WEAKENED, /* it proves less than before */
    CHANGED,  /* another value */
    LOST,
    UNSURE,   /* not found, but its finder did not run to its end */
    INVENTED, /* only in the second */
    OUTCOMES
};

struct compared {
    enum outcome outcome;
    const gm_mark *before, *after; /* NULL: there is none */
};

struct comparison {
    struct compared *list; /* first those of `before`, in its order */
    size_t count;
    enum outcome credential; /* SURVIVED also where there never was one */
    uint64_t counts[OUTCOMES];
};

const char *outcome_name(enum outcome o); /* "survived", ... "unsure" */

/* compare fills *out from two items, which must outlive it; false without
 * memory. */
bool compare(const gm_item *before, const gm_item *after,
             struct comparison *out);
void comparison_free(struct comparison *c);

/* comparison_json writes it as a line; redact withholds values. */
void comparison_json(FILE *to, const struct comparison *c,
                     const gm_item *before, const gm_item *after, bool redact);

#endif
