/* SPDX-License-Identifier: Apache-2.0
 * covered.c - a handful of lists, compared by their words.
 *
 * By their words and not by their addresses, for those of a stored item lie
 * where another's lay before. */
#include "report/covered.h"

#include <stdlib.h>

enum {
    LISTS = 4,      /* kinds of files that take turns in a folder */
    LINES = 64,     /* finders of a list */
    WORDS = 4 << 10 /* bytes of their names and reasons */
};

/* A list that was written: what it says, and how. */
struct list {
    size_t count, used;
    gm_coverage lines[LINES]; /* their texts lie in words */
    char words[WORDS];
    struct out text; /* it stays in the buffer, or is not kept */
};

struct covered {
    struct list lists[LISTS];
    size_t next; /* to be replaced */
};

static int refuse(void *ctx, const char *p, size_t n)
{
    (void)ctx;
    (void)p;
    (void)n;
    return 1;
}

static bool is_list(const struct list *l, const gm_item *it)
{
    if (!l->count || l->count != it->coverage_count)
        return false;
    for (size_t i = 0; i < l->count; i++) {
        const gm_coverage *a = &l->lines[i], *b = &it->coverage[i];

        if (a->ran != b->ran || !report_eq(a->finder, b->finder) ||
            !report_eq(a->why, b->why))
            return false;
    }
    return true;
}

static void put(struct jout *j, const gm_item *it)
{
    jout_list(j, "coverage");
    for (size_t i = 0; i < it->coverage_count; i++) {
        const gm_coverage *c = &it->coverage[i];

        jout_map(j, NULL);
        jout_str(j, "finder", c->finder.ptr, c->finder.len);
        jout_bool(j, "ran", c->ran != 0);
        if (c->why.len)
            jout_str(j, "why", c->why.ptr, c->why.len);
        else
            jout_null(j, "why");
        jout_end(j);
    }
    jout_end(j);
}

/* own copies a word into the list; false where there is no room. */
static bool own(struct list *l, gm_str *s)
{
    if (s->len > WORDS - l->used)
        return false;
    if (s->len)
        memcpy(l->words + l->used, s->ptr, s->len);
    s->ptr = l->words + l->used;
    l->used += s->len;
    return true;
}

/* keep makes a list of the item's; false where it is too long for that. */
static bool keep(struct list *l, const struct jout *j, const gm_item *it)
{
    struct jout own_j = *j;
    bool ok = it->coverage_count <= LINES;

    l->count = l->used = 0;
    for (size_t i = 0; ok && i < it->coverage_count; i++) {
        l->lines[i] = it->coverage[i];
        ok = own(l, &l->lines[i].finder) && own(l, &l->lines[i].why);
    }
    if (!ok)
        return false;
    out_init(&l->text, refuse, NULL);
    own_j.out = &l->text;
    put(&own_j, it);
    if (l->text.failed)
        return false;
    l->count = it->coverage_count;
    return true;
}

/* list_of is the item's list, which may be new; NULL where it is not kept. */
static const struct list *list_of(struct covered *c, const struct jout *j,
                                  const gm_item *it)
{
    struct list *l;

    for (size_t i = 0; i < LISTS; i++)
        if (is_list(&c->lists[i], it))
            return &c->lists[i];
    l = &c->lists[c->next];
    c->next = (c->next + 1) % LISTS;
    return keep(l, j, it) ? l : NULL;
}

/* covered_new touches little: a list is filled before it is read. */
static struct covered *covered_new(void)
{
    struct covered *c = malloc(sizeof(*c));

    if (!c)
        return NULL;
    c->next = 0;
    for (size_t i = 0; i < LISTS; i++)
        c->lists[i].count = 0;
    return c;
}

void covered_json(struct jout *j, gm_report *r, const gm_item *it)
{
    const struct list *l = NULL;

    if (!r->covered)
        r->covered = covered_new();
    if (r->covered)
        l = list_of(r->covered, j, it);
    if (l)
        out_put(j->out, l->text.bytes, l->text.len);
    else
        put(j, it);
}
