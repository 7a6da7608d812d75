/* SPDX-License-Identifier: Apache-2.0
 * stated.h - what a rule states, as JSON, written once for many items.
 *
 * Of a finding only the questions, the marks and the reason are the item's
 * own.  The rest is the rule's, and is half of what a report says of a file
 * without marks. */
#ifndef REPORT_STATED_H
#define REPORT_STATED_H

#include "base/json_write.h"
#include "report/report.h"

struct stated; /* the statements of one report; free() lets go of them */

/* stated_json writes the members "law" to "fix" of a finding. */
void stated_json(struct jout *j, gm_report *r, const gm_finding *f);

#endif
