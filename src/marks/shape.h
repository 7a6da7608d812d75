/* SPDX-License-Identifier: Apache-2.0
 * shape.h - what a value looks like: small tests on spans, for the finders.
 *
 * "fold" means that A to Z count as a to z; nothing else is folded. */
#ifndef MARKS_SHAPE_H
#define MARKS_SHAPE_H

#include "base/span.h"

enum {
    NOWHERE = -1
};

/* shape_of is the span of a text that ends in a NUL; NULL is an empty one. */
static inline struct span shape_of(const char *s)
{
    return (struct span){(const uint8_t *)s, s ? strlen(s) : 0};
}

/* shape_trim is s without ASCII white space and NULs at both ends. */
struct span shape_trim(struct span s);

/* shape_find is where needle begins in s, from `from` on, or NOWHERE. */
ptrdiff_t shape_find(struct span s, struct span needle, size_t from);
ptrdiff_t shape_find_fold(struct span s, struct span needle, size_t from);

bool shape_eq_fold(struct span a, struct span b);
bool shape_starts_fold(struct span s, struct span prefix);

static inline bool shape_has(struct span s, struct span needle)
{
    return shape_find(s, needle, 0) != NOWHERE;
}

static inline bool shape_has_fold(struct span s, struct span needle)
{
    return shape_find_fold(s, needle, 0) != NOWHERE;
}

/* shape_has_word is shape_has_fold where the letters and digits around the
 * needle are not part of its word: "ai" is in "made by AI", not in "paint". */
bool shape_has_word(struct span s, struct span needle);

bool shape_digit(uint8_t c);
bool shape_alnum(uint8_t c);
uint8_t shape_lower(uint8_t c);

/* shape_uuid is whether s is 8-4-4-4-12 hexadecimal digits and nothing else.
 */
bool shape_uuid(struct span s);

/* shape_is_one_of is whether s is one of the words in list, which a '|'
 * divides: "prompt|workflow".  Case counts. */
bool shape_is_one_of(struct span s, const char *list);
bool shape_is_one_of_fold(struct span s, const char *list);

/* shape_kind is one of 256 kinds of words, by their ends and length. */
uint8_t shape_kind(struct span s);

/* shape_short is the first `most` bytes of s at the outside, cut before a
 * character that would not fit whole. */
struct span shape_short(struct span s, size_t most);

/* shape_loose writes s to `to` in lower case and without '_', '-', '.' and
 * blanks, so that all spellings of a key are one; what passes `most` bytes is
 * empty. */
struct span shape_loose(struct span s, uint8_t *to, size_t most);

/* shape_last is the name behind the last '/', ':' or '.' of a path. */
struct span shape_last(struct span path);

/* shape_line takes the next line from *at on, without its end; false at the
 * end of s. */
bool shape_line(struct span s, size_t *at, struct span *line);

#endif
