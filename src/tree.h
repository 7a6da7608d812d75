/* SPDX-License-Identifier: Apache-2.0
 * tree.h - blocks, slots and fields as the public header shows them. */
#ifndef TREE_H
#define TREE_H

#include "formats/walk.h"
#include "genmark.h"
#include "meta/field.h"

const char *tree_slot_name(enum slot_kind k); /* "exif", "field", ... */

/* tree_fill sets item's blocks, slots and fields; false without memory. */
bool tree_fill(gm_item *item, const struct doc *d, const struct fields *f,
               struct arena *a);

#endif
