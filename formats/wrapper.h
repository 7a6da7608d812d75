/* SPDX-License-Identifier: Apache-2.0
 * wrapper.h - a JUMBF store in plain text, as invisible characters. */
#ifndef FORMATS_WRAPPER_H
#define FORMATS_WRAPPER_H

#include "formats/front.h"

/* wrapper_next finds the next run with the magic from *at on: *at is then its
 * U+FEFF and *end behind its last selector; false where there is no other. */
bool wrapper_next(struct span text, size_t *at, size_t *end);

/* wrapper_take lists a SLOT_JUMBF, key "text-wrapper", for every wrapper in the
 * text [C2PA 2.3, A.8]; of a damaged one the bytes that could be read, with a
 * note and SLOT_CUT. */
void wrapper_take(const struct prose *p);

#endif
