/* SPDX-License-Identifier: Apache-2.0
 * created.h - the day on which a work says that it was made. */
#ifndef META_CREATED_H
#define META_CREATED_H

#include "meta/field.h"

enum {
    CREATED_MOST = 11 /* "2026-11-28" and a NUL */
};

/* created_of writes the day as far as the metadata tells it ("2026-11-28",
 * "2026-11" or "2026"); an empty text where it does not.  The day of a change
 * is none, nor is what the file system says. */
void created_of(const struct fields *f, char out[CREATED_MOST]);

#endif
