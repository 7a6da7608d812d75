/* SPDX-License-Identifier: Apache-2.0
 * pairs.h - two items of one work: what became of each mark.
 *
 * A mark is the same one where its kind, name, claim and value are, wherever
 * it stands now; changed where all of these but its value are.  One that now
 * claims something else is lost, and another is invented; but a record of
 * GB 45438 stays one, whatever its label says now. */
#ifndef MARKS_PAIRS_H
#define MARKS_PAIRS_H

#include "base/arena.h"
#include "genmark.h"

/* pairs_of fills after->pairs and after->kept: first the marks of `before`,
 * in its order, then those that only `after` has.  The list lives in the
 * arena, and points into both items.  False without memory. */
bool pairs_of(struct arena *a, const gm_item *before, gm_item *after);

#endif
