/* SPDX-License-Identifier: Apache-2.0
 * base64.h - base64 [RFC 4648, sections 4 and 5] to bytes. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"

enum {
    BASE64_LAX = 1 /* skip white space; take both alphabets, padded or not */
};

/* base64_decode puts the bytes in the arena.  False where the text is not
 * base64 (strict: padded, one alphabet, no spaces, zero spare bits) or there
 * is no memory. */
bool base64_decode(struct arena *a, struct span text, unsigned flags,
                   struct span *out);

/* base64_of is the text in base64 that a URI like "data:image/png;base64,..."
 * carries, where it begins with `type` [RFC 2397]; else empty. */
struct span base64_of(struct span uri, struct span type);

#endif
