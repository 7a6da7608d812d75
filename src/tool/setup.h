/* SPDX-License-Identifier: Apache-2.0
 * setup.h - an engine from a command line: packs, trust lists, limits. */
#ifndef TOOL_SETUP_H
#define TOOL_SETUP_H

#include "genmark.h"
#include "tool/options.h"

#include <stdbool.h>

struct setup {
    const char *laws;                      /* that are asked for; NULL: any */
    struct texts packs;                    /* --pack FILE */
    struct texts limits;                   /* --limit NAME=N */
    struct texts trust, tsa, allowed, eku; /* --trust... PEM */
    bool no_trust;    /* not the system's, nor the user's */
    const char *init; /* --init FILE */
    char *init_bytes;
    gm_input init_input;
};

/* setup_engine reads what the setup names and builds an engine; NULL, and
 * what is wrong has been said. */
gm_engine *setup_engine(const struct setup *s);
void setup_free(struct setup *s);

/* setup_init reads the initialization segment that fragments continue, where
 * one is named; false where it cannot be read, which has been said. */
bool setup_init(struct setup *s, gm_input *how);

/* setup_members takes the limits of archives from those of the setup. */
struct member_limits;
void setup_members(const struct setup *s, struct member_limits *out);

/* setup_hashes is whether SHA-256 can be had; false, and said, where not: what
 * a command knows things by would then be the same for all of them. */
bool setup_hashes(void);

/* setup_digest is of all that decides what a scan can find in a file, but not
 * of what the rules then make of it: version, finders, effort, redaction,
 * limits, trust, tokens.  setup_chain adds what else a command knows of. */
void setup_digest(const struct setup *s, const gm_engine *e,
                  const gm_input *how, char out[65]);
void setup_chain(char sum[65], const char *text);

/* setup_laws_ok: every name in "kr,eu" is a law of this engine, or "none". */
bool setup_laws_ok(const gm_engine *e, const char *laws);

/* setup_date_ok: a date, or a date-time with its zone, as the library reads
 * them. */
bool setup_date_ok(const char *s);

/* setup_today writes today's date where this machine is, 11 bytes: a law holds
 * from midnight there on.  Empty where the clock tells none. */
void setup_today(char out[11]);

/* setup_as_of is the day as which to judge: the one told, else today, which is
 * put into `today`.  NULL where what was told is no day, which it says. */
const char *setup_as_of(const char *told, char today[11]);

/* setup_effort is that of --fast and --deep; false where both are given, which
 * it says. */
bool setup_effort(bool fast, bool deep, gm_effort *out);

#endif
