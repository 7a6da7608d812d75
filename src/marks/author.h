/* SPDX-License-Identifier: Apache-2.0
 * author.h - Korean and Japanese sentences in which nobody acts but the author.
 *
 * "회의록은 AI로 작성했습니다": no list of nouns is long enough for what may be
 * made, but the sentence shows by its form that it is a statement of its
 * author about what is at hand: it ends politely, in the past or with "is",
 * and before the phrase stands either what it is about or what was changed,
 * not both, and no subject, clause or reported speech. */
#ifndef MARKS_AUTHOR_H
#define MARKS_AUTHOR_H

#include "marks/ground.h"

/* author_states: false in other languages, and in Korean without spaces. */
bool author_states(const struct ground *g);

/* author_ends: LEX_ask where the sentence ends as a question does, with or
 * without a sign, LEX_cond where it says that somebody must tell; or LEX_NONE.
 */
enum lex_what author_ends(const struct ground *g);

/* author_captions: in Korean, the phrase says of what the line ends with that
 * AI made it, and no word between has a part in a sentence: "AI로 만든 우리
 * 마을 그림". */
bool author_captions(const struct ground *g);

#endif
