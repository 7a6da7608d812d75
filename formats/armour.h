/* SPDX-License-Identifier: Apache-2.0
 * armour.h - manifest stores and references that stand in a text to be read. */
#ifndef FORMATS_ARMOUR_H
#define FORMATS_ARMOUR_H

#include "formats/front.h"

/* A store is a SLOT_JUMBF with the key it was found by; where it cannot be
 * read its data is empty, SLOT_CUT is set, and `space` says why: "open",
 * "empty", "malformed", "unresolved".  A reference to a store elsewhere is a
 * SLOT_OTHER with the key "c2pa-reference", that key as space, and the URI. */

/* armour_take lists the blocks of a structured text, key "structured-text"
 * [C2PA 2.4, A.9]. */
void armour_take(const struct prose *p);

/* armour_store lists base64 text as a store of this key, whose place in the
 * text is [from, end); armour_reference the same for a URI. */
void armour_store(const struct prose *p, struct span key, struct span base64,
                  size_t from, size_t end);
void armour_reference(const struct prose *p, struct span key, struct span uri,
                      size_t from, size_t end);

#endif
