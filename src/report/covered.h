/* SPDX-License-Identifier: Apache-2.0
 * covered.h - the list of coverage as JSON, written once for many items.
 *
 * Every item tells of every finder whether it ran, and files that were looked
 * at in the same way tell the same: in a report of unmarked files two bytes of
 * three are this list.  The latest lists are kept, by all that they say. */
#ifndef REPORT_COVERED_H
#define REPORT_COVERED_H

#include "base/json_write.h"
#include "report/report.h"

struct covered; /* the lists of one report; free() lets go of them */

/* covered_json writes "coverage":[...] at j. */
void covered_json(struct jout *j, gm_report *r, const gm_item *it);

#endif
