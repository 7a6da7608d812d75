/* SPDX-License-Identifier: Apache-2.0
 * word.h - the words of one line of a pack, one after another. */
#ifndef LAW_WORD_H
#define LAW_WORD_H

#include "base/span.h"
#include "genmark.h"

#include <string.h>

struct words {
    struct span rest;
    const char *wrong; /* set once: what does not parse */
    struct span at;    /* and the word it is about */
};

struct span words_next(struct words *w); /* empty at the end */
void words_wrong(struct words *w, const char *what, struct span at);

/* word_part takes what stands before the sign, and leaves what stands behind.
 */
struct span word_part(struct span *s, uint8_t sign);

static inline bool word_has(struct span s, uint8_t sign)
{
    return s.len && memchr(s.ptr, sign, s.len);
}

/* word_is compares with a word that is not empty; most differ at once. */
static inline bool word_is(struct span s, const char *word)
{
    return s.len && *s.ptr == (uint8_t)*word && s.len == strlen(word) &&
           memcmp(s.ptr, word, s.len) == 0;
}

#endif
