/* SPDX-License-Identifier: Apache-2.0
 * redact.c - an item's texts, but for those of its marks that name a thing
 * and not a person's words. */
#include "redact.h"

#include "report/report.h"

static const gm_str none = {"", 0};

static void *copy_of(struct arena *a, const void *list, size_t bytes)
{
    void *to = arena_alloc(a, bytes + 1);

    if (to && bytes)
        memcpy(to, list, bytes);
    return to;
}

static bool marks(gm_item *item, struct arena *a)
{
    gm_mark *m = copy_of(a, item->marks, item->mark_count * sizeof(*m));

    if (!m)
        return false;
    for (size_t i = 0; i < item->mark_count; i++) {
        if (!report_personal(&m[i]))
            continue;
        m[i].value = none;
        m[i].attr_count = 0;
    }
    item->marks = m;
    return true;
}

static bool tree(gm_item *item, struct arena *a)
{
    gm_slot *s = copy_of(a, item->slots, item->slot_count * sizeof(*s));
    gm_field *f = copy_of(a, item->fields, item->field_count * sizeof(*f));

    if (!s || !f)
        return false;
    for (size_t i = 0; i < item->slot_count; i++)
        s[i].value = none;
    for (size_t i = 0; i < item->field_count; i++)
        f[i].value = none;
    item->slots = s;
    item->fields = f;
    return true;
}

static bool manifest(gm_manifest *m, struct arena *a)
{
    gm_assertion *s =
        copy_of(a, m->assertions, m->assertion_count * sizeof(*s));
    gm_ingredient *n =
        copy_of(a, m->ingredients, m->ingredient_count * sizeof(*n));

    if (!s || !n)
        return false;
    for (size_t i = 0; i < m->assertion_count; i++)
        s[i].summary = none;
    for (size_t i = 0; i < m->ingredient_count; i++)
        n[i].title = none;
    m->title = none;
    m->assertions = s;
    m->ingredients = n;
    return true;
}

bool redact_item(gm_item *item, struct arena *a)
{
    gm_credential *c = &item->credential;
    gm_manifest *m = copy_of(a, c->manifests, c->manifest_count * sizeof(*m));

    if (!m || !marks(item, a) || !tree(item, a))
        return false;
    for (size_t i = 0; i < c->manifest_count; i++)
        if (!manifest(&m[i], a))
            return false;
    c->manifests = m;
    return true;
}
