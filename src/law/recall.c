/* SPDX-License-Identifier: Apache-2.0
 * recall.c - a handful of judgements, all forgotten when one more comes. */
#include "law/recall.h"

#include <stdlib.h>

enum {
    PLACES = 8,      /* kinds of files that take turns in a folder */
    BUDGET = 1 << 20 /* bytes of all judgements */
};

struct recall {
    struct arena arena;
    struct ruling list[PLACES];
    size_t count;
};

struct recall *recall_new(void)
{
    struct recall *r = malloc(sizeof(*r));

    if (!r)
        return NULL;
    arena_init(&r->arena, BUDGET);
    r->count = 0;
    return r;
}

void recall_free(struct recall *r)
{
    if (!r)
        return;
    arena_reset(&r->arena);
    free(r);
}

/* ---- finding ----------------------------------------------------- */

const struct ruling *recall_find(const struct recall *r, const struct view *v,
                                 const char *laws)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct ruling *t = &r->list[i];

        if (view_same(&t->view, v) &&
            (!t->sized || t->view.length == v->length) &&
            strcmp(t->laws, laws) == 0)
            return t;
    }
    return NULL;
}

/* ---- remembering ------------------------------------------------- */

/* own is a copy of n bytes with a zero behind them. */
static const void *own(struct arena *a, const void *p, size_t n, bool *ok)
{
    char *to = arena_raw(a, n + 1);

    *ok &= to != NULL;
    if (!to)
        return NULL;
    if (n)
        memcpy(to, p, n);
    to[n] = 0;
    return to;
}

static void own_str(struct arena *a, gm_str *s, bool *ok)
{
    s->ptr = own(a, s->ptr, s->len, ok);
}

static void own_lost(struct arena *a, const gm_coverage **c, bool *ok)
{
    gm_coverage mine;

    if (!*c)
        return;
    mine = **c;
    own_str(a, &mine.finder, ok);
    own_str(a, &mine.why, ok);
    *c = own(a, &mine, sizeof(mine), ok);
}

static void own_facts(struct arena *a, struct view *v, bool *ok)
{
    gm_fact *list = arena_raw(a, v->fact_count * sizeof(*list));

    *ok &= list != NULL;
    for (size_t i = 0; *ok && i < v->fact_count; i++) {
        const gm_fact *f = &v->facts[i];

        list[i] = (gm_fact){own(a, f->name, strlen(f->name), ok),
                            own(a, f->value, strlen(f->value), ok)};
    }
    v->facts = list;
}

static void own_view(struct arena *a, struct view *v, bool *ok)
{
    own_str(a, &v->format, ok);
    own_facts(a, v, ok);
    own_lost(a, &v->lost, ok);
    own_lost(a, &v->lost_other, ok);
    own_lost(a, &v->lost_pixels, ok);
}

/* own_findings copies what is not of the packs. */
static void own_findings(struct arena *a, struct ruling *t, bool *ok)
{
    size_t n = t->finding_count;
    gm_finding *list = arena_raw(a, n * sizeof(*list));

    *ok &= list != NULL;
    for (size_t i = 0; *ok && i < n; i++) {
        gm_finding *f = &list[i];

        *f = t->findings[i];
        f->ask = own(a, f->ask, f->ask_count * sizeof(*f->ask), ok);
        own_str(a, &f->why.en, ok);
        own_str(a, &f->why.ko, ok);
    }
    t->findings = list;
}

void recall_put(struct recall *r, const struct ruling *t)
{
    struct arena *a = &r->arena;
    struct ruling mine = *t;
    bool ok = true;

    if (r->count == PLACES) {
        arena_clear(a);
        r->count = 0;
    }
    mine.laws = own(a, t->laws, strlen(t->laws) + 1, &ok);
    mine.verdicts =
        own(a, t->verdicts, t->verdict_count * sizeof(*t->verdicts), &ok);
    own_view(a, &mine.view, &ok);
    own_findings(a, &mine, &ok);
    if (ok)
        r->list[r->count++] = mine;
}
