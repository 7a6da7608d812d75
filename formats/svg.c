/* SPDX-License-Identifier: Apache-2.0
 * svg.c - SVG: what it says of itself, what it shows as text, what it embeds.
 *
 * [SVG] Scalable Vector Graphics 2, W3C 2018.
 * [C2PA] C2PA Technical Specification, A.3.5: svg/metadata/c2pa:manifest holds
 * the manifest store in base64.
 *
 * RDF in a metadata element is read by the XMP reader, which gets the whole
 * document: name spaces may be declared on its root. */
#include "formats/format.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/xml.h"

#define SVG_NS  SPAN("http://www.w3.org/2000/svg")
#define C2PA_NS SPAN("http://c2pa.org/manifest")
#define RDF_NS  SPAN("http://www.w3.org/1999/02/22-rdf-syntax-ns#")

enum {
    FRAMES = 256 /* as many as xml_depth can be told to allow */
};

/* Where we are: what an element's text is. */
enum place {
    DRAWING,  /* nothing */
    METADATA, /* a statement, with its element's name as key */
    MANIFEST, /* base64 of a manifest store */
    GRAPH,    /* RDF: left to its reader */
    SHOWN,    /* text that is painted */
    TITLE,    /* shown by pointing at it, or as the window's title */
    DESC,     /* for those who do not see the picture */
    PLACES
};

struct pile {
    struct buf text;
    struct text_runs runs;
    uint64_t first, last; /* in the file */
};

struct svg {
    struct walk *w;
    struct pile piles[PLACES]; /* of SHOWN, TITLE and DESC */
    enum place stack[FRAMES];
    size_t depth;
    struct buf text; /* of the innermost element of METADATA or MANIFEST */
    uint64_t off, end;
    uint32_t block;
    bool graph;
};

/* is_svg is whether the first element is an svg one, behind declarations and
 * comments. */
static bool is_svg(struct span s)
{
    size_t at = 0;

    while (at < s.len) {
        const uint8_t *open = memchr(s.ptr + at, '<', s.len - at);
        struct span rest;
        const uint8_t *stop;

        if (!open)
            return false;
        at = (size_t)(open - s.ptr);
        rest = span_cut(s, at, s.len - at);
        if (rest.len < 5)
            return false;
        if (rest.ptr[1] != '!' && rest.ptr[1] != '?')
            return span_starts(rest, SPAN("<svg")) ||
                   span_starts(rest, SPAN("<svg:"));
        stop = memchr(rest.ptr, '>', rest.len);
        while (stop && span_starts(rest, SPAN("<!--")) &&
               !(stop - rest.ptr >= 2 && stop[-1] == '-' && stop[-2] == '-'))
            stop =
                memchr(stop + 1, '>', rest.len - (size_t)(stop + 1 - rest.ptr));
        if (!stop)
            return false;
        at += (size_t)(stop - rest.ptr) + 1;
    }
    return false;
}

static unsigned svg_probe(struct span head, uint64_t size)
{
    size_t at = span_starts(head, SPAN("\xef\xbb\xbf")) ? 3 : 0;

    (void)size;
    while (at < head.len && (head.ptr[at] == ' ' || head.ptr[at] == '\n' ||
                             head.ptr[at] == '\r' || head.ptr[at] == '\t'))
        at++;
    head = span_cut(head, at, head.len - at);
    return span_starts(head, SPAN("<")) && is_svg(head) ? 48 : 0;
}

static bool is_shape(const struct xml_event *e, const char *name)
{
    return (span_eq(e->ns, SVG_NS) || !e->ns.len) &&
           e->name.len == strlen(name) &&
           memcmp(e->name.ptr, name, e->name.len) == 0;
}

static enum place place_of(enum place up, const struct xml_event *e)
{
    if (up == GRAPH || (up == METADATA && span_eq(e->ns, RDF_NS)))
        return GRAPH;
    if (up == METADATA)
        return span_eq(e->ns, C2PA_NS) && span_eq(e->name, SPAN("manifest"))
                   ? MANIFEST
                   : METADATA;
    if (is_shape(e, "metadata"))
        return METADATA;
    if (is_shape(e, "title"))
        return TITLE;
    if (is_shape(e, "desc"))
        return DESC;
    if (is_shape(e, "style") || is_shape(e, "script"))
        return DRAWING;
    if (is_shape(e, "text") || is_shape(e, "foreignObject"))
        return SHOWN;
    return up;
}

/* picture lists a picture that stands in an attribute, as data:image/... */
static void picture(struct svg *g, const struct xml_event *e)
{
    for (size_t i = 0; i < e->attr_count; i++) {
        struct span data = base64_of(e->attrs[i].value, SPAN("data:image/"));
        struct slot s = {.kind = SLOT_PART,
                         .flags = SLOT_DERIVED,
                         .key = SPAN("image"),
                         .at = {e->off, e->len},
                         .block = g->block};

        if (!span_eq(e->attrs[i].name, SPAN("href")) || !data.len)
            continue;
        if (base64_decode(walk_arena(g->w), data, BASE64_LAX, &s.data))
            walk_slot(g->w, s);
        else
            walk_note(g->w, NOTE_BROKEN, e->off,
                      "embedded picture is no base64");
    }
}

static bool on_start(void *ctx, const struct xml_event *e)
{
    struct svg *g = ctx;
    enum place up = g->depth ? g->stack[g->depth - 1] : DRAWING;

    if (g->depth == FRAMES)
        walk_partial(g->w, "xml_depth");
    if (g->depth == FRAMES || !walk_step(g->w, 1))
        return false;
    g->stack[g->depth] = place_of(up, e);
    g->graph |= g->stack[g->depth] == GRAPH;
    g->depth++;
    g->text.len = 0;
    if (is_shape(e, "image"))
        picture(g, e);
    return walk_ok(g->w);
}

static bool on_text(void *ctx, const struct xml_event *e)
{
    struct svg *g = ctx;
    enum place at = g->depth ? g->stack[g->depth - 1] : DRAWING;
    struct pile *p = &g->piles[at];

    if (at == METADATA || at == MANIFEST) {
        if (!g->text.len)
            g->off = e->off;
        g->end = e->off + e->len;
        buf_put(&g->text, e->text);
    } else if (at >= SHOWN) {
        if (!p->text.len)
            p->first = e->off;
        p->last = e->off + e->len;
        text_runs_put(
            &p->runs,
            (struct text_run){p->text.len, e->off,
                              e->len == e->text.len ? UNIT_SAME : UNIT_POINT});
        buf_put(&p->text, e->text);
    }
    return true;
}

static bool is_blank(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] > ' ')
            return false;
    return true;
}

static void manifest(struct svg *g)
{
    struct slot s = {.kind = SLOT_JUMBF,
                     .flags = SLOT_DERIVED,
                     .at = {g->off, g->end - g->off},
                     .block = g->block};

    if (!base64_decode(walk_arena(g->w), buf_span(&g->text), BASE64_LAX,
                       &s.data))
        walk_note(g->w, NOTE_BROKEN, g->off, "manifest store is no base64");
    walk_slot(g->w, s); /* without data it is one that cannot be read */
}

/* salvage looks for the store behind the place where the XML breaks off: other
 * readers go on there, and a store that is there may not pass for none. */
static void salvage(struct svg *g, uint64_t off)
{
    struct span all = walk_view(g->w, 0, walk_size(g->w));
    struct span tag = SPAN("<c2pa:manifest");
    size_t at = (size_t)num_min(off, all.len);

    while (at + tag.len < all.len &&
           memcmp(all.ptr + at, tag.ptr, tag.len) != 0)
        at++;
    if (at + tag.len >= all.len)
        return;
    while (at < all.len && all.ptr[at] != '>')
        at++;
    if (++at >= all.len)
        return;
    g->off = g->end = at;
    while (g->end < all.len && all.ptr[g->end] != '<')
        g->end++;
    buf_init(&g->text, walk_arena(g->w), all.len);
    buf_put(&g->text, span_cut(all, at, (size_t)g->end - at));
    manifest(g);
}

static void statement(struct svg *g, const struct xml_event *e)
{
    struct arena *a = walk_arena(g->w);

    walk_slot(g->w, (struct slot){.kind = SLOT_FIELD,
                                  .flags = SLOT_DERIVED,
                                  .space = SPAN("svg"),
                                  .key = arena_copy(a, e->name),
                                  .data = arena_copy(a, buf_span(&g->text)),
                                  .at = {g->off, g->end - g->off},
                                  .block = g->block});
}

static bool on_end(void *ctx, const struct xml_event *e)
{
    struct svg *g = ctx;
    enum place at = g->stack[g->depth - 1];
    enum place up = g->depth > 1 ? g->stack[g->depth - 2] : DRAWING;

    if (at == MANIFEST)
        manifest(g);
    else if (at == METADATA && !is_blank(buf_span(&g->text)))
        statement(g, e);
    else if (at >= SHOWN && (up != at || at == SHOWN))
        buf_byte(&g->piles[at].text, at == up ? ' ' : '\n');
    g->text.len = 0;
    g->depth--;
    return walk_ok(g->w);
}

static bool on_comment(void *ctx, const struct xml_event *e)
{
    struct svg *g = ctx;

    walk_slot(g->w, (struct slot){.kind = SLOT_COMMENT,
                                  .flags = SLOT_DERIVED,
                                  .space = SPAN("svg"),
                                  .data = arena_copy(walk_arena(g->w), e->text),
                                  .at = {e->off, e->len},
                                  .block = g->block});
    return walk_ok(g->w);
}

/* piled makes slots of the texts. */
static void piled(struct svg *g)
{
    static const struct {
        const char *key;
        unsigned flags;
    } as[PLACES] = {[SHOWN] = {"text", 0},
                    [TITLE] = {"title", SLOT_START},
                    [DESC] = {"desc", SLOT_HIDDEN}};

    for (int i = SHOWN; i < PLACES; i++) {
        struct pile *p = &g->piles[i];
        struct text_map *map;

        if (is_blank(buf_span(&p->text)))
            continue;
        map = walk_alloc(g->w, sizeof(*map));
        if (!map)
            return;
        *map = text_runs_map(&p->runs, buf_span(&p->text), NULL);
        walk_slot(g->w, (struct slot){.kind = SLOT_TEXT,
                                      .flags = as[i].flags | SLOT_DERIVED,
                                      .key = {(const uint8_t *)as[i].key,
                                              strlen(as[i].key)},
                                      .data = map->data,
                                      .at = {p->first, p->last - p->first},
                                      .block = g->block,
                                      .map = map});
    }
}

static void ended(struct svg *g, enum xml_end why, uint64_t off)
{
    switch (why) {
    case XML_WHOLE: return;
    case XML_BROKEN:
    case XML_TORN:
        walk_note(g->w, why == XML_TORN ? NOTE_TRUNCATED : NOTE_BROKEN,
                  num_min(off, walk_size(g->w)),
                  why == XML_TORN ? "an element does not end as it began"
                                  : "the picture is not well-formed XML");
        salvage(g, off);
        return;
    case XML_DTD:
        walk_note(g->w, NOTE_ODD, num_min(off, walk_size(g->w)),
                  "document type with declarations: not read");
        walk_partial(g->w, "xml_dtd");
        return;
    case XML_BYTES: walk_partial(g->w, "xml_bytes"); return;
    case XML_DEEP: walk_partial(g->w, "xml_depth"); return;
    case XML_STOPPED: return;
    case XML_MEMORY: walk_partial(g->w, "arena_bytes"); return;
    }
}

static void svg_walk(struct walk *w)
{
    const struct limits *lim = walk_limits(w);
    struct svg *g = walk_alloc(w, sizeof(*g));
    struct xml_events to = {.ctx = g,
                            .start = on_start,
                            .end = on_end,
                            .text = on_text,
                            .comment = on_comment};
    struct span all;
    enum xml_end why;
    uint64_t off = 0;

    if (!g)
        return;
    g->w = w;
    g->block = walk_block(w, SPAN("svg"), 0, walk_size(w));
    if (walk_size(w) > lim->xml_bytes) {
        walk_partial(w, "xml_bytes");
        return;
    }
    all = walk_view(w, 0, walk_size(w));
    if (!walk_ok(w))
        return;
    buf_init(&g->text, walk_arena(w), (size_t)lim->xml_bytes);
    for (int i = SHOWN; i < PLACES; i++) {
        buf_init(&g->piles[i].text, walk_arena(w), (size_t)lim->xml_bytes);
        text_runs_init(&g->piles[i].runs, walk_arena(w));
    }
    why = xml_read(walk_arena(w), all, 0, lim, &to, &off);
    piled(g);
    if (g->graph)
        walk_slot(w, (struct slot){.kind = SLOT_XMP,
                                   .data = all,
                                   .at = {0, all.len},
                                   .block = g->block});
    ended(g, why, off);
}

const struct format format_svg = {
    .name = "svg",
    .mime = "image/svg+xml",
    .files = "svg",
    .media = MEDIA_IMAGE,
    .probe = svg_probe,
    .verified = "real files",
    .walk = svg_walk,
};
