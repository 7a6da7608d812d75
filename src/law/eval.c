/* SPDX-License-Identifier: Apache-2.0
 * eval.c - is a condition true, false, or not known of this item? */
#include "law/eval.h"

#include "base/str.h"
#include "law/dates.h"
#include "law/fit.h"
#include "law/ranges.h"

/* ---- marks ------------------------------------------------------- */

static void take_one(struct gather *g, bool pair, uint32_t i)
{
    if (!g || !g->taken || g->pairs != pair || g->taken[i])
        return;
    g->taken[i] = 1;
    g->marks[g->mark_count++] = i;
}

static void take(struct gather *g, uint32_t i)
{
    take_one(g, false, i);
}

static void take_sights(const struct view *v, unsigned wanted, struct gather *g)
{
    if (!g || !g->taken)
        return;
    for (uint32_t i = 0; i < v->mark_count; i++)
        if (sight_of(&v->marks[i]) & wanted)
            take(g, i);
}

/* ---- what is not known ------------------------------------------- */

static enum tri ask(struct gather *g, enum fact f)
{
    if (g)
        g->ask |= UINT64_C(1) << f;
    return MAYBE;
}

static enum tri hint(struct gather *g, const char *en, const char *ko)
{
    if (g && !g->hint_en) {
        g->hint_en = en;
        g->hint_ko = ko;
    }
    return MAYBE;
}

static enum tri lost(const struct view *v, const gm_coverage *c,
                     struct gather *g)
{
    if (g && !g->lost)
        g->lost = c;
    if (g && v->fault)
        g->fault = true;
    return MAYBE;
}

/* absent is what not finding something means: NO, or MAYBE where one of those
 * that could have found it did not run to its end. */
static enum tri absent(const struct view *v, bool pixels, bool other,
                       struct gather *g)
{
    const gm_coverage *c = NULL;

    if (other)
        c = v->lost_other;
    if (!c && pixels && v->media == GM_IMAGE)
        c = v->lost_pixels;
    return c || v->fault ? lost(v, c, g) : NO;
}

/* ---- the built-in conditions ----------------------------------- */

static bool says(const struct view *v, enum fact f, int value)
{
    return v->word[f] == value;
}

enum { /* places in the lists of facts.h */
    WORD_YES = 0,
    WORD_NO = 1,
    ORIGIN_AI = 0,
    ORIGIN_EDITED = 1,
    ORIGIN_HUMAN = 2
};

/* said: some mark says AI. */
static enum tri said(const struct view *v, struct gather *g)
{
    take_sights(v, SIGHT_AI, g);
    if (v->found & SIGHT_AI)
        return YES;
    if (v->found & SIGHT_BROKEN) {
        take_sights(v, SIGHT_BROKEN, g);
        return hint(g, "a mark says AI, but it is broken",
                    "AI라고 밝히는 표시가 있으나 훼손되어 있습니다");
    }
    if (v->found & SIGHT_UNREAD) {
        take_sights(v, SIGHT_UNREAD, g);
        return hint(g, "a C2PA credential is there, but it could not be read",
                    "C2PA 자격 증명이 있으나 읽지 못했습니다");
    }
    return v->lost || v->fault ? lost(v, v->lost, g) : NO;
}

/* Of two items of one work either will do: what was stripped said so once. */
static enum tri by_ai(const struct view *v, struct gather *g)
{
    enum tri t = said(v, g);

    if (t != YES && v->was && said(v->was, NULL) == YES)
        return YES;
    if (says(v, FACT_ORIGIN, ORIGIN_AI) || says(v, FACT_ORIGIN, ORIGIN_EDITED))
        return YES;
    if (t == MAYBE && v->word[FACT_ORIGIN] < 0)
        ask(g, FACT_ORIGIN);
    return t;
}

enum tri eval_ai(const struct view *v)
{
    return by_ai(v, NULL);
}

/* by_word is the asker's word for what the program cannot see or hear; who
 * says when it is shown or heard has said that it is. */
static enum tri by_word(const struct view *v, enum fact f, struct gather *g)
{
    enum fact when = f == FACT_VISIBLE ? FACT_MARK_RANGES : FACT_SPOKEN_RANGES;

    if (v->word[f] < 0)
        return view_text(v, when).ptr ? YES : ask(g, f);
    return says(v, f, WORD_YES) ? YES : NO;
}

static enum tri seen(const struct view *v, struct gather *g)
{
    const unsigned shown = SIGHT_SEEN | SIGHT_READ; /* of SVG: its text */

    take_sights(v, shown, g);
    return v->found & shown ? YES : by_word(v, FACT_VISIBLE, g);
}

static enum tri heard(const struct view *v, struct gather *g)
{
    take_sights(v, SIGHT_HEARD, g);
    return v->found & SIGHT_HEARD ? YES : by_word(v, FACT_SPOKEN, g);
}

static enum tri read(const struct view *v, struct gather *g)
{
    const unsigned shown = SIGHT_READ | SIGHT_SEEN;

    take_sights(v, shown, g);
    if (v->found & shown || says(v, FACT_VISIBLE, WORD_YES))
        return YES;
    if (says(v, FACT_VISIBLE, WORD_NO))
        return NO;
    if (v->media == GM_CODE) {
        ask(g, FACT_VISIBLE);
        return hint(g,
                    "no comment says so; a README or project description of "
                    "the same project may",
                    "주석에는 없습니다. 같은 프로젝트의 README나 설명 문서에 "
                    "있을 수 있습니다");
    }
    if (!v->lost_other && !v->fault)
        return NO;
    ask(g, FACT_VISIBLE);
    return lost(v, v->lost_other, g);
}

static enum tri perceivable(const struct view *v, enum channel by,
                            struct gather *g)
{
    enum tri t = NO;

    switch (v->media) {
    case GM_TEXT:
    case GM_CODE:
    case GM_DOCUMENT: return by == CHANNEL_AUDIBLE ? heard(v, g) : read(v, g);
    case GM_AUDIO: return by == CHANNEL_VISIBLE ? seen(v, g) : heard(v, g);
    case GM_VIDEO:
        if (by == CHANNEL_AUDIBLE)
            return heard(v, g);
        /* A spoken notice will do; but where nobody speaks of one, whether
         * anything is seen is the question that decides. */
        if (by == CHANNEL_ANY &&
            (v->found & SIGHT_HEARD || says(v, FACT_SPOKEN, WORD_YES) ||
             view_text(v, FACT_SPOKEN_RANGES).ptr))
            t = heard(v, g);
        return t == YES ? YES : seen(v, g);
    case GM_IMAGE: return by == CHANNEL_AUDIBLE ? heard(v, g) : seen(v, g);
    case GM_MEDIA_NONE:
    case GM_PACKAGE: break;
    }
    return seen(v, g);
}

static enum tri found(const struct view *v, unsigned sights, struct gather *g)
{
    take_sights(v, sights, g);
    return v->found & sights ? YES : absent(v, true, true, g);
}

static enum tri conflict(const struct view *v, struct gather *g)
{
    bool told_ai = says(v, FACT_ORIGIN, ORIGIN_AI);

    if (v->conflict ||
        (v->found & SIGHT_AI && says(v, FACT_ORIGIN, ORIGIN_HUMAN)) ||
        (v->found & SIGHT_CAPTURED && told_ai)) {
        take_sights(v, SIGHT_AI | SIGHT_CAPTURED, g);
        return YES;
    }
    return v->lost || v->fault ? lost(v, v->lost, g) : NO;
}

/* ---- conditions with arguments ----------------------------------- */

static enum tri fact(const struct view *v, const struct atom *a,
                     struct gather *g)
{
    int w = v->word[a->arg];

    if (w < 0)
        return ask(g, (enum fact)a->arg);
    return a->bits & 1u << w ? YES : NO;
}

static enum tri marked(const struct view *v, const struct atom *a,
                       struct gather *g)
{
    enum tri t = NO;

    for (uint32_t i = 0; i < v->mark_count; i++) {
        if (!fit(a->pattern, &v->marks[i]))
            continue;
        take(g, i);
        t = YES;
        if (!g)
            break;
    }
    return t ? t : absent(v, a->pattern->pixels, a->pattern->other, g);
}

static bool holds(double value, enum compare is, double than)
{
    switch (is) {
    case IS_LESS: return value < than;
    case IS_AT_MOST: return value <= than;
    case IS_EQUAL: return !(value < than) && !(value > than);
    case IS_AT_LEAST: return value >= than;
    case IS_MORE: return value > than;
    }
    return false;
}

static enum tri counted(const struct view *v, const struct atom *a,
                        struct gather *g)
{
    enum compare cmp = (enum compare)a->arg;
    double n = 0;
    bool now, open;

    for (uint32_t i = 0; i < v->mark_count; i++) {
        if (!fit(a->pattern, &v->marks[i]))
            continue;
        take(g, i);
        n++;
    }
    now = holds(n, cmp, a->number);
    if (absent(v, a->pattern->pixels, a->pattern->other, NULL) == NO)
        return now ? YES : NO;
    /* There may be more than were found, never fewer. */
    if (cmp == IS_AT_LEAST || cmp == IS_MORE)
        open = !now;
    else
        open = n <= a->number;
    if (open)
        return absent(v, a->pattern->pixels, a->pattern->other, g);
    return now ? YES : NO;
}

static enum tri field(const struct view *v, const struct atom *a,
                      struct gather *g)
{
    enum tri t = NO;

    for (uint32_t i = 0; i < v->mark_count; i++) {
        const gm_mark *m = &v->marks[i];
        const gm_attr *d = fit(a->pattern, m) ? fit_detail(m, a->name) : NULL;

        if (!d)
            continue;
        if (a->op == OP_MEASURE
                ? !d->numeric ||
                      !holds(d->number, (enum compare)a->arg, a->number)
                : a->value.len && !fit_same(a->value, d->value))
            continue;
        if (a->op == OP_FIELD && !d->numeric && !d->value.len)
            continue;
        take(g, i);
        t = YES;
    }
    return t ? t : absent(v, a->pattern->pixels, a->pattern->other, g);
}

/* a_day is the day number of a date, MAYBE where nobody gave it. */
static enum tri a_day(const struct view *v, const struct when *w, int32_t *day,
                      struct gather *g)
{
    gm_str told;

    *day = w->day;
    switch (w->kind) {
    case WHEN_DAY: return YES;
    case WHEN_TODAY:
        *day = v->today;
        return v->dated ? YES
                        : hint(g, "no day was given to judge by",
                               "판단 기준일이 없습니다");
    case WHEN_FACT:
        told = view_text(v, w->fact);
        if (told.ptr && date_day(str_span(told), day))
            return YES;
        return ask(g, (enum fact)w->fact);
    }
    return MAYBE;
}

static enum tri dated(const struct view *v, const struct atom *a,
                      struct gather *g)
{
    int32_t left = 0, right = 0;
    enum tri l = a_day(v, &a->left, &left, g),
             r = a_day(v, &a->right, &right, g);
    bool holds_now;

    if (l != YES || r != YES)
        return MAYBE;
    holds_now = a->op == OP_WITHIN
                    ? left <= right && (double)right - left <= a->number
                    : left < right;
    return holds_now != a->inverse ? YES : NO;
}

/* ---- sections of a recording ------------------------------------- */

static enum tri covers(const struct view *v, const struct atom *a,
                       struct gather *g)
{
    struct span by = str_span(view_text(v, a->arg)),
                of = str_span(view_text(v, a->of));
    double from, to;

    /* What covers the whole covers any section of it. */
    if (by.ptr && !of.ptr && v->seconds > 0 && ranges_whole(by, v->seconds))
        return YES;
    if (!by.ptr)
        ask(g, (enum fact)a->arg);
    if (!of.ptr)
        ask(g, (enum fact)a->of);
    if (!by.ptr || !of.ptr)
        return MAYBE;
    if (ranges_cover(by, of, &from, &to))
        return YES;
    if (g && !g->gap) {
        g->gap = true;
        g->gap_from = from;
        g->gap_to = to;
    }
    return NO;
}

/* timed is of the first range its beginning, or of any its length. */
static enum tri timed(const struct view *v, const struct atom *a,
                      struct gather *g)
{
    struct span s = str_span(view_text(v, a->of));
    double from, to;

    if (!s.ptr)
        return ask(g, (enum fact)a->of);
    while (ranges_next(&s, &from, &to)) {
        double n = a->op == OP_STARTS ? from : to - from;

        if (holds(n, (enum compare)a->arg, a->number))
            return YES;
        if (a->op == OP_STARTS)
            return NO;
    }
    return NO;
}

/* ---- two items of one work --------------------------------------- */

static enum tri before(const struct view *v, const struct atom *a,
                       struct gather *g)
{
    enum tri t = NO;

    if (!v->was)
        return NO;
    for (uint32_t i = 0; i < v->pair_count; i++) {
        const gm_mark *m = v->pairs[i].before;

        if (!m || !fit(a->pattern, m))
            continue;
        take_one(g, true, i);
        t = YES;
    }
    return t ? t : absent(v->was, a->pattern->pixels, a->pattern->other, g);
}

/* became is whether a mark of before met with one outcome.  One that was not
 * looked for may be lost; more marks may have been there than were found. */
static enum tri became(const struct view *v, const struct atom *a,
                       gm_outcome what, struct gather *g)
{
    enum tri t = NO;

    for (uint32_t i = 0; v->was && i < v->pair_count; i++) {
        const gm_pair *p = &v->pairs[i];

        if (!p->before || !fit(a->pattern, p->before))
            continue;
        if (p->outcome == what) {
            take_one(g, true, i);
            t = YES;
        } else if (p->outcome == GM_UNSURE && what == GM_LOST && t == NO) {
            t = lost(v,
                     a->pattern->pixels && v->lost_pixels ? v->lost_pixels
                                                          : v->lost,
                     g);
        }
    }
    return t || !v->was
               ? t
               : absent(v->was, a->pattern->pixels, a->pattern->other, g);
}

/* altered is whether a detail of before has another value, or none, in the
 * mark that is its pair now. */
static enum tri altered(const struct view *v, const struct atom *a,
                        struct gather *g)
{
    enum tri t = NO;

    for (uint32_t i = 0; v->was && i < v->pair_count; i++) {
        const gm_pair *p = &v->pairs[i];
        const gm_attr *was, *is;

        if (!p->before || !p->after || !fit(a->pattern, p->before))
            continue;
        was = fit_detail(p->before, a->name);
        is = fit_detail(p->after, a->name);
        if (!was || !was->value.len || (is && fit_same(was->value, is->value)))
            continue;
        take_one(g, true, i);
        t = YES;
    }
    return t || !v->was
               ? t
               : absent(v->was, a->pattern->pixels, a->pattern->other, g);
}

static enum tri core(const struct view *v, const struct atom *a,
                     struct gather *g)
{
    switch (a->op) {
    case OP_NEVER: return NO;
    case OP_AI: return by_ai(v, g);
    case OP_SAID: return said(v, g);
    case OP_PERCEIVABLE: return perceivable(v, (enum channel)a->arg, g);
    case OP_MACHINE: return found(v, SIGHT_MACHINE, g);
    case OP_TRACE: return found(v, SIGHT_TRACE, g);
    case OP_CONFLICT: return conflict(v, g);
    case OP_LIMIT: return v->fault || v->lost ? YES : NO;
    case OP_SIZE:
        return holds((double)v->length, (enum compare)a->arg, a->number) ? YES
                                                                         : NO;
    case OP_FACT: return fact(v, a, g);
    case OP_GIVEN:
        return v->word[a->arg] >= 0 || view_text(v, a->arg).ptr ? YES : NO;
    case OP_MEDIA: return a->bits & 1u << v->media ? YES : NO;
    case OP_FORMAT:
        return fit_chosen(&a->pattern->classes, v->format) ? YES : NO;
    case OP_ORIGIN:
        return a->bits & 1u << v->claim ? YES
               : v->lost || v->fault    ? lost(v, v->lost, g)
                                        : NO;
    case OP_MARK: return marked(v, a, g);
    case OP_COUNT: return counted(v, a, g);
    case OP_FIELD:
    case OP_MEASURE: return field(v, a, g);
    case OP_DATE:
    case OP_WITHIN: return dated(v, a, g);
    case OP_COVERS: return covers(v, a, g);
    case OP_STARTS:
    case OP_LASTS: return timed(v, a, g);
    case OP_BEFORE: return before(v, a, g);
    case OP_LOST: return became(v, a, GM_LOST, g);
    case OP_WEAKENED: return became(v, a, GM_WEAKENED, g);
    case OP_ALTERED: return altered(v, a, g);
    }
    return MAYBE;
}

static enum tri eval(const struct view *v, const struct atom *a,
                     struct gather *g)
{
    enum tri t;

    /* Nothing is asked for the sake of what counts as false if unknown. */
    if (a->told) {
        t = core(v, a, NULL) == YES ? YES : NO;
        if (t == YES && g && g->taken)
            core(v, a, g);
    } else {
        t = core(v, a, g);
    }
    return a->negate ? (enum tri)(YES - t) : t;
}

enum tri eval_line(const struct view *v, const struct line *l, struct gather *g)
{
    enum tri best = NO;

    for (uint32_t i = 0; i < l->count; i++) {
        enum tri t = eval(v, &l->atoms[i], g);

        if (t == YES && !g)
            return YES;
        best = t > best ? t : best;
    }
    return best;
}

/* forget takes back the questions since `before`, and keeps what an answer
 * rests on. */
static void forget(struct gather *g, const struct gather *before)
{
    struct gather kept = *g;

    *g = *before;
    g->mark_count = kept.mark_count;
    g->gap = kept.gap;
    g->gap_from = kept.gap_from;
    g->gap_to = kept.gap_to;
}

/* retell evaluates a line again for what it rests on; only one that is not
 * known has questions. */
static void retell(const struct view *v, const struct line *l, enum tri t,
                   struct gather *g)
{
    struct gather before = *g;

    eval_line(v, l, g);
    if (t != MAYBE)
        forget(g, &before);
}

enum tri eval_all(const struct view *v, const struct rule *r, bool need,
                  struct gather *g)
{
    enum tri worst = YES;
    struct gather before = {0};

    if (g)
        before = *g;
    for (uint32_t i = 0; i < r->line_count; i++) {
        enum tri t;

        if (r->lines[i].need != need)
            continue;
        t = eval_line(v, &r->lines[i], NULL);
        worst = t < worst ? t : worst;
        if (g)
            retell(v, &r->lines[i], t, g);
        else if (worst == NO)
            return NO;
    }
    /* One line is known to be false: no answer to another could help. */
    if (g && worst == NO)
        forget(g, &before);
    return worst;
}
