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

static bool is_class(const gm_mark *m, const char *cls)
{
    return m->cls.len == strlen(cls) &&
           memcmp(m->cls.ptr, cls, m->cls.len) == 0;
}

static enum weight weigh(const gm_mark *m)
{
    if (m->proof == GM_BROKEN || m->sure < LIKELY || m->kind == GM_RIGHTS)
        return WEIGHT_NONE;
    switch (m->claim) {
    case GM_GENERATED:
    case GM_ALTERED:
    case GM_CAPTURED:
        return is_class(m, "history") ? WEIGHT_HISTORY : WEIGHT_STATED;
    case GM_TRACE: return m->makes ? WEIGHT_TRACE : WEIGHT_NONE;
    case GM_NOTICE: /* of the service: says nothing of this file */
        return is_class(m, "service") ? WEIGHT_NONE : WEIGHT_NOTICE;
    case GM_CLAIM_NONE:
    case GM_DENIAL:
    case GM_NEAR_MISS: break;
    }
    return WEIGHT_NONE;
}

/* denies is whether a mark says of the whole that no AI was used: an element
 * of a page that says so of itself contradicts no other. */
static bool denies(const gm_mark *m)
{
    return m->claim == GM_DENIAL && m->proof != GM_BROKEN &&
           m->sure >= LIKELY && !is_class(m, "element");
}

static gm_claim said(const gm_mark *m)
{
    return m->claim == GM_TRACE ? m->makes : m->claim;
}

/* is_inner is whether a mark stands in a file inside a document, or in the
 * cover of a song or film: then a '!' outside of brackets follows the one
 * behind the item's own path.  Of a chapter that first sign is a '#': its own
 * marks are the book's, and have one more. */
static bool is_inner(const gm_item *item, const gm_mark *m)
{
    const gm_str *path = &m->place.path;
    bool holds = item->media == GM_DOCUMENT || item->media == GM_AUDIO ||
                 item->media == GM_VIDEO;
    size_t depth = 0;
    bool chapter;

    if (!holds || path->len <= item->path.len)
        return false;
    chapter = path->ptr[item->path.len] == '#';
    for (size_t i = item->path.len + 1; i < path->len; i++) {
        depth += path->ptr[i] == '[';
        depth -= depth && path->ptr[i] == ']';
        if (path->ptr[i] != '!' || depth)
            continue;
        if (!chapter)
            return true;
        chapter = false;
    }
    return false;
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

/* names_better is whether a generator's name replaces one of the same weight:
 * many tools write AUTOMATIC1111's lines beside something of their own. */
static bool names_better(gm_str now, gm_str was)
{
    static const char common[] = "a1111";
    size_t n = sizeof(common) - 1;

    return was.len == n && memcmp(was.ptr, common, n) == 0 &&
           !(now.len == n && memcmp(now.ptr, common, n) == 0);
}

/* What the marks say so far: of all, and of those that say a model made it. */
struct answer {
    gm_claim claim;
    enum weight weight;
};

static void add(struct answer *a, enum weight w, gm_claim claim)
{
    if (w > a->weight || (w && w == a->weight && says_more(claim, a->claim)))
        *a = (struct answer){claim, w};
}

static gm_basis basis_of(enum weight w)
{
    switch (w) {
    case WEIGHT_NONE: break;
    case WEIGHT_TRACE: return GM_BASIS_TRACE;
    case WEIGHT_NOTICE:
    case WEIGHT_HISTORY:
    case WEIGHT_STATED: return GM_BASIS_DECLARED;
    }
    return GM_BASIS_NONE;
}

bool origin_of(gm_item *item, struct arena *a)
{
    gm_origin *o = &item->origin;
    struct answer all = {0}, made = {0};
    enum weight named = WEIGHT_NONE;
    bool real = false;
    uint32_t *list = arena_alloc(a, item->mark_count * sizeof(*list) + 1);

    *o = (gm_origin){0};
    if (!list)
        return false;
    for (uint32_t i = 0; i < item->mark_count; i++) {
        const gm_mark *m = &item->marks[i];
        enum weight w = weigh(m);
        gm_claim claim = said(m);

        if (is_inner(item, m)) {
            if (!is_made(claim))
                continue;
            claim = GM_ALTERED;
        }
        real |= denies(m) || (w == WEIGHT_STATED && claim == GM_CAPTURED);
        if (!w)
            continue;
        list[o->mark_count++] = i;
        add(&all, w, claim);
        if (w >= WEIGHT_TRACE && is_made(claim))
            add(&made, w, claim);
        if (m->generator.len &&
            (w > named ||
             (w == named && names_better(m->generator, o->generator)))) {
            named = w;
            o->generator = m->generator;
        }
    }
    o->conflict = made.weight && real;
    if (o->conflict) /* who says that it is not leaves open that it is */
        all = made;
    o->claim = all.claim;
    o->basis = basis_of(all.weight);
    o->marks = list;
    return true;
}
