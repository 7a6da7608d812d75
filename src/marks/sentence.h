/* SPDX-License-Identifier: Apache-2.0
 * sentence.h - what a phrase about AI says in the sentence it stands in. */
#ifndef MARKS_SENTENCE_H
#define MARKS_SENTENCE_H

#include "marks/lexicon.h"

/* Places of a view, off to end, that no sentence ends at. */
struct calm {
    size_t off, end;
};

/* Where a view stands in its text, and what kind of text that is. */
struct setting {
    const struct view *v;
    struct span text;
    bool title;       /* all of it is a title */
    bool list;        /* commas part the values: keywords */
    bool data;        /* quotation marks only delimit values: JSON, CSV */
    bool about;       /* metadata, which tells what a picture or a sound is */
    bool cut;         /* the end of the text is missing */
    struct calm calm; /* found with the phrase before, in the same view */
};

struct said {
    enum lex_what what, also; /* LEX_A, B, S, E, F; a guard; LEX_H: a mention */
    enum lex_lang lang;
    size_t off, end; /* of the phrase, and what goes on from it */
    size_t from, to; /* of its sentence */
    bool weak;       /* election: a form that others use too */
    bool edge;       /* the text ends right behind it */
};

/* sentence_says judges one phrase; false where it says nothing at all. */
bool sentence_says(struct setting *s, const struct lex_hit *phrase,
                   struct said *out);

#endif
