/* SPDX-License-Identifier: Apache-2.0
 * xml.c - the one file with <expat.h>.
 *
 * expat checks well-formedness and decodes; here are the bounds, the name
 * spaces, and the washing of packets that are not quite XML. */
#include "base/xml.h"

#include "base/buf.h"
#include "base/thin.h"
#include "base/utf.h"

#include <expat.h>

enum {
    SCOPE = 128, /* name spaces declared at once */
    ATTRS = 1024 /* attributes of one element */
};

struct binding {
    struct span prefix, ns;
    uint64_t depth; /* of the element that declares it */
};

struct xml {
    XML_Parser parser;
    struct arena *arena;
    const struct limits *lim;
    const struct xml_events *to;
    size_t bound;
    struct xml_attr *attrs;
    uint64_t depth;
    enum xml_end why;
    bool moved;
    struct binding scope[SCOPE]; /* last: only what is bound is read */
};

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, s ? strlen(s) : 0};
}

static void halt(struct xml *x, enum xml_end why)
{
    if (x->why == XML_WHOLE) {
        x->why = why;
        XML_StopParser(x->parser, XML_FALSE);
    }
}

static struct xml_event event(struct xml *x)
{
    XML_Index off = XML_GetCurrentByteIndex(x->parser);
    int len = XML_GetCurrentByteCount(x->parser);

    return (struct xml_event){.off = off > 0 ? (uint64_t)off : 0,
                              .len = len > 0 ? (uint64_t)len : 0,
                              .depth = x->depth,
                              .moved = x->moved};
}

static void tell(struct xml *x,
                 bool (*to)(void *ctx, const struct xml_event *e),
                 const struct xml_event *e)
{
    if (x->why == XML_WHOLE && to && !to(x->to->ctx, e))
        halt(x, XML_STOPPED);
}

static struct span look(const struct xml *x, struct span prefix)
{
    if (x->to->local)
        return (struct span){0};
    for (size_t i = x->bound; i-- > 0;)
        if (span_eq(x->scope[i].prefix, prefix))
            return x->scope[i].ns;
    if (span_eq(prefix, SPAN("xml")))
        return SPAN("http://www.w3.org/XML/1998/namespace");
    return (struct span){0};
}

/* part cuts "prefix:name" at its first colon. */
static void part(struct span whole, struct span *prefix, struct span *name)
{
    const uint8_t *colon = whole.len ? memchr(whole.ptr, ':', whole.len) : NULL;
    size_t at = colon ? (size_t)(colon - whole.ptr) : 0;

    *prefix = span_cut(whole, 0, at);
    *name = colon ? span_cut(whole, at + 1, whole.len - at - 1) : whole;
}

/* is_binding is whether an attribute declares a name space [NS 3]. */
static bool is_binding(const XML_Char *name)
{
    return name[0] == 'x' && strncmp(name, "xmlns", 5) == 0 &&
           (name[5] == 0 || name[5] == ':');
}

/* bind takes the xmlns attributes of an element. */
static void bind(struct xml *x, const XML_Char **attrs)
{
    for (; *attrs && x->why == XML_WHOLE; attrs += 2) {
        struct span name, ns, prefix = {0};
        struct binding *to;

        if (!is_binding(attrs[0]))
            continue;
        name = span_of(attrs[0]);
        ns = span_of(attrs[1]);
        if (name.len > 6)
            prefix = span_cut(name, 6, name.len - 6);
        if (x->bound == SCOPE) {
            halt(x, XML_DEEP);
            return;
        }
        to = &x->scope[x->bound++];
        *to = (struct binding){arena_copy(x->arena, prefix),
                               arena_copy(x->arena, ns), x->depth};
        if (to->prefix.len != prefix.len || to->ns.len != ns.len)
            halt(x, XML_MEMORY);
    }
}

static size_t attributes(struct xml *x, const XML_Char **attrs)
{
    size_t n = 0;

    for (; *attrs && x->why == XML_WHOLE; attrs += 2) {
        struct xml_attr *to;

        if (is_binding(attrs[0]))
            continue;
        if (n == ATTRS) {
            halt(x, XML_DEEP);
            return 0;
        }
        to = &x->attrs[n++];
        part(span_of(attrs[0]), &to->prefix, &to->name);
        /* An attribute without a prefix has no name space [NS 6.2]. */
        to->ns = to->prefix.len ? look(x, to->prefix) : (struct span){0};
        to->value = span_of(attrs[1]);
    }
    return n;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name,
                             const XML_Char **attrs)
{
    struct xml *x = ctx;
    struct xml_event e;

    if (x->why != XML_WHOLE)
        return;
    x->depth++;
    if (x->depth > x->lim->xml_depth) {
        halt(x, XML_DEEP);
        return;
    }
    if (!x->to->local)
        bind(x, attrs);
    e = event(x);
    e.attr_count = attributes(x, attrs);
    e.attrs = x->attrs;
    part(span_of(name), &e.prefix, &e.name);
    e.ns = look(x, e.prefix);
    tell(x, x->to->start, &e);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    struct xml *x = ctx;
    struct xml_event e;

    if (x->why != XML_WHOLE)
        return;
    e = event(x);
    part(span_of(name), &e.prefix, &e.name);
    e.ns = look(x, e.prefix);
    tell(x, x->to->end, &e);
    while (x->bound && x->scope[x->bound - 1].depth == x->depth)
        x->bound--;
    x->depth--;
}

static void XMLCALL on_text(void *ctx, const XML_Char *s, int len)
{
    struct xml *x = ctx;
    struct xml_event e = event(x);

    e.text = (struct span){(const uint8_t *)s, (size_t)len};
    tell(x, x->to->text, &e);
}

static void XMLCALL on_comment(void *ctx, const XML_Char *s)
{
    struct xml *x = ctx;
    struct xml_event e = event(x);

    e.text = span_of(s);
    tell(x, x->to->comment, &e);
}

static void XMLCALL on_instruction(void *ctx, const XML_Char *target,
                                   const XML_Char *data)
{
    struct xml *x = ctx;
    struct xml_event e = event(x);

    e.name = span_of(target);
    e.text = span_of(data);
    tell(x, x->to->instruction, &e);
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name,
                               const XML_Char *system, const XML_Char *public,
                               int inner)
{
    (void)name;
    (void)system;
    (void)public;
    if (inner)
        halt(ctx, XML_DTD);
}

/* Encodings [XML F.1]: by the byte-order mark, or by where the zeros of the
 * first '<' stand. */
enum coding {
    CODING_8,
    CODING_16BE,
    CODING_16LE,
    CODING_32BE,
    CODING_32LE
};

static enum coding coding_of(struct span s)
{
    if (span_starts(s, SPAN("\0\0\xfe\xff")) || span_starts(s, SPAN("\0\0\0<")))
        return CODING_32BE;
    if (span_starts(s, SPAN("\xff\xfe\0\0")) || span_starts(s, SPAN("<\0\0\0")))
        return CODING_32LE;
    if (span_starts(s, SPAN("\xfe\xff")) || span_starts(s, SPAN("\0<")))
        return CODING_16BE;
    if (span_starts(s, SPAN("\xff\xfe")) || span_starts(s, SPAN("<\0")))
        return CODING_16LE;
    return CODING_8;
}

static struct span utf8_of_utf32(struct arena *a, struct span s, bool big)
{
    struct buf b;

    buf_init(&b, a, s.len + 4);
    for (size_t i = 0; i + 3 < s.len && !b.failed; i += 4) {
        const uint8_t *p = s.ptr + i;
        uint32_t c = big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
                               (uint32_t)p[2] << 8 | p[3]
                         : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
                               (uint32_t)p[1] << 8 | p[0];
        uint8_t to[4];

        buf_put(&b, (struct span){to, utf8_put(c, to)});
    }
    return b.failed ? (struct span){0} : buf_span(&b);
}

static struct span utf8_of(struct xml *x, struct span s)
{
    switch (coding_of(s)) {
    case CODING_8: return s;
    case CODING_16BE: x->moved = true; return utf8_of_utf16(x->arena, s, true);
    case CODING_16LE: x->moved = true; return utf8_of_utf16(x->arena, s, false);
    case CODING_32BE: x->moved = true; return utf8_of_utf32(x->arena, s, true);
    case CODING_32LE: x->moved = true; return utf8_of_utf32(x->arena, s, false);
    }
    return s;
}

static void blank(uint8_t *p, size_t from, size_t to)
{
    memset(p + from, ' ', to - from);
}

/* find is where `what` stands in s from `at` on, or s.len.  It goes by the
 * second byte: the first is the '<' of every tag. */
static size_t find(struct span s, size_t at, struct span what)
{
    while (at < s.len && what.len <= s.len - at) {
        const uint8_t *hit =
            memchr(s.ptr + at + 1, what.ptr[1], s.len - at - 1);

        if (!hit)
            break;
        at = (size_t)(hit - s.ptr) - 1;
        if (span_eq(span_cut(s, at, what.len), what))
            return at;
        at++;
    }
    return s.len;
}

/* mend makes characters of what is none, without moving a byte: blanks for
 * those that XML does not have [XML 2.2]; bytes that are no UTF-8 have no such
 * place-holder, and become '?'. */
static void mend(uint8_t *p, size_t at, size_t end)
{
    struct span s = {p, end};

    for (at = utf8_plain(s, at); at < end; at = utf8_plain(s, at)) {
        bool bad = false;
        size_t from = at;
        uint32_t c = utf8_next(s, &at, &bad);

        if (bad || c == 0xFFFE || c == 0xFFFF)
            memset(p + from, '?', at - from);
        else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            p[from] = ' ';
    }
}

/* markup is s from its first '<' to its last '>'. */
static struct span markup(struct span s)
{
    const uint8_t *first = s.len ? memchr(s.ptr, '<', s.len) : NULL;
    size_t at = first ? (size_t)(first - s.ptr) : s.len, end = s.len;

    while (end > at && s.ptr[end - 1] != '>')
        end--;
    return (struct span){s.ptr + at, end - at};
}

/* wash makes a real packet acceptable: blanks around its markup, and for
 * declarations and packet instructions; characters are mended. */
static struct span wash(uint8_t *p, size_t len)
{
    struct span s = {p, len}, inner = markup(s);
    size_t at = (size_t)(inner.ptr - p), end = at + inner.len;

    blank(p, 0, at);
    blank(p, end, s.len);
    s.len = end;
    for (size_t i = at; (i = find(s, i, SPAN("<?x"))) < end;) {
        size_t stop = find(s, i, SPAN("?>"));

        if (stop == end) /* no other ends either */
            break;
        stop += 2;
        if (span_eq(span_cut(s, i, 5), SPAN("<?xml")) ||
            span_eq(span_cut(s, i, 9), SPAN("<?xpacket")))
            blank(p, i, stop);
        i = stop;
    }
    mend(p, at, end);
    return s;
}

size_t xml_reference(struct span s)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                        "&apos;"};
    size_t i = 2;

    for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
        if (span_starts(
                s, (struct span){(const uint8_t *)names[k], strlen(names[k])}))
            return strlen(names[k]);
    if (s.len < 4 || s.ptr[1] != '#')
        return 0;
    while (i < s.len && i < 12 && s.ptr[i] != ';')
        i++;
    return i < s.len && s.ptr[i] == ';' ? i + 1 : 0;
}

/* escape writes "&amp;" for each '&' that begins no reference, which home-made
 * packets hold; places in them are then no longer known.  s itself where
 * there is none. */
static struct span escape(struct xml *x, struct span s)
{
    static const struct span open = SPAN_OF("<![CDATA[");
    size_t from = 0, at = 0, data = find(s, 0, open);
    struct buf b;

    buf_init(&b, x->arena, s.len * 5);
    while (at < s.len) {
        const uint8_t *hit = memchr(s.ptr + at, '&', s.len - at);
        size_t amp = hit ? (size_t)(hit - s.ptr) : s.len, n;

        if (data < amp) { /* there it is only a character */
            at = find(s, data, SPAN("]]>"));
            data = find(s, at, open);
            continue;
        }
        if (!hit)
            break;
        n = xml_reference(span_cut(s, amp, s.len - amp));
        at = amp + (n ? n : 1);
        if (n)
            continue;
        buf_put(&b, span_cut(s, from, at - from));
        buf_put(&b, SPAN("amp;"));
        from = at;
    }
    if (from == 0)
        return s;
    x->moved = true;
    buf_put(&b, span_cut(s, from, s.len - from));
    if (b.failed)
        x->why = XML_MEMORY;
    return buf_span(&b);
}

static enum xml_end end_of(enum XML_Error why)
{
    switch (why) {
    case XML_ERROR_NO_MEMORY: return XML_MEMORY;
    case XML_ERROR_TAG_MISMATCH:
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
    case XML_ERROR_PARTIAL_CHAR: return XML_TORN;
    default: return XML_BROKEN;
    }
}

/* feed_thin gives the parser what is left of s for those who listen to few
 * elements; false where that cannot be told, or would be blanked. */
static bool feed_thin(struct xml *x, struct span s, enum XML_Status *ok)
{
    const struct thin_how how = {x->to->heard, x->to->asked, x->lim->xml_depth};
    uint8_t *own;
    size_t left;

    s = markup(s);
    if (span_starts(s, SPAN("<?xml"))) {
        size_t head = find(s, 0, SPAN("?>")) + 2;

        s = span_cut(s, head, s.len - head);
    }
    if (!how.heard || !s.len || find(s, 0, SPAN("<?x")) < s.len)
        return false;
    own = XML_GetBuffer(x->parser, (int)s.len);
    left = own ? thin(s, &how, own) : 0;
    if (!left)
        return false;
    mend(own, 0, left);
    x->moved = true;
    *ok = XML_ParseBuffer(x->parser, (int)left, XML_TRUE);
    return true;
}

/* feed_washed gives the parser all of s, washed in its own copy. */
static enum XML_Status feed_washed(struct xml *x, struct span s)
{
    struct span clean;
    void *own = XML_GetBuffer(x->parser, (int)s.len);

    if (!own)
        return XML_STATUS_ERROR;
    memcpy(own, s.ptr, s.len);
    s = wash(own, s.len);
    clean = escape(x, s);
    if (x->why != XML_WHOLE)
        return XML_STATUS_ERROR;
    if (clean.ptr == s.ptr)
        return XML_ParseBuffer(x->parser, (int)s.len, XML_TRUE);
    return XML_Parse(x->parser, (const char *)clean.ptr, (int)clean.len,
                     XML_TRUE);
}

static enum XML_Status feed(struct xml *x, struct span s, bool lax)
{
    enum XML_Status ok;

    if (!lax || !s.len)
        return XML_Parse(x->parser, (const char *)s.ptr, (int)s.len, XML_TRUE);
    return feed_thin(x, s, &ok) ? ok : feed_washed(x, s);
}

static enum xml_end parse(struct xml *x, struct span s, bool lax, uint64_t *off)
{
    /* Washed: it is UTF-8 now. */
    XML_Parser p = XML_ParserCreate(x->moved || lax ? "UTF-8" : NULL);
    enum XML_Status ok;
    XML_Index at;

    if (!p)
        return XML_MEMORY;
    x->parser = p;
    XML_SetUserData(p, x);
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetCharacterDataHandler(p, on_text);
    if (x->to->comment)
        XML_SetCommentHandler(p, on_comment);
    if (x->to->instruction)
        XML_SetProcessingInstructionHandler(p, on_instruction);
    XML_SetStartDoctypeDeclHandler(p, on_doctype);
    XML_SetParamEntityParsing(p, XML_PARAM_ENTITY_PARSING_NEVER);
    ok = feed(x, s, lax);
    at = XML_GetCurrentByteIndex(p);
    *off = at > 0 ? (uint64_t)at : 0;
    if (ok != XML_STATUS_OK && x->why == XML_WHOLE)
        x->why = end_of(XML_GetErrorCode(p));
    XML_ParserFree(p);
    return x->why;
}

enum xml_end xml_read(struct arena *a, struct span doc, unsigned flags,
                      const struct limits *lim, const struct xml_events *to,
                      uint64_t *off)
{
    struct xml *x = arena_raw(a, sizeof(*x));
    uint64_t end = 0;
    enum xml_end why;

    if (off)
        *off = 0;
    if (doc.len > lim->xml_bytes || doc.len > INT32_MAX / 4)
        return XML_BYTES;
    if (!x)
        return XML_MEMORY;
    memset(x, 0, offsetof(struct xml, scope));
    x->arena = a;
    x->lim = lim;
    x->to = to;
    x->attrs = arena_raw(a, ATTRS * sizeof(*x->attrs));
    if (!x->attrs)
        return XML_MEMORY;
    if (flags & XML_LAX) {
        size_t before = doc.len;

        doc = utf8_of(x, doc);
        if (before && !doc.len)
            return XML_MEMORY;
    }
    why = parse(x, doc, (flags & XML_LAX) != 0, &end);
    if (off)
        *off = end;
    return why;
}
