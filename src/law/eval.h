/* SPDX-License-Identifier: Apache-2.0
 * eval.h - is a condition true, false, or not known of this item?
 *
 * Kleene's three values.  What was found is true.  What was not found is
 * false only where everything that could have found it ran to its end; a fact
 * that nobody gave is not known.  So more facts and more finders only ever
 * turn MAYBE into YES or NO. */
#ifndef LAW_EVAL_H
#define LAW_EVAL_H

#include "law/pack.h"
#include "law/sight.h"

enum tri { /* `not` is 2 - x, `and` the least, `or` the greatest */
    NO,
    MAYBE,
    YES
};

/* Why something is MAYBE, and what a YES rests on. */
struct gather {
    uint64_t ask;            /* bits of facts that would tell */
    const gm_coverage *lost; /* a finder that did not end; NULL: none */
    const char *hint_en, *hint_ko;
    bool fault; /* the item itself could not be read to its end */
    bool gap;   /* a range that should be covered is not: these seconds */
    double gap_from, gap_to;
    bool pairs;      /* `marks` are indices of pairs */
    uint32_t *marks; /* distinct indices of marks */
    uint32_t mark_count;
    uint8_t *taken; /* one flag a mark; NULL: marks are not wanted */
};

/* eval_ai is the condition `ai`: does a mark, or the asker, say so? */
enum tri eval_ai(const struct view *v);

/* eval_line is the OR of a line's atoms; g may be NULL. */
enum tri eval_line(const struct view *v, const struct line *l,
                   struct gather *g);

/* eval_all is the AND of a rule's `when` (or `need`) lines. */
enum tri eval_all(const struct view *v, const struct rule *r, bool need,
                  struct gather *g);

#endif
