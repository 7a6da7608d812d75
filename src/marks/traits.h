/* SPDX-License-Identifier: Apache-2.0
 * traits.h - what a field looks like: told once for all finders.
 *
 * A file has more fields than finders care for, and each finder knows those by
 * what they are called, in any spelling.  So each name is read once, and of a
 * field without a trait that a finder asks for, it reads no more. */
#ifndef MARKS_TRAITS_H
#define MARKS_TRAITS_H

#include "meta/field.h"

/* The first are of the name behind its last '/', ':' or '.', spelt loosely
 * (shape_loose). */
enum trait {
    TRAIT_LEVEL = 1 << 0,       /* a word on the scale of disclosure */
    TRAIT_ANSWER = 1 << 1,      /* whether AI made it */
    TRAIT_ASSISTED = 1 << 2,    /* whether AI helped */
    TRAIT_SYSTEM = 1 << 3,      /* the properties of IPTC 2025.1 */
    TRAIT_PRODUCT = 1 << 4,     /* what wrote the page or document */
    TRAIT_SAID_PAIR = 1 << 5,   /* describes the whole, in pairs, ... */
    TRAIT_SAID_XMP = 1 << 6,    /* in XMP, */
    TRAIT_SAID_EXIF = 1 << 7,   /* in EXIF, */
    TRAIT_SAID_IPTC = 1 << 8,   /* and in IPTC, by its number */
    TRAIT_SOURCE_TYPE = 1 << 9, /* a digital source type */
    TRAIT_UNDER = 1 << 10,      /* "level": what is above it counts */
    TRAIT_AFTER = 1 << 11,      /* it begins with "data" or "x": what is behind
                                   that counts */
    TRAIT_AIGC = 1 << 12, /* the whole name has "AIGC" in it, in any case, or
                             the value begins so */
    /* of the value, behind ASCII white space and NULs */
    TRAIT_MAP = 1 << 13, /* it begins with '{' */
    /* of the space */
    TRAIT_COMMENT = 1 << 14 /* SPACE_COMMENT */
};

struct traits {
    const uint16_t *of; /* one a field */
    uint16_t any;       /* of all fields together */
};

/* traits_read tells the traits of all fields; false without memory. */
bool traits_read(struct traits *to, const struct fields *f, struct arena *a);

/* traits_name is those of a name alone. */
unsigned traits_name(struct span name);

/* The table's rows, for a test: the name in row k of those with n letters, or
 * NULL. */
const char *traits_word(size_t n, size_t k);

#endif
