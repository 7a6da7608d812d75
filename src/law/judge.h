/* SPDX-License-Identifier: Apache-2.0
 * judge.h - packs, facts and marks to findings.
 *
 * The law reads no bytes: its evidence is an item's marks, coverage, notes and
 * media, so a stored item is judged like a fresh one. */
#ifndef LAW_JUDGE_H
#define LAW_JUDGE_H

#include "base/arena.h"
#include "genmark.h"

/* All packs of an engine: built once, read by many threads. */
struct law;

/* Judgements that a worker remembers: of one engine, in one thread at a time.
 * NULL without memory. */
struct recall;
struct recall *recall_new(void);
void recall_free(struct recall *r);

/* law_new takes the built-in packs, or those of c->laws, and the caller's
 * (which replace one of the same law).  NULL, with "file:line: what" in why,
 * where one does not parse. */
struct law *law_new(const gm_config *c, char *why, size_t why_size);
void law_free(struct law *l);
const char *law_digest(const struct law *l); /* "sha256:..." of all packs */
int law_rule_at(const struct law *l, size_t i, gm_rule_info *out);

/* law_fact_ok checks names and values; false with a line in why. */
bool law_fact_ok(const gm_fact *f, char *why, size_t why_size);
int law_fact_at(size_t i, const char **name, const char **values,
                gm_words *what);

struct judge_config {
    struct arena *arena;
    const gm_fact *facts;
    size_t fact_count;
    const char *laws;  /* "kr,eu"; NULL: "kr"; "none" */
    const char *as_of; /* checked: a date or a date-time; NULL: no date given,
                          and what is in force without an end applies */
    const gm_item *before; /* not NULL: item->pairs are those of the two, and
                              only rules about pairs are judged */
    struct recall *recall; /* NULL: every item is judged anew */
};

/* law_judge fills item->findings, verdicts and packs from item->marks,
 * coverage, media, origin and error; it allocates a few arrays and no more.
 * Strings of findings belong to the packs.  False without memory. */
bool law_judge(const struct law *l, gm_item *item,
               const struct judge_config *c);

/* law_laws_ok: every name in "kr,eu" is a law of these packs. */
bool law_laws_ok(const struct law *l, const char *laws, char *why,
                 size_t why_size);

/* law_clock is the seconds since 1970 of a date or date-time; false where it
 * is neither.  A bare date is its noon UTC. */
bool law_clock(const char *as_of, int64_t *seconds);

#endif
