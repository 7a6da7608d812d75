/* SPDX-License-Identifier: Apache-2.0
 * draft.h - a growing text: answers, metrics and log lines are drafted here. */
#ifndef DAEMON_DRAFT_H
#define DAEMON_DRAFT_H

#include "genmark.h"

#include <stdbool.h>
#include <stddef.h>

struct draft {
    char *at; /* NUL-ended where len > 0 */
    size_t len, cap;
    bool failed; /* out of memory: what follows is dropped */
};

void draft_bytes(struct draft *d, const char *p, size_t n);
void draft_text(struct draft *d, const char *s);
__attribute__((format(printf, 2, 3))) void draft_say(struct draft *d,
                                                     const char *format, ...);

/* draft_json writes a JSON string, quotes and all.  The input is UTF-8; bytes
 * that cannot stand in a string are escaped. */
void draft_json(struct draft *d, const char *p, size_t n);
void draft_key(struct draft *d, const char *key);                /* "key": */
void draft_pair(struct draft *d, const char *key, gm_str value); /* or null */

void draft_free(struct draft *d);

#endif
