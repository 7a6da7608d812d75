/* SPDX-License-Identifier: Apache-2.0
 * sized.h - structs that begin with their own size, as a caller's header knew
 * them. */
#ifndef BASE_SIZED_H
#define BASE_SIZED_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* sized_take copies a caller's struct to one of `size` bytes; what a header
 * older than ours had not is zero, which means the default.  False where the
 * caller's is no such struct, or of a header newer than ours: what we do not
 * know may not be passed over. */
static inline bool sized_take(void *to, size_t size, const void *from)
{
    size_t theirs;

    memcpy(&theirs, from, sizeof(theirs));
    if (theirs < sizeof(theirs) || theirs > size)
        return false;
    memset(to, 0, size);
    memcpy(to, from, theirs);
    memcpy(to, &size, sizeof(size));
    return true;
}

#endif
