/* SPDX-License-Identifier: Apache-2.0
 * plain.c - subtitles and TeX without their markup, and the fields of reST.
 *
 * [SRT] cues of a number, a line with "-->", and lines of text to an empty
 * one.  [VTT] WebVTT, W3C 2019: the same behind "WEBVTT", with blocks NOTE,
 * STYLE and REGION.  [ASS] SubStation Alpha 4: sections in brackets; the text
 * of a Dialogue is behind its ninth comma, "{...}" in it is formatting, \N a
 * new line.
 *
 * [TeX] The TeXbook, chapters 3 and 8: commands begin with a backslash, "%"
 * begins a comment.  The preamble of LaTeX is not shown but for its title;
 * arguments of commands that name things (labels, files) are not either. */
#include "formats/plain.h"

enum {
    COMMAS = 9, /* before the text of a Dialogue */
    FIELDS = 8, /* likewise in a track of Matroska, which has the times */
    ARGUMENTS = 8,
    LINES = 200,   /* in which fields of a document stand */
    NEAR = 1 << 12 /* within which brackets close */
};

void plain_init(struct plain *t, const struct prose *p)
{
    struct arena *a = walk_arena(p->w);

    t->p = p;
    buf_init(&t->out, a, p->text.len * 2 + 2);
    buf_init(&t->said, a, p->text.len * 2 + 2);
    text_runs_init(&t->runs, a);
    text_runs_init(&t->said_runs, a);
}

void plain_put(struct plain *t, size_t off, size_t len)
{
    text_runs_put(&t->runs, (struct text_run){t->out.len, off, UNIT_SAME});
    buf_put(&t->out, span_cut(t->p->text, off, len));
}

void plain_said(struct plain *t, size_t off, size_t len)
{
    text_runs_put(&t->said_runs,
                  (struct text_run){t->said.len, off, UNIT_SAME});
    buf_put(&t->said, span_cut(t->p->text, off, len));
    buf_byte(&t->said, '\n');
}

void plain_line(struct plain *t)
{
    if (t->out.len && t->out.ptr[t->out.len - 1] != '\n')
        buf_byte(&t->out, '\n');
}

void plain_space(struct plain *t)
{
    if (t->out.len && t->out.ptr[t->out.len - 1] > ' ')
        buf_byte(&t->out, ' ');
}

static void yield(struct plain *t, struct slot s, const struct buf *b,
                  const struct text_runs *runs)
{
    struct text_map *map = walk_alloc(t->p->w, sizeof(*map));

    if (!map || !b->len)
        return;
    *map = text_runs_map(runs, buf_span(b), t->p->map);
    s.flags |= SLOT_DERIVED | SLOT_START | t->p->flags;
    s.data = map->data;
    s.map = map;
    s.at = prose_at(t->p, 0, t->p->text.len);
    s.block = t->p->block;
    walk_slot(t->p->w, s);
}

void plain_end(struct plain *t)
{
    if (t->out.failed || t->runs.buf.failed || t->said.failed)
        walk_partial(t->p->w, "arena_bytes");
    yield(t, (struct slot){.kind = SLOT_COMMENT, .key = SPAN("comments")},
          &t->said, &t->said_runs);
    yield(t, (struct slot){.kind = SLOT_TEXT}, &t->out, &t->runs);
}

/* ---- lines ---- */

struct line {
    size_t off, len, next;
};

static bool next_line(struct span s, size_t at, struct line *l)
{
    const uint8_t *nl;

    if (at >= s.len)
        return false;
    nl = memchr(s.ptr + at, '\n', s.len - at);
    l->off = at;
    l->next = nl ? (size_t)(nl - s.ptr) + 1 : s.len;
    l->len = (nl ? l->next - 1 : s.len) - at;
    while (l->len && s.ptr[at + l->len - 1] <= ' ')
        l->len--;
    return true;
}

static bool has(struct span s, struct span what)
{
    for (size_t i = 0; i + what.len <= s.len; i++)
        if (span_eq(span_cut(s, i, what.len), what))
            return true;
    return false;
}

static bool is_digits(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

static bool letter(uint8_t c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* ---- subtitles ---- */

/* without puts a line but for what stands between `open` and `close`. */
static void without(struct plain *t, size_t off, size_t len, const char *pair)
{
    struct span s = t->p->text;
    size_t from = off, end = off + len;
    bool closes = true;

    for (size_t i = off; i < end; i++) {
        const uint8_t *close = s.ptr[i] == pair[0] && closes
                                   ? memchr(s.ptr + i, pair[1], end - i)
                                   : NULL;

        closes = closes && (close || s.ptr[i] != pair[0]);

        if (s.ptr[i] == '\\' && i + 1 < end && (s.ptr[i + 1] | 32) == 'n') {
            plain_put(t, from, i - from);
            plain_line(t);
            from = ++i + 1;
        } else if (close) {
            plain_put(t, from, i - from);
            i = (size_t)(close - s.ptr);
            from = i + 1;
        }
    }
    if (from < end)
        plain_put(t, from, end - from);
    plain_line(t);
}

static void dialogue(struct plain *t, const struct line *l, unsigned commas)
{
    struct span s = t->p->text;
    size_t at = l->off, end = l->off + l->len;
    const uint8_t *comma = NULL;

    for (unsigned i = 0; i < commas && at < end; i++) {
        comma = memchr(s.ptr + at, ',', end - at);
        at = comma ? (size_t)(comma - s.ptr) + 1 : end;
    }
    if (!comma || at >= end)
        return;
    if (s.ptr[l->off] == 'C')
        plain_said(t, at, end - at);
    else
        without(t, at, end - at, "{}");
}

/* script reads SubStation Alpha. */
static void script(struct plain *t, size_t at)
{
    struct span s = t->p->text;
    bool info = false;
    struct line l;

    for (; next_line(s, at, &l) && walk_step(t->p->w, 1); at = l.next) {
        struct span line = span_cut(s, l.off, l.len);
        const uint8_t *colon;

        if (span_starts(line, SPAN("["))) {
            info = span_eq(line, SPAN("[Script Info]"));
        } else if (span_starts(line, SPAN(";"))) {
            plain_said(t, l.off + 1, l.len - 1);
        } else if (span_starts(line, SPAN("Dialogue:")) ||
                   span_starts(line, SPAN("Comment:"))) {
            dialogue(t, &l, COMMAS);
        } else if (info && l.len) {
            colon = memchr(line.ptr, ':', line.len);
            if (colon)
                front_block(t->p, l.off, l.len);
        }
    }
}

/* cues reads SRT and WebVTT. */
static void cues(struct plain *t, size_t at)
{
    struct span s = t->p->text;
    bool shown = false, note = false;
    struct line l;

    for (; next_line(s, at, &l) && walk_step(t->p->w, 1); at = l.next) {
        struct span line = span_cut(s, l.off, l.len);

        if (l.len == 0) {
            shown = note = false;
        } else if (note) {
            plain_said(t, l.off, l.len);
        } else if (!shown && has(line, SPAN("-->"))) {
            shown = true;
        } else if (!shown && span_starts(line, SPAN("NOTE"))) {
            note = true;
            if (l.len > 5)
                plain_said(t, l.off + 5, l.len - 5);
        } else if (shown) {
            without(t, l.off, l.len, "<>");
        }
    }
}

bool cues_take(const struct prose *p)
{
    struct span s = p->text;
    struct plain t;
    struct line l, second;
    bool timed;

    plain_init(&t, p);
    if (span_starts(s, SPAN("[Script Info]"))) {
        script(&t, 0);
        plain_end(&t);
        return true;
    }
    if (!next_line(s, 0, &l))
        return false;
    timed = span_starts(s, SPAN("WEBVTT")) ||
            (is_digits(span_cut(s, l.off, l.len)) &&
             next_line(s, l.next, &second) &&
             has(span_cut(s, second.off, second.len), SPAN("-->")));
    if (!timed)
        return false;
    cues(&t, 0);
    plain_end(&t);
    return true;
}

void cues_lines(const struct prose *p, bool script)
{
    struct plain t;
    struct line l;

    plain_init(&t, p);
    for (size_t at = 0; next_line(p->text, at, &l) && walk_step(p->w, 1);
         at = l.next)
        if (script)
            dialogue(&t, &l, FIELDS);
        else
            without(&t, l.off, l.len, "<>");
    plain_end(&t);
}

/* ---- fields of reST and AsciiDoc ---- */

/* ":name: value" at the head of a document, or indented below "meta::"
 * [docutils, field lists]; the text stays as it is, and so this is false. */
bool lists_take(const struct prose *p)
{
    struct span s = p->text;
    struct line l;
    size_t at = 0;

    for (unsigned n = 0; n < LINES && next_line(s, at, &l); n++, at = l.next) {
        size_t from = l.off, end = l.off + l.len;
        const uint8_t *colon;

        while (from < end && s.ptr[from] == ' ')
            from++;
        if (from + 3 > end || s.ptr[from] != ':' || !letter(s.ptr[from + 1]))
            continue;
        colon = memchr(s.ptr + from + 1, ':', end - from - 1);
        if (colon && (size_t)(colon - s.ptr) + 2 < end && colon[1] == ' ')
            front_block(p, from + 1, end - from - 1);
    }
    return false;
}

/* ---- TeX ---- */

/* Commands whose arguments are for the program; and those that end a line. */
static const char silent[] =
    " begin end label ref eqref pageref cite citep citet bibliography "
    "bibliographystyle includegraphics input include usepackage documentclass "
    "newcommand renewcommand providecommand DeclareRobustCommand setlength "
    "addtolength setcounter hypersetup PassOptionsToPackage vspace hspace "
    "pagestyle thispagestyle hypertarget definecolor color textcolor "
    "fontsize selectlanguage graphicspath index newenvironment ";
static const char breaking[] =
    " par section subsection subsubsection chapter part paragraph item title "
    "author date maketitle caption footnote newline linebreak tabularnewline ";

/* group is behind the brackets that open at `at`; at itself where none do, or
 * where they do not close nearby. */
static size_t group(struct plain *t, size_t at, const char *pair)
{
    struct span s = t->p->text;
    size_t depth = 0, i, most = (size_t)num_min(s.len, (uint64_t)at + NEAR);

    if (at >= s.len || s.ptr[at] != (uint8_t)pair[0])
        return at;
    for (i = at; i < most; i++) {
        if (s.ptr[i] == '\\')
            i++;
        else if (s.ptr[i] == (uint8_t)pair[0])
            depth++;
        else if (s.ptr[i] == (uint8_t)pair[1] && --depth == 0)
            break;
    }
    walk_step(t->p->w, (i - at) / 16);
    return i < most ? i + 1 : at;
}

/* command passes over "\name" and what is not shown of its arguments. */
static size_t command(struct plain *t, size_t at)
{
    struct span s = t->p->text, name;
    size_t end = at + 1;

    while (end < s.len && letter(s.ptr[end]))
        end++;
    if (end == at + 1) { /* a sign: "\%", "\\" */
        uint8_t c = end < s.len ? s.ptr[end] : 0;

        if (c == '\\')
            plain_line(t);
        else if (c && strchr("%&$#_{}", c))
            plain_put(t, end, 1);
        else
            plain_space(t);
        return end + 1;
    }
    name = span_cut(s, at + 1, end - at - 1);
    if (span_listed(name, breaking))
        plain_line(t);
    if (end < s.len && s.ptr[end] == '*')
        end++;
    end = group(t, end, "[]");
    for (unsigned i = 0; i < ARGUMENTS && span_listed(name, silent); i++) {
        size_t next = group(t, end, "{}");

        next = group(t, next, "[]");
        if (next == end)
            break;
        end = next;
    }
    return end;
}

/* tex puts what is shown of [at, end). */
static void tex(struct plain *t, size_t at, size_t end)
{
    struct span s = t->p->text;
    size_t from = at;

    while (at < end && walk_step(t->p->w, 1)) {
        uint8_t c = s.ptr[at];
        size_t next = at + 1;

        while (c != '\\' && c != '%' && c != '{' && c != '}' && c != '~' &&
               c != '$' && next < end && !strchr("\\%{}~$", s.ptr[next]))
            next++;
        if (c != '\\' && !strchr("%{}~$", c)) {
            at = next;
            continue;
        }
        if (at > from)
            plain_put(t, from, at - from);
        if (c == '\\') {
            next = command(t, at);
        } else if (c == '%') {
            struct line l;

            next = next_line(s, at, &l) ? l.next : end;
            if (l.len > 1)
                plain_said(t, at + 1, l.len - 1);
        } else if (c == '~') {
            plain_space(t);
        }
        from = at = next;
    }
    if (end > from && from < end)
        plain_put(t, from, end - from);
}

/* preamble puts the title, and is where the document begins. */
static size_t preamble(struct plain *t)
{
    struct span s = t->p->text, begin = SPAN("\\begin{document}");
    unsigned titles = 0;
    size_t end = 0;

    for (size_t i = 0; i + begin.len <= s.len && !end; i++) {
        const uint8_t *hit = memchr(s.ptr + i, '\\', s.len - i);

        if (!hit)
            break;
        i = (size_t)(hit - s.ptr);
        if (span_eq(span_cut(s, i, begin.len), begin))
            end = i + begin.len;
    }
    for (size_t i = 0; i < end; i++) {
        struct span rest = span_cut(s, i, end - i);
        size_t n = span_starts(rest, SPAN("\\title{"))    ? 6
                   : span_starts(rest, SPAN("\\author{")) ? 7
                   : span_starts(rest, SPAN("\\date{"))   ? 5
                                                          : 0;
        size_t close = n ? group(t, i + n, "{}") : 0;

        if (close > i + n + 1 && close <= end && titles++ < ARGUMENTS) {
            tex(t, i + n + 1, close - 1);
            plain_line(t);
            i = close - 1;
        } else if (s.ptr[i] == '%') {
            struct line l;

            if (next_line(s, i, &l) && l.len > 1)
                plain_said(t, i + 1, l.len - 1);
            i = l.next - 1;
        } else if (s.ptr[i] == '\\') {
            i++;
        }
    }
    walk_step(t->p->w, end / 64);
    return end;
}

bool tex_take(const struct prose *p)
{
    struct plain t;

    plain_init(&t, p);
    tex(&t, preamble(&t), p->text.len);
    plain_end(&t);
    return true;
}
