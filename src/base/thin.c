/* SPDX-License-Identifier: Apache-2.0
 * thin.c - an XML document without the tags that nobody listens to.
 *
 * Nine of ten tags of an office document say how it looks.  What is left out
 * here costs expat nothing; what is left in, it judges.
 *
 * Only a tag that is plain is left out: letters of ASCII, distinct attributes,
 * values without references [XML 3.1].  It is well-formed, opens or ends what
 * it seems to, and is nothing else: comments, sections and instructions are
 * passed over as a whole, and no entity holds a tag where no type is declared.
 * A start goes with its end, so that nesting is judged here; what an expat
 * would read otherwise without the tag between is not thinned (seam_ok). */
#include "base/thin.h"

#include "base/xml.h"

enum {
    DEEP = 64,  /* elements open at once */
    NAME = 46,  /* bytes of a name */
    ATTRS = 32, /* attributes of a tag that is left out */
    REF = 12    /* bytes of a reference, at most */
};

struct open {
    uint8_t name[NAME];
    uint8_t len;
    bool kept;
};

struct thin {
    const struct thin_how *how;
    struct span s; /* what is read, in the place of what is written */
    uint8_t *p;
    size_t at, to;
    size_t depth;
    bool seam;              /* a tag was left out since the last byte written */
    bool torn;              /* an element ends that was not the last to begin */
    bool root;              /* has begun */
    struct open open[DEEP]; /* last: only what was opened is read */
};

struct tag {
    struct span name;
    size_t len;
    bool plain, bare, empty;
};

/* is_name is whether c may stand in a name of plain letters; the first is one
 * of the letters, or '_'. */
static bool is_name(uint8_t c)
{
    static const uint64_t set[2] = {UINT64_C(0x07ff600000000000),
                                    UINT64_C(0x07fffffe87fffffe)};

    return c < 128 && (set[c >> 6] >> (c & 63) & 1);
}

static struct span name_at(struct span s, size_t at)
{
    size_t i = at;

    if (i == s.len || s.ptr[i] < 'A')
        return (struct span){0};
    while (i < s.len && is_name(s.ptr[i]))
        i++;
    return span_cut(s, at, i - at);
}

static size_t past_space(struct span s, size_t at)
{
    while (at < s.len && byte_space(s.ptr[at]))
        at++;
    return at;
}

/* A tag's attributes, as far as they must not be there twice. */
struct names {
    struct span list[ATTRS];
    size_t count;
    uint64_t kinds;
};

static bool is_new(struct names *n, struct span name)
{
    uint64_t kind = xml_kind(name);

    if (n->count == ATTRS)
        return false;
    if (n->kinds & kind)
        for (size_t i = 0; i < n->count; i++)
            if (span_eq(n->list[i], name))
                return false;
    n->kinds |= kind;
    n->list[n->count++] = name;
    return true;
}

/* attribute is the offset behind the one at `at`, or 0. */
static size_t attribute(struct span s, size_t at, struct names *n, bool *plain)
{
    struct span name = name_at(s, at);
    uint8_t quote;

    if (!name.len)
        return 0;
    at = past_space(s, at + name.len);
    if (at == s.len || s.ptr[at] != '=')
        return 0;
    at = past_space(s, at + 1);
    if (at == s.len || (s.ptr[at] != '"' && s.ptr[at] != '\''))
        return 0;
    quote = s.ptr[at++];
    for (; at < s.len && s.ptr[at] != quote; at++) {
        if (s.ptr[at] == '<')
            return 0;
        if (s.ptr[at] == '&')
            *plain = false;
    }
    if (at == s.len)
        return 0;
    if (!is_new(n, name))
        *plain = false;
    return at + 1;
}

/* tag_read reads a start tag, of one element or an empty one. */
static bool tag_read(struct span s, struct tag *t)
{
    struct names names;
    size_t at, i;

    names.count = 0;
    names.kinds = 0;
    *t = (struct tag){.name = name_at(s, 1), .plain = true};
    if (!t->name.len || t->name.len > NAME)
        return false;
    for (at = 1 + t->name.len;; at = attribute(s, i, &names, &t->plain)) {
        if (!at)
            return false;
        i = past_space(s, at);
        if (i < s.len && s.ptr[i] == '>')
            break;
        if (i + 1 < s.len && s.ptr[i] == '/' && s.ptr[i + 1] == '>') {
            t->empty = true;
            break;
        }
        if (i == at)
            return false;
    }
    t->bare = names.count == 0;
    t->len = i + 1 + t->empty;
    return true;
}

/* put keeps the next bytes. */
static void put(struct thin *t, size_t len)
{
    if (t->to != t->at)
        memmove(t->p + t->to, t->p + t->at, len);
    t->to += len;
    t->at += len;
    t->seam = false;
}

static void drop(struct thin *t, size_t len)
{
    t->at += len;
    t->seam = true;
}

/* seam_ok is whether the text reads the same when it follows what is written
 * as when there is a tag between: "]]>", a line's end, a reference [XML 2.4,
 * 2.11, 4.1] may come of two halves.  "]]>" costs all of the text it is in. */
static bool seam_ok(const struct thin *t, struct span text)
{
    const uint8_t *end = t->p + t->to;
    uint8_t next = text.ptr[0];

    if (end[-1] == '\r' || (end[-1] == ']' && (next == ']' || next == '>')) ||
        span_find(text, 0, SPAN("]]>")) < text.len)
        return false;
    for (size_t i = 1; i <= REF && i <= t->to; i++) {
        uint8_t c = end[-(ptrdiff_t)i];

        if (c == '&')
            return false;
        if (c == ';' || c == '>')
            break;
    }
    return true;
}

static bool text(struct thin *t)
{
    size_t left = t->s.len - t->at;
    const uint8_t *next = memchr(t->s.ptr + t->at, '<', left);
    size_t len = next ? (size_t)(next - t->s.ptr) - t->at : left;

    if (!len)
        return true;
    if (t->seam && !seam_ok(t, (struct span){t->s.ptr + t->at, len}))
        return false;
    put(t, len);
    return true;
}

/* stay writes a tag that is heard, without attributes that nobody asks for. */
static void stay(struct thin *t, const struct tag *g, uint64_t kind)
{
    size_t head = 1 + g->name.len;

    if (g->bare || !g->plain || (kind & t->how->asked)) {
        put(t, g->len);
        return;
    }
    put(t, head);
    drop(t, g->len - head - 1 - g->empty);
    put(t, 1 + (size_t)g->empty);
}

static bool start(struct thin *t, struct span rest)
{
    struct tag g;
    struct open *o;
    uint64_t kind;

    if (!tag_read(rest, &g) || t->depth == DEEP || t->depth >= t->how->depth ||
        (!t->depth && t->root))
        return false;
    kind = xml_kind(xml_local(g.name));
    o = &t->open[t->depth];
    o->kept = !t->root || !g.plain || (kind & t->how->heard);
    o->len = (uint8_t)g.name.len;
    memcpy(o->name, g.name.ptr, g.name.len);
    t->root = true;
    t->depth += !g.empty;
    if (o->kept)
        stay(t, &g, kind);
    else
        drop(t, g.len);
    return true;
}

static bool end(struct thin *t, struct span rest)
{
    struct span name = name_at(rest, 2);
    size_t at = past_space(rest, 2 + name.len);
    struct open *o;

    if (!name.len || at == rest.len || rest.ptr[at] != '>' || !t->depth)
        return false;
    o = &t->open[--t->depth];
    if (!span_eq(name, (struct span){o->name, o->len})) {
        put(t, 1); /* the text before it ends as it did */
        t->torn = true;
        return true;
    }
    if (o->kept)
        put(t, at + 1);
    else
        drop(t, at + 1);
    return true;
}

/* whole keeps what has tags only to the eye. */
static bool whole(struct thin *t, struct span rest)
{
    static const struct {
        struct span open, close;
    } kinds[] = {{SPAN_OF("<!--"), SPAN_OF("-->")},
                 {SPAN_OF("<![CDATA["), SPAN_OF("]]>")},
                 {SPAN_OF("<?"), SPAN_OF("?>")}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        size_t at;

        if (!span_starts(rest, kinds[i].open))
            continue;
        at = span_find(rest, kinds[i].open.len, kinds[i].close);
        if (at == rest.len)
            return false;
        put(t, at + kinds[i].close.len);
        return true;
    }
    return false; /* a type, or no markup */
}

size_t thin(uint8_t *p, size_t len, const struct thin_how *how)
{
    struct thin t;

    memset(&t, 0, offsetof(struct thin, open));
    t.how = how;
    t.p = p;
    t.s = (struct span){p, len};
    while (!t.torn && text(&t) && t.at < len) {
        struct span rest = {p + t.at, len - t.at};
        uint8_t next = rest.len > 1 ? rest.ptr[1] : 0;
        bool ok = next == '/'                  ? end(&t, rest)
                  : next == '!' || next == '?' ? whole(&t, rest)
                                               : start(&t, rest);

        if (!ok)
            return 0;
    }
    return t.at == len || t.torn ? t.to : 0;
}
