/* SPDX-License-Identifier: Apache-2.0
 * compare.c - pairing marks, the best fit first. */
#include "tool/compare.h"

#include <stdlib.h>
#include <string.h>

const char *outcome_name(enum outcome o)
{
    static const char *const names[OUTCOMES] = {
        "survived", "weakened", "changed", "lost", "unsure", "invented"};

    return names[o];
}

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
    return a->kind == b->kind && a->claim == b->claim && same(a->name, b->name);
}

static bool equal(const gm_mark *a, const gm_mark *b)
{
    return kin(a, b) && same(a->value, b->value);
}

/* ran is whether a finder ran to its end, as far as the item says. */
static bool ran(const gm_item *item, gm_str finder)
{
    for (size_t i = 0; i < item->coverage_count; i++)
        if (same(item->coverage[i].finder, finder))
            return item->coverage[i].ran != 0;
    return false;
}

/* pair gives each mark of `before` that has none yet a free one of `after`. */
static void pair(struct comparison *c, const gm_item *after, bool *taken,
                 bool (*fits)(const gm_mark *, const gm_mark *))
{
    for (size_t i = 0; i < c->count; i++) {
        struct compared *p = &c->list[i];

        for (size_t k = 0; !p->after && k < after->mark_count; k++) {
            if (taken[k] || !fits(p->before, &after->marks[k]))
                continue;
            taken[k] = true;
            p->after = &after->marks[k];
        }
    }
}

static enum outcome judge(const struct compared *p, const gm_item *after)
{
    if (!p->before)
        return INVENTED;
    if (!p->after)
        return ran(after, p->before->finder) ? LOST : UNSURE;
    if (!equal(p->before, p->after))
        return CHANGED;
    return worth(p->after->proof) < worth(p->before->proof) ? WEAKENED
                                                            : SURVIVED;
}

static enum outcome credential(const gm_item *before, const gm_item *after)
{
    gm_c2pa_state was = before->credential.state, is = after->credential.state;

    if (was == GM_C2PA_NONE)
        return is == GM_C2PA_NONE ? SURVIVED : INVENTED;
    if (is == GM_C2PA_NONE)
        return after->error.kind == GM_FAULT_NONE ? LOST : UNSURE;
    if (is < was)
        return WEAKENED;
    return same(before->credential.active, after->credential.active) ? SURVIVED
                                                                     : CHANGED;
}

bool compare(const gm_item *before, const gm_item *after,
             struct comparison *out)
{
    size_t most = before->mark_count + after->mark_count;
    bool *taken = calloc(after->mark_count + 1, sizeof(*taken));

    *out = (struct comparison){.list = calloc(most + 1, sizeof(*out->list))};
    if (!taken || !out->list) {
        free(taken);
        comparison_free(out);
        return false;
    }
    for (size_t i = 0; i < before->mark_count; i++)
        out->list[out->count++].before = &before->marks[i];
    pair(out, after, taken, equal);
    pair(out, after, taken, kin);
    for (size_t k = 0; k < after->mark_count; k++)
        if (!taken[k])
            out->list[out->count++].after = &after->marks[k];
    for (size_t i = 0; i < out->count; i++) {
        out->list[i].outcome = judge(&out->list[i], after);
        out->counts[out->list[i].outcome]++;
    }
    out->credential = credential(before, after);
    free(taken);
    return true;
}

void comparison_free(struct comparison *c)
{
    free(c->list);
    *c = (struct comparison){0};
}
