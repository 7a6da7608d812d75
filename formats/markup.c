/* SPDX-License-Identifier: Apache-2.0
 * markup.c - XML of any kind: what stands between its tags.
 *
 * [XML] XML 1.0, fifth edition.  Flat OpenDocument, FictionBook, DocBook, JATS,
 * TEI, feeds and data: names of elements differ, yet nearly all end a line but
 * for the few that stand inside one.  Settings, styles and binary data are
 * passed over; what stands in <meta> is key = value.
 *
 * What expat refuses (a document type with declarations, broken markup) is
 * text as it stands. */
#include "formats/plain.h"

#include "base/xml.h"

enum {
    VALUE = 1 << 16 /* of one statement */
};

static const char inside[] =
    " span a b i u s em strong emphasis sub sup code kbd tt hi q link ulink "
    "xref bookmark-start bookmark-end soft-page-break italic bold ";
static const char silent[] =
    " style styles automatic-styles font-face-decls settings scripts script "
    "binary-data binary stylesheet ";
static const char holders[] = " meta ";

struct reading {
    const struct prose *p;
    struct buf out, value;
    struct slot field;
    uint64_t quiet, holder; /* depths at which they began, or 0 */
};

static void gap(struct reading *r, uint8_t c)
{
    if (r->out.len && r->out.ptr[r->out.len - 1] > ' ')
        buf_byte(&r->out, c);
}

static bool start(void *ctx, const struct xml_event *e)
{
    struct reading *r = ctx;
    struct arena *a = walk_arena(r->p->w);

    if (!r->quiet && span_listed(e->name, silent))
        r->quiet = e->depth;
    if (!r->holder && span_listed(e->name, holders))
        r->holder = e->depth;
    if (r->holder && e->depth > r->holder) {
        buf_init(&r->value, a, VALUE);
        r->field.key = arena_copy(a, e->name);
        for (size_t i = 0; i < e->attr_count; i++)
            if (span_eq(e->attrs[i].name, SPAN("name")))
                r->field.key = arena_copy(a, e->attrs[i].value);
    }
    if (span_eq(e->name, SPAN("tab")) || span_eq(e->name, SPAN("s")))
        gap(r, ' ');
    else if (!span_listed(e->name, inside))
        gap(r, '\n');
    return walk_step(r->p->w, 1);
}

static bool end(void *ctx, const struct xml_event *e)
{
    struct reading *r = ctx;

    if (r->holder && e->depth > r->holder && r->field.key.len) {
        r->field.data = buf_span(&r->value);
        if (r->field.data.len && r->field.data.ptr[0] > ' ')
            walk_slot(r->p->w, r->field);
        r->field.key =
            (struct span){0}; /* only where there is no other in it */
    }
    if (!span_listed(e->name, inside))
        gap(r, '\n');
    if (r->quiet == e->depth)
        r->quiet = 0;
    if (r->holder == e->depth)
        r->holder = 0;
    return walk_ok(r->p->w);
}

static bool text(void *ctx, const struct xml_event *e)
{
    struct reading *r = ctx;

    if (r->holder && r->field.key.len)
        buf_put(&r->value, e->text);
    if (!r->quiet && !r->holder)
        buf_put(&r->out, e->text);
    return !r->out.failed;
}

bool markup_text(const struct prose *p)
{
    struct reading r = {.p = p,
                        .field = {.kind = SLOT_FIELD,
                                  .flags = SLOT_DERIVED,
                                  .space = SPAN("xml"),
                                  .block = p->block,
                                  .at = prose_at(p, 0, p->text.len)}};
    const struct xml_events to = {
        .ctx = &r, .start = start, .end = end, .text = text};
    struct span s = p->text;

    buf_init(&r.out, walk_arena(p->w), s.len + 64);
    if (xml_read(walk_arena(p->w), s, XML_LAX, walk_limits(p->w), &to, NULL) !=
            XML_WHOLE ||
        !r.out.len)
        return false;
    walk_step(p->w, s.len / 16);
    walk_story(p->w, (struct slot){.kind = SLOT_TEXT,
                                   .flags = SLOT_DERIVED | p->flags,
                                   .data = buf_span(&r.out),
                                   .at = r.field.at,
                                   .block = p->block});
    return true;
}

bool markup_take(const struct prose *p)
{
    if (!span_starts(p->text, SPAN("<?xml")) || !markup_text(p))
        return false;
    walk_mime(p->w, "application/xml");
    return true;
}
