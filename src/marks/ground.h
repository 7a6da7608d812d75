/* SPDX-License-Identifier: Apache-2.0
 * ground.h - the sentence that a phrase stands in: its bounds, its lines, the
 * words that the lexicon knows in it, and what follows the phrase. */
#ifndef MARKS_GROUND_H
#define MARKS_GROUND_H

#include "marks/sentence.h"

enum {
    REACH = 400, /* code points to a side that a sentence is followed */
    HITS = 96    /* words of one sentence that are kept */
};

struct ground {
    struct setting *s;
    const struct view *v;
    const struct lex_hit *p; /* the phrase */
    enum lex_lang lang[2];   /* of the phrase, and of the words around it */
    size_t from, to;         /* the sentence */
    size_t line;             /* that of the phrase, or REACH before it */
    size_t end;              /* behind the phrase and its tail */
    struct lex_hit tail, word[HITS];
    bool has_tail;
    unsigned words;
};

/* ground_take finds the sentence of g->p, its languages and the tail;
 * ground_words then the words of it. */
void ground_take(struct ground *g);
void ground_words(struct ground *g);

/* ground_at is the character at i, VIEW_PARA behind the last. */
uint32_t ground_at(const struct view *v, size_t i);
bool ground_open(uint32_t c); /* brackets */
bool ground_close(uint32_t c);
bool ground_stop(uint32_t c);        /* full stops and their like */
bool ground_spaced(enum lex_lang l); /* written with spaces */

/* ground_weight is the letters between, those of East Asia twice. */
unsigned ground_weight(const struct view *v, size_t off, size_t end);

/* ground_line and ground_line_end are the bounds of the line of i, inside the
 * sentence; ground_hard says whether the line end at i was set on purpose. */
size_t ground_line(const struct ground *g, size_t i);
size_t ground_line_end(const struct ground *g, size_t i);
bool ground_hard(const struct ground *g, size_t i);

/* ground_ends says whether a label may end at i. */
bool ground_ends(const struct ground *g, size_t i);

/* ground_has: such a word stands wholly between. */
bool ground_has(const struct ground *g, enum lex_what w, size_t off,
                size_t end);

/* ground_contrast is where what the phrase is part of begins, not before low:
 * behind the last "but" before it. */
size_t ground_contrast(const struct ground *g, size_t low);

/* ground_leads: a syllable that Korean, Japanese and Chinese attributes end in:
 * something must follow, and be it on the next line. */
bool ground_leads(uint32_t c);

#endif
