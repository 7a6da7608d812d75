/* SPDX-License-Identifier: Apache-2.0
 * wish.h - what a request asks for: laws, facts, day, effort, from its query,
 * its headers and its form. */
#ifndef DAEMON_WISH_H
#define DAEMON_WISH_H

#include "daemon/crew.h"

enum {
    WISH_FACTS = 48,
    WISH_POOL = 6000,
    WISH_WHY = 200
};

struct wish {
    const char *name, *laws, *as_of, *path; /* NULL: not told */
    gm_fact facts[WISH_FACTS];
    unsigned count;
    uint32_t flags, effort; /* enum ask_flag, gm_effort */
    unsigned seconds;       /* deadline; 0: the server's */
    char why[WISH_WHY];     /* of a refusal */
    size_t used;
    char pool[WISH_POOL];
};

void wish_init(struct wish *w);

/* wish_set takes a parameter: name, law, as-of, lang, effort, redact, hash,
 * deadline, path, fact (NAME=VALUE), or a fact's own name.  Given twice, the
 * later one counts.  False, and why is filled, where it is none. */
bool wish_set(struct wish *w, const char *key, const char *value);

/* wish_facts takes a header's list: "role=provider; delivery=exported". */
bool wish_facts(struct wish *w, const char *list);

/* wish_write puts the texts behind an ask, after a look at the laws there
 * are; false with why. */
bool wish_write(struct wish *w, const struct rulebook *book, struct ticket *t);

#endif
