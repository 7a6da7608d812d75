/* SPDX-License-Identifier: Apache-2.0
 * tree.c - the document as `show` draws it. */
#include "tree.h"

#include "base/utf.h"

enum {
    SHOWN = 400 /* bytes of a text that are enough to recognise it */
};

const char *tree_slot_name(enum slot_kind k)
{
    switch (k) {
    case SLOT_EXIF: return "exif";
    case SLOT_XMP: return "xmp";
    case SLOT_IPTC: return "iptc";
    case SLOT_ICC: return "icc";
    case SLOT_JUMBF: return "jumbf";
    case SLOT_FIELD: return "field";
    case SLOT_COMMENT: return "comment";
    case SLOT_TEXT: return "text";
    case SLOT_PART: return "part";
    case SLOT_TAIL: return "tail";
    case SLOT_JSON: return "json";
    case SLOT_OTHER: return "other";
    }
    return "";
}

static gm_str text(struct arena *a, struct span s, size_t most, bool *ok)
{
    struct span good;
    char *to;

    if (s.len > most) {
        s.len = most;
        while (s.len > 0 && (s.ptr[s.len] & 0xC0) == 0x80)
            s.len--;
    }
    good = utf8_repair(a, s);
    to = arena_alloc(a, good.len + 1);
    if (!to) {
        *ok = false;
        return (gm_str){"", 0};
    }
    if (good.len)
        memcpy(to, good.ptr, good.len);
    return (gm_str){to, good.len};
}

static bool is_words(enum slot_kind k)
{
    return k == SLOT_FIELD || k == SLOT_COMMENT || k == SLOT_TEXT ||
           k == SLOT_JSON;
}

bool tree_fill(gm_item *item, const struct doc *d, const struct fields *f,
               struct arena *a)
{
    gm_block *b = arena_alloc(a, d->block_count * sizeof(*b) + 1);
    gm_slot *s = arena_alloc(a, d->slot_count * sizeof(*s) + 1);
    gm_field *x = arena_alloc(a, f->count * sizeof(*x) + 1);
    bool ok = true;

    if (!b || !s || !x)
        return false;
    for (uint32_t i = 0; i < d->block_count; i++)
        b[i] = (gm_block){text(a, d->blocks[i].name, SHOWN, &ok),
                          d->blocks[i].at.off, d->blocks[i].at.len,
                          d->blocks[i].up};
    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *from = &d->slots[i];
        struct span shown =
            is_words(from->kind) ? from->data : (struct span){0};
        const char *name = tree_slot_name(from->kind);

        s[i] = (gm_slot){{name, strlen(name)},
                         text(a, from->key, SHOWN, &ok),
                         text(a, shown, SHOWN, &ok),
                         from->at.off,
                         from->at.len,
                         from->block};
    }
    for (uint32_t i = 0; i < f->count; i++) {
        const struct field *from = &f->list[i];
        const char *name = space_name(from->space);

        x[i] = (gm_field){{name, strlen(name)},
                          text(a, from->ns, SHOWN, &ok),
                          text(a, from->name, SHOWN, &ok),
                          text(a, from->value, SHOWN, &ok),
                          from->slot};
    }
    item->blocks = b;
    item->block_count = d->block_count;
    item->slots = s;
    item->slot_count = d->slot_count;
    item->fields = x;
    item->field_count = f->count;
    return ok;
}
