/* SPDX-License-Identifier: Apache-2.0
 * front.h - key: value blocks at the head or the foot of a text. */
#ifndef FORMATS_FRONT_H
#define FORMATS_FRONT_H

#include "formats/format.h"

/* A text under way: what it was made from is behind its map. */
struct prose {
    struct walk *w;
    struct span text;
    const struct text_map *map;
    uint32_t block;
    unsigned flags; /* of the slot that holds its end: SLOT_CUT */
};

/* prose_at is the file's range of [off, off + len) of the text. */
struct range prose_at(const struct prose *p, size_t off, size_t len);

/* front_take lists the fields of the front matter (YAML between ---, TOML
 * between +++, or one JSON object), and is where the text behind it begins; 0
 * where there is none. */
size_t front_take(const struct prose *p);

/* front_foot does the same for a block of nested keys that ends the text, and
 * is where that block begins; the text's length where there is none. */
size_t front_foot(const struct prose *p, size_t from);

/* front_block lists the fields of [off, off + len), YAML. */
void front_block(const struct prose *p, size_t off, size_t len);

#endif
