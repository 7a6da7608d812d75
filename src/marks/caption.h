/* SPDX-License-Identifier: Apache-2.0
 * caption.h - lines without a verb that name what is made and what it shows. */
#ifndef MARKS_CAPTION_H
#define MARKS_CAPTION_H

#include "marks/ground.h"

/* caption_acts: a word between may be a verb, so that it is no caption. */
bool caption_acts(const struct ground *g, size_t at, size_t end);

/* caption_shown: from `from` on a line of its own names what is made, and how:
 * "Reconstruction of the village made with AI". */
bool caption_shown(const struct ground *g, size_t from);

/* caption_named: an English phrase goes on with a few words that name what is
 * made, and nothing else is said of it: "AI-generated product photo". */
bool caption_named(const struct ground *g);

#endif
