/* SPDX-License-Identifier: Apache-2.0
 * stated.c - statements, compared by their words.
 *
 * By their words and not by their addresses, for those of a stored item lie
 * where another's lay before.  A statement is kept where its words stand in
 * the JSON as they are: the next one is compared with them there. */
#include "report/stated.h"

#include <stdlib.h>

enum {
    SLOTS = 32,     /* rules with a verdict each: a power of two */
    TEXT = 1 << 10, /* bytes of a statement */
    KEYS = 160,     /* of them, those of no word of the rule */
    ESCAPED = 6     /* bytes that JSON may make of one */
};

enum word {
    LAW,
    RULE,
    CITE,
    BASIS,
    SAY,
    FIX,
    WORDS
};

struct statement {
    gm_verdict verdict;
    gm_severity severity;
    gm_str words[WORDS]; /* in text */
    char text[TEXT];
};

struct stated {
    size_t len[SLOTS]; /* of the texts; 0: none is kept */
    struct statement list[SLOTS];
};

/* A finding on its way out: what it says, and where that stands in the buffer
 * once it is written. */
struct draft {
    const gm_finding *f;
    gm_str words[WORDS];
    size_t from, ends[WORDS];
};

static bool is_it(const struct statement *s, const struct draft *d)
{
    if (s->verdict != d->f->verdict || s->severity != d->f->severity)
        return false;
    for (size_t i = 0; i < WORDS; i++)
        if (!report_eq(s->words[i], d->words[i]))
            return false;
    return true;
}

/* slot_of is the one place where a finding's statement may be kept. */
static size_t slot_of(const gm_finding *f)
{
    uint32_t h = f->verdict;

    for (size_t i = 0; i < f->rule.len; i++)
        h = h * 31 + (uint8_t)f->rule.ptr[i];
    return (h ^ h >> 16) & (SLOTS - 1);
}

/* stated_new touches little: a statement is filled before it is read. */
static struct stated *stated_new(void)
{
    struct stated *s = malloc(sizeof(*s));

    if (s)
        memset(s->len, 0, sizeof(s->len));
    return s;
}

/* is_short is whether a statement has room in TEXT, and now in the buffer too,
 * so that nothing is flushed before it can be kept. */
static bool is_short(struct out *o, const struct draft *d)
{
    size_t room = TEXT - KEYS;

    for (size_t i = 0; i < WORDS; i++) {
        if (d->words[i].len > room)
            return false;
        room -= d->words[i].len;
    }
    return out_room(o, ESCAPED * TEXT) != NULL;
}

static void put(struct jout *j, struct draft *d)
{
    static const char *const keys[WORDS] = {"law",   "rule", "cite",
                                            "basis", "say",  "fix"};

    d->from = j->out->len;
    for (size_t i = 0; i < WORDS; i++) {
        if (i == CITE) {
            jout_text(j, "verdict", gm_verdict_name(d->f->verdict));
            jout_text(j, "severity", gm_severity_name(d->f->severity));
        }
        jout_str(j, keys[i], d->words[i].ptr, d->words[i].len);
        d->ends[i] = j->out->len - 1; /* before the quote */
    }
}

/* keep makes a statement of what was written: its length, or 0 where not all
 * words stand in it as they are. */
static size_t keep(struct statement *s, const struct out *o,
                   const struct draft *d)
{
    size_t n = o->len - d->from;

    if (n > TEXT)
        return 0;
    memcpy(s->text, o->bytes + d->from, n);
    s->verdict = d->f->verdict;
    s->severity = d->f->severity;
    for (size_t i = 0; i < WORDS; i++) {
        size_t len = d->words[i].len, end = d->ends[i] - d->from;

        if (len > end)
            return 0;
        s->words[i] = (gm_str){s->text + end - len, len};
        if (!report_eq(s->words[i], d->words[i]))
            return 0;
    }
    return n;
}

void stated_json(struct jout *j, gm_report *r, const gm_finding *f)
{
    struct draft d = {.f = f,
                      .words = {f->law, f->rule, f->cite, f->basis,
                                report_pick(r, f->say),
                                report_pick(r, f->fix)}};
    size_t at = slot_of(f);
    bool may;

    if (!r->stated)
        r->stated = stated_new();
    if (r->stated && r->stated->len[at] && is_it(&r->stated->list[at], &d)) {
        out_put(j->out, r->stated->list[at].text, r->stated->len[at]);
        j->comma = true;
        return;
    }
    may = r->stated && is_short(j->out, &d);
    put(j, &d);
    if (may)
        r->stated->len[at] = keep(&r->stated->list[at], j->out, &d);
}
