/* SPDX-License-Identifier: Apache-2.0
 * cache.h - answers by what decides them: the bytes, the rules, the facts. */
#ifndef DAEMON_CACHE_H
#define DAEMON_CACHE_H

#include "daemon/ticket.h"

enum {
    CACHE_KEY = 65
};

/* cache_init makes room for so many answers; 0: none are kept. */
bool cache_init(unsigned entries);
void cache_free(void);
bool cache_on(void); /* whether it keeps any */

/* cache_key makes a key of a body's SHA-256 and the rest of a ticket. */
void cache_key(const char hex[65], const struct ticket *t, unsigned edition,
               char key[CACHE_KEY]);

struct cached {
    char key[CACHE_KEY];
    uint64_t used; /* by a count of uses: the smallest goes first */
    struct told told;
    char *json;
};
const struct cached *cache_find(const char key[CACHE_KEY]);
void cache_add(const char key[CACHE_KEY], const struct ticket *t);

uint64_t cache_bytes(void);

#endif
