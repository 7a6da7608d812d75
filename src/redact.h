/* SPDX-License-Identifier: Apache-2.0
 * redact.h - withholding what was written by and about people: GM_REDACT. */
#ifndef REDACT_H
#define REDACT_H

#include "base/arena.h"
#include "genmark.h"

/* redact_item puts copies without them in the place of the item's lists, after
 * it was judged.  False without memory: the item is then not to be shown. */
bool redact_item(gm_item *item, struct arena *a);

#endif
