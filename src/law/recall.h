/* SPDX-License-Identifier: Apache-2.0
 * recall.h - judgements of items without marks, remembered.
 *
 * Most files of an archive carry no mark, and then what the rules say hangs on
 * the view alone: the medium, the facts, the day, what was not looked at.  So
 * a worker remembers the latest views with what was said of them, and a rule
 * is asked once for thousands of files. */
#ifndef LAW_RECALL_H
#define LAW_RECALL_H

#include "law/judge.h"
#include "law/sight.h"

/* What was said of one view by the laws of a list. */
struct ruling {
    struct view view;
    const char *laws;
    bool sized; /* a rule asks for the length */
    const gm_finding *findings;
    size_t finding_count;
    const gm_law_verdict *verdicts;
    size_t verdict_count;
};

/* recall_find is what was said of such a view, or NULL; it lives until the
 * next recall_put. */
const struct ruling *recall_find(const struct recall *r, const struct view *v,
                                 const char *laws);

/* recall_put remembers a judgement of an item without marks: a copy of t. */
void recall_put(struct recall *r, const struct ruling *t);

#endif
