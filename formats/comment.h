/* SPDX-License-Identifier: Apache-2.0
 * comment.h - the comments of source code, by language. */
#ifndef FORMATS_COMMENT_H
#define FORMATS_COMMENT_H

#include "formats/front.h"

struct tongue; /* how a language writes its comments */

/* tongue_of is the language of a name's ending, or of a "#!" line; NULL where
 * the text is no source code that we know. */
const struct tongue *tongue_of(struct span ending, struct span text);

/* comment_take lists one SLOT_COMMENT that joins the comments, a blank line
 * between those that code stands between. */
void comment_take(const struct prose *p, const struct tongue *t);

#endif
