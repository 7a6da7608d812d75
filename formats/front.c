/* SPDX-License-Identifier: Apache-2.0
 * front.c - the subset of YAML and TOML that front matter is written in.
 *
 * One field for each scalar.  A key below another is joined to it by a dot:
 * "AIGC.Label".  Quotes around a value are taken off, escapes inside double
 * quotes are undone for \" \\ \n \t, block scalars (| and >) are joined by
 * spaces, lists give one field an item.  Anchors, tags, flow maps and multiple
 * documents are left as the text they are.
 *
 * [YAML 1.2.2] sections 7 and 8; [TOML 1.0] key = value and [tables]. */
#include "formats/front.h"

enum {
    DEEP = 8,     /* nesting of keys that is followed */
    LINES = 2048, /* of one block */
    KEY = 256,
    FOOT = 64 /* lines of a block at the end */
};

/* One line: [off, off + len) without its end, and where the next begins. */
struct line {
    size_t off, len, next, indent;
};

struct level {
    size_t indent;
    struct span path; /* the keys above, with dots */
};

struct front {
    const struct prose *p;
    size_t end;
    struct level up[DEEP];
    unsigned depth;
    struct span last; /* the last key: items of a list belong to it */
};

static const struct span none;

struct range prose_at(const struct prose *p, size_t off, size_t len)
{
    uint64_t a = text_map_at(p->map, off), b = text_map_at(p->map, off + len);
    uint64_t size = walk_size(p->w);

    /* a character that is longer or shorter than the map believes must not
     * lead past the end of the file */
    a = num_min(a, size);
    b = num_min(b, size);
    return (struct range){a, b > a ? b - a : 0};
}

static bool next_line(struct span s, size_t at, size_t end, struct line *l)
{
    const uint8_t *nl;

    if (at >= end || end > s.len)
        return false;
    nl = memchr(s.ptr + at, '\n', end - at);
    l->off = at;
    l->next = nl ? (size_t)(nl - s.ptr) + 1 : end;
    l->len = (nl ? l->next - 1 : end) - at;
    while (l->len &&
           (s.ptr[at + l->len - 1] == '\r' || s.ptr[at + l->len - 1] == ' ' ||
            s.ptr[at + l->len - 1] == '\t'))
        l->len--;
    l->indent = 0;
    while (l->indent < l->len && s.ptr[at + l->indent] == ' ')
        l->indent++;
    return true;
}

static struct span line_span(const struct front *f, const struct line *l)
{
    return span_cut(f->p->text, l->off + l->indent, l->len - l->indent);
}

/* join is "a.b" in the arena; b alone where a is empty. */
static struct span join(const struct front *f, struct span a, struct span b)
{
    uint8_t *to;

    if (!a.len)
        return b;
    to = walk_alloc(f->p->w, a.len + 1 + b.len);
    if (!to)
        return none;
    memcpy(to, a.ptr, a.len);
    to[a.len] = '.';
    if (b.len)
        memcpy(to + a.len + 1, b.ptr, b.len);
    return (struct span){to, a.len + 1 + b.len};
}

/* unquote takes the quotes off a scalar; a comment behind one goes too. */
static struct span unquote(const struct front *f, struct span v)
{
    uint8_t quote = v.len ? v.ptr[0] : 0;
    uint8_t *to;
    size_t n = 0;

    if (quote != '"' && quote != '\'') {
        for (size_t i = 1; i < v.len; i++)
            if (v.ptr[i] == '#' && (v.ptr[i - 1] == ' '))
                return span_trim(span_cut(v, 0, i));
        return v;
    }
    to = walk_alloc(f->p->w, v.len);
    if (!to)
        return none;
    for (size_t i = 1; i < v.len; i++) {
        uint8_t c = v.ptr[i], d = i + 1 < v.len ? v.ptr[i + 1] : 0;

        if (c == quote && quote == '\'' && d == '\'') {
            i++;
        } else if (c == quote) {
            return (struct span){to, n};
        } else if (c == '\\' && quote == '"' && d) {
            c = d == 'n' ? '\n' : d == 't' ? '\t' : d;
            i++;
        }
        to[n++] = c;
    }
    return v; /* never closed: no quotes then */
}

static void put(struct front *f, struct span key, struct span value)
{
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("front-matter"),
                     .key = key,
                     .data = unquote(f, value),
                     .block = f->p->block};
    size_t off = (size_t)(value.ptr - f->p->text.ptr);

    if (!key.len || !value.len)
        return;
    if (s.data.ptr != value.ptr)
        s.flags = SLOT_DERIVED;
    s.at = prose_at(f->p, off, value.len);
    walk_slot(f->p->w, s);
}

/* key_end is the length of the key at the start of a line, 0 where there is
 * none; *skip is how many bytes up to its value. */
static size_t key_end(struct span s, size_t *skip)
{
    static const bool told[256] = {[':'] = 1, ['='] = 1, ['#'] = 1, ['{'] = 1,
                                   ['['] = 1, ['"'] = 1, ['`'] = 1, ['<'] = 1};

    for (size_t i = 0; i < s.len && i < KEY; i++) {
        uint8_t c = s.ptr[i];

        if (!told[c])
            continue;
        if (c == ':' &&
            (i + 1 == s.len || s.ptr[i + 1] == ' ' || s.ptr[i + 1] == '\t')) {
            *skip = i + 1;
            return i;
        }
        if (c == '=' && i) {
            *skip = i + 1;
            return span_trim(span_cut(s, 0, i)).len;
        }
        if (c != ':' && c != '=' && (c != '"' || i))
            return 0;
    }
    return 0;
}

static struct span bare(struct span key)
{
    if (key.len >= 2 && (key.ptr[0] == '"' || key.ptr[0] == '\'') &&
        key.ptr[key.len - 1] == key.ptr[0])
        return span_cut(key, 1, key.len - 2);
    return key;
}

/* block_scalar is the lines that are indented more than their key, as one
 * span of the text; at moves behind them. */
static struct span block_scalar(const struct front *f, size_t *at,
                                size_t indent)
{
    struct line l;
    size_t from = *at, end = *at;

    while (next_line(f->p->text, *at, f->end, &l) &&
           (l.len == 0 || l.indent > indent)) {
        *at = l.next;
        if (l.len)
            end = l.off + l.len;
    }
    return span_trim(span_cut(f->p->text, from, end - from));
}

static void take_line(struct front *f, const struct line *l, size_t *at)
{
    struct span s = line_span(f, l), key, value;
    size_t skip = 0, n;

    if (s.len > 2 && s.ptr[0] == '[' && s.ptr[s.len - 1] == ']') {
        f->up[0] =
            (struct level){0, bare(span_trim(span_cut(s, 1, s.len - 2)))};
        f->depth = 1; /* a TOML table */
        return;
    }
    if (s.len > 2 && s.ptr[0] == '-' && s.ptr[1] == ' ') {
        put(f, f->last, span_trim(span_cut(s, 2, s.len - 2)));
        return;
    }
    n = key_end(s, &skip);
    if (!n)
        return;
    while (f->depth && f->up[f->depth - 1].indent >= l->indent &&
           !(f->up[0].indent == 0 && f->depth == 1 && l->indent == 0 &&
             s.ptr[skip - 1] == '='))
        f->depth--;
    key = join(f, f->depth ? f->up[f->depth - 1].path : none,
               bare(span_trim(span_cut(s, 0, n))));
    value = span_trim(span_cut(s, skip, s.len - skip));
    f->last = key;
    if (value.len && (value.ptr[0] == '|' || value.ptr[0] == '>') &&
        value.len <= 2)
        value = block_scalar(f, at, l->indent);
    if (value.len)
        put(f, key, value);
    else if (f->depth < DEEP)
        f->up[f->depth++] = (struct level){l->indent, key};
}

void front_block(const struct prose *p, size_t off, size_t len)
{
    struct front f = {.p = p, .end = off + len};
    struct line l;
    size_t at = off;

    for (unsigned i = 0; i < LINES && next_line(p->text, at, f.end, &l); i++) {
        at = l.next;
        if (l.len > l.indent)
            take_line(&f, &l, &at);
        if (!walk_step(p->w, 1))
            return;
    }
}

static bool is_fence(const struct prose *p, const struct line *l, uint8_t c)
{
    const uint8_t *s = p->text.ptr + l->off;

    return l->len == 3 && s[0] == c && s[1] == c && s[2] == c;
}

/* json_end is the length of one JSON object at the start, by its braces. */
static size_t json_end(struct span s)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if (c == '\\' && quoted)
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == '{' && !quoted)
            depth++;
        else if (c == '}' && !quoted && --depth == 0)
            return i + 1;
    }
    return 0;
}

size_t front_take(const struct prose *p)
{
    struct line l;
    size_t from, at;
    uint8_t fence;

    if (!next_line(p->text, 0, p->text.len, &l))
        return 0;
    if (l.len && p->text.ptr[0] == '{') {
        at = json_end(p->text);
        if (at && p->text.len - at > 2 && p->text.ptr[at] == '\n')
            walk_slot(p->w, (struct slot){.kind = SLOT_JSON,
                                          .space = SPAN("front-matter"),
                                          .data = span_cut(p->text, 0, at),
                                          .at = prose_at(p, 0, at),
                                          .block = p->block});
        else
            at = 0;
        return at;
    }
    fence = is_fence(p, &l, '-') ? '-' : is_fence(p, &l, '+') ? '+' : 0;
    if (!fence)
        return 0;
    from = at = l.next;
    for (unsigned i = 0; i < LINES && next_line(p->text, at, p->text.len, &l);
         i++) {
        if (is_fence(p, &l, fence) || (fence == '-' && is_fence(p, &l, '.'))) {
            front_block(p, from, l.off - from);
            return l.next;
        }
        at = l.next;
    }
    return 0; /* a rule, not front matter */
}

/* A foot is a key alone on its line, and below it only indented keys, down to
 * the end; nothing else ends a text so. */
size_t front_foot(const struct prose *p, size_t from)
{
    struct span s = p->text;
    size_t end = s.len, at, low = s.len, children = 0;

    while (end > from && (s.ptr[end - 1] == '\n' || s.ptr[end - 1] == '\r' ||
                          s.ptr[end - 1] == ' '))
        end--;
    at = end;
    for (unsigned i = 0; i < FOOT && at > from; i++) {
        struct line l;
        size_t skip, begin = at;

        while (begin > from && s.ptr[begin - 1] != '\n')
            begin--;
        if (!next_line(s, begin, at, &l) || !l.len ||
            !key_end(span_cut(s, l.off + l.indent, l.len - l.indent), &skip))
            return s.len;
        if (l.indent == 0) {
            low = l.off;
            if (children >= 2 && s.ptr[l.off + l.len - 1] == ':') {
                front_block(p, low, end - low);
                return low;
            }
            return s.len;
        }
        children++;
        at = begin > from ? begin - 1 : from;
        while (at > from && s.ptr[at - 1] == '\r')
            at--;
    }
    return s.len;
}
