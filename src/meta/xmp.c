/* SPDX-License-Identifier: Apache-2.0
 * xmp.c - XMP to fields.
 *
 * [XMP1] ISO 16684-1:2019, clause 7: the subset of RDF/XML that XMP is.
 * [RDF] RDF 1.1 XML Syntax, W3C 2014.
 *
 * A node (rdf:Description) has properties, as attributes or as elements.  A
 * property holds text, a resource, an array (rdf:Alt, Bag, Seq of rdf:li), or
 * a structure, which is a node again.  Each value that is text is one field:
 * the name space of the outermost property, and the local names on the way,
 * without arrays and nodes.
 *
 * A prefix is never compared with anything: writers choose it as they like.
 * Only where it was never declared is it all there is, and stands with a
 * colon in place of the name space. */
#include "meta/field.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/utf.h"
#include "base/xml.h"

#define RDF SPAN("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
#define XML SPAN("http://www.w3.org/XML/1998/namespace")

enum {
    FRAMES = 256, /* as many as xml_depth can be told to allow */
    PATH = 1024,  /* longest path that is told */
    ID = 16       /* digits of an id */
};

enum role {
    OUTSIDE, /* above the RDF */
    GRAPH,   /* rdf:RDF: holds nodes */
    NODE,    /* holds properties */
    PROPERTY,
    ARRAY
};

struct frame {
    enum role role;
    size_t path;    /* its length above this element */
    bool parent;    /* has an element inside */
    bool told;      /* its value was told already */
    struct span ns; /* of the outermost property */
};

struct xmp {
    struct gather *g;
    const struct slot *slot;
    uint32_t index;
    size_t depth;
    size_t path_len;
    struct buf text;
    uint64_t text_off, text_end; /* of what text holds, in the packet */
    bool undeclared;
    struct frame frames[FRAMES]; /* last: only what was entered is read */
    char path[PATH];
};

static bool is_rdf(struct span ns, struct span prefix)
{
    return span_eq(ns, RDF) || (!ns.len && span_eq(prefix, SPAN("rdf")));
}

static bool is_name(const struct xml_event *e, const char *name)
{
    return is_rdf(e->ns, e->prefix) && e->name.len == strlen(name) &&
           memcmp(e->name.ptr, name, e->name.len) == 0;
}

static bool is_array(const struct xml_event *e)
{
    return is_name(e, "Alt") || is_name(e, "Bag") || is_name(e, "Seq");
}

/* space_of is the name space, or what stands for one that is missing. */
static struct span space_of(struct xmp *x, struct span ns, struct span prefix)
{
    uint8_t *to;

    if (ns.len || !prefix.len)
        return arena_copy(gather_arena(x->g), ns);
    if (!x->undeclared)
        gather_note(x->g, NOTE_ODD, x->slot->at.off,
                    "XMP uses a prefix that it does not declare");
    x->undeclared = true;
    to = arena_alloc(gather_arena(x->g), prefix.len + 1);
    if (!to)
        return (struct span){0};
    memcpy(to, prefix.ptr, prefix.len);
    to[prefix.len] = ':';
    return (struct span){to, prefix.len + 1};
}

/* enter makes the path longer by a name; false where it gets too long. */
static bool enter(struct xmp *x, struct span name)
{
    size_t bar = x->path_len > 0;

    if (name.len > PATH - x->path_len - bar - 1) {
        gather_note(x->g, NOTE_ODD, x->slot->at.off, "XMP name is too long");
        return false;
    }
    if (bar)
        x->path[x->path_len++] = '/';
    if (name.len)
        memcpy(x->path + x->path_len, name.ptr, name.len);
    x->path_len += name.len;
    return true;
}

/* tell makes a field of the value at the present path. */
static void tell(struct xmp *x, struct span ns, struct span value,
                 struct range at)
{
    struct arena *a = gather_arena(x->g);
    struct span path = {(const uint8_t *)x->path, x->path_len};

    gather_field(x->g, (struct field){.space = SPACE_XMP,
                                      .ns = ns,
                                      .name = arena_copy(a, path),
                                      .value = arena_copy(a, span_trim(value)),
                                      .slot = x->index,
                                      .at = at});
}

/* place is where [off, end) of the packet stands in the file. */
static struct range place(const struct xmp *x, const struct xml_event *e,
                          uint64_t off, uint64_t end)
{
    struct range whole = x->slot->at;

    if (e->moved || (x->slot->flags & SLOT_DERIVED) || end < off ||
        end > whole.len)
        return whole;
    return (struct range){whole.off + off, end - off};
}

/* An attribute as it stands in its tag. */
struct raw {
    struct span name;
    size_t off, end; /* of its value, between the quotes */
};

/* raw_next is the next attribute of a tag from *at on, which moves behind it:
 * name, equals sign, quoted value [XML 3.1].  The tag was found well-formed
 * before. */
static bool raw_next(struct span tag, size_t *at, struct raw *to)
{
    size_t i = *at, from;
    const uint8_t *quote;

    while (i < tag.len && !byte_space(tag.ptr[i])) /* the rest of a name */
        i++;
    while (i < tag.len && byte_space(tag.ptr[i]))
        i++;
    from = i;
    while (i < tag.len && tag.ptr[i] != '=' && !byte_space(tag.ptr[i]))
        i++;
    to->name = span_cut(tag, from, i - from);
    while (i < tag.len && tag.ptr[i] != '"' && tag.ptr[i] != '\'')
        i++;
    if (i == tag.len)
        return false;
    to->off = i + 1;
    quote = memchr(tag.ptr + to->off, tag.ptr[i], tag.len - to->off);
    if (!quote)
        return false;
    to->end = (size_t)(quote - tag.ptr);
    *at = to->end + 1;
    return true;
}

/* attr_place is where an attribute's value stands.  Attributes come in the
 * order of the tag: *at is where the last one was found. */
static struct range attr_place(const struct xmp *x, const struct xml_event *e,
                               const struct xml_attr *a, size_t *at)
{
    struct span data = x->slot->data, tag;
    struct raw r;

    if (e->moved || !num_fits(e->off, e->len, data.len))
        return x->slot->at;
    tag = span_cut(data, (size_t)e->off, (size_t)e->len);
    while (raw_next(tag, at, &r)) {
        size_t n = a->prefix.len ? a->prefix.len + 1 : 0;

        if (r.name.len == n + a->name.len && span_starts(r.name, a->prefix) &&
            span_eq(span_cut(r.name, n, a->name.len), a->name))
            return place(x, e, e->off + r.off, e->off + r.end);
    }
    return x->slot->at;
}

/* attributes tells those that are properties, and is whether the element says
 * that its children are: rdf:parseType="Resource". */
static bool attributes(struct xmp *x, const struct xml_event *e,
                       struct frame *f)
{
    bool resource = false;
    size_t at = 0;

    for (size_t i = 0; i < e->attr_count && gather_ok(x->g); i++) {
        const struct xml_attr *a = &e->attrs[i];
        size_t path = x->path_len;

        if (is_rdf(a->ns, a->prefix) ||
            (!a->prefix.len && span_eq(a->name, SPAN("resource")))) {
            if (span_eq(a->name, SPAN("parseType")) &&
                span_eq(a->value, SPAN("Resource")))
                resource = true;
            if (f->role == PROPERTY && span_eq(a->name, SPAN("resource"))) {
                tell(x, f->ns, a->value, attr_place(x, e, a, &at));
                f->told = true;
            }
            continue;
        }
        /* xml:lang, and what has no prefix, say nothing of the resource */
        if (!a->prefix.len || span_eq(a->ns, XML))
            continue;
        if (enter(x, a->name))
            tell(x, path ? f->ns : space_of(x, a->ns, a->prefix), a->value,
                 attr_place(x, e, a, &at));
        x->path_len = path;
        f->told = true;
    }
    return resource;
}

/* role_of is what an element is below an element of that role. */
static enum role role_of(enum role up, const struct xml_event *e)
{
    switch (up) {
    case OUTSIDE:
        if (is_name(e, "RDF"))
            return GRAPH;
        return is_name(e, "Description") ? NODE : OUTSIDE;
    case GRAPH: return NODE;
    case NODE: return is_name(e, "Description") ? NODE : PROPERTY;
    case PROPERTY:
        if (is_array(e))
            return ARRAY;
        return is_name(e, "li") ? PROPERTY : NODE;
    case ARRAY: return PROPERTY;
    }
    return OUTSIDE;
}

static bool on_start(void *ctx, const struct xml_event *e)
{
    struct xmp *x = ctx;
    struct frame *up = x->depth ? &x->frames[x->depth - 1] : NULL;
    struct frame *f;

    if (x->depth == FRAMES) {
        gather_partial(x->g, "xml_depth");
        return false;
    }
    f = &x->frames[x->depth++];
    *f = (struct frame){.role = role_of(up ? up->role : OUTSIDE, e),
                        .path = x->path_len};
    if (up) {
        up->parent = true;
        f->ns = up->ns;
    }
    x->text.len = 0;
    x->text_off = x->text_end = 0;
    /* rdf:value is the value of the property around it [RDF 2.17]. */
    if (up && up->role == NODE && f->role == PROPERTY && !is_name(e, "value")) {
        if (x->path_len == 0)
            f->ns = space_of(x, e->ns, e->prefix);
        if (!enter(x, e->name))
            f->told = true;
    }
    if (f->role == NODE || f->role == PROPERTY)
        if (attributes(x, e, f) && f->role == PROPERTY)
            f->role = NODE;
    return gather_ok(x->g);
}

static bool on_text(void *ctx, const struct xml_event *e)
{
    struct xmp *x = ctx;

    if (!x->depth || x->frames[x->depth - 1].role != PROPERTY)
        return true;
    if (!x->text.len)
        x->text_off = e->off;
    x->text_end = e->off + e->len;
    buf_put(&x->text, e->text);
    return !x->text.failed;
}

/* is_id is whether a value is an id alone: "xmp.did:" and the like, and at
 * least ID digits of sixteen. */
static bool is_id(struct span s)
{
    size_t at = s.len;

    while (at > 0 && (hex_digit(s.ptr[at - 1]) >= 0 || s.ptr[at - 1] == '-'))
        at--;
    if (s.len - at < ID || (at > 0 && s.ptr[at - 1] != ':'))
        return false;
    while (at > 0 && s.ptr[at - 1] > ' ' && s.ptr[at - 1] < 0x7F)
        at--;
    return at == 0;
}

/* is_ancestor is whether the value is the id of a document that something was
 * pasted from.  Photoshop keeps them all, tens of thousands in a picture that
 * was worked on for long, and they say nothing of it. */
static bool is_ancestor(const struct xmp *x, struct span ns)
{
    const struct span path = {(const uint8_t *)x->path, x->path_len};

    return span_eq(path, SPAN("DocumentAncestors")) &&
           span_eq(ns, SPAN("http://ns.adobe.com/photoshop/1.0/")) &&
           is_id(span_trim(buf_span(&x->text)));
}

static bool on_end(void *ctx, const struct xml_event *e)
{
    struct xmp *x = ctx;
    struct frame *f = &x->frames[x->depth - 1];

    if (f->role == PROPERTY && !f->parent && !f->told && x->path_len &&
        !is_ancestor(x, f->ns))
        tell(x, f->ns, buf_span(&x->text),
             x->text.len ? place(x, e, x->text_off, x->text_end) : x->slot->at);
    x->path_len = f->path;
    x->depth--;
    x->text.len = 0;
    return gather_ok(x->g);
}

void xmp_read(struct gather *g, const struct slot *s, uint32_t index)
{
    const struct limits *lim = gather_limits(g);
    struct arena *a = gather_arena(g);
    struct xmp *x = arena_raw(a, sizeof(*x));
    struct xml_events to = {
        .ctx = x, .start = on_start, .end = on_end, .text = on_text};
    uint64_t off = 0;

    if (!x) {
        gather_partial(g, "arena_bytes");
        return;
    }
    memset(x, 0, offsetof(struct xmp, frames));
    x->g = g;
    x->slot = s;
    x->index = index;
    buf_init(&x->text, a, (size_t)lim->xml_bytes);
    switch (xml_read(a, s->data, XML_LAX, lim, &to, &off)) {
    case XML_WHOLE: break;
    case XML_BROKEN:
    case XML_TORN:
        gather_note(g, NOTE_BROKEN,
                    s->at.off + (s->flags & SLOT_DERIVED ? 0 : off),
                    "XMP is not well-formed XML");
        break;
    case XML_DTD:
        gather_note(g, NOTE_BROKEN, s->at.off,
                    "XMP with a document type: not read");
        break;
    case XML_BYTES: gather_partial(g, "xml_bytes"); break;
    case XML_DEEP: gather_partial(g, "xml_depth"); break;
    case XML_STOPPED:
        if (x->text.failed)
            gather_partial(g, "arena_bytes");
        break;
    case XML_MEMORY: gather_partial(g, "arena_bytes"); break;
    }
}
