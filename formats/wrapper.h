/* SPDX-License-Identifier: Apache-2.0
 * wrapper.h - a JUMBF store in plain text, as invisible characters. */
#ifndef FORMATS_WRAPPER_H
#define FORMATS_WRAPPER_H

#include "formats/front.h"

/* wrapper_take lists a SLOT_JUMBF for every wrapper in the text [C2PA 2.3,
 * A.8]; of a damaged one the bytes that could be read, with a note. */
void wrapper_take(const struct prose *p);

#endif
