/* SPDX-License-Identifier: Apache-2.0
 * pairs.c - pairing marks, the best fit first. */
#include "marks/pairs.h"

static bool same(gm_str a, gm_str b)
{
    return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* worth orders proofs; a broken one is worth less than a bare statement. */
static int worth(gm_proof p)
{
    switch (p) {
    case GM_BROKEN: return 0;
    case GM_STATED: return 1;
    case GM_BOUND: return 2;
    case GM_SIGNED: return 3;
    case GM_TRUSTED: return 4;
    }
    return 1;
}

static bool kin(const gm_mark *a, const gm_mark *b)
{
    return a->kind == b->kind && same(a->name, b->name) &&
           (a->claim == b->claim || a->kind == GM_AIGC);
}

static bool equal(const gm_mark *a, const gm_mark *b)
{
    return kin(a, b) && a->claim == b->claim && same(a->value, b->value);
}

/* ran is whether a finder ran to its end, as far as the item says. */
static bool ran(const gm_item *item, gm_str finder)
{
    for (size_t i = 0; i < item->coverage_count; i++)
        if (same(item->coverage[i].finder, finder))
            return item->coverage[i].ran != 0;
    return false;
}

/* join gives each of the first n pairs that has none yet a free mark. */
static void join(gm_pair *list, size_t n, const gm_item *after, uint8_t *taken,
                 bool (*fits)(const gm_mark *, const gm_mark *))
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; !list[i].after && k < after->mark_count; k++) {
            if (taken[k] || !fits(list[i].before, &after->marks[k]))
                continue;
            taken[k] = 1;
            list[i].after = &after->marks[k];
        }
}

static gm_outcome outcome(const gm_pair *p, const gm_item *after)
{
    if (!p->before)
        return GM_INVENTED;
    if (!p->after)
        return ran(after, p->before->finder) ? GM_LOST : GM_UNSURE;
    if (worth(p->after->proof) < worth(p->before->proof))
        return GM_WEAKENED;
    return equal(p->before, p->after) ? GM_SURVIVED : GM_CHANGED;
}

static gm_outcome credential(const gm_item *before, const gm_item *after)
{
    gm_c2pa_state was = before->credential.state, is = after->credential.state;

    if (was == GM_C2PA_NONE)
        return is == GM_C2PA_NONE ? GM_SURVIVED : GM_INVENTED;
    if (is == GM_C2PA_NONE)
        return after->error.kind == GM_FAULT_NONE ? GM_LOST : GM_UNSURE;
    if (is < was)
        return GM_WEAKENED;
    return same(before->credential.active, after->credential.active)
               ? GM_SURVIVED
               : GM_CHANGED;
}

bool pairs_of(struct arena *a, const gm_item *before, gm_item *after)
{
    size_t most = before->mark_count + after->mark_count, n = 0;
    gm_pair *list = arena_alloc(a, most * sizeof(*list) + 1);
    uint8_t *taken = arena_alloc(a, after->mark_count + 1);

    if (!list || !taken)
        return false;
    while (n < before->mark_count) {
        list[n].before = &before->marks[n];
        n++;
    }
    join(list, n, after, taken, equal);
    join(list, n, after, taken, kin);
    for (size_t k = 0; k < after->mark_count; k++)
        if (!taken[k])
            list[n++].after = &after->marks[k];
    for (size_t i = 0; i < n; i++)
        list[i].outcome = outcome(&list[i], after);
    after->pairs = list;
    after->pair_count = n;
    after->before = before;
    after->kept = credential(before, after);
    return true;
}
