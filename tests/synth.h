/* SPDX-License-Identifier: Apache-2.0
 * synth.h - items made of words, to try rules on.
 *
 *   media:image  format:html         what the item is
 *   size:800  seconds:12.5           its bytes, and how long it lasts
 *   mark:KIND/WORD/...               a mark: claim, proof, form, makes:CLAIM,
 *                                    class:C, name:N, generator:G, sure:40
 *   attr:NAME=VALUE  measure:N=3.4   a detail of the mark before it
 *   lost:FINDER  fast:FINDER         coverage: ended at a limit; --fast
 *   was:                             all before this word is of the earlier of
 *                                    two items, all behind it of the later
 *   error:limit                      the item's error
 *   on:2026-11-23  on:none           the day whose law applies
 *   NAME=VALUE                       a fact
 *
 * What no word says is: text read, every finder ran, 2026-11-23. */
#ifndef TESTS_SYNTH_H
#define TESTS_SYNTH_H

#include "base/arena.h"
#include "genmark.h"
#include "law/judge.h"
#include "marks/origin.h"
#include "marks/pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SYNTH_MAX = 16,
    SYNTH_TEXT = 4096
};

struct synth {
    gm_item item;
    gm_mark marks[SYNTH_MAX];
    gm_attr attrs[SYNTH_MAX][SYNTH_MAX];
    gm_coverage coverage[SYNTH_MAX];
    gm_fact facts[SYNTH_MAX + SYNTH_MAX];
    size_t fact_count;
    const char *as_of;
    char text[SYNTH_TEXT]; /* the settings, cut into words */
    const char *wrong;     /* the word that is none */
    struct synth *was;     /* the earlier item; NULL: there is only one */
};

static inline gm_str synth_str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

#define SYNTH_NAMED(to, word, name, last)                          \
    do {                                                           \
        for (int synth_i = 0; synth_i <= (int)(last); synth_i++) { \
            if (strcmp(word, name) == 0) {                         \
                to;                                                \
                return true;                                       \
            }                                                      \
        }                                                          \
    } while (0)

/* synth_mark_word takes one word of a mark; the first is its kind. */
static inline bool synth_mark_word(gm_mark *m, char *w, bool first)
{
    char *colon = strchr(w, ':');

    if (first) {
        SYNTH_NAMED(m->kind = (gm_kind)synth_i, w,
                    gm_kind_name((gm_kind)synth_i), GM_RIGHTS);
        return false;
    }
    if (colon) {
        *colon++ = 0;
        if (strcmp(w, "class") == 0)
            m->cls = synth_str(colon);
        else if (strcmp(w, "name") == 0)
            m->name = synth_str(colon);
        else if (strcmp(w, "generator") == 0)
            m->generator = synth_str(colon);
        else if (strcmp(w, "value") == 0)
            m->value = synth_str(colon);
        else if (strcmp(w, "finder") == 0)
            m->finder = synth_str(colon);
        else if (strcmp(w, "sure") == 0)
            m->sure = (unsigned)strtoul(colon, NULL, 10);
        else if (strcmp(w, "form") == 0)
            SYNTH_NAMED(m->form = (gm_form)synth_i, colon,
                        gm_form_name((gm_form)synth_i), GM_READ);
        else if (strcmp(w, "makes") == 0)
            SYNTH_NAMED(m->makes = (gm_claim)synth_i, colon,
                        gm_claim_name((gm_claim)synth_i), GM_NEAR_MISS);
        else
            return false;
        return strcmp(w, "form") != 0 && strcmp(w, "makes") != 0;
    }
    SYNTH_NAMED(m->claim = (gm_claim)synth_i, w,
                gm_claim_name((gm_claim)synth_i), GM_NEAR_MISS);
    SYNTH_NAMED(m->proof = (gm_proof)synth_i, w,
                gm_proof_name((gm_proof)synth_i), GM_BROKEN);
    SYNTH_NAMED(m->form = (gm_form)synth_i, w, gm_form_name((gm_form)synth_i),
                GM_READ);
    return false;
}

static inline bool synth_mark(struct synth *s, char *w)
{
    gm_mark *m = &s->marks[s->item.mark_count];
    bool first = true;

    if (s->item.mark_count == SYNTH_MAX)
        return false;
    *m = (gm_mark){.finder = synth_str("synthetic"), .sure = 100};
    m->attrs = s->attrs[s->item.mark_count];
    s->item.mark_count++;
    while (w) {
        char *slash = strchr(w, '/');

        if (slash)
            *slash++ = 0;
        if (!synth_mark_word(m, w, first))
            return false;
        first = false;
        w = slash;
    }
    return true;
}

static inline bool synth_attr(struct synth *s, char *w, bool numeric)
{
    size_t at = s->item.mark_count;
    gm_attr *a;
    char *eq = strchr(w, '=');

    if (!at || !eq || s->marks[at - 1].attr_count == SYNTH_MAX)
        return false;
    *eq++ = 0;
    a = &s->attrs[at - 1][s->marks[at - 1].attr_count++];
    *a = (gm_attr){.name = synth_str(w), .value = synth_str(eq)};
    if (numeric) {
        a->number = strtod(eq, NULL);
        a->numeric = 1;
        a->value = synth_str("");
    }
    return true;
}

static inline bool synth_cover(struct synth *s, const char *finder,
                               const char *why)
{
    gm_coverage *c = &s->coverage[s->item.coverage_count];

    if (s->item.coverage_count == SYNTH_MAX)
        return false;
    *c = (gm_coverage){synth_str(finder), 0, synth_str(why)};
    s->item.coverage_count++;
    return true;
}

static inline bool synth_fact(struct synth *s, char *w)
{
    char *eq = strchr(w, '=');
    gm_fact f;

    if (!eq || s->fact_count == SYNTH_MAX + SYNTH_MAX)
        return false;
    *eq++ = 0;
    f = (gm_fact){w, eq};
    s->facts[s->fact_count++] = f;
    return law_fact_ok(&f, NULL, 0);
}

static inline bool synth_word(struct synth *s, char *w)
{
    char *v = strchr(w, ':'), *eq = strchr(w, '=');

    if (!v || (eq && eq < v))
        return synth_fact(s, w);
    *v++ = 0;
    if (strcmp(w, "mark") == 0)
        return synth_mark(s, v);
    if (strcmp(w, "attr") == 0 || strcmp(w, "measure") == 0)
        return synth_attr(s, v, w[0] == 'm');
    if (strcmp(w, "lost") == 0)
        return synth_cover(s, v, "steps");
    if (strcmp(w, "fast") == 0)
        return synth_cover(s, v, "not run: --fast");
    if (strcmp(w, "on") == 0) {
        s->as_of = strcmp(v, "none") == 0 ? NULL : v;
        return true;
    }
    if (strcmp(w, "format") == 0) {
        s->item.format = synth_str(v);
        return true;
    }
    if (strcmp(w, "size") == 0) {
        s->item.length = strtoull(v, NULL, 10);
        return true;
    }
    if (strcmp(w, "seconds") == 0) {
        s->item.seconds = strtod(v, NULL);
        return true;
    }
    if (strcmp(w, "media") == 0)
        SYNTH_NAMED(s->item.media = (gm_media)synth_i, v,
                    gm_media_name((gm_media)synth_i), GM_PACKAGE);
    if (strcmp(w, "error") == 0)
        SYNTH_NAMED(s->item.error.kind = (gm_fault)synth_i, v,
                    gm_fault_name((gm_fault)synth_i), GM_FAULT_CRASH);
    return false;
}

/* synth_all_ran covers every finder that the marks of both items name: what is
 * not found then is lost, save where a word said otherwise. */
static inline bool synth_all_ran(struct synth *s, const gm_item *was)
{
    for (size_t i = 0; i < was->mark_count; i++) {
        gm_str by = was->marks[i].finder;
        bool listed = false;

        for (size_t k = 0; k < s->item.coverage_count; k++)
            listed |= strcmp(s->coverage[k].finder.ptr, by.ptr) == 0;
        if (listed)
            continue;
        if (!synth_cover(s, by.ptr, ""))
            return false;
        s->coverage[s->item.coverage_count - 1].ran = 1;
    }
    return true;
}

/* synth_make builds the item of `len` characters of settings; false, with the
 * word in s->wrong, where one is none. */
static inline bool synth_make(struct synth *s, struct arena *a,
                              const char *settings, size_t len)
{
    char *at;

    memset(s, 0, sizeof(*s));
    s->as_of = "2026-11-23";
    s->item.size = sizeof(s->item);
    s->item.media = GM_TEXT;
    s->item.path = synth_str("synthetic");
    if (len >= SYNTH_TEXT)
        return false;
    memcpy(s->text, settings, len);
    for (at = s->text; *at;) {
        char *w = at + strspn(at, " \n"), *end = w + strcspn(w, " \n");

        at = *end ? end + 1 : end;
        *end = 0;
        s->wrong = w;
        if (*w && !synth_word(s, w))
            return false;
    }
    s->wrong = NULL;
    s->item.marks = s->marks;
    s->item.coverage = s->coverage;
    return origin_of(&s->item, a);
}

/* synth_pair is synth_make of settings that may hold the word "was:": *was
 * then becomes the earlier item. */
static inline bool synth_pair(struct synth *s, struct synth *was,
                              struct arena *a, const char *settings, size_t len)
{
    static const char word[] = " was:";
    size_t at = 0, n = sizeof(word) - 1;

    while (at + n <= len && memcmp(settings + at, word, n) != 0)
        at++;
    if (at + n > len)
        return synth_make(s, a, settings, len);
    if (!synth_make(was, a, settings, at)) {
        s->wrong = was->wrong;
        return false;
    }
    if (!synth_make(s, a, settings + at + n, len - at - n))
        return false;
    s->item.media = was->item.media;
    s->was = was;
    return synth_all_ran(s, &was->item) && pairs_of(a, &was->item, &s->item);
}

static inline bool synth_judge(const struct law *l, struct synth *s,
                               struct arena *a, const char *laws)
{
    struct judge_config c = {
        .arena = a,
        .facts = s->facts,
        .fact_count = s->fact_count,
        .laws = laws,
        .as_of = s->as_of,
        .before = s->was ? &s->was->item : NULL,
    };

    return law_judge(l, &s->item, &c);
}

#endif
