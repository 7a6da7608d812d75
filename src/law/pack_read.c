/* SPDX-License-Identifier: Apache-2.0
 * pack_read.c - stanza text to rules; an error says file, line and word.
 *
 * A pack is lines.  "[law kr]" or "[rule ID]" begins a stanza, "key value"
 * is a line of it, a line that begins with a space goes on with the one above,
 * and one that begins with # is a comment.  docs/law.md has it in full. */
#include "base/buf.h"
#include "base/reader.h"
#include "base/str.h"
#include "base/utf.h"
#include "law/dates.h"
#include "law/judge.h"
#include "law/pack.h"
#include "law/word.h"

#include <stdio.h>

enum {
    LINE_MAX = 16 << 10,
    NAME_MAX = 64,
    SAID_MAX = 128,
    RULES_MAX = 128, /* of one law */
    LINES_MAX = 32,  /* `when` and `need` of one rule */
    LAWS_MAX = 64,
    WAIVERS_MAX = 4096,
    QUOTED = 40 /* bytes of a wrong word that the message shows */
};

/* What a line of conditions came to: most are said by many rules. */
struct said {
    struct span text;
    struct line line;
};

/* One text as it is read. */
struct read {
    struct law *law;
    struct reader r;
    struct span ahead;         /* the next physical line, without blanks */
    const uint8_t *ahead_from; /* where it begins; the end: there is none */
    bool indented;             /* it begins with a blank */
    struct buf joined;         /* a line and those that go on with it */
    const char *file;
    unsigned line, next; /* of the logical line at hand; of the one to come */
    struct pack *pack;   /* of the stanza at hand */
    struct rule *rule;   /* NULL where the stanza is none */
    struct rule *over;   /* an overlay of this rule */
    struct waiver *waiver;
    struct line lines[LINES_MAX]; /* of the rule at hand */
    struct said said[SAID_MAX];   /* by any rule of this text */
    uint32_t said_count;
    const uint8_t *from;   /* where the line at hand begins */
    const uint8_t *stanza; /* where the stanza at hand began */
    const uint8_t *last;   /* where its last line ended */
    char *why;
    size_t why_size;
    bool failed;
};

static void wrong(struct read *p, const char *what, struct span at)
{
    int shown = at.len < QUOTED ? (int)at.len : QUOTED;

    if (p->failed)
        return;
    p->failed = true;
    if (!p->why || !p->why_size)
        return;
    if (at.len)
        snprintf(p->why, p->why_size, "%s:%u: %s '%.*s'", p->file, p->line,
                 what, shown, (const char *)at.ptr);
    else
        snprintf(p->why, p->why_size, "%s:%u: %s", p->file, p->line, what);
}

/* keep is a string of the law: with a NUL, in its arena. */
static gm_str keep(struct read *p, struct span s)
{
    char *to = arena_raw(&p->law->arena, s.len + 1);

    if (!to) {
        wrong(p, "the packs are too large", (struct span){0});
        return (gm_str){"", 0};
    }
    if (s.len)
        memcpy(to, s.ptr, s.len);
    to[s.len] = 0;
    return (gm_str){to, s.len};
}

/* physical cuts the next line of the text; one of blanks alone is empty. */
static void physical(struct read *p)
{
    size_t left = reader_left(&p->r);
    const uint8_t *end = left ? memchr(p->r.at, '\n', left) : NULL;

    p->ahead_from = p->r.at;
    p->ahead = read_span(&p->r, end ? (size_t)(end - p->r.at) : left);
    read_span(&p->r, end ? 1 : 0);
    p->indented =
        p->ahead.len && (*p->ahead.ptr == ' ' || *p->ahead.ptr == '\t');
    p->ahead = span_trim(p->ahead);
}

/* logical takes a line and those that go on with it, for as long as it is at
 * hand; empty at the end. */
static struct span logical(struct read *p)
{
    struct span s = {0};

    while (p->ahead_from != p->r.end && !s.len) {
        p->line = ++p->next;
        p->from = p->ahead_from;
        s = p->ahead;
        physical(p);
        if (s.len && s.ptr[0] == '#')
            s.len = 0;
    }
    if (!s.len || !p->indented || !p->ahead.len)
        return s;
    p->joined.len = 0;
    buf_put(&p->joined, s);
    for (; p->indented && p->ahead.len; physical(p)) {
        p->next++;
        buf_byte(&p->joined, ' ');
        buf_put(&p->joined, p->ahead);
    }
    if (p->joined.failed)
        wrong(p, "a line is too long", (struct span){0});
    return buf_span(&p->joined);
}

static bool name_ok(struct span s)
{
    if (!s.len || s.len > NAME_MAX || s.ptr[0] == '-')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!(s.ptr[i] >= 'a' && s.ptr[i] <= 'z') &&
            !(s.ptr[i] >= '0' && s.ptr[i] <= '9') && s.ptr[i] != '-')
            return false;
    return true;
}

static struct pack *pack_named(const struct law *l, struct span name)
{
    for (uint32_t i = 0; i < l->pack_count; i++)
        if (span_eq(str_span(l->packs[i].law), name))
            return &l->packs[i];
    return NULL;
}

static struct rule *rule_named(const struct pack *k, struct span id)
{
    for (uint32_t i = 0; k && i < k->rule_count; i++)
        if (span_eq(str_span(k->rules[i].id), id))
            return &k->rules[i];
    return NULL;
}

static struct rule *rule_anywhere(const struct law *l, struct span id)
{
    struct rule *r = NULL;

    for (uint32_t i = 0; i < l->pack_count && !r; i++)
        r = rule_named(&l->packs[i], id);
    return r;
}

/* ---- stanzas ----------------------------------------------------- */

/* close checks what a rule needs, once all of it was read. */
static void close(struct read *p)
{
    struct rule *r = p->rule;
    struct line *kept;
    bool needs = false;

    if (p->waiver && !p->failed &&
        (!p->waiver->path.len || !p->waiver->reason.len ||
         !p->waiver->until.len))
        wrong(p, "a waiver wants path, reason and until; the stanza above",
              str_span(p->waiver->rule));
    p->waiver = NULL;
    p->over = NULL;
    p->rule = NULL;
    if (!r || p->failed)
        return;
    for (uint32_t i = 0; i < r->line_count; i++)
        needs |= p->lines[i].need;
    if (!r->cite.len || !r->basis.len || !needs ||
        (!r->say.en.len && !r->say.ko.len)) {
        wrong(p, "a rule wants cite, basis, say and need; the stanza above",
              str_span(r->id));
        return;
    }
    if (r->from_day > r->to_day)
        wrong(p, "`from` is after `to` in the stanza above", str_span(r->id));
    kept = arena_alloc(&p->law->arena, r->line_count * sizeof(*kept));
    if (!kept) {
        wrong(p, "the packs are too large", (struct span){0});
        return;
    }
    memcpy(kept, p->lines, r->line_count * sizeof(*kept));
    r->lines = kept;
    r->text = keep(p, (struct span){p->stanza, (size_t)(p->last - p->stanza)});
}

static void begin_law(struct read *p, struct span name)
{
    struct law *l = p->law;
    struct pack *k = pack_named(l, name);

    if (!k && l->pack_count == LAWS_MAX) {
        wrong(p, "too many laws", name);
        return;
    }
    if (!k)
        k = &l->packs[l->pack_count++];
    *k = (struct pack){.law = keep(p, name)}; /* a later text replaces */
    k->rules = arena_raw(&l->arena, RULES_MAX * sizeof(*k->rules));
    if (!k->rules)
        wrong(p, "the packs are too large", name);
    p->pack = k;
}

static void begin_rule(struct read *p, struct span id)
{
    struct pack *k = p->pack;

    if (!k) {
        wrong(p, "a rule wants [law NAME] or [add NAME] before it", id);
    } else if (rule_anywhere(p->law, id)) {
        wrong(p, "a second rule of this name", id);
    } else if (k->rule_count == RULES_MAX) {
        wrong(p, "too many rules", id);
    } else {
        p->rule = &k->rules[k->rule_count];
        *p->rule = (struct rule){.id = keep(p, id),
                                 .from_day = INT32_MIN,
                                 .to_day = INT32_MAX,
                                 .unless = k->rule_count};
        k->rule_count++;
    }
}

static void begin_waiver(struct read *p, struct span id)
{
    struct law *l = p->law;

    if (!rule_anywhere(l, id)) {
        wrong(p, "no rule of this name", id);
    } else if (l->waiver_count == WAIVERS_MAX) {
        wrong(p, "too many waivers", id);
    } else {
        p->waiver = &l->waivers[l->waiver_count++];
        *p->waiver = (struct waiver){.rule = keep(p, id)};
    }
}

static void begin(struct read *p, struct span s)
{
    struct words w = {.rest = span_cut(s, 1, s.len - 2)};
    struct span what = words_next(&w), name = words_next(&w);

    close(p);
    if (s.ptr[s.len - 1] != ']' || words_next(&w).len || !name_ok(name)) {
        wrong(p, "not a stanza: [law NAME] or [rule NAME]", s);
        return;
    }
    if (word_is(what, "law")) {
        begin_law(p, name);
    } else if (word_is(what, "rule")) {
        begin_rule(p, name);
    } else if (word_is(what, "add")) {
        p->pack = pack_named(p->law, name);
        if (!p->pack)
            wrong(p, "no law of this name", name);
    } else if (word_is(what, "overlay")) {
        p->over = rule_anywhere(p->law, name);
        if (!p->over)
            wrong(p, "no rule of this name", name);
    } else if (word_is(what, "waive")) {
        begin_waiver(p, name);
    } else {
        wrong(p, "unknown stanza", what);
    }
}

/* ---- the lines of a stanza --------------------------------------- */

static void once(struct read *p, gm_str *to, struct span key, struct span value)
{
    if (to->ptr)
        wrong(p, "a second line", key);
    else
        *to = keep(p, value);
}

static void day(struct read *p, gm_str *text, int32_t *to, struct span value)
{
    once(p, text, SPAN("of this date"), value);
    if (!date_day(value, to))
        wrong(p, "not a date", value);
}

static void severity(struct read *p, struct rule *r, struct span value)
{
    if (word_is(value, "error"))
        r->severity = GM_SEV_ERROR;
    else if (word_is(value, "warning"))
        r->severity = GM_SEV_WARNING;
    else if (word_is(value, "info"))
        r->severity = GM_SEV_INFO;
    else
        wrong(p, "severity is error, warning or info, not", value);
}

static void basis(struct read *p, struct rule *r, struct span value)
{
    static const char *const known[] = {"statute",  "decree",    "standard",
                                        "code",     "guideline", "practice",
                                        "secondary"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (word_is(value, known[i])) {
            once(p, &r->basis, SPAN("basis"), value);
            return;
        }
    }
    wrong(p, "unknown basis", value);
}

/* atoms parses a line of conditions, or finds what it was parsed to. */
static struct line atoms(struct read *p, struct span value)
{
    struct words w = {0};
    struct said new = {0};

    for (uint32_t i = 0; i < p->said_count; i++)
        if (span_eq(p->said[i].text, value))
            return p->said[i].line;
    new.text = str_span(keep(p, value)); /* atoms refer to its words */
    w.rest = new.text;
    if (!pack_atoms(p->law, &w, &new.line))
        wrong(p, w.wrong ? w.wrong : "the packs are too large", w.at);
    else if (p->said_count < SAID_MAX)
        p->said[p->said_count++] = new;
    return new.line;
}

static void condition(struct read *p, struct rule *r, struct span value,
                      bool need)
{
    struct line *to;

    if (r->line_count == LINES_MAX) {
        wrong(p, "too many lines in rule", str_span(r->id));
        return;
    }
    to = &p->lines[r->line_count];
    *to = atoms(p, value);
    to->need = need;
    if (p->failed)
        return;
    r->line_count++;
    if (!need && word_is(value, "ai"))
        r->gated = true;
    for (uint32_t i = 0; i < to->count; i++) {
        r->pair |= to->atoms[i].op >= OP_BEFORE;
        p->pack->sized |= to->atoms[i].op == OP_SIZE;
    }
}

static void otherwise(struct read *p, struct rule *r, struct span value)
{
    if (word_is(value, "warn"))
        r->tone = TONE_WARN;
    else if (word_is(value, "info"))
        r->tone = TONE_INFO;
    else
        wrong(p, "else is warn or info, not", value);
}

static void unless(struct read *p, struct rule *r, struct span value)
{
    const struct rule *other = rule_named(p->pack, value);

    if (!other || other == r)
        wrong(p, "no rule above has the name", value);
    else
        r->unless = (uint32_t)(other - p->pack->rules);
}

/* The corpus cases of a rule are read by the tests, out of its text. */
static bool is_case(struct span key)
{
    return word_is(key, "pass") || word_is(key, "fail") ||
           word_is(key, "warn") || word_is(key, "info") ||
           word_is(key, "unknown") || word_is(key, "none");
}

static void rule_line(struct read *p, struct rule *r, struct span key,
                      struct span value)
{
    if (word_is(key, "when") || word_is(key, "need"))
        condition(p, r, value, word_is(key, "need"));
    else if (word_is(key, "cite"))
        once(p, &r->cite, key, value);
    else if (word_is(key, "say.en"))
        once(p, &r->say.en, key, value);
    else if (word_is(key, "say.ko"))
        once(p, &r->say.ko, key, value);
    else if (word_is(key, "fix.en"))
        once(p, &r->fix.en, key, value);
    else if (word_is(key, "fix.ko"))
        once(p, &r->fix.ko, key, value);
    else if (word_is(key, "basis"))
        basis(p, r, value);
    else if (word_is(key, "severity"))
        severity(p, r, value);
    else if (word_is(key, "from"))
        day(p, &r->from, &r->from_day, value);
    else if (word_is(key, "to"))
        day(p, &r->to, &r->to_day, value);
    else if (word_is(key, "else"))
        otherwise(p, r, value);
    else if (word_is(key, "unless"))
        unless(p, r, value);
    else if (word_is(key, "quiet") && word_is(value, "yes"))
        r->quiet = true;
    else if (!is_case(key))
        wrong(p, "unknown line", key);
}

static void law_line(struct read *p, struct pack *k, struct span key,
                     struct span value)
{
    int32_t ignored;

    if (word_is(key, "title.en"))
        once(p, &k->title.en, key, value);
    else if (word_is(key, "title.ko"))
        once(p, &k->title.ko, key, value);
    else if (word_is(key, "checked"))
        day(p, &k->checked, &ignored, value);
    else
        wrong(p, "unknown line", key);
}

static void waiver_line(struct read *p, struct waiver *v, struct span key,
                        struct span value)
{
    if (word_is(key, "path"))
        once(p, &v->path, key, value);
    else if (word_is(key, "reason"))
        once(p, &v->reason, key, value);
    else if (word_is(key, "until"))
        day(p, &v->until, &v->until_day, value);
    else
        wrong(p, "unknown line", key);
}

static void line(struct read *p, struct span s)
{
    struct words w = {.rest = s};
    struct span key = words_next(&w), value = span_trim(w.rest);

    if (!value.len)
        wrong(p, "a line wants a value:", key);
    else if (p->rule)
        rule_line(p, p->rule, key, value);
    else if (p->waiver)
        waiver_line(p, p->waiver, key, value);
    else if (p->over && word_is(key, "severity"))
        severity(p, p->over, value);
    else if (p->over)
        wrong(p, "an overlay takes severity, not", key);
    else if (p->pack)
        law_line(p, p->pack, key, value);
    else
        wrong(p, "a line before any stanza:", key);
}

bool pack_read(struct law *l, const gm_text *text, char *why, size_t why_size)
{
    struct read p = {.law = l,
                     .file = text->name ? text->name : "pack",
                     .why = why,
                     .why_size = why_size};
    struct span all = {(const uint8_t *)text->ptr, text->len};

    if (all.len && (memchr(all.ptr, 0, all.len) || !utf8_ok(all))) {
        p.line = 1;
        wrong(&p, "the text is not UTF-8", (struct span){0});
        return false;
    }
    if (span_starts(all, SPAN("\xEF\xBB\xBF"))) /* as some editors begin */
        all = span_cut(all, 3, all.len - 3);
    p.r = reader_over(all);
    buf_init(&p.joined, &l->arena, LINE_MAX);
    physical(&p);
    for (struct span s = logical(&p); s.len && !p.failed; s = logical(&p)) {
        if (s.ptr[0] == '[') {
            begin(&p, s);
            p.stanza = p.from;
        } else {
            line(&p, s);
        }
        p.last = p.ahead_from;
    }
    close(&p);
    return !p.failed;
}
