/* SPDX-License-Identifier: Apache-2.0
 * near.h - the notice finder twice over one text: as it is, and folding and
 * judging all of the text.  Both must say the same.
 *
 * It takes the finder's own file in, with the hunt's functions replaced by some
 * that write down what they are told. */
#ifndef TESTS_NEAR_H
#define TESTS_NEAR_H

#include "marks/lexicon.h"
#include "marks/mark.h"

enum {
    TOLD = 512 /* marks that are kept */
};

struct told {
    struct mark m[TOLD];
    uint32_t count;
    uint64_t attrs; /* a sum over names, values and marks */
    struct arena arena;
    struct doc doc; /* of one slot, the text */
    struct slot slot;
};

static uint32_t told_mark(struct hunt *h, struct mark m)
{
    struct told *t = (struct told *)(void *)h;

    if (t->count < TOLD)
        t->m[t->count] = m;
    return t->count++;
}

static void told_attr(struct hunt *h, uint32_t id, struct span name,
                      struct span value)
{
    struct told *t = (struct told *)(void *)h;

    for (size_t i = 0; i < value.len; i++)
        t->attrs += (id * 31 + name.ptr[0]) * (value.ptr[i] + i * 7 + 1);
}

static bool told_step(struct hunt *h, uint64_t n)
{
    (void)h;
    (void)n;
    return true;
}

static bool told_ok(const struct hunt *h)
{
    return h != NULL;
}

static void told_partial(struct hunt *h, const char *why)
{
    (void)h;
    (void)why;
}

static void told_measure(struct hunt *h, uint32_t id, struct span name,
                         double value)
{
    (void)h;
    (void)id;
    (void)name;
    (void)value;
}

static struct arena *told_arena(struct hunt *h)
{
    return &((struct told *)(void *)h)->arena;
}

#define hunt_mark     told_mark
#define hunt_attr     told_attr
#define hunt_arena    told_arena
#define hunt_step     told_step
#define hunt_ok       told_ok
#define hunt_partial  told_partial
#define hunt_measure  told_measure
#define finder_notice finder_of_test
#include "marks/notice.c"

static void near_start(struct notice *n, struct told *t, struct span text)
{
    t->slot = (struct slot){.kind = SLOT_TEXT, .data = text};
    t->doc = (struct doc){.slots = &t->slot, .slot_count = 1};
    *n = (struct notice){.h = (struct hunt *)(void *)t, .text = text};
    n->parts.doc = &t->doc;
    n->exact = true;
    n->set.v = &n->view;
    n->set.text = text;
    n->base.kind = GM_KIND_NOTICE;
}

static inline bool near_told_same(const struct told *a, const struct told *b)
{
    if (a->count != b->count || a->attrs != b->attrs)
        return false;
    for (uint32_t i = 0; i < a->count && i < TOLD; i++) {
        const struct mark *x = &a->m[i], *y = &b->m[i];

        if (!span_eq(x->name, y->name) || !span_eq(x->cls, y->cls) ||
            x->claim != y->claim || x->makes != y->makes ||
            x->kind != y->kind || x->form != y->form || x->sure != y->sure ||
            x->at.off != y->at.off || x->at.len != y->at.len ||
            x->value.ptr != y->value.ptr || x->value.len != y->value.len)
            return false;
    }
    return true;
}

/* near_covers: every phrase of a view of all the text, as far as a view goes,
 * begins in a stretch. */
static inline bool near_covers(struct notice *n)
{
    struct near near = {.text = n->text};
    struct near_range r = {0, 0};
    struct lex_hit p;
    bool more = true;

    n->view.cap = WINDOW;
    view_fill(&n->view, n->text, 0);
    for (size_t i = 0; i < n->view.len; i++) {
        size_t at = n->view.at[i];

        if (!lex_may(&n->view, i) ||
            !lex_at(&n->view, i, n->view.len, LEX_PHRASE, LEX_ANY, &p))
            continue;
        while (more && at >= r.to)
            more = near_next(&near, &r);
        if (!more || at < r.from)
            return false;
    }
    return true;
}

static inline bool near_said_same(const struct said *a, const struct said *b)
{
    return a->what == b->what && a->also == b->also && a->lang == b->lang &&
           a->off == b->off && a->end == b->end && a->from == b->from &&
           a->to == b->to && a->weak == b->weak && a->edge == b->edge;
}

/* near_alone: what is said of a phrase is the same behind others in the view of
 * near_covers, of whose sentences something is known, as by itself. */
static inline bool near_alone(struct notice *n)
{
    struct lex_hit p;
    struct said behind, alone;

    n->set.calm = (struct calm){0};
    for (size_t i = 0; i < n->view.len; i++) {
        struct setting fresh = n->set;

        if (!lex_may(&n->view, i) ||
            !lex_at(&n->view, i, n->view.len, LEX_PHRASE, LEX_ANY, &p))
            continue;
        fresh.calm = (struct calm){0};
        if (sentence_says(&n->set, &p, &behind) !=
                sentence_says(&fresh, &p, &alone) ||
            !near_said_same(&behind, &alone))
            return false;
    }
    return true;
}

/* near_same is whether all of that holds of a text. */
static inline bool near_same(struct span text)
{
    static struct told all, part;
    struct notice n;
    bool same;

    all = part = (struct told){0};
    arena_init(&all.arena, 1 << 24);
    arena_init(&part.arena, 1 << 24);
    near_start(&n, &all, text);
    if (!roomy(&n))
        return false;
    judge(&n, (struct near_range){0, text.len});
    same = near_covers(&n) && near_alone(&n);
    near_start(&n, &part, text);
    read_text(&n);
    same &= near_told_same(&all, &part);
    arena_reset(&all.arena);
    arena_reset(&part.arena);
    return same;
}

#endif
