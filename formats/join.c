/* SPDX-License-Identifier: Apache-2.0
 * join.c - pieces on piles, piles to slots. */
#include "formats/join.h"

enum {
    PILES = 256 /* more payloads in pieces than any real file has */
};

struct pile *pile_find(const struct piles *p, int kind, struct span id)
{
    struct pile *found = NULL;

    for (struct pile *x = p->first; x; x = x->next)
        if (x->kind == kind && !x->closed && span_eq(x->id, id))
            found = x;
    return found;
}

struct pile *pile_new(struct walk *w, struct piles *p, int kind, struct span id)
{
    struct pile *x;

    if (p->count == PILES) {
        walk_partial(w, "slots");
        return NULL;
    }
    x = walk_alloc(w, sizeof(*x));
    if (!x)
        return NULL;
    *x = (struct pile){.kind = kind, .id = id};
    if (p->last)
        p->last->next = x;
    else
        p->first = x;
    p->last = x;
    p->count++;
    return x;
}

void pile_add(struct walk *w, struct pile *p, struct piece piece)
{
    struct piece *x = walk_alloc(w, sizeof(*x));

    if (!x)
        return;
    *x = piece;
    x->next = NULL;
    if (p->last)
        p->last->next = x;
    else
        p->first = x;
    p->last = x;
    p->count++;
    p->total += piece.data.len;
}

/* ranges lists where the pieces stand; `at` spans them where they touch. */
static bool ranges(struct walk *w, const struct pile *p, struct slot *s)
{
    struct range *list = walk_alloc(w, p->count * sizeof(*list));

    if (!list || !p->first)
        return false;
    s->pieces = list;
    s->block = p->first->block;
    s->at = p->first->at;
    for (const struct piece *x = p->first; x; x = x->next) {
        list[s->piece_count++] = x->at;
        if (x != p->first && x->at.off == s->at.off + s->at.len)
            s->at.len += x->at.len;
    }
    return true;
}

void pile_slot(struct walk *w, const struct pile *p, struct slot *s)
{
    uint8_t *to;

    if (!ranges(w, p, s))
        return;
    if (p->claimed > p->total)
        s->flags |= SLOT_CUT;
    if (p->count == 1) {
        s->data = p->first->data;
        s->at.off += s->at.len - s->data.len;
        s->at.len = s->data.len;
        return;
    }
    s->flags |= SLOT_DERIVED;
    to = walk_alloc(w, p->total);
    if (!to)
        return;
    s->data = (struct span){to, (size_t)p->total};
    for (const struct piece *x = p->first; x; x = x->next) {
        if (x->data.len)
            memcpy(to, x->data.ptr, x->data.len);
        to += x->data.len;
    }
}

void pile_placed(struct walk *w, const struct pile *p, struct slot *s)
{
    uint8_t *to;

    if (!ranges(w, p, s))
        return;
    s->flags |= SLOT_DERIVED;
    if (p->claimed > p->total)
        s->flags |= SLOT_CUT;
    to = walk_alloc(w, p->claimed);
    if (!to)
        return;
    s->data = (struct span){to, (size_t)p->claimed};
    for (const struct piece *x = p->first; x; x = x->next) {
        if (x->data.len && num_fits(x->order, x->data.len, p->claimed))
            memcpy(to + x->order, x->data.ptr, x->data.len);
        else
            s->flags |= SLOT_CUT;
    }
}
