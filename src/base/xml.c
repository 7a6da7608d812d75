/* SPDX-License-Identifier: Apache-2.0
 * xml.c - the one file with <expat.h>.
 *
 * expat checks well-formedness and decodes; here are the bounds and the name
 * spaces.  Before it come wash.c, of what is not quite XML, thin.c, for those
 * who listen to few elements, and spare.c, of what it need not look at. */
#include "base/xml.h"

#include "base/buf.h"
#include "base/spare.h"
#include "base/thin.h"
#include "base/utf.h"
#include "base/wash.h"

#include <expat.h>

enum {
    SCOPE = 128, /* name spaces declared at once */
    FEW = 16,    /* attributes that there is room for at first */
    ATTRS = 1024 /* of one element */
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
    size_t room; /* for so many */
    uint64_t depth;
    enum xml_end why;
    bool moved;
    uint64_t tail; /* where nothing but white space follows, if it is known */
    bool done;     /* the root's end reached that */
    size_t next;   /* value that was spared, */
    uint64_t gone; /* and bytes of those before it */
    struct spare spare;          /* these two last: only what is counted, */
    struct binding scope[SCOPE]; /* and what is bound, is read */
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

    return (struct xml_event){.off = (off > 0 ? (uint64_t)off : 0) + x->gone,
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

/* more makes room for as many attributes again. */
static bool more(struct xml *x)
{
    size_t room = x->room ? 2 * x->room : FEW;
    struct xml_attr *to;

    if (x->room == ATTRS) {
        halt(x, XML_DEEP);
        return false;
    }
    to = arena_raw(x->arena, room * sizeof(*to));
    if (!to) {
        halt(x, XML_MEMORY);
        return false;
    }
    if (x->room)
        memcpy(to, x->attrs, x->room * sizeof(*to));
    x->attrs = to;
    x->room = room;
    return true;
}

/* value_of is the value of an attribute, which may have been spared. */
static struct span value_of(struct xml *x, const XML_Char *value, size_t index)
{
    const struct spared *v = &x->spare.list[x->next];

    if (*value || x->next == x->spare.count || v->index != index ||
        (XML_Index)v->tag != XML_GetCurrentByteIndex(x->parser))
        return span_of(value);
    x->next++;
    return v->value;
}

static size_t attributes(struct xml *x, const XML_Char **attrs)
{
    size_t n = 0;

    for (size_t i = 0; *attrs && x->why == XML_WHOLE; attrs += 2, i++) {
        struct xml_attr *to;

        if (is_binding(attrs[0]))
            continue;
        if (n == x->room && !more(x))
            return 0;
        to = &x->attrs[n++];
        part(span_of(attrs[0]), &to->prefix, &to->name);
        /* An attribute without a prefix has no name space [NS 6.2]. */
        to->ns = to->prefix.len ? look(x, to->prefix) : (struct span){0};
        to->value = value_of(x, attrs[1], i);
    }
    return n;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name,
                             const XML_Char **attrs)
{
    struct xml *x = ctx;
    struct xml_event e;
    size_t first = x->next;

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
    for (; first < x->next; first++) {
        e.len += x->spare.list[first].value.len;
        x->gone += x->spare.list[first].value.len;
    }
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
    if (x->depth == 0 && e.off - x->gone + e.len == x->tail) {
        x->done = true;
        XML_StopParser(x->parser, XML_FALSE);
    }
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
    const struct thin_how how = {x->to, x->lim->xml_depth};
    uint8_t *own;
    size_t left;

    s = wash_markup(s);
    if (span_starts(s, SPAN("<?xml"))) {
        size_t head = wash_find(s, 0, SPAN("?>")) + 2;

        s = span_cut(s, head, s.len - head);
    }
    if (!s.len || wash_find(s, 0, SPAN("<?x")) < s.len)
        return false;
    own = XML_GetBuffer(x->parser, (int)s.len);
    left = own ? thin(s, &how, own) : 0;
    if (!left)
        return false;
    wash_mend(own, 0, left);
    x->moved = true;
    *ok = XML_ParseBuffer(x->parser, (int)left, XML_TRUE);
    return true;
}

/* feed_washed gives the parser all of s, washed in its own copy. */
static enum XML_Status feed_washed(struct xml *x, struct span s)
{
    struct span doc = s, clean;
    void *own = XML_GetBuffer(x->parser, (int)s.len);

    if (!own)
        return XML_STATUS_ERROR;
    memcpy(own, s.ptr, s.len);
    s = wash(own, s.len);
    clean = wash_escape(x->arena, s);
    if (clean.ptr == s.ptr) {
        s.len = spare(doc, own, s.len, &x->spare);
        x->tail = wash_tail(s);
        return XML_ParseBuffer(x->parser, (int)s.len, XML_TRUE);
    }
    x->moved = true;
    if (!clean.len) {
        x->why = XML_MEMORY;
        return XML_STATUS_ERROR;
    }
    return XML_Parse(x->parser, (const char *)clean.ptr, (int)clean.len,
                     XML_TRUE);
}

static enum XML_Status feed(struct xml *x, struct span s, bool lax)
{
    enum XML_Status ok;

    if (!lax || !s.len)
        return XML_Parse(x->parser, (const char *)s.ptr, (int)s.len, XML_TRUE);
    return x->to->hears && feed_thin(x, s, &ok) ? ok : feed_washed(x, s);
}

/* off_of is where in the document an offset is in what was left of it. */
static uint64_t off_of(const struct xml *x, size_t at)
{
    uint64_t off = at;

    for (size_t i = 0; i < x->spare.count && x->spare.list[i].at <= at; i++)
        off += x->spare.list[i].value.len;
    return off;
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
    *off = off_of(x, at > 0 ? (size_t)at : 0);
    if (ok != XML_STATUS_OK && x->why == XML_WHOLE && !x->done)
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
    memset(x, 0, offsetof(struct xml, spare.list));
    x->arena = a;
    x->lim = lim;
    x->to = to;
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
