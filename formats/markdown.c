/* SPDX-License-Identifier: Apache-2.0
 * markdown.c - Markdown: what its author says, and what is cited.
 *
 * Code in fences and quotations are listed as quoted.  But writers set their
 * own notes off as quotations, too, and a reader takes these for what they
 * are, a callout:
 *
 *   > [!NOTE]             an alert [GFM alerts]
 *   > **Note:** ...       headed by a label in bold letters
 *   > ※ ...               headed by the mark that notes have in East Asia
 *   > ...                 at the head of the text, above nothing but titles,
 *                         links and pictures; or behind a rule, at its foot
 *
 * A last line that begins with a dash names who is quoted.  Each callout is a
 * slot without its signs.
 *
 * [CommonMark 0.31] fences, block quotes and the lines that continue them. */
#include "formats/plain.h"

enum {
    PARTS = 1024, /* text slots of one file; what follows stays in one */
    FENCE = 3,
    LABEL = 24 /* bytes of a label in bold letters */
};

/* What a line is. */
enum kind {
    BLANK,
    TITLE, /* a heading, a tag, a link or a picture alone */
    RULE,
    FENCED,
    QUOTE,
    PROSE
};

struct line {
    size_t off, end, next; /* end: behind its last letter */
    enum kind kind;
    uint8_t fence; /* ` or ~ */
    size_t count;
};

enum part {
    SHOWN,
    CITED,
    ASIDE
};

struct cut {
    const struct prose *p;
    struct plain aside;
    size_t end;           /* of the text */
    size_t last;          /* where the part under way begins */
    size_t quote;         /* where the quotation under way ends */
    enum part part, cite; /* under way; the quotation's */
    unsigned flags, parts;
    bool head, ruled; /* nothing but titles so far; a rule stood last */
};

void prose_put(const struct prose *p, size_t off, size_t end, unsigned flags)
{
    struct slot s = {.kind = SLOT_TEXT,
                     .flags = flags | (end == p->text.len ? p->flags : 0),
                     .data = span_cut(p->text, off, end - off),
                     .at = prose_at(p, off, end - off),
                     .block = p->block};
    struct text_map *map;
    struct text_run *run;

    if (off == end)
        return;
    map = walk_alloc(p->w, sizeof(*map) + sizeof(*run));
    if (!map)
        return;
    run = (struct text_run *)(void *)(map + 1);
    *run = (struct text_run){0, off, UNIT_SAME};
    *map = (struct text_map){s.data, run, 1, p->map};
    s.map = map;
    walk_slot(p->w, s);
}

/* repeated is how often the byte at `at` stands there, with blanks between
 * where a rule has them. */
static size_t repeated(struct span s, size_t at, size_t end, bool blanks)
{
    uint8_t c = s.ptr[at];
    size_t n = 0;

    for (; at < end && (s.ptr[at] == c || (blanks && s.ptr[at] == ' ')); at++)
        n += s.ptr[at] == c;
    return blanks && at < end ? 0 : n;
}

static enum kind kind_of(struct span s, struct line *l)
{
    uint8_t c = s.ptr[l->off];

    switch (c) {
    case '`':
    case '~':
        l->count = repeated(s, l->off, l->end, false);
        l->fence = l->count >= FENCE ? c : 0;
        return l->fence ? FENCED : PROSE;
    case '-':
    case '*':
    case '_': return repeated(s, l->off, l->end, true) >= FENCE ? RULE : PROSE;
    case '>': return QUOTE;
    case '#':
    case '<':
    case '=': return TITLE;
    case '[':
    case '!':
        return s.ptr[l->end - 1] == ')' || s.ptr[l->end - 1] == ']' ? TITLE
                                                                    : PROSE;
    default: return PROSE;
    }
}

static bool line_at(const struct cut *c, size_t at, struct line *l)
{
    struct span s = c->p->text;
    const uint8_t *nl;

    if (at >= c->end)
        return false;
    nl = memchr(s.ptr + at, '\n', c->end - at);
    *l = (struct line){.off = at, .next = c->end, .kind = BLANK};
    if (nl)
        l->next = (size_t)(nl - s.ptr) + 1;
    l->end = l->next;
    while (l->end > at && s.ptr[l->end - 1] <= ' ')
        l->end--;
    while (l->off < l->end && l->off < at + FENCE && s.ptr[l->off] == ' ')
        l->off++;
    if (l->off < l->end)
        l->kind = kind_of(s, l);
    return true;
}

/* inside is what a line of a quotation says, without its sign. */
static struct span inside(const struct cut *c, const struct line *l)
{
    size_t sign = l->kind == QUOTE;

    return span_trim(
        span_cut(c->p->text, l->off + sign, l->end - l->off - sign));
}

/* labelled: the line begins with a label in bold letters, perhaps behind a
 * pictograph, and with a colon; or is nothing else. */
static bool labelled(struct span s)
{
    size_t at = 0, from, close;

    while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == 0xE2 ||
                          s.ptr[at] >= 0xEF)) /* the lead of a symbol */
        for (at++; at < s.len && (s.ptr[at] & 0xC0) == 0x80;)
            at++;
    from = at + 2;
    if (!span_starts(span_cut(s, at, s.len - at), SPAN("**")))
        return false;
    close = span_find(s, from, SPAN("**"));
    if (close == s.len || close - from > LABEL || close == from)
        return false;
    return close + 2 == s.len || s.ptr[close + 2] == ':' ||
           s.ptr[close - 1] == ':' ||
           memcmp(s.ptr + close - 3, "\xEF\xBC\x9A", 3) == 0;
}

/* ends_text: nothing but blank lines and remarks follow. */
static bool ends_text(const struct cut *c, size_t at)
{
    struct line l;

    for (; line_at(c, at, &l); at = l.next)
        if (l.kind != BLANK &&
            !span_starts(span_cut(c->p->text, l.off, l.end - l.off),
                         SPAN("<!--")))
            return false;
    return true;
}

static bool is_dash(struct span s)
{
    return span_starts(s, SPAN("--")) || span_starts(s, SPAN("- ")) ||
           span_starts(s, SPAN("\xE2\x80\x93")) ||
           span_starts(s, SPAN("\xE2\x80\x94"));
}

/* quotation finds the end of that which begins with a line, and says whether it
 * is cited or an aside. */
static void quotation(struct cut *c, struct line l)
{
    struct span first = inside(c, &l), last = first;
    bool quoting = true, text = first.len > 0;

    c->quote = l.next;
    while (line_at(c, c->quote, &l) &&
           (l.kind == QUOTE || (l.kind == PROSE && text))) {
        last = inside(c, &l);
        text = last.len > 0;
        c->quote = l.next;
    }
    if (span_starts(first, SPAN("[!")) || labelled(first) ||
        span_starts(first, SPAN("\xE2\x80\xBB")))
        quoting = false;
    else if (c->head || (c->ruled && ends_text(c, c->quote)))
        quoting = is_dash(last);
    c->cite = quoting ? CITED : ASIDE;
}

/* done lists the part that ends at `at`. */
static void done(struct cut *c, size_t at)
{
    if (c->part == ASIDE) {
        plain_end(&c->aside);
        return;
    }
    prose_put(c->p, c->last, at,
              c->flags | (c->part == CITED ? SLOT_QUOTED : 0));
    c->flags = at > c->last ? 0 : c->flags;
}

/* turn ends the part under way where another begins. */
static void turn(struct cut *c, size_t at, enum part to)
{
    if (to == c->part)
        return;
    done(c, at);
    if (to == ASIDE)
        plain_init(&c->aside, c->p);
    c->last = at;
    c->part = to;
    c->parts++;
}

/* aside takes a line of a callout, but for its sign and the kind of alert;
 * what it cites itself is left out. */
static void aside(struct cut *c, const struct line *l)
{
    struct span s = inside(c, l);

    if (!s.len || s.ptr[0] == '>') {
        plain_line(&c->aside);
        buf_byte(&c->aside.out, '\n');
    } else if (!span_starts(s, SPAN("[!")) || s.ptr[s.len - 1] != ']') {
        plain_put(&c->aside, (size_t)(s.ptr - c->p->text.ptr), s.len);
        plain_line(&c->aside);
    }
}

void markdown_take(const struct prose *p, size_t from, size_t end)
{
    struct cut c = {
        .p = p, .end = end, .last = from, .flags = SLOT_START, .head = true};
    struct line l, open = {0};

    for (size_t at = from; line_at(&c, at, &l) && walk_step(p->w, 1);
         at = l.next) {
        if (!open.fence && l.kind == QUOTE && at >= c.quote)
            quotation(&c, l);
        turn(&c, at,
             c.parts + 1 >= PARTS    ? SHOWN
             : open.fence || l.fence ? CITED
             : at < c.quote          ? c.cite
                                     : SHOWN);
        if (c.part == ASIDE)
            aside(&c, &l);
        if (open.fence && l.fence == open.fence && l.count >= open.count)
            open.fence = 0;
        else if (!open.fence && l.fence)
            open = l;
        c.head = c.head && (l.kind <= TITLE || c.part == ASIDE);
        c.ruled = l.kind == RULE || (c.ruled && l.kind == BLANK);
    }
    done(&c, end);
}
