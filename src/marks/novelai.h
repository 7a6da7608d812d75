/* SPDX-License-Identifier: Apache-2.0
 * novelai.h - NovelAI's signature over a picture's pixels and parameters. */
#ifndef MARKS_NOVELAI_H
#define MARKS_NOVELAI_H

#include "base/json.h"
#include "formats/pixels.h"
#include "marks/mark.h"

/* novelai_message is the text that the service signs with the pixels: the
 * comment's members but "signed_hash", as Python's json.dumps writes them.
 * Empty where the comment is not a JSON map or there is no memory. */
struct span novelai_message(struct arena *a, struct span comment,
                            const struct limits *lim);

/* novelai_proof is GM_SIGNED where the comment carries a signature that holds
 * with NovelAI's published key, GM_BROKEN where it carries one that does not,
 * and GM_STATED where it carries none. */
gm_proof novelai_proof(struct hunt *h, struct span comment,
                       const struct pixels *p);

#endif
