/* SPDX-License-Identifier: Apache-2.0
 * explain.h - a rule in plain words: whom it binds, when, what counts, what to
 * do, and where it stands in the law. */
#ifndef TOOL_EXPLAIN_H
#define TOOL_EXPLAIN_H

#include "genmark.h"

#include <stdbool.h>
#include <stdio.h>

/* explain_rule writes it in one language: "en" or "ko". */
void explain_rule(FILE *to, const gm_rule_info *r, bool korean);

#endif
