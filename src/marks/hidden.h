/* SPDX-License-Identifier: Apache-2.0
 * hidden.h - characters that nobody sees, and the channels made of them. */
#ifndef MARKS_HIDDEN_H
#define MARKS_HIDDEN_H

#include "base/arena.h"
#include "base/limits.h"

/* What an invisible character is for. */
enum hidden_class {
    HIDDEN_NONE,
    HIDDEN_ZERO,   /* zero-width: space, joiners, BOM, word joiner */
    HIDDEN_MATH,   /* invisible operators */
    HIDDEN_MUSIC,  /* musical format controls */
    HIDDEN_TAG,    /* U+E0001, E0020..E007F */
    HIDDEN_VS,     /* variation selectors */
    HIDDEN_MONGOL, /* its own selectors and separator */
    HIDDEN_BIDI,   /* directions */
    HIDDEN_FILLER, /* soft hyphen, joiner, letters without shape */
    HIDDEN_SPACE   /* U+202F */
};

enum hidden_class hidden_class(uint32_t c);

/* Scripts and signs that use invisible characters as their grammar. */
bool hidden_is_joining(uint32_t c);  /* Arabic, Indic, Mongolian ... */
bool hidden_is_unspaced(uint32_t c); /* Khmer, Thai, Lao, Burmese, Tibetan */
bool hidden_is_mongol(uint32_t c);
bool hidden_is_rtl(uint32_t c);
bool hidden_is_emoji(uint32_t c); /* what takes part in an emoji sequence */

/* A row of invisible characters, one behind the other. */
struct hidden_run {
    const uint32_t *c;
    size_t n;
    uint32_t before, after; /* the visible neighbours; 0: none */
};

/* What a row says when it is read as a channel. */
struct hidden_text {
    const char *scheme; /* "stegcloak", "stega", ...; NULL: nothing known */
    const char *mode;   /* "plain", "aes" ...; may be NULL */
    struct span bytes;  /* the payload; empty where it is encrypted */
};

/* hidden_decode tries every known coding.  The payload is cut from the arena.
 */
struct hidden_text hidden_decode(const struct hidden_run *r, struct arena *a);

/* Variation selectors as bytes, and tag characters as ASCII. */
struct span hidden_selectors(const uint32_t *c, size_t n, struct arena *a);
struct span hidden_tags(const uint32_t *c, size_t n, struct arena *a);

/* hidden_lzutf8 unpacks LZ-UTF8; empty where it is none. */
struct span hidden_lzutf8(struct span packed, struct arena *a);

#endif
