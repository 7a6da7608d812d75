/* SPDX-License-Identifier: Apache-2.0
 * manifests.c - a walk with a stack of its own, bounded in depth and width. */
#include "report/manifests.h"

#include <stdbool.h>
#include <string.h>

enum {
    DEEP = 16,
    MOST = 512 /* manifests that are set in a tree; others follow flat */
};

struct frame {
    const gm_manifest *manifest;
    size_t next; /* ingredient */
};

struct tree {
    const gm_credential *c;
    const struct manifest_calls *calls;
    void *ctx;
    struct frame stack[DEEP];
    unsigned depth;
    bool seen[MOST];
};

static void push(struct tree *t, size_t i)
{
    if (i < MOST)
        t->seen[i] = true;
    t->calls->open(t->ctx, &t->c->manifests[i], t->depth);
    t->stack[t->depth++] = (struct frame){&t->c->manifests[i], 0};
}

/* child is the manifest that an ingredient names, if it was not shown yet. */
static size_t child(const struct tree *t, gm_str label)
{
    for (size_t i = 0; label.len && i < t->c->manifest_count && i < MOST; i++)
        if (!t->seen[i] && t->c->manifests[i].label.len == label.len &&
            memcmp(t->c->manifests[i].label.ptr, label.ptr, label.len) == 0)
            return i;
    return t->c->manifest_count;
}

static void descend(struct tree *t, size_t root)
{
    push(t, root);
    while (t->depth) {
        struct frame *f = &t->stack[t->depth - 1];
        const gm_ingredient *n;
        size_t i;

        if (f->next == f->manifest->ingredient_count) {
            t->depth--;
            t->calls->close(t->ctx, f->manifest, t->depth);
            continue;
        }
        n = &f->manifest->ingredients[f->next++];
        t->calls->ingredient(t->ctx, n, t->depth - 1);
        i = t->depth < DEEP ? child(t, n->manifest) : t->c->manifest_count;
        if (i < t->c->manifest_count)
            push(t, i);
    }
}

void manifests_walk(const gm_credential *c, const struct manifest_calls *calls,
                    void *ctx)
{
    struct tree t = {.c = c, .calls = calls, .ctx = ctx};

    for (size_t i = 0; i < c->manifest_count; i++)
        if (c->manifests[i].active && i < MOST && !t.seen[i])
            descend(&t, i);
    for (size_t i = 0; i < c->manifest_count; i++)
        if (i >= MOST || !t.seen[i])
            descend(&t, i);
}
