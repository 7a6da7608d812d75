/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - a container's own key = value, and free text, to fields. */
#include "meta/field.h"

#include "base/utf.h"

/* The spaces of slots that come out of texts; all others are pairs. */
static enum space space_of(const struct slot *s)
{
    if (s->kind == SLOT_COMMENT)
        return SPACE_COMMENT;
    if (span_eq(s->space, SPAN("front-matter")))
        return SPACE_FRONT;
    if (span_eq(s->space, SPAN("meta")) || span_eq(s->space, SPAN("attr")))
        return SPACE_HTML;
    return SPACE_PAIR;
}

void pairs_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct field f = {.space = space_of(s),
                      .ns = s->space,
                      .name = s->key,
                      .slot = index,
                      .at = s->at};

    if (s->kind == SLOT_JSON) {
        jsonld_read(g, s, index);
        return;
    }
    f.value = utf8_repair(gather_arena(g), s->data);
    gather_field(g, f);
}
