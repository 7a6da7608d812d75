/* SPDX-License-Identifier: Apache-2.0
 * tally.h - what many items come to: the counts of summaries and charts. */
#ifndef REPORT_TALLY_H
#define REPORT_TALLY_H

#include "genmark.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    TALLY_VERDICTS = GM_FAIL + 1,
    TALLY_CLAIMS = GM_NEAR_MISS + 1,
    TALLY_LAWS = 16,
    TALLY_NAMES = 48, /* of a list; what comes later counts as "other" */
    TALLY_NAME = 40,  /* bytes of one, with its NUL */
    TALLY_FIRST = 1990,
    TALLY_YEARS = 80 /* and the last of them: or later */
};

struct tally_name {
    char name[TALLY_NAME];
    uint64_t count;
};

struct tally_list {
    struct tally_name list[TALLY_NAMES];
    unsigned used;
};

struct tally_law {
    char law[TALLY_NAME];
    uint64_t by_verdict[TALLY_VERDICTS];
};

struct tally {
    uint64_t items, bytes;
    uint64_t errors;                      /* items with one */
    uint64_t conflicts;                   /* items whose marks disagree */
    uint64_t by_verdict[TALLY_VERDICTS];  /* items by their worst verdict */
    uint64_t by_claim[TALLY_CLAIMS];      /* items by origin.claim */
    uint64_t unjudged;                    /* items no law was asked about */
    char as_of[32], packs[80];            /* of the first item */
    uint64_t dated, by_year[TALLY_YEARS]; /* items that say when they were
                                             made; the first year: or before */
    unsigned law_count;
    struct tally_law laws[TALLY_LAWS];     /* items by their verdict in it */
    struct tally_list formats, generators; /* items */
    struct tally_list rules;               /* findings that failed */
    struct tally_list asks;                /* facts that would decide more */
};

/* tally_clear makes it one of no items. */
void tally_clear(struct tally *t);

/* tally_top lists the commonest names of l, at most `most` of them, of equals
 * the one that came first; it is how many there are. */
unsigned tally_top(const struct tally_list *l, const struct tally_name *top[],
                   unsigned most);

void tally_add(struct tally *t, const gm_item *item);
void tally_join(struct tally *t, const struct tally *more);

/* tally_worst is the heaviest verdict of an item's laws; false where it was
 * judged by none. */
bool tally_worst(const gm_item *item, gm_verdict *out);

/* tally_there: something of the item was read, so that facts about it may
 * decide more; nobody is asked about what is missing or empty. */
static inline bool tally_there(const gm_item *it)
{
    return it->error.kind == GM_FAULT_NONE || it->format.len > 0;
}

#endif
