/* SPDX-License-Identifier: Apache-2.0
 * tally.c - counting items. */
#include "report/tally.h"

#include <stddef.h>
#include <string.h>

/* What a list holds is cleared as it is used, for a tally is cleared for each
 * handful of files. */
void tally_clear(struct tally *t)
{
    memset(t, 0, offsetof(struct tally, laws));
    t->formats.used = t->generators.used = t->rules.used = t->asks.used = 0;
}

static void name_add(struct tally_list *l, const char *name, size_t len,
                     uint64_t count)
{
    struct tally_name *n;
    unsigned i;

    if (len >= TALLY_NAME)
        len = TALLY_NAME - 1;
    for (i = 0; i < l->used; i++)
        if (strncmp(l->list[i].name, name, len) == 0 && !l->list[i].name[len])
            break;
    if (i == TALLY_NAMES) {
        l->list[TALLY_NAMES - 1].count += count;
        return;
    }
    n = &l->list[i];
    if (i == l->used) {
        *n = (struct tally_name){0};
        if (i == TALLY_NAMES - 1) {
            name = "other";
            len = 5;
        }
        memcpy(n->name, name, len);
        l->used++;
    }
    n->count += count;
}

unsigned tally_top(const struct tally_list *l, const struct tally_name *top[],
                   unsigned most)
{
    bool done[TALLY_NAMES] = {false};
    unsigned n = 0;

    for (; n < most && n < l->used; n++) {
        unsigned best = TALLY_NAMES;

        for (unsigned i = 0; i < l->used; i++)
            if (!done[i] &&
                (best == TALLY_NAMES || l->list[i].count > l->list[best].count))
                best = i;
        done[best] = true;
        top[n] = &l->list[best];
    }
    return n;
}

/* law_of is the row of a law, or NULL where there are too many. */
static struct tally_law *law_of(struct tally *t, const char *law, size_t len)
{
    struct tally_law *l;

    for (unsigned i = 0; i < t->law_count; i++) {
        l = &t->laws[i];
        if (strncmp(l->law, law, len) == 0 && !l->law[len])
            return l;
    }
    if (t->law_count == TALLY_LAWS || len >= TALLY_NAME)
        return NULL;
    l = &t->laws[t->law_count++];
    *l = (struct tally_law){0};
    memcpy(l->law, law, len);
    return l;
}

static void laws_add(struct tally *t, const gm_item *item)
{
    for (size_t i = 0; i < item->verdict_count; i++) {
        const gm_law_verdict *v = &item->verdicts[i];
        struct tally_law *l =
            v->law.len < TALLY_NAME ? law_of(t, v->law.ptr, v->law.len) : NULL;

        if (l && (unsigned)v->verdict < TALLY_VERDICTS)
            l->by_verdict[v->verdict]++;
    }
}

bool tally_worst(const gm_item *item, gm_verdict *out)
{
    *out = GM_NOT_APPLICABLE;
    for (size_t i = 0; i < item->verdict_count; i++)
        if (item->verdicts[i].verdict > *out)
            *out = item->verdicts[i].verdict;
    return item->verdict_count > 0;
}

/* asked_before: a fact that several rules ask for counts once an item. */
static bool asked_before(const gm_item *item, size_t finding, gm_str ask)
{
    for (size_t i = 0; i < finding; i++) {
        const gm_finding *f = &item->findings[i];

        for (size_t k = 0; f->verdict == GM_UNKNOWN && k < f->ask_count; k++)
            if (f->ask[k].len == ask.len &&
                memcmp(f->ask[k].ptr, ask.ptr, ask.len) == 0)
                return true;
    }
    return false;
}

static void keep(char *to, size_t size, const char *s, size_t len)
{
    if (to[0] || len >= size)
        return;
    memcpy(to, s, len);
    to[len] = 0;
}

/* year_add counts the year of a date, which begins with it. */
static void year_add(struct tally *t, gm_str date)
{
    int year = 0;

    if (date.len < 4)
        return;
    for (int i = 0; i < 4; i++)
        year = year * 10 + (date.ptr[i] - '0');
    year -= TALLY_FIRST;
    year = year < 0 ? 0 : year >= TALLY_YEARS ? TALLY_YEARS - 1 : year;
    t->dated++;
    t->by_year[year]++;
}

void tally_add(struct tally *t, const gm_item *item)
{
    gm_verdict worst;

    t->items++;
    t->bytes += item->length;
    if (item->as_of.len)
        keep(t->as_of, sizeof(t->as_of), item->as_of.ptr, item->as_of.len);
    if (item->packs.len)
        keep(t->packs, sizeof(t->packs), item->packs.ptr, item->packs.len);
    t->errors += item->error.kind != GM_FAULT_NONE;
    t->conflicts += item->origin.conflict != 0;
    if (tally_worst(item, &worst))
        t->by_verdict[(unsigned)worst < TALLY_VERDICTS ? worst : 0]++;
    else
        t->unjudged++;
    t->by_claim[(unsigned)item->origin.claim < TALLY_CLAIMS ? item->origin.claim
                                                            : 0]++;
    laws_add(t, item);
    year_add(t, item->created);
    if (item->format.len)
        name_add(&t->formats, item->format.ptr, item->format.len, 1);
    if (item->origin.generator.len)
        name_add(&t->generators, item->origin.generator.ptr,
                 item->origin.generator.len, 1);
    for (size_t i = 0; i < item->finding_count; i++) {
        const gm_finding *f = &item->findings[i];

        if (f->verdict == GM_FAIL)
            name_add(&t->rules, f->rule.ptr, f->rule.len, 1);
        for (size_t k = 0; f->verdict == GM_UNKNOWN && k < f->ask_count; k++)
            if (tally_there(item) && !asked_before(item, i, f->ask[k]))
                name_add(&t->asks, f->ask[k].ptr, f->ask[k].len, 1);
    }
}

static void list_join(struct tally_list *to, const struct tally_list *from)
{
    for (unsigned i = 0; i < from->used; i++)
        name_add(to, from->list[i].name, strlen(from->list[i].name),
                 from->list[i].count);
}

void tally_join(struct tally *t, const struct tally *more)
{
    t->items += more->items;
    t->bytes += more->bytes;
    keep(t->as_of, sizeof(t->as_of), more->as_of, strlen(more->as_of));
    keep(t->packs, sizeof(t->packs), more->packs, strlen(more->packs));
    t->errors += more->errors;
    t->conflicts += more->conflicts;
    t->unjudged += more->unjudged;
    for (int i = 0; i < TALLY_VERDICTS; i++)
        t->by_verdict[i] += more->by_verdict[i];
    for (int i = 0; i < TALLY_CLAIMS; i++)
        t->by_claim[i] += more->by_claim[i];
    for (unsigned i = 0; i < more->law_count; i++) {
        const struct tally_law *from = &more->laws[i];
        struct tally_law *to = law_of(t, from->law, strlen(from->law));

        for (int v = 0; to && v < TALLY_VERDICTS; v++)
            to->by_verdict[v] += from->by_verdict[v];
    }
    t->dated += more->dated;
    for (int i = 0; more->dated && i < TALLY_YEARS; i++)
        t->by_year[i] += more->by_year[i];
    list_join(&t->formats, &more->formats);
    list_join(&t->generators, &more->generators);
    list_join(&t->rules, &more->rules);
    list_join(&t->asks, &more->asks);
}
