/* SPDX-License-Identifier: Apache-2.0
 * font.h - what fonts share, packed or not. */
#ifndef FORMATS_FONT_H
#define FORMATS_FONT_H

#include "formats/format.h"

/* font_names yields the names of a table `name` as fields.  from.at is where
 * the table is in the file, from.data its bytes; where from.flags says that
 * they were unpacked, each name is at the whole of it. */
void font_names(struct walk *w, struct slot from);

#endif
