/* SPDX-License-Identifier: Apache-2.0
 * origin.c - many marks, one answer. */
#include "marks/origin.h"

enum {
    LIKELY = 50 /* a mark less sure than this decides nothing */
};

/* How much a mark weighs in the answer; 0 where it says nothing of origin. */
enum weight {
    WEIGHT_NONE,
    WEIGHT_NOTICE,
    WEIGHT_TRACE,
    WEIGHT_HISTORY,
    WEIGHT_STATED
};

static bool is_history(const gm_mark *m)
{
    return m->cls.len == 7 && memcmp(m->cls.ptr, "history", 7) == 0;
}

static enum weight weigh(const gm_mark *m)
{
    if (m->proof == GM_BROKEN || m->sure < LIKELY || m->kind == GM_RIGHTS)
        return WEIGHT_NONE;
    switch (m->claim) {
    case GM_GENERATED:
    case GM_ALTERED:
    case GM_CAPTURED: return is_history(m) ? WEIGHT_HISTORY : WEIGHT_STATED;
    case GM_TRACE: return m->makes ? WEIGHT_TRACE : WEIGHT_NONE;
    case GM_NOTICE: return WEIGHT_NOTICE;
    case GM_CLAIM_NONE:
    case GM_DENIAL:
    case GM_NEAR_MISS: break;
    }
    return WEIGHT_NONE;
}

static gm_claim said(const gm_mark *m)
{
    return m->claim == GM_TRACE ? m->makes : m->claim;
}

/* Where marks of one weight differ: made by a model says more than changed by
 * one, and either more than captured. */
static bool says_more(gm_claim a, gm_claim b)
{
    static const int rank[] = {[GM_GENERATED] = 4,
                               [GM_ALTERED] = 3,
                               [GM_CAPTURED] = 2,
                               [GM_NOTICE] = 1,
                               [GM_NEAR_MISS] = 0};

    return rank[a] > rank[b];
}

static bool is_made(gm_claim c)
{
    return c == GM_GENERATED || c == GM_ALTERED;
}

bool origin_of(gm_origin *o, const gm_mark *marks, size_t count,
               struct arena *a)
{
    enum weight top = WEIGHT_NONE, named = WEIGHT_NONE;
    bool made = false, real = false;
    uint32_t *list = arena_alloc(a, count * sizeof(*list) + 1);

    *o = (gm_origin){0};
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++) {
        enum weight w = weigh(&marks[i]);

        if (w > top || (w == top && w && says_more(said(&marks[i]), o->claim)))
            o->claim = said(&marks[i]);
        top = w > top ? w : top;
        if (w && marks[i].generator.len && w > named) {
            named = w;
            o->generator = marks[i].generator;
        }
        made |= w >= WEIGHT_TRACE && is_made(said(&marks[i]));
        real |= w == WEIGHT_STATED && said(&marks[i]) == GM_CAPTURED;
        real |= marks[i].claim == GM_DENIAL && marks[i].sure >= LIKELY;
    }
    for (uint32_t i = 0; i < count; i++)
        if (weigh(&marks[i]))
            list[o->mark_count++] = i;
    if (made && real && !is_made(o->claim))
        o->claim = GM_GENERATED;
    o->conflict = made && real;
    o->marks = list;
    o->basis = top == WEIGHT_NONE    ? GM_BASIS_NONE
               : top == WEIGHT_TRACE ? GM_BASIS_TRACE
                                     : GM_BASIS_DECLARED;
    return true;
}
