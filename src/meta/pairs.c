/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - a container's own key = value, and free text, to fields. */
#include "meta/field.h"

#include "base/utf.h"

void pairs_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct field f = {.space = SPACE_PAIR,
                      .ns = s->space,
                      .name = s->key,
                      .slot = index,
                      .at = s->at};

    if (s->kind == SLOT_COMMENT)
        f.space = SPACE_COMMENT;
    f.value = utf8_repair(gather_arena(g), s->data);
    gather_field(g, f);
}
