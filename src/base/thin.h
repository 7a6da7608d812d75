/* SPDX-License-Identifier: Apache-2.0
 * thin.h - an XML document without the tags that nobody listens to. */
#ifndef BASE_THIN_H
#define BASE_THIN_H

#include "base/span.h"
#include "base/xml.h"

struct thin_how {
    const struct xml_events *to; /* who listens: what it hears stays */
    uint64_t depth;              /* deepest nesting that may be */
};

/* thin writes to out, which has room for as much, the bytes of s but for tags
 * that are certain to be well-formed and that are not heard, and is how many
 * they are.  They have the same text inside the same elements of those that are
 * heard, and are not well-formed where s is not; so are both when what is no
 * character has been mended (wash_mend).  0 where that cannot be told. */
size_t thin(struct span s, const struct thin_how *how, uint8_t *out);

#endif
