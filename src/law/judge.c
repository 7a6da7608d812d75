/* SPDX-License-Identifier: Apache-2.0
 * judge.c - rules and one item to findings and a verdict per law.
 *
 * A rule applies where all its `when` lines hold and is met where all its
 * `need` lines do.  Where it is met it passes, and that even where it is not
 * known to apply: the missing fact does not matter.  Else, where something is
 * not known, so is the answer; and only what is known to apply and known to be
 * unmet fails. */
#include "law/judge.h"

#include "base/crypto.h"
#include "base/str.h"
#include "law/dates.h"
#include "law/eval.h"
#include "law/pack.h"
#include "law/recall.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    PACK_BUDGET = 64 << 20, /* bytes that all packs may take */
    PACK_SLOTS = 64,
    WAIVER_SLOTS = 4096,
    WHY_MAX = 200
};

/* ---- building ---------------------------------------------------- */

/* add reads a text of the caller, who may let go of it. */
static bool add(struct law *l, const gm_text *t, char *why, size_t why_size)
{
    struct span s = {(const uint8_t *)t->ptr, t->len};
    gm_text mine = *t;

    s = arena_copy(&l->arena, s);
    if (!s.ptr) {
        if (why && why_size)
            snprintf(why, why_size, "the packs are too large");
        return false;
    }
    mine.ptr = (const char *)s.ptr;
    return pack_read(l, &mine, why, why_size);
}

/* next_law takes one name off a list such as "kr,eu". */
static struct span next_law(const char **list)
{
    struct span s = {(const uint8_t *)*list, strcspn(*list, ",")};

    *list += s.len + ((*list)[s.len] == ',');
    while (s.len && s.ptr[0] == ' ')
        s = span_cut(s, 1, s.len - 1);
    while (s.len && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

/* is_wanted is whether a built-in pack is of one of these laws. */
static bool is_wanted(const gm_text *pack, const char *laws)
{
    struct span law = {(const uint8_t *)pack->name,
                       strlen(pack->name) - strlen(".rules")};

    while (laws && *laws)
        if (span_eq(next_law(&laws), law))
            return true;
    return !laws;
}

struct law *law_new(const gm_config *c, char *why, size_t why_size)
{
    struct law *l = calloc(1, sizeof(*l));
    gm_text t;
    bool ok;

    if (!l)
        return NULL;
    arena_init(&l->arena, PACK_BUDGET);
    l->packs = arena_raw(&l->arena, PACK_SLOTS * sizeof(*l->packs));
    l->waivers = arena_raw(&l->arena, WAIVER_SLOTS * sizeof(*l->waivers));
    ok = l->packs && l->waivers;
    for (size_t i = 0; ok && pack_builtin(i, &t); i++)
        if (is_wanted(&t, c->laws))
            ok = pack_read(l, &t, why, why_size);
    for (size_t i = 0; ok && i < c->pack_count; i++)
        ok = add(l, &c->packs[i], why, why_size);
    if (ok && c->pack_count && !crypto_ready()) {
        snprintf(why, why_size, "packs have no digest: libcrypto is not here");
        ok = false;
    }
    if (!ok) {
        law_free(l);
        return NULL;
    }
    if (c->pack_count)
        pack_digest(c->packs, c->pack_count, l->digest);
    else
        memcpy(l->digest, pack_builtin_digest, PACK_DIGEST);
    return l;
}

void law_free(struct law *l)
{
    if (!l)
        return;
    arena_reset(&l->arena);
    free(l);
}

const char *law_digest(const struct law *l)
{
    return l->digest;
}

int law_rule_at(const struct law *l, size_t i, gm_rule_info *out)
{
    for (uint32_t k = 0; k < l->pack_count; k++) {
        const struct pack *p = &l->packs[k];
        const struct rule *r;

        if (i >= p->rule_count) {
            i -= p->rule_count;
            continue;
        }
        r = &p->rules[i];
        *out = (gm_rule_info){p->law,  r->id,   r->cite,     r->basis,
                              r->from, r->to,   r->severity, r->say,
                              r->fix,  r->text, r->pair};
        return 1;
    }
    return 0;
}

static const struct pack *pack_of(const struct law *l, struct span name)
{
    for (uint32_t i = 0; i < l->pack_count; i++) {
        gm_str s = l->packs[i].law;

        if (span_eq(str_span(s), name))
            return &l->packs[i];
    }
    return NULL;
}

bool law_laws_ok(const struct law *l, const char *laws, char *why,
                 size_t why_size)
{
    const char *at = laws ? laws : "kr";

    if (strcmp(at, "none") == 0)
        return true;
    do {
        struct span name = next_law(&at);

        if (pack_of(l, name))
            continue;
        if (why && why_size)
            snprintf(why, why_size, "no law has the name '%.*s'",
                     name.len < PACK_SLOTS ? (int)name.len : PACK_SLOTS,
                     (const char *)name.ptr);
        return false;
    } while (*at);
    return true;
}

/* ---- judging ----------------------------------------------------- */

struct job {
    const struct law *law;
    struct arena *arena;
    gm_item *item;
    struct view view, was; /* of a comparison: the earlier item's too */
    enum tri ai;           /* of the condition `ai` */
    gm_finding *findings;
    size_t count;
    uint32_t *marks; /* scratch: as many as the item has */
    uint8_t *taken;
    gm_verdict *verdicts; /* of the rules of the pack at hand */
    bool failed;
};

static gm_str filled(gm_str s)
{
    return s.ptr ? s : (gm_str){"", 0};
}

/* in_force is whether a rule is asked at all: on that day, and of one item or
 * of two. */
static bool in_force(const struct job *j, const struct rule *r)
{
    if (r->pair != (j->view.was != NULL))
        return false;
    if (!j->view.dated)
        return r->to_day == INT32_MAX;
    return j->view.today >= r->from_day && j->view.today <= r->to_day;
}

/* verdict_of is what a rule answers; GM_NOT_APPLICABLE where it is silent. */
static gm_verdict verdict_of(const struct job *j, const struct rule *r)
{
    enum tri applies, met;

    applies = eval_all(&j->view, r, false, NULL);
    if (applies == NO || (applies == MAYBE && r->quiet))
        return GM_NOT_APPLICABLE;
    met = eval_all(&j->view, r, true, NULL);
    if (met == YES)
        return r->quiet || r->severity == GM_SEV_INFO ? GM_NOT_APPLICABLE
                                                      : GM_PASS;
    if (met == MAYBE || applies == MAYBE)
        return r->severity == GM_SEV_INFO ? GM_NOT_APPLICABLE : GM_UNKNOWN;
    if (r->severity == GM_SEV_INFO || r->tone == TONE_INFO)
        return GM_INFO;
    if (r->severity == GM_SEV_WARNING || r->tone == TONE_WARN)
        return GM_WARN;
    return GM_FAIL;
}

/* put_why says what could not be looked at. */
static gm_words put_why(struct job *j, const struct gather *g)
{
    const char *en = g->hint_en, *ko = g->hint_ko;
    char *to;
    int n;

    if (!g->lost && g->fault) {
        en = "the input could not be read to its end";
        ko = "파일을 끝까지 읽지 못했습니다";
    }
    if (!g->lost)
        return (gm_words){str_of(en), str_of(ko)};
    to = arena_alloc(j->arena, 2 * WHY_MAX);
    if (!to) {
        j->failed = true;
        return (gm_words){str_of(NULL), str_of(NULL)};
    }
    n = snprintf(to, WHY_MAX, "finder %.40s did not run to its end: %.60s",
                 g->lost->finder.ptr, g->lost->why.ptr ? g->lost->why.ptr : "");
    snprintf(to + WHY_MAX, WHY_MAX, "탐지기 %.40s: 끝까지 돌지 못함",
             g->lost->finder.ptr); /* coverage says why, in Korean too */
    (void)n;
    return (gm_words){str_of(to), str_of(to + WHY_MAX)};
}

/* put_gap says which seconds a mark does not cover. */
static gm_words put_gap(struct job *j, const struct gather *g)
{
    char *to = arena_alloc(j->arena, 2 * WHY_MAX);

    if (!to) {
        j->failed = true;
        return (gm_words){str_of(NULL), str_of(NULL)};
    }
    snprintf(to, WHY_MAX, "nothing from second %.3f to %.3f", g->gap_from,
             g->gap_to);
    snprintf(to + WHY_MAX, WHY_MAX, "%.3f초부터 %.3f초까지 표시가 없습니다",
             g->gap_from, g->gap_to);
    return (gm_words){str_of(to), str_of(to + WHY_MAX)};
}

static void put_ask(struct job *j, gm_finding *f, uint64_t bits)
{
    size_t count = 0;
    gm_str *list;

    for (size_t i = 0; i < FACT_COUNT; i++)
        count += bits >> i & 1;
    if (!count)
        return;
    list = arena_alloc(j->arena, count * sizeof(*list));
    if (!list) {
        j->failed = true;
        return;
    }
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (bits >> i & 1)
            list[f->ask_count++] = str_of(fact_rows[i].name);
    f->ask = list;
}

static void put_marks(struct job *j, gm_finding *f, const struct gather *g)
{
    uint32_t *list;

    for (uint32_t i = 0; i < g->mark_count; i++)
        j->taken[g->marks[i]] = 0;
    if (!g->mark_count)
        return;
    list = arena_alloc(j->arena, g->mark_count * sizeof(*list));
    if (!list) {
        j->failed = true;
        return;
    }
    memcpy(list, g->marks, g->mark_count * sizeof(*list));
    f->marks = list;
    f->mark_count = g->mark_count;
}

/* ---- waivers ----------------------------------------------------- */

/* glob_fits matches a path with * (anything) and ? (one byte): two cursors and
 * the last star, so it is linear in each star. */
static bool glob_fits(gm_str glob, gm_str path)
{
    size_t g = 0, p = 0, star = SIZE_MAX, from = 0;

    while (p < path.len) {
        if (g < glob.len && glob.ptr[g] == '*') {
            star = g++;
            from = p;
        } else if (g < glob.len &&
                   (glob.ptr[g] == '?' || glob.ptr[g] == path.ptr[p])) {
            g++;
            p++;
        } else if (star != SIZE_MAX) {
            g = star + 1;
            p = ++from;
        } else {
            return false;
        }
    }
    while (g < glob.len && glob.ptr[g] == '*')
        g++;
    return g == glob.len;
}

static const struct waiver *waiver_of(const struct job *j, const struct rule *r)
{
    for (uint32_t i = 0; i < j->law->waiver_count; i++) {
        const struct waiver *w = &j->law->waivers[i];

        if (strcmp(w->rule.ptr, r->id.ptr) == 0 &&
            glob_fits(w->path, j->item->path))
            return w;
    }
    return NULL;
}

/* A waiver makes an info of what it waives; one that has run out fails, so
 * that nobody forgets it. */
static gm_verdict waived(const struct job *j, const struct waiver *w,
                         gm_verdict v)
{
    if (!w || v < GM_WARN)
        return v;
    return j->view.dated && j->view.today > w->until_day ? GM_FAIL : GM_INFO;
}

static void put_waiver(struct job *j, const struct waiver *w, gm_finding *f)
{
    bool over = f->verdict == GM_FAIL;
    size_t size = 2 * (w->reason.len + WHY_MAX);
    char *to = arena_alloc(j->arena, size);

    if (!to) {
        j->failed = true;
        return;
    }
    snprintf(to, size / 2, "%s %s: %s",
             over ? "a waiver ran out on" : "waived until", w->until.ptr,
             w->reason.ptr);
    snprintf(to + size / 2, size / 2, "%s %s: %s",
             over ? "유예 기한이 지남" : "유예됨, 기한", w->until.ptr,
             w->reason.ptr);
    f->why = (gm_words){str_of(to), str_of(to + size / 2)};
}

/* ---- findings ---------------------------------------------------- */

/* put lists a finding, with what it rests on and what it asks for. */
static void put(struct job *j, const struct pack *p, const struct rule *r,
                gm_verdict verdict)
{
    struct gather g = {
        .marks = j->marks, .taken = j->taken, .pairs = j->view.was != NULL};
    gm_finding *f = &j->findings[j->count++];

    *f = (gm_finding){.law = p->law,
                      .rule = r->id,
                      .verdict = verdict,
                      .severity = r->severity,
                      .cite = r->cite,
                      .basis = r->basis,
                      .say = {filled(r->say.en), filled(r->say.ko)},
                      .fix = {filled(r->fix.en), filled(r->fix.ko)},
                      .why = {str_of(NULL), str_of(NULL)}};
    eval_all(&j->view, r, false, &g);
    eval_all(&j->view, r, true, &g);
    if (verdict == GM_UNKNOWN) {
        put_ask(j, f, g.ask);
        f->why = put_why(j, &g);
    } else if (g.gap && verdict > GM_PASS) {
        f->why = put_gap(j, &g);
    }
    put_marks(j, f, &g);
}

static gm_verdict judge_pack(struct job *j, const struct pack *p)
{
    gm_verdict worst =
        j->ai == MAYBE && !j->view.was ? GM_UNKNOWN : GM_NOT_APPLICABLE;

    for (uint32_t i = 0; i < p->rule_count; i++) {
        const struct rule *r = &p->rules[i];
        gm_verdict v = GM_NOT_APPLICABLE;

        /* Whether AI made it at all is one question; the pack's rule of scope
         * asks it, and not every duty again. */
        j->verdicts[i] = v;
        if (r->gated && j->ai != YES)
            continue;
        if (in_force(j, r) &&
            (r->unless == i || j->verdicts[r->unless] != GM_FAIL))
            v = verdict_of(j, r);
        j->verdicts[i] = v;
        if (v != GM_NOT_APPLICABLE) {
            const struct waiver *w = v >= GM_WARN ? waiver_of(j, r) : NULL;

            v = waived(j, w, v);
            put(j, p, r, v);
            if (w)
                put_waiver(j, w, &j->findings[j->count - 1]);
        }
        worst = v > worst ? v : worst;
    }
    return worst == GM_INFO ? GM_NOT_APPLICABLE : worst;
}

/* ready makes room for the judgement by so many rules. */
static bool ready(struct job *j, const struct judge_config *c, size_t rules)
{
    size_t most = c->before ? j->view.pair_count : j->view.mark_count;

    j->findings = arena_raw(j->arena, rules * sizeof(*j->findings) + 1);
    j->verdicts = arena_raw(j->arena, rules * sizeof(*j->verdicts) + 1);
    j->marks = arena_raw(j->arena, most * sizeof(*j->marks) + 1);
    j->taken = arena_alloc(j->arena, most + 1);
    if (!j->findings || !j->verdicts || !j->marks || !j->taken)
        return false;
    j->ai = eval_ai(&j->view);
    return true;
}

/* judge asks the rules of every law of the list. */
static bool judge(struct job *j, const struct judge_config *c,
                  struct ruling *out)
{
    const char *at = out->laws;
    size_t rules = 0, laws = 0;
    gm_law_verdict *verdicts;

    while (*at) {
        const struct pack *p = pack_of(j->law, next_law(&at));

        rules += p ? p->rule_count : 0;
        out->sized |= p && p->sized;
        laws++;
    }
    verdicts = arena_alloc(j->arena, laws * sizeof(*verdicts) + 1);
    if (!verdicts || !ready(j, c, rules))
        return false;
    for (at = out->laws; *at;) {
        const struct pack *p = pack_of(j->law, next_law(&at));

        if (p)
            verdicts[out->verdict_count++] =
                (gm_law_verdict){p->law, judge_pack(j, p), p->title};
    }
    out->verdicts = verdicts;
    out->findings = j->findings;
    out->finding_count = j->count;
    return !j->failed;
}

/* again makes the item's own of a ruling that was remembered: its findings may
 * yet be marked as known. */
static bool again(struct job *j, const struct ruling *from, struct ruling *out)
{
    size_t n = from->finding_count * sizeof(*from->findings);
    gm_finding *list = arena_raw(j->arena, n + 1);

    if (!list)
        return false;
    if (n)
        memcpy(list, from->findings, n);
    *out = *from;
    out->findings = list;
    return true;
}

bool law_judge(const struct law *l, gm_item *item, const struct judge_config *c)
{
    struct job j = {.law = l, .arena = c->arena, .item = item};
    struct ruling r = {.laws = c->laws ? c->laws : "kr"};
    const struct ruling *known = NULL;
    bool may, ok;

    if (strcmp(r.laws, "none") == 0)
        return true;
    view_of(&j.view, item, c->facts, c->fact_count, c->as_of);
    if (c->before) {
        view_of(&j.was, c->before, c->facts, c->fact_count, c->as_of);
        j.view.was = &j.was;
    }
    /* A waiver looks at the path too. */
    may = c->recall && !item->mark_count && !c->before && !l->waiver_count;
    if (may)
        known = recall_find(c->recall, &j.view, r.laws);
    ok = known ? again(&j, known, &r) : judge(&j, c, &r);
    if (!ok)
        return false;
    if (may && !known) {
        r.view = j.view;
        recall_put(c->recall, &r);
    }
    item->findings = r.findings;
    item->finding_count = r.finding_count;
    item->verdicts = r.verdicts;
    item->verdict_count = r.verdict_count;
    item->packs = str_of(l->digest);
    return true;
}
