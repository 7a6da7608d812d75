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
 * A start goes with its end, so that nesting is judged here; text that would
 * read otherwise without the tag between is not thinned (seam_ok). */
#include "base/thin.h"

#include "base/wash.h"

enum {
    DEEP = 64, /* elements open at once */
    ATTRS = 32 /* attributes of a tag that is left out */
};

/* What a byte may be in a tag: of a name, the first of one, white space, or
 * where the plain bytes of a value end. */
enum {
    NAME = 1,
    FIRST = 2,
    SPACE = 4,
    STOP = 8
};

/* clang-format off */
static const uint8_t kinds[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    4, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 8, 0, 0, 0,
    0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
    0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
};
/* clang-format on */

struct open {
    struct span name;
    bool kept;
};

struct thin {
    const struct thin_how *how;
    struct span s;
    uint8_t *out;
    size_t at, to; /* in s, in out */
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

/* Bytes that are looked at together; the compiler makes of them what the
 * machine has. */
typedef uint8_t lanes __attribute__((vector_size(2 * sizeof(uint64_t))));

static inline lanes lanes_at(struct span s, size_t at)
{
    lanes x;

    memcpy(&x, s.ptr + at, sizeof(x));
    return x;
}

/* first_of is which of the lanes is the first that is not 0. */
static inline size_t first_of(lanes x)
{
    bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    size_t bits;
    uint64_t word[2];

    memcpy(word, &x, sizeof(x));
    for (size_t i = 0; i < 2; i++) {
        if (!word[i])
            continue;
        bits = (size_t)(little ? __builtin_ctzll(word[i])
                               : __builtin_clzll(word[i]));
        return i * sizeof(*word) + bits / 8;
    }
    return sizeof(x);
}

static struct span name_at(struct span s, size_t at)
{
    size_t i = at;

    if (i == s.len || !(kinds[s.ptr[i]] & FIRST))
        return span_cut(s, at, 0);
    for (; s.len - i >= sizeof(lanes); i += sizeof(lanes)) {
        lanes x = lanes_at(s, i);
        size_t n =
            first_of(~((lanes)((x | 0x20) - 'a' < 26) | (lanes)(x - '0' < 11) |
                       (lanes)(x - '-' < 2) | (lanes)(x == '_')));

        if (n < sizeof(lanes))
            return span_cut(s, at, i + n - at);
    }
    while (i < s.len && kinds[s.ptr[i]] & NAME)
        i++;
    return span_cut(s, at, i - at);
}

/* stop_at is where the plain bytes of a value end. */
static inline size_t stop_at(struct span s, size_t at)
{
    for (; s.len - at >= sizeof(lanes); at += sizeof(lanes)) {
        lanes x = lanes_at(s, at);
        size_t n = first_of((lanes)(x == '"') | (lanes)(x == '\'') |
                            (lanes)(x == '<') | (lanes)(x == '&'));

        if (n < sizeof(lanes))
            return at + n;
    }
    while (at < s.len && !(kinds[s.ptr[at]] & STOP))
        at++;
    return at;
}

static size_t past_space(struct span s, size_t at)
{
    while (at < s.len && kinds[s.ptr[at]] & SPACE)
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

/* value is the offset behind a quoted value, or 0. */
static size_t value(struct span s, size_t at, bool *plain)
{
    uint8_t quote;

    if (at == s.len || (s.ptr[at] != '"' && s.ptr[at] != '\''))
        return 0;
    quote = s.ptr[at++];
    for (; (at = stop_at(s, at)) < s.len; at++) {
        if (s.ptr[at] == quote)
            return at + 1;
        if (s.ptr[at] == '<' ||
            (s.ptr[at] == '&' && !wash_reference(span_cut(s, at, s.len - at))))
            return 0;
        *plain &= s.ptr[at] != '&';
    }
    return 0;
}

/* attribute is the offset behind the one at `at`, or 0. */
static size_t attribute(struct span s, size_t at, struct names *n, bool *plain)
{
    struct span name = name_at(s, at);

    if (!name.len)
        return 0;
    *plain &= is_new(n, name);
    at = past_space(s, at + name.len);
    if (at == s.len || s.ptr[at] != '=')
        return 0;
    return value(s, past_space(s, at + 1), plain);
}

/* tag_read reads a start tag, of one element or an empty one. */
static bool tag_read(struct span s, struct tag *t)
{
    struct names names;
    size_t at, i;

    names.count = 0;
    names.kinds = 0;
    *t = (struct tag){.name = name_at(s, 1), .plain = true};
    if (!t->name.len)
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
    memcpy(t->out + t->to, t->s.ptr + t->at, len);
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
 * as when there is a tag between: "]]>", a line's end [XML 2.4, 2.11] and a
 * character may come of two halves.  "]]>" costs all of the text it is in. */
static bool seam_ok(const struct thin *t, struct span text)
{
    const uint8_t *end = t->out + t->to;
    uint8_t next = text.ptr[0];

    return end[-1] != '\r' && (next & 0xC0) != 0x80 &&
           (end[-1] != ']' || (next != ']' && next != '>')) &&
           span_find(text, 0, SPAN("]]>")) == text.len;
}

/* text keeps what stands before the next tag, where each reference in it is
 * whole, and nothing but white space before the root: a quotation mark there
 * would begin a token, with tags in it [XML 2.8]. */
static bool text(struct thin *t)
{
    struct span s = span_cut(t->s, t->at, t->s.len - t->at);
    const uint8_t *next = memchr(s.ptr, '<', s.len);

    if (next)
        s.len = (size_t)(next - s.ptr);
    if (!t->root && past_space(s, 0) < s.len)
        return false;
    for (size_t at = 0; at < s.len; at++) {
        const uint8_t *amp = memchr(s.ptr + at, '&', s.len - at);

        if (!amp)
            break;
        at = (size_t)(amp - s.ptr);
        if (!wash_reference(span_cut(s, at, s.len - at)))
            return false;
    }
    if (s.len && t->seam && !seam_ok(t, s))
        return false;
    if (s.len)
        put(t, s.len);
    return true;
}

/* stay writes a tag that is heard, without attributes that nobody asks for. */
static void stay(struct thin *t, const struct tag *g, enum xml_ear ear)
{
    size_t head = 1 + g->name.len;

    if (g->bare || !g->plain || ear == XML_ALL) {
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
    enum xml_ear ear;
    bool kept;

    if (!tag_read(rest, &g) || t->depth == DEEP || t->depth >= t->how->depth ||
        (!t->depth && t->root))
        return false;
    ear = t->how->to->hears(t->how->to->ctx, g.name);
    kept = !t->root || !g.plain || ear != XML_NONE;
    t->root = true;
    if (!g.empty)
        t->open[t->depth++] = (struct open){g.name, kept};
    if (kept)
        stay(t, &g, ear);
    else
        drop(t, g.len);
    return true;
}

static bool end(struct thin *t, struct span rest)
{
    struct span name = name_at(rest, 2);
    size_t at = past_space(rest, 2 + name.len);
    const struct open *o;

    if (!name.len || at == rest.len || rest.ptr[at] != '>' || !t->depth)
        return false;
    o = &t->open[--t->depth];
    if (!span_eq(name, o->name)) {
        t->torn = true;
    } else if (o->kept) {
        put(t, at + 1);
    } else {
        drop(t, at + 1);
    }
    return true;
}

/* whole keeps what has tags only to the eye. */
static bool whole(struct thin *t, struct span rest)
{
    static const struct {
        struct span open, close;
    } list[] = {{SPAN_OF("<!--"), SPAN_OF("-->")},
                {SPAN_OF("<![CDATA["), SPAN_OF("]]>")},
                {SPAN_OF("<?"), SPAN_OF("?>")}};

    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        size_t at;

        if (!span_starts(rest, list[i].open))
            continue;
        at = span_find(rest, list[i].open.len, list[i].close);
        if (at == rest.len)
            return false;
        put(t, at + list[i].close.len);
        return true;
    }
    return false; /* a type, or no markup */
}

size_t thin(struct span s, const struct thin_how *how, uint8_t *out)
{
    struct thin t;

    memset(&t, 0, offsetof(struct thin, open));
    t.how = how;
    t.s = s;
    t.out = out;
    while (!t.torn) {
        struct span rest;
        uint8_t next;

        if (!text(&t))
            return 0;
        if (t.at == s.len)
            break;
        rest = span_cut(s, t.at, s.len - t.at);
        next = rest.len > 1 ? rest.ptr[1] : 0;
        if (!(next == '/'                  ? end(&t, rest)
              : next == '!' || next == '?' ? whole(&t, rest)
                                           : start(&t, rest)))
            return 0;
    }
    return t.to;
}
