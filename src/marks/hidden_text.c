/* SPDX-License-Identifier: Apache-2.0
 * hidden_text.c - channels of characters that nobody sees, in visible text.
 *
 * Invisible characters are grammar in many scripts and in emoji, so each one is
 * first explained by its neighbours; only what is left counts.  A row of them
 * that decodes is a mark; a long row that does not, or many that stand alone,
 * is a suspicion.  A channel says AI only where its payload does. */
#include "base/hex.h"
#include "marks/hidden.h"
#include "marks/mark.h"

#include "base/utf.h"
#include "scan/unseen.h"

enum {
    ROW = 1 << 16, /* characters of one row that are kept */
    LONG = 4,      /* unexplained in one row: suspicious */
    LONE = 8,      /* unexplained that stand alone, in a whole text */
    GRAMMAR = 2,   /* in one row: what a script can ask for */
    SHOWN = 200,   /* bytes of a payload that a mark shows */
    DECODED = 95,
    SUSPECT = 60,
    DOUBT = 40,
    HINT = 20
};

/* One text, and what stands alone in it. */
struct text {
    struct hunt *h;
    struct span s;
    uint32_t slot;
    uint64_t base; /* offset of s in the file; */
    bool derived;  /* or it has none */
    uint32_t *row, *lone;
    size_t lone_count;
    size_t spaces, bidi, mixed, wrappers;
    size_t first_space, first_bidi, first_mixed, first_lone;
    int rtl; /* 0: not looked for yet, 1: has such letters, -1: has none */
};

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static struct mark mark_at(const struct text *t, size_t from, size_t len,
                           const char *name, unsigned sure)
{
    struct mark m = {.kind = GM_HIDDEN_TEXT,
                     .name = span_of(name),
                     .slot = t->slot,
                     .form = GM_MACHINE,
                     .sure = sure};

    if (!t->derived)
        m.at = (struct range){t->base + from, len};
    return m;
}

/* says_ai is whether a payload has the word AI in it, or one of the terms that
 * labels use. */
static bool says_ai(struct span s)
{
    static const struct span terms[] = {SPAN_OF("trainedAlgorithmicMedia"),
                                        SPAN_OF("AIGC"), SPAN_OF("synthetic")};

    for (size_t i = 0; i < s.len; i++) {
        bool left = i == 0 || ((s.ptr[i - 1] | 32) < 'a') ||
                    ((s.ptr[i - 1] | 32) > 'z');

        for (size_t k = 0; k < sizeof(terms) / sizeof(terms[0]); k++)
            if (span_starts((struct span){s.ptr + i, s.len - i}, terms[k]))
                return true;
        if (left && i + 2 <= s.len && (s.ptr[i] | 32) == 'a' &&
            (s.ptr[i + 1] | 32) == 'i' &&
            (i + 2 == s.len || (s.ptr[i + 2] | 32) < 'a' ||
             (s.ptr[i + 2] | 32) > 'z'))
            return true;
    }
    return false;
}

static struct span hex_of(struct span s, struct arena *a)
{
    size_t n = s.len < SHOWN / 2 ? s.len : SHOWN / 2;
    char *to = arena_alloc(a, 2 * n + 1);

    if (!to)
        return (struct span){0};
    hex_put(span_cut(s, 0, n), to);
    return (struct span){(const uint8_t *)to, 2 * n};
}

static bool is_plain(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 32 && s.ptr[i] != '\n' && s.ptr[i] != '\t')
            return false;
    return s.len && utf8_ok(s);
}

static struct span shown(struct span s)
{
    size_t n = s.len < SHOWN ? s.len : SHOWN;

    while (n < s.len && n > 0 && (s.ptr[n] & 0xC0) == 0x80)
        n--;
    return span_cut(s, 0, n);
}

/* report lists a channel with its payload: text, or hexadecimal. */
static void report(const struct text *t, struct mark m, struct span bytes,
                   const char *mode, size_t count)
{
    uint32_t at;

    if (is_plain(bytes)) {
        m.value = shown(bytes);
        if (says_ai(bytes)) {
            m.claim = GM_TRACE;
            m.makes = GM_GENERATED;
            m.sure = m.sure < SUSPECT ? m.sure : SUSPECT;
        }
    }
    at = hunt_mark(t->h, m);
    if (bytes.len && !is_plain(bytes))
        hunt_attr(t->h, at, SPAN("hex"), hex_of(bytes, hunt_arena(t->h)));
    if (mode)
        hunt_attr(t->h, at, SPAN("mode"), span_of(mode));
    hunt_measure(t->h, at, SPAN("count"), (double)count);
}

/* ---- what stands around a row ------------------------------------------ */

static uint32_t char_before(struct span s, size_t at)
{
    size_t from = at;
    bool bad = false;

    if (!at)
        return 0;
    do
        from--;
    while (from > 0 && at - from < 4 && (s.ptr[from] & 0xC0) == 0x80);
    return utf8_next(s, &from, &bad);
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the text has a letter that is written from right to left. */
static bool has_rtl(struct text *t)
{
    bool bad = false;

    for (size_t i = 0; i < t->s.len && !t->rtl; i++) {
        uint8_t b = t->s.ptr[i];
        size_t at = i;

        if ((b >= 0xD6 && b <= 0xDF) || b == 0xE0 || b == 0xEF || b == 0xF0)
            t->rtl = hidden_is_rtl(utf8_next(t->s, &at, &bad)) ? 1 : 0;
    }
    if (!t->rtl)
        t->rtl = -1;
    return t->rtl > 0;
}

/* French signs, numbers and Mongolian suffixes take a narrow space. */
static bool wants_space(uint32_t before, uint32_t after)
{
    static const char signs[] = "!?;:%()/,.-+'\"";

    if (hidden_is_mongol(before) || hidden_is_mongol(after))
        return true;
    if ((before >= '0' && before <= '9') || (after >= '0' && after <= '9'))
        return true;
    if (before == 0xAB || after == 0xBB || before > 0x24F || after > 0x24F)
        return true;
    return (after && after < 128 && strchr(signs, (int)after)) ||
           (before && before < 128 && strchr(signs, (int)before));
}

static bool joined(uint32_t c, const struct hidden_run *r)
{
    if (c == 0x200D && hidden_is_emoji(r->before) && hidden_is_emoji(r->after))
        return true;
    if (c == 0x200B || c == 0x2060)
        return hidden_is_unspaced(r->before) || hidden_is_unspaced(r->after);
    return c != 0xFEFF &&
           (hidden_is_joining(r->before) || hidden_is_joining(r->after));
}

/* explained is whether the neighbours ask for this character. */
static bool explained(struct text *t, uint32_t c, const struct hidden_run *r,
                      size_t at)
{
    switch (hidden_class(c)) {
    case HIDDEN_ZERO:
        if (c == 0xFEFF)
            return at == 0 || t->s.ptr[at - 1] == '\n';
        return joined(c, r);
    case HIDDEN_MATH: return r->n == 1;
    case HIDDEN_MUSIC:
        return (r->before >= 0x1D100 && r->before <= 0x1D1FF) ||
               (r->after >= 0x1D100 && r->after <= 0x1D1FF);
    case HIDDEN_VS: return r->before > 0x22 && !is_letter(r->before);
    case HIDDEN_MONGOL:
        return hidden_is_mongol(r->before) || hidden_is_mongol(r->after);
    case HIDDEN_BIDI: return has_rtl(t);
    case HIDDEN_FILLER:
        return c == 0xAD || c == 0x34F || c == 0x115F || c == 0x1160 ||
               hidden_is_unspaced(r->before);
    case HIDDEN_SPACE: return wants_space(r->before, r->after);
    case HIDDEN_TAG:
    case HIDDEN_NONE: break;
    }
    return false;
}

/* ---- rows --------------------------------------------------------------- */

/* A flag of a region: black flag, letters and digits, cancel. */
static bool is_flag(const struct hidden_run *r)
{
    for (size_t i = 0; i + 1 < r->n; i++) {
        uint32_t c = r->c[i] - 0xE0000;

        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z'))
            return false;
    }
    return r->before == 0x1F3F4 && r->n > 2 && r->n <= 8 &&
           r->c[r->n - 1] == 0xE007F;
}

/* part is the stretch of one class at the start of a row. */
static size_t part(const struct hidden_run *r, enum hidden_class is)
{
    size_t n = 0;

    while (n < r->n && hidden_class(r->c[n]) == is)
        n++;
    return n;
}

static bool is_wrapper(struct span bytes)
{
    return span_starts(bytes, SPAN("C2PATXT"));
}

/* selectors judges a stretch of variation selectors; one behind a sign that
 * takes one is how emoji and ideographs are written. */
static void selectors(struct text *t, const struct hidden_run *r, size_t n,
                      size_t from, size_t len)
{
    struct span bytes;

    if (n == 1)
        return;
    bytes = hidden_selectors(r->c, n, hunt_arena(t->h));
    if (is_wrapper(bytes)) {
        t->wrappers++; /* the format hands it over as a manifest */
        return;
    }
    report(t, mark_at(t, from, len, "variation-selectors", DECODED), bytes,
           NULL, n);
}

/* classed handles a row that begins with tags or selectors; how many
 * characters of it that took. */
static size_t classed(struct text *t, const struct hidden_run *r, size_t from,
                      size_t len)
{
    size_t n = part(r, HIDDEN_TAG);
    struct hidden_run tags = *r;

    if (n) {
        tags.n = n;
        if (!is_flag(&tags))
            report(t, mark_at(t, from, len, "unicode-tags", DECODED),
                   hidden_tags(r->c, n, hunt_arena(t->h)), NULL, n);
        return n;
    }
    n = part(r, HIDDEN_VS);
    if (n)
        selectors(t, r, n, from, len);
    return n;
}

static void alone(struct text *t, uint32_t c, size_t at)
{
    size_t *first = NULL;

    switch (hidden_class(c)) {
    case HIDDEN_SPACE:
        first = &t->first_space;
        t->spaces++;
        break;
    case HIDDEN_BIDI:
        first = &t->first_bidi;
        t->bidi++;
        break;
    case HIDDEN_ZERO:
    case HIDDEN_MATH:
    case HIDDEN_MUSIC:
    case HIDDEN_TAG:
    case HIDDEN_VS:
    case HIDDEN_MONGOL:
    case HIDDEN_FILLER:
    case HIDDEN_NONE:
        first = &t->first_lone;
        if (t->lone_count < ROW)
            t->lone[t->lone_count++] = c;
    }
    if (first && !*first)
        *first = at + 1;
}

/* row judges what is left of a row behind tags and selectors. */
static void row(struct text *t, const struct hidden_run *r, size_t from,
                size_t len)
{
    struct hidden_text said;
    size_t open = 0;

    for (size_t i = 0; i < r->n; i++)
        open += !explained(t, r->c[i], r, from) || i >= GRAMMAR;
    if (!open)
        return;
    if (r->n >= LONG) {
        said = hidden_decode(r, hunt_arena(t->h));
        if (said.scheme || open >= LONG) {
            report(t,
                   mark_at(t, from, len,
                           said.scheme ? said.scheme : "invisible-run",
                           said.scheme ? DECODED : SUSPECT),
                   said.bytes, said.mode, r->n);
            return;
        }
    }
    for (size_t i = 0; i < r->n; i++)
        if (!explained(t, r->c[i], r, from))
            alone(t, r->c[i], from);
}

/* take reads the row that begins at `from`; the offset behind it. */
static size_t take(struct text *t, size_t from)
{
    struct hidden_run r = {.c = t->row, .before = char_before(t->s, from)};
    size_t at = from, end = from, done = 0;
    bool bad = false;

    while (at < t->s.len) {
        uint32_t c = utf8_next(t->s, &at, &bad);

        if (!hidden_class(c)) {
            r.after = c;
            break;
        }
        end = at;
        if (r.n < ROW)
            t->row[r.n++] = c;
    }
    while (done < r.n) {
        struct hidden_run rest = {r.c + done, r.n - done, r.before, r.after};
        size_t n = classed(t, &rest, from, end - from);

        if (!n) { /* up to the next tag or selector */
            while (n < rest.n && hidden_class(rest.c[n]) != HIDDEN_TAG &&
                   hidden_class(rest.c[n]) != HIDDEN_VS)
                n++;
            rest.n = n;
            row(t, &rest, from, end - from);
        }
        done += n;
    }
    return end;
}

/* ---- letters that look like others ------------------------------------- */

/* Greek and Cyrillic letters that are drawn like Latin ones. */
static bool looks_latin(uint32_t c)
{
    static const uint32_t letters[] = {
        0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39A, 0x39C, 0x39D, 0x39F,
        0x3A1, 0x3A4, 0x3A5, 0x3A7, 0x3BF, 0x3BD, 0x405, 0x406, 0x408, 0x410,
        0x412, 0x415, 0x41A, 0x41C, 0x41D, 0x41E, 0x420, 0x421, 0x422, 0x425,
        0x430, 0x435, 0x43E, 0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458};

    for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
        if (letters[i] == c)
            return true;
    return false;
}

/* foreign is whether the letter at `from` stands within a Latin word. */
static size_t foreign(struct text *t, size_t from, uint32_t c)
{
    size_t at = from;
    bool bad = false, beside = from > 0 && is_letter(t->s.ptr[from - 1]);

    utf8_next(t->s, &at, &bad);
    beside |= at < t->s.len && is_letter(t->s.ptr[at]);
    if (beside && looks_latin(c)) {
        t->mixed++;
        if (!t->first_mixed)
            t->first_mixed = from + 1;
    }
    return at;
}

/* ---- spaces at the ends of lines ---------------------------------------- */

/* trailing is how many lines end in a mixture of spaces and tabs, as SNOW and
 * its like write bits; *lines is how many lines have words. */
static size_t trailing(struct span s, size_t *lines)
{
    size_t mixed = 0, at = 0;

    *lines = 0;
    if (!s.len || !memchr(s.ptr, '\t', s.len)) /* as most texts: at once */
        return 0;
    while (at < s.len) {
        const uint8_t *nl = memchr(s.ptr + at, '\n', s.len - at);
        size_t end = nl ? (size_t)(nl - s.ptr) : s.len, last = end;
        bool space = false, tab = false;

        while (last > at &&
               (s.ptr[last - 1] == ' ' || s.ptr[last - 1] == '\t' ||
                s.ptr[last - 1] == '\r')) {
            last--;
            space |= s.ptr[last] == ' ';
            tab |= s.ptr[last] == '\t';
        }
        *lines += last > at;
        mixed += last > at && space && tab;
        at = end + 1;
    }
    return mixed;
}

/* ---- the whole text ------------------------------------------------------ */

static void whole(struct text *t)
{
    struct hidden_run r = {t->lone, t->lone_count, 0, 0};
    struct hidden_text said = {0};
    size_t lines, ends = trailing(t->s, &lines);

    if (t->lone_count >= LONE) {
        said = hidden_decode(&r, hunt_arena(t->h));
        report(t,
               mark_at(t, t->first_lone - 1, 0,
                       said.scheme ? said.scheme : "invisible-scattered",
                       said.scheme ? DECODED : HINT),
               said.bytes, said.mode, t->lone_count);
    }
    if (t->wrappers)
        report(t, mark_at(t, 0, 0, "c2pa-text-wrapper", DECODED),
               (struct span){0}, NULL, t->wrappers);
    if (t->spaces)
        report(t, mark_at(t, t->first_space - 1, 3, "narrow-spaces", HINT),
               (struct span){0}, NULL, t->spaces);
    if (t->bidi)
        report(t, mark_at(t, t->first_bidi - 1, 3, "bidi-controls", HINT),
               (struct span){0}, NULL, t->bidi);
    if (ends >= LONE && ends * 3 >= lines)
        report(t, mark_at(t, 0, t->s.len, "trailing-spaces", HINT),
               (struct span){0}, NULL, ends);
    if (t->mixed > 1)
        report(t, mark_at(t, t->first_mixed - 1, 2, "homoglyphs", DOUBT),
               (struct span){0}, NULL, t->mixed);
}

/* roomy makes room for what is unseen, once there is any: in most texts there
 * is none. */
static bool roomy(struct text *t)
{
    if (t->row)
        return true;
    t->row = arena_raw(hunt_arena(t->h), 2 * ROW * sizeof(*t->row));
    if (!t->row) {
        hunt_partial(t->h, "arena_bytes");
        return false;
    }
    t->lone = t->row + ROW;
    return true;
}

static void look(struct text *t)
{
    bool bad = false;

    t->lone_count = t->spaces = t->bidi = t->mixed = t->wrappers = 0;
    t->first_space = t->first_bidi = t->first_mixed = t->first_lone = 0;
    t->rtl = 0;
    for (size_t at = unseen_next(t->s, 0); at < t->s.len;
         at = unseen_next(t->s, at)) {
        size_t next = at;
        uint32_t c = utf8_next(t->s, &next, &bad);

        if (!hunt_step(t->h, 1))
            return;
        if (hidden_class(c) && !roomy(t))
            return;
        if (hidden_class(c))
            at = take(t, at);
        else if (c >= 0x370 && c <= 0x52F)
            at = foreign(t, at, c);
        else
            at++;
    }
    whole(t);
}

static void find(struct hunt *h)
{
    const struct doc *d = hunt_doc(h);
    struct text t = {.h = h};

    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *s = &d->slots[i];

        if (s->kind != SLOT_TEXT || !s->data.len ||
            !hunt_step(h, s->data.len / 1024 + 1))
            continue;
        t.s = s->data;
        t.slot = i;
        t.base = s->at.off;
        t.derived = (s->flags & SLOT_DERIVED) || s->at.len != s->data.len;
        look(&t);
    }
}

const struct finder finder_hidden_text = {
    .name = "hidden-text",
    .what = "channels of invisible characters and look-alike letters",
    .find = find,
};
