/* SPDX-License-Identifier: Apache-2.0
 * engine.c - building what scans share, and letting it go. */
#include "engine.h"

#include "base/sized.h"

#include <stdio.h>
#include <stdlib.h>

static bool limit_set(struct limits *l, const gm_setting *s)
{
#define X(limit, dflt, what)            \
    if (strcmp(s->name, #limit) == 0) { \
        l->limit = s->value;            \
        return true;                    \
    }
    LIMITS(X)
#undef X
    return false;
}

gm_status gm_engine_new(const gm_config *config, gm_engine **out, char *why,
                        size_t why_size)
{
    gm_config ours, *c = &ours;
    gm_engine *e;

    if (!config || !out || !sized_take(&ours, sizeof(ours), config))
        return GM_BAD_ARG;
    *out = NULL;
    if (why && why_size)
        why[0] = 0;
    e = calloc(1, sizeof(*e));
    if (!e)
        return GM_NO_MEMORY;
    atomic_init(&e->refs, 1);
    e->limits = limits_default;
    tool_index_make(&e->tools);
    finder_roll(e->roll);
    for (size_t i = 0; i < c->limit_count; i++) {
        if (limit_set(&e->limits, &c->limits[i]))
            continue;
        if (why)
            snprintf(why, why_size, "no limit has the name '%s'",
                     c->limits[i].name);
        gm_engine_unref(e);
        return GM_BAD_ARG;
    }
    e->law = law_new(c, why, why_size);
    if (e->law)
        e->trust = trust_new(c->trust, c->trust_count, why, why_size);
    if (!e->law || !e->trust) {
        gm_engine_unref(e);
        return GM_BAD_PACK;
    }
    *out = e;
    return GM_OK;
}

gm_engine *gm_engine_ref(gm_engine *e)
{
    if (e)
        atomic_fetch_add(&e->refs, 1);
    return e;
}

void gm_engine_unref(gm_engine *e)
{
    if (!e || atomic_fetch_sub(&e->refs, 1) > 1)
        return;
    law_free(e->law);
    trust_free(e->trust);
    free(e);
}

gm_worker *gm_worker_new(gm_engine *e)
{
    gm_worker *w = e ? calloc(1, sizeof(*w)) : NULL;

    if (!w)
        return NULL;
    w->recall = recall_new();
    if (!w->recall) {
        free(w);
        return NULL;
    }
    w->engine = gm_engine_ref(e);
    arena_init(&w->arena, e->limits.arena_bytes);
    return w;
}

void gm_worker_free(gm_worker *w)
{
    if (!w)
        return;
    arena_reset(&w->arena);
    recall_free(w->recall);
    gm_engine_unref(w->engine);
    free(w);
}
