/* SPDX-License-Identifier: Apache-2.0
 * parcel.h - an item as bytes, to be kept and opened again.
 *
 * A parcel has four parts.  The evidence is what only the media could tell:
 * marks, credential, notes, faults (but not its path).  The coverage, the
 * outcome (findings and verdicts) and the facts are the same for very many
 * items, so a store keeps each of these once.  docs/store.md describes the
 * bytes. */
#ifndef TOOL_PARCEL_H
#define TOOL_PARCEL_H

#include "genmark.h"

#include <stdbool.h>

enum part {
    PART_EVIDENCE,
    PART_COVERAGE,
    PART_OUTCOME,
    PART_FACTS,
    PARTS
};

/* Bytes that are used for one item after another. */
struct parcel {
    unsigned char *bytes;
    size_t cap;
    size_t at[PARTS + 1]; /* where each part begins, and the end */
};

void parcel_free(struct parcel *p);

/* parcel_pack fills all parts; false without memory. */
bool parcel_pack(struct parcel *p, const gm_item *item, const gm_fact *facts,
                 size_t fact_count);

/* parcel_judged puts another outcome and other facts in place of these. */
bool parcel_judged(struct parcel *p, const gm_item *item, const gm_fact *facts,
                   size_t fact_count);

/* parcel_add adds the next part as it is; begin with parcel_begin. */
void parcel_begin(struct parcel *p);
bool parcel_add(struct parcel *p, enum part which, const void *bytes, size_t n);

/* parcel_hash is of the outcome and the facts: whether they changed. */
uint64_t parcel_hash(const struct parcel *p);

/* The memory of an item that was opened: used for one after another. */
struct opened {
    gm_item item;
    gm_fact *facts;
    size_t fact_count;
    char *room;
    size_t room_cap, room_used;
};

/* parcel_open makes an item whose strings lie in the parcel; false where its
 * bytes are not such parts, or without memory.  parts_wanted is a set of
 * 1 << PART_...; a part that is not wanted, or empty, leaves its fields so. */
bool parcel_open(const struct parcel *p, unsigned parts_wanted,
                 struct opened *to);
void opened_free(struct opened *o);

#endif
