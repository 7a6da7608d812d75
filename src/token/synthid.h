/* SPDX-License-Identifier: Apache-2.0
 * synthid.h - g-values of [SYN] and [HF]. */
#ifndef TOKEN_SYNTHID_H
#define TOKEN_SYNTHID_H

#include "token/token.h"

/* synthid_score fills the score of an n-gram scheme; false without memory. */
bool synthid_score(struct token_score *out, const struct token_scheme *s,
                   struct ids ids, struct arena *a);

/* synthid_start is the value that every hash begins with. */
uint64_t synthid_start(const struct token_scheme *s);

#endif
