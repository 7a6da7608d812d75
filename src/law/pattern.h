/* SPDX-License-Identifier: Apache-2.0
 * pattern.h - which marks a condition is about: words to a pattern.
 *
 * docs/law.md has the words.  A word that is none is put to words_wrong. */
#ifndef LAW_PATTERN_H
#define LAW_PATTERN_H

#include "law/pack.h"
#include "law/word.h"

struct pattern pattern_any(void); /* all marks but broken and doubtful ones */

/* pattern_read reads words up to a bar, a comparison or the end. */
struct pattern pattern_read(struct words *w);

/* pattern_choice takes "A,B,C". */
void pattern_choice(struct choice *c, struct words *w, struct span list);

/* pattern_reach notes which finders could have made such a mark; f may be
 * NULL. */
struct finder;
void pattern_reach(struct pattern *p, const struct finder *f);

/* Names of an enum, and the bit of the one that a word is; 0: none. */
typedef const char *namer(int value);
const char *pattern_media(int v);
const char *pattern_kind(int v);
const char *pattern_claim(int v);
const char *pattern_proof(int v);
const char *pattern_form(int v);
unsigned pattern_bit(struct span s, namer *name, int last);

#endif
