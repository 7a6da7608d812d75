/* SPDX-License-Identifier: Apache-2.0
 * sight.c - what the marks of an item are to the duties. */
#include "law/sight.h"

#include "law/dates.h"
#include "marks/mark.h"

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static bool is(gm_str s, const char *word)
{
    size_t n = strlen(word);

    return s.len == n && memcmp(s.ptr, word, n) == 0;
}

static bool starts(gm_str s, const char *word)
{
    size_t n = strlen(word);

    return s.len >= n && memcmp(s.ptr, word, n) == 0;
}

/* Sentences that do not say of this output that AI made it: a notice about a
 * service, a bare hint, the virtual person of an advertisement. */
static bool is_disclosure(const gm_mark *m)
{
    static const char *const other[] = {"service", "advertising", "S", "F",
                                        "C",       "N",           "H"};

    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        if (is(m->cls, other[i]))
            return false;
    return true;
}

static bool is_made(gm_claim c)
{
    return c == GM_GENERATED || c == GM_ALTERED;
}

unsigned sight_of(const gm_mark *m)
{
    bool says =
        is_made(m->claim) || (m->claim == GM_NOTICE && is_disclosure(m));
    bool hints = m->claim == GM_TRACE && is_made(m->makes);

    if (m->kind == GM_RIGHTS || (m->sure && m->sure < LIKELY))
        return 0;
    if (m->kind == GM_C2PA && is(m->name, "credential") &&
        is(m->value, "error"))
        return SIGHT_UNREAD;
    if (m->proof == GM_BROKEN)
        return says ? SIGHT_BROKEN : 0;
    if (m->claim == GM_CAPTURED && !is(m->cls, "history"))
        return SIGHT_CAPTURED;
    if (!says && !hints)
        return 0;
    switch (m->form) {
    case GM_SEEN: return SIGHT_SEEN;
    case GM_HEARD: return SIGHT_HEARD;
    case GM_READ: return says ? SIGHT_READ : SIGHT_TRACE;
    case GM_MACHINE: break;
    }
    return says ? SIGHT_MACHINE : SIGHT_TRACE;
}

/* ---- the view ---------------------------------------------------- */

static bool is_pixels(gm_str finder)
{
    const struct finder *f;

    for (size_t i = 0; (f = finder_at(i)) != NULL; i++)
        if (is(finder, f->name))
            return f->pixels;
    return false;
}

/* note_lost takes in a finder that did not run to its end. */
static void note_lost(struct view *v, const gm_coverage *c)
{
    bool pixels, weak;

    if (starts(c->why, "closed") || starts(c->why, "not testable") ||
        starts(c->why, "not run: needs --"))
        return;
    weak = starts(c->why, "not run: --fast") || starts(c->why, "no pixels");
    if (weak && v->lost_pixels)
        return;
    pixels = is_pixels(c->finder);
    if (pixels && !v->lost_pixels)
        v->lost_pixels = c;
    if (weak)
        return;
    if (!v->lost)
        v->lost = c;
    if (!pixels && !v->lost_other)
        v->lost_other = c;
}

void view_of(struct view *v, const gm_item *item, const gm_fact *facts,
             size_t count, const char *as_of)
{
    int64_t seconds;

    *v = (struct view){.media = item->media,
                       .format = item->format,
                       .length = item->length,
                       .seconds = item->seconds,
                       .claim = item->origin.claim,
                       .conflict = item->origin.conflict != 0,
                       .marks = item->marks,
                       .mark_count = item->mark_count,
                       .pairs = item->pairs,
                       .pair_count = item->pair_count,
                       .facts = facts,
                       .fact_count = count};
    memset(v->word, -1, sizeof(v->word));
    for (size_t i = 0; i < count; i++) {
        size_t f = fact_find(span_of(facts[i].name));

        if (f < FACT_COUNT)
            v->word[f] = (int8_t)fact_value(f, span_of(facts[i].value));
    }
    v->dated = as_of && date_read(span_of(as_of), &v->today, &seconds);
    v->fault = item->error.kind != GM_FAULT_NONE;
    for (size_t i = 0; i < item->mark_count; i++)
        v->found |= sight_of(&item->marks[i]);
    for (size_t i = 0; i < item->coverage_count; i++)
        if (!item->coverage[i].ran)
            note_lost(v, &item->coverage[i]);
}

gm_str view_text(const struct view *v, size_t fact)
{
    const struct fact_row *row = &fact_rows[fact];

    if (row->type == FACT_WORD)
        return (gm_str){NULL, 0};
    for (size_t i = v->fact_count; i-- > 0;) /* the last of its name holds */
        if (strcmp(v->facts[i].name, row->name) == 0)
            return (gm_str){v->facts[i].value, strlen(v->facts[i].value)};
    return (gm_str){NULL, 0};
}

static bool same_str(gm_str a, gm_str b)
{
    return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static bool same_lost(const gm_coverage *a, const gm_coverage *b)
{
    if (!a || !b)
        return a == b;
    return same_str(a->finder, b->finder) && same_str(a->why, b->why);
}

static bool same_facts(const struct view *a, const struct view *b)
{
    if (a->fact_count != b->fact_count)
        return false;
    for (size_t i = 0; i < a->fact_count; i++)
        if (strcmp(a->facts[i].name, b->facts[i].name) != 0 ||
            strcmp(a->facts[i].value, b->facts[i].value) != 0)
            return false;
    return true;
}

bool view_same(const struct view *a, const struct view *b)
{
    return !a->mark_count && !b->mark_count && !a->was && !b->was &&
           a->media == b->media && a->claim == b->claim &&
           a->conflict == b->conflict && a->fault == b->fault &&
           a->dated == b->dated && a->today == b->today &&
           a->seconds >= b->seconds && a->seconds <= b->seconds &&
           same_str(a->format, b->format) && same_lost(a->lost, b->lost) &&
           same_lost(a->lost_other, b->lost_other) &&
           same_lost(a->lost_pixels, b->lost_pixels) && same_facts(a, b);
}
