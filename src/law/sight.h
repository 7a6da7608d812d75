/* SPDX-License-Identifier: Apache-2.0
 * sight.h - what the marks of an item are to the duties, and which finders
 * left something open.
 *
 * What may be concluded from a finder that did not run to its end:
 *   closed to everyone ("closed: ...")   nothing; nobody can look there
 *   "not testable: ..."                  nothing; such a picture carries none
 *   left for --deep                      nothing; the usual answer is asked
 *   not run with --fast, or no pixels    a machine-readable or visible mark
 *     to decode in this build              of a picture may be there
 *   a limit, damage, a fault             anything may be there
 * The question whether anything says AI at all is opened by the last row
 * alone: a holiday photograph is not a question because it was not decoded. */
#ifndef LAW_SIGHT_H
#define LAW_SIGHT_H

#include "law/facts.h"

enum sight {
    SIGHT_SEEN = 1,      /* in the picture */
    SIGHT_HEARD = 2,     /* in the sound */
    SIGHT_READ = 4,      /* in the text that people read */
    SIGHT_MACHINE = 8,   /* a machine-readable statement */
    SIGHT_TRACE = 16,    /* a tool's traces */
    SIGHT_BROKEN = 32,   /* a statement that does not hold */
    SIGHT_CAPTURED = 64, /* of the world: no model */
    SIGHT_UNREAD = 128,  /* a credential that could not be read */
    SIGHT_AI =
        SIGHT_SEEN | SIGHT_HEARD | SIGHT_READ | SIGHT_MACHINE | SIGHT_TRACE
};

enum {
    LIKELY = 50 /* a mark less sure than this counts for nothing */
};

/* sight_of is the bits of enum sight of one mark; 0: nothing. */
unsigned sight_of(const gm_mark *m);

/* What all rules ask of one item, looked up once: they see nothing else. */
struct view {
    gm_media media;
    gm_str format;
    uint64_t length;
    double seconds;
    gm_claim claim; /* of its origin */
    bool conflict;
    const gm_mark *marks;
    size_t mark_count;
    const gm_pair *pairs; /* with those of the earlier item */
    size_t pair_count;
    int8_t word[FACT_COUNT]; /* place among the fact's values; -1: not given */
    const gm_fact *facts;    /* as given: for dates and other texts */
    size_t fact_count;
    bool dated; /* there is a day to judge by */
    int32_t today;
    unsigned found;                 /* bits of enum sight */
    const gm_coverage *lost;        /* of any finder, at a limit or a fault */
    const gm_coverage *lost_other;  /* of those that need no pixels */
    const gm_coverage *lost_pixels; /* of the others, for whatever reason */
    bool fault;
    const struct view *was; /* of the same work, earlier; NULL: none is */
};

void view_of(struct view *v, const gm_item *item, const gm_fact *facts,
             size_t count, const char *as_of);

/* view_text is a fact that is no word; NULL: not given. */
gm_str view_text(const struct view *v, size_t fact);

/* view_same is whether every rule answers the same of two items without marks
 * or an earlier item, but for those that ask for the length. */
bool view_same(const struct view *a, const struct view *b);

#endif
