/* SPDX-License-Identifier: Apache-2.0
 * baseline.h - findings that are known: they are told, but only others decide
 * how a run ends.  A list is what --findings wrote: CSV or JSON lines with
 * path, rule and verdict. */
#ifndef TOOL_BASELINE_H
#define TOOL_BASELINE_H

#include "genmark.h"

#include <stdbool.h>

struct baseline;

/* baseline_read says what is wrong with a list, and is NULL then. */
struct baseline *baseline_read(const char *path);
void baseline_free(struct baseline *b);

/* baseline_mark sets `known` in the findings of an item that it has, by the
 * same path and rule with the same verdict; several threads may. */
void baseline_mark(struct baseline *b, const gm_item *item);

/* baseline_tell says how many were known, and how many are gone. */
void baseline_tell(struct baseline *b);

#endif
