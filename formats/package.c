/* SPDX-License-Identifier: Apache-2.0
 * package.c - what documents in ZIP share: text and statements in XML parts. */
#include "formats/zip.h"

#include "base/xml.h"

#include <assert.h>

enum {
    VALUE = 1 << 20, /* of one statement */
    MIMETYPE = 128,
    WORDS = 24 /* of a list */
};

static bool is_in(const char *list, struct span name)
{
    return list && span_listed(name, list);
}

/* read runs a part through the XML reader and says how it ended. */
static void read_xml(struct zip *z, struct span data, uint64_t off,
                     const struct xml_events *to)
{
    switch (xml_read(walk_arena(z->w), data, XML_LAX, walk_limits(z->w), to,
                     NULL)) {
    case XML_WHOLE:
    case XML_STOPPED: break;
    case XML_BROKEN:
    case XML_TORN:
        walk_note(z->w, NOTE_BROKEN, off, "XML of a part is not well-formed");
        walk_partial(z->w, "damaged");
        break;
    case XML_DTD:
        walk_note(z->w, NOTE_ODD, off, "XML of a part declares a type");
        walk_partial(z->w, "xml_dtd");
        break;
    case XML_BYTES: walk_partial(z->w, "xml_bytes"); break;
    case XML_DEEP: walk_partial(z->w, "xml_depth"); break;
    case XML_MEMORY: walk_partial(z->w, "arena_bytes"); break;
    }
    walk_step(z->w, data.len / 16);
}

/* ---- text ---- */

/* A word of the list, made ready to be compared. */
struct word {
    struct span name;
    uint64_t kind; /* of its local name */
    bool prefixed;
    unsigned is;
};

struct prose {
    struct word words[WORDS];
    size_t count;
    uint64_t kinds; /* of all of them */
    struct buf shown, hidden, alt;
    size_t last; /* where the last alternative text begins */
    uint64_t in_run, in_skip, in_aside, in_alt; /* depth at which it was
                                                   entered, or 0 */
    bool hiding;
};

static void learn(struct prose *p, const struct package_word *list)
{
    for (; list->name; list++) {
        struct span name = span_text(list->name), local = xml_local(name);

        assert(p->count < WORDS);
        p->words[p->count++] = (struct word){name, xml_kind(local),
                                             local.len < name.len, list->is};
        p->kinds |= xml_kind(local);
    }
}

/* what is all that an element is, by its name as it is written and without its
 * prefix. */
static unsigned what(const struct prose *p, struct span name, struct span local)
{
    uint64_t kind = xml_kind(local);
    unsigned is = 0;

    if (!(kind & p->kinds))
        return 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct word *w = &p->words[i];

        if (w->kind == kind && span_eq(w->name, w->prefixed ? name : local))
            is |= w->is;
    }
    return is;
}

static unsigned what_is(const struct prose *p, const struct xml_event *e)
{
    struct span name = e->name;

    if (e->prefix.len) /* it stands before the name */
        name = (struct span){e->prefix.ptr, e->prefix.len + 1 + name.len};
    return what(p, name, e->name);
}

static enum xml_ear prose_hears(void *ctx, struct span name)
{
    unsigned is = what(ctx, name, xml_local(name));

    if (!is)
        return XML_NONE;
    return is & (TEXT_HIDE | TEXT_DESCRIBED) ? XML_ALL : XML_TAGS;
}

static struct buf *pile(struct prose *p)
{
    return p->in_alt                  ? &p->alt
           : p->hiding || p->in_aside ? &p->hidden
                                      : &p->shown;
}

static void gap(struct buf *b, uint8_t c)
{
    if (b->len && b->ptr[b->len - 1] != '\n' &&
        (c == '\n' || b->ptr[b->len - 1] != ' '))
        buf_byte(b, c);
}

/* off is whether an element switches its property off: val="0". */
static bool off(const struct xml_event *e)
{
    for (size_t i = 0; i < e->attr_count; i++)
        if (span_eq(e->attrs[i].name, SPAN("val")) &&
            (span_eq(e->attrs[i].value, SPAN("0")) ||
             span_eq(e->attrs[i].value, SPAN("false"))))
            return true;
    return false;
}

/* describe puts the alternative texts of an element that has them as
 * attributes; programs write the same one on a frame and its picture. */
static void describe(struct prose *p, const struct xml_event *e)
{
    for (size_t i = 0; i < e->attr_count; i++) {
        struct span v = e->attrs[i].value, all = buf_span(&p->alt);

        if (!v.len || !is_in(" descr title ", e->attrs[i].name) ||
            span_eq(span_cut(all, p->last, v.len), v))
            continue;
        p->last = all.len;
        buf_put(&p->alt, v);
        buf_byte(&p->alt, '\n');
    }
}

static void enter(uint64_t *in, const struct xml_event *e)
{
    if (!*in)
        *in = e->depth;
}

static void leave(uint64_t *in, const struct xml_event *e)
{
    if (*in == e->depth)
        *in = 0;
}

static bool prose_start(void *ctx, const struct xml_event *e)
{
    struct prose *p = ctx;
    unsigned is = what_is(p, e);

    if (is & TEXT_SKIP)
        enter(&p->in_skip, e);
    if (!is || p->in_skip)
        return true;
    if (is & TEXT_RUN)
        enter(&p->in_run, e);
    if (is & TEXT_ASIDE)
        enter(&p->in_aside, e);
    if (is & TEXT_ALT)
        enter(&p->in_alt, e);
    if (is & TEXT_DESCRIBED)
        describe(p, e);
    if (is & TEXT_GAP)
        gap(pile(p), ' ');
    if ((is & TEXT_HIDE) && !off(e))
        p->hiding = true;
    return true;
}

static bool prose_end(void *ctx, const struct xml_event *e)
{
    struct prose *p = ctx;
    unsigned is = what_is(p, e);

    if (!is)
        return true;
    if (p->in_skip) {
        leave(&p->in_skip, e);
        return true;
    }
    if (p->in_alt == e->depth)
        gap(&p->alt, '\n');
    leave(&p->in_run, e);
    leave(&p->in_aside, e);
    leave(&p->in_alt, e);
    if (is & TEXT_HELD)
        p->hiding = false;
    if (is & TEXT_LINE) {
        gap(&p->shown, '\n');
        gap(&p->hidden, '\n');
    }
    return true;
}

static bool prose_text(void *ctx, const struct xml_event *e)
{
    struct prose *p = ctx;

    if ((p->in_run || p->in_alt) && !p->in_skip)
        buf_put(pile(p), e->text);
    return !pile(p)->failed;
}

static void yield(struct zip *z, struct slot s, const struct buf *b)
{
    s.data = buf_span(b);
    s.flags |= SLOT_DERIVED | (b->failed ? SLOT_CUT : 0U);
    if (s.data.len)
        walk_slot(z->w, s);
}

void package_text(struct zip *z, const struct zip_entry *e,
                  const struct package_word *list, unsigned flags, bool first)
{
    size_t most = (size_t)walk_limits(z->w)->text_bytes;
    struct slot s = {.kind = SLOT_TEXT, .flags = flags | SLOT_DERIVED};
    struct prose p = {0};
    const struct xml_events to = {.ctx = &p,
                                  .start = prose_start,
                                  .end = prose_end,
                                  .text = prose_text,
                                  .hears = prose_hears,
                                  .local = true};
    struct span data;

    if (!e)
        return;
    s.key = e->name;
    s.block = e->block;
    data = zip_data(z, e, &s.at);
    if (!data.len)
        return;
    learn(&p, list);
    buf_init(&p.shown, walk_arena(z->w), most);
    buf_init(&p.hidden, walk_arena(z->w), most);
    buf_init(&p.alt, walk_arena(z->w), most);
    read_xml(z, data, s.at.off, &to);
    if (p.shown.failed || p.hidden.failed || p.alt.failed)
        walk_partial(z->w, "text_bytes");
    if (first) {
        s.data = buf_span(&p.shown);
        walk_story(z->w, s);
    } else {
        yield(z, s, &p.shown);
    }
    s.flags = SLOT_HIDDEN;
    yield(z, s, &p.hidden);
    s.key = SPAN("alt");
    yield(z, s, &p.alt);
}

/* ---- statements ---- */

struct list {
    struct zip *z;
    const char *holder;
    struct slot slot;
    struct span key, content;
    struct buf value;
    uint64_t depth; /* of the holder, or 0 outside */
    bool gap;       /* another member has begun since the last text */
};

static struct span keep(struct list *l, struct span s)
{
    return s.len ? arena_copy(walk_arena(l->z->w), s) : s;
}

static bool list_start(void *ctx, const struct xml_event *e)
{
    struct list *l = ctx;

    if (!l->depth) {
        if (is_in(l->holder, e->name))
            l->depth = e->depth;
        return true;
    }
    if (e->depth != l->depth + 1) {
        l->gap = true; /* a member of a list */
        return true;
    }
    buf_init(&l->value, walk_arena(l->z->w), VALUE);
    l->content = (struct span){0};
    l->gap = false;
    l->key = e->name;
    for (size_t i = 0; i < e->attr_count; i++) {
        const struct xml_attr *a = &e->attrs[i];

        if (span_eq(a->name, SPAN("name")) ||
            span_eq(a->name, SPAN("property")))
            l->key = a->value;
        else if (span_eq(a->name, SPAN("content")))
            l->content = keep(l, a->value);
    }
    l->key = keep(l, l->key);
    return walk_step(l->z->w, 1);
}

static bool list_end(void *ctx, const struct xml_event *e)
{
    struct list *l = ctx;
    struct slot s = l->slot;

    if (l->depth && e->depth == l->depth)
        l->depth = 0;
    if (!l->depth || e->depth != l->depth + 1)
        return true;
    s.key = l->key;
    s.data = buf_span(&l->value);
    if (!s.data.len)
        s.data = l->content;
    if (l->value.failed)
        s.flags |= SLOT_CUT;
    if (s.data.len && s.key.len)
        walk_slot(l->z->w, s);
    return walk_ok(l->z->w);
}

static bool list_text(void *ctx, const struct xml_event *e)
{
    struct list *l = ctx;

    if (!l->depth || !l->value.arena)
        return true;
    if (l->gap && l->value.len)
        buf_put(&l->value, SPAN(", "));
    l->gap = false;
    buf_put(&l->value, e->text);
    return true;
}

void package_fields(struct zip *z, const struct zip_entry *e,
                    const char *holder, struct span space)
{
    struct list l = {
        .z = z,
        .holder = holder,
        .slot = {.kind = SLOT_FIELD, .flags = SLOT_DERIVED, .space = space}};
    const struct xml_events to = {
        .ctx = &l, .start = list_start, .end = list_end, .text = list_text};
    struct span data;

    if (!e)
        return;
    l.slot.block = e->block;
    data = zip_data(z, e, &l.slot.at);
    if (data.len)
        read_xml(z, data, l.slot.at.off, &to);
}

/* ---- what is encrypted ---- */

struct seals {
    struct zip *z;
    const struct package_seal *how;
    uint32_t at; /* of the member that was named last; parts name them in the
                    archive's order, so that the next is looked for from here */
    bool named;
};

static bool is_named(struct span s, const char *name)
{
    return s.len == strlen(name) && memcmp(s.ptr, name, s.len) == 0;
}

/* name finds the member of this path; all of them are looked at but once. */
static bool name(struct seals *s, struct span path)
{
    for (uint32_t n = 0; n < s->z->count; n++) {
        uint32_t i = (s->at + n) % s->z->count;

        if (!span_eq(s->z->list[i].name, path))
            continue;
        s->at = i;
        s->named = true;
        return walk_step(s->z->w, n / 16 + 1);
    }
    s->named = false;
    return walk_step(s->z->w, s->z->count / 16 + 1);
}

static bool seals_start(void *ctx, const struct xml_event *e)
{
    struct seals *s = ctx;
    bool ok = true;

    for (size_t i = 0; ok && i < e->attr_count; i++)
        if (is_named(e->attrs[i].name, s->how->path))
            ok = name(s, e->attrs[i].value);
    if (s->named && is_named(e->name, s->how->sealed))
        s->z->list[s->at].flags |= ZIP_SEALED;
    return ok;
}

void package_seals(struct zip *z, const struct package_seal *how)
{
    struct seals s = {.z = z, .how = how};
    const struct xml_events to = {
        .ctx = &s, .local = true, .start = seals_start};
    struct range at;
    struct span data = zip_data(z, zip_find(z, how->part), &at);

    if (data.len)
        read_xml(z, data, at.off, &to);
}

struct span package_mimetype(struct zip *z)
{
    const struct zip_entry *e = zip_find(z, "mimetype");
    struct range at;
    struct span s;

    if (!e || e->size > MIMETYPE)
        return (struct span){0};
    s = zip_data(z, e, &at);
    while (s.len && s.ptr[s.len - 1] <= ' ')
        s.len--;
    return s;
}
