/* SPDX-License-Identifier: Apache-2.0
 * edition.h - a set of rules in force, and the nursery that holds them: a
 * program of its own, which builds the engine and forks workers. */
#ifndef DAEMON_EDITION_H
#define DAEMON_EDITION_H

#include "daemon/loop.h"
#include "daemon/wire.h"

#include <stddef.h>
#include <sys/types.h>

/* What the rules are, from the nursery; texts belong to the edition. */
struct rulebook {
    struct born born;
    char *laws, *rules;
    size_t laws_len, rules_len;
    unsigned edition; /* changes with every reload */
};

struct edition {
    struct edition *next; /* in the crew's list of all */
    struct watch watch;   /* of the nursery's packets */
    int errors;           /* what it says of packs and lists */
    pid_t pid;
    bool stands;
    unsigned hands; /* workers of it, alive or asked for */
    struct rulebook book;
};

enum {
    EDITION_WHY = 1000
};

/* edition_new runs a nursery: this program with argv.  ready is called with
 * the edition as ctx for its packets.  NULL where the system refuses. */
struct edition *edition_new(char **argv,
                            void (*ready)(struct watch *w, unsigned events));
void edition_free(struct edition *e);

/* edition_hear takes one packet; fds (two, -1 where there is none) are the
 * caller's.  False at the end, with errno EAGAIN where there is none yet. */
bool edition_hear(struct edition *e, struct born *b, int fds[2]);

/* edition_stands takes over what the nursery tells of its rules; it closes
 * both descriptors. */
void edition_stands(struct edition *e, const struct born *b, int fds[2]);

/* edition_want asks for workers until there are that many. */
void edition_want(struct edition *e, unsigned count);

/* edition_why is what a nursery said on its way out, in one line. */
void edition_why(struct edition *e, char why[EDITION_WHY]);

#endif
