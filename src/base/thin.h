/* SPDX-License-Identifier: Apache-2.0
 * thin.h - an XML document without the tags that nobody listens to. */
#ifndef BASE_THIN_H
#define BASE_THIN_H

#include "base/span.h"

/* What is listened to, as sets of kinds of local names (xml_kind). */
struct thin_how {
    uint64_t heard; /* elements whose tags stay */
    uint64_t asked; /* those of them whose attributes do, too */
    uint64_t depth; /* deepest nesting that may be */
};

/* thin leaves out of the len bytes at p, in their place, what is certain to be
 * well-formed and is not in `how`, and is how many are left: with the same text
 * inside the same elements of those that are heard, and not well-formed where
 * the whole was not.  0 where that cannot be told: p is spoilt then. */
size_t thin(uint8_t *p, size_t len, const struct thin_how *how);

#endif
