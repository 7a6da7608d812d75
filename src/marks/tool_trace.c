/* SPDX-License-Identifier: Apache-2.0
 * tool_trace.c - what generators leave: fields against the table of tools.
 *
 * Savers put one metadata format into another: "prompt:{...}" in an EXIF tag,
 * a JSON map in a comment, "parameters\0..." in a JPEG comment.  So the rows
 * are held against views: each field as it is, and what it carries inside. */
#include "marks/mark.h"
#include "marks/shape.h"
#include "marks/tools.h"

#include "base/peek.h"

enum {
    SHOWN = 80,    /* bytes of a prompt that a report shows */
    MEMBERS = 64,  /* of a JSON map in a comment: how many become views */
    KEY_MAX = 40,  /* of "key:{...}" */
    READ = 95,     /* how sure: seen in files, or in the writer's source */
    REPORTED = 85, /* told by others, with a capture */
    FAINT = 40     /* below what decides anything */
};

struct view {
    const struct field *of;
    enum space space;
    struct span ns, name;
    struct reading value;
};

enum answer {
    UNASKED,
    NO,
    YES
};

struct views {
    struct hunt *hunt;
    enum answer *parts; /* one a row of the table: whether it is met */
    struct view *list;
    uint32_t count, cap;
    const struct tool_index *rows;
};

static void add(struct views *v, struct view one)
{
    if (v->count == v->cap) {
        uint32_t cap = v->cap ? 2 * v->cap : 64;
        struct view *more = arena_raw(hunt_arena(v->hunt), cap * sizeof(*more));

        if (!more) {
            hunt_partial(v->hunt, "arena_bytes");
            return;
        }
        if (v->count)
            memcpy(more, v->list, v->count * sizeof(*more));
        v->list = more;
        v->cap = cap;
    }
    v->list[v->count++] = one;
}

static void add_inner(struct views *v, const struct field *f, struct span key,
                      struct span value)
{
    add(v, (struct view){f, SPACE_PAIR, SPAN("inner"), shape_trim(key),
                         recognise_of(hunt_arena(v->hunt), value)});
}

/* is_free is whether the field is for anything a person likes to say. */
static bool is_free(const struct field *f)
{
    const char *keys = "comment|Comment|COMMENT|description|Description|"
                       "DESCRIPTION|desc|COMM|ICMT|metadata|parameters|\xc2\xa9"
                       "cmt";

    switch (f->space) {
    case SPACE_COMMENT: return true;
    case SPACE_PAIR: return shape_is_one_of(f->name, keys);
    case SPACE_EXIF: return true;
    case SPACE_XMP:
    case SPACE_IPTC:
    case SPACE_HTML:
    case SPACE_JSONLD:
    case SPACE_FRONT: break;
    }
    return false;
}

/* split takes "key:{...}", "key: {...}" and "key\0..." apart. */
static bool split(struct span s, struct span *key, struct span *value)
{
    size_t end = 0, at;

    while (end < s.len && end < KEY_MAX &&
           (shape_alnum(s.ptr[end]) || s.ptr[end] == '_' || s.ptr[end] == '-'))
        end++;
    if (!end || end >= s.len)
        return false;
    *key = span_cut(s, 0, end);
    at = end + 1;
    *value = shape_trim(span_cut(s, at, s.len - at));
    return s.ptr[end] == 0 ||
           (s.ptr[end] == ':' && (peek_is_map(*value) || peek_is_list(*value)));
}

static void add_members(struct views *v, const struct field *f, struct span map)
{
    struct peek p;
    struct span key, value;

    if (!peek_open(&p, map) || !p.map)
        return;
    for (int i = 0; i < MEMBERS && peek_next(&p, &key, &value); i++)
        add_inner(v, f, key, peek_text(hunt_arena(v->hunt), value));
}

/* look adds the views of one field. */
static void look(struct views *v, const struct field *f)
{
    struct reading r = recognise_of(hunt_arena(v->hunt), f->value);
    struct span s = r.value, key, value;
    enum media media = hunt_doc(v->hunt)->media;

    r.quotes = span_eq(f->ns, SPAN("notes"));
    if (f->space == SPACE_COMMENT &&
        (media == MEDIA_TEXT || media == MEDIA_CODE))
        return; /* comments there are written by people, about anything */
    add(v, (struct view){f, f->space, f->ns, f->name, r});
    if (r.quotes)
        return; /* beside a picture: not free text */
    if (!is_free(f) || !s.len)
        return;
    if (f->space == SPACE_PAIR)
        add(v, (struct view){f, SPACE_COMMENT, f->ns, f->name, r});
    if (peek_is_text(s)) /* JSON in a JSON string */
        s = shape_trim(peek_text(hunt_arena(v->hunt), s));
    if (peek_is_map(s))
        add_members(v, f, s);
    else if (split(s, &key, &value))
        add_inner(v, f, key, value);
}

static bool fits(const struct tool *t, struct view *v)
{
    /* Names differ early; name spaces begin alike. */
    return t->space == v->space &&
           (!t->name || shape_is_one_of(v->name, t->name)) &&
           (t->ns ? shape_is_one_of(v->ns, t->ns) : !v->value.quotes) &&
           recognise(&v->value, t->shape, t->arg);
}

/* met is whether a PART of this id stands anywhere in the same document; it is
 * looked for once. */
static bool met(struct views *all, const char *id)
{
    const struct tool *t;
    size_t row = 0;

    while ((t = tool_at(row)) != NULL && strcmp(t->id, id) != 0)
        row++;
    if (!t)
        return false;
    if (all->parts[row] == UNASKED) {
        all->parts[row] = NO;
        for (uint32_t k = 0; k < all->count; k++)
            if (fits(t, &all->list[k]))
                all->parts[row] = YES;
    }
    return all->parts[row] == YES;
}

static struct mark mark_of(const struct view *v, enum tool_says says, char sure)
{
    struct mark m = mark_of_field(v->of);

    m.kind = GM_GENERATOR;
    m.name = v->name.len ? v->name : v->of->name;
    m.value = shape_short(v->value.value, SHOWN);
    m.sure = sure == 'R' ? REPORTED : READ;
    switch (says) {
    case SAYS_GENERATED:
    case SAYS_ALTERED:
        m.kind = GM_METADATA;
        m.claim = says == SAYS_ALTERED ? GM_ALTERED : GM_GENERATED;
        break;
    case MAKES:
    case CHANGES:
        m.claim = GM_TRACE;
        m.makes = says == CHANGES ? GM_ALTERED : GM_GENERATED;
        break;
    case HINTS:
        m.claim = GM_TRACE;
        m.makes = GM_GENERATED;
        m.sure = FAINT;
        break;
    case RIGHTS: m.kind = GM_RIGHTS; break;
    case PART: break;
    }
    return m;
}

/* tell_setting lists one value of the line of parameters. */
static void tell_setting(struct hunt *h, uint32_t id, struct view *v,
                         struct span name, struct span key)
{
    struct span value = recognise_setting(&v->value, key);

    if (value.len)
        hunt_attr(h, id, name, shape_short(value, SHOWN));
}

static void tell(struct hunt *h, struct view *v, const struct tool *t)
{
    struct mark m = mark_of(v, t->says, t->sure);
    uint32_t id;

    m.generator = shape_of(t->slug);
    id = hunt_mark(h, m);
    hunt_attr(h, id, SPAN("row"), shape_of(t->id));
    if (t->shape == SHAPE_INFOTEXT || t->shape == SHAPE_MODEL) {
        tell_setting(h, id, v, SPAN("model"), SPAN(", Model: "));
        tell_setting(h, id, v, SPAN("version"), SPAN(", Version: "));
    }
}

/* told remembers which row has spoken for which slot: a tool that writes
 * twenty fields is one trace. */
static bool told(uint32_t *last, size_t row, uint32_t slot)
{
    bool before = last[row] == slot + 1;

    last[row] = slot + 1;
    return before;
}

/* match is whether a row of the table fits the view. */
static bool match(struct views *all, struct view *v, uint32_t *last)
{
    struct tool_rows rows =
        tool_rows_of(all->rows, v->space, v->name, v->value.value);

    for (size_t i = tool_next(&rows, 0); i < TOOLS_MOST;
         i = tool_next(&rows, i + 1)) {
        const struct tool *t = tool_at(i);

        if (!fits(t, v) || (t->with && !met(all, t->with)))
            continue;
        if (!told(last, i, v->of->slot))
            tell(all->hunt, v, t);
        return true;
    }
    return false;
}

/* match_bundle counts the keys of one tool in each slot; the views of a slot
 * stand together. */
static void match_bundle(struct views *all, const struct bundle *b)
{
    unsigned seen = 0;
    const struct view *own = NULL;

    for (uint32_t i = 0; i < all->count; i++) {
        const struct view *v = &all->list[i];
        bool mine = v->space == SPACE_PAIR && shape_is_one_of(v->name, b->own);

        if (v->space == SPACE_PAIR &&
            (mine || shape_is_one_of(v->name, b->keys)))
            seen++;
        if (mine && !own)
            own = v;
    }
    if (seen >= b->least && own) {
        struct mark m = mark_of(own, MAKES, b->sure);
        uint32_t id;

        m.generator = shape_of(b->slug);
        id = hunt_mark(all->hunt, m);
        hunt_attr(all->hunt, id, SPAN("row"), shape_of(b->id));
    }
}

static void find(struct hunt *h)
{
    const struct fields *fields = hunt_fields(h);
    struct views all = {.hunt = h};
    const struct field *said = NULL;
    const struct bundle *b;
    uint32_t *last;

    if (!fields->count)
        return;
    last = arena_alloc(hunt_arena(h), tool_count * sizeof(*last));
    all.parts = arena_alloc(hunt_arena(h), tool_count * sizeof(*all.parts));
    all.rows = hunt_tools(h);
    if (!last || !all.parts || !all.rows) {
        hunt_partial(h, "arena_bytes");
        return;
    }
    for (uint32_t i = 0; i < fields->count && hunt_step(h, 1); i++)
        look(&all, &fields->list[i]);
    for (uint32_t i = 0; i < all.count && hunt_step(h, 1); i++) {
        struct view *v = &all.list[i];

        if (v->of == said && v->space == SPACE_COMMENT)
            continue; /* the same field, which has spoken as a pair */
        if (match(&all, v, last) && v->space == v->of->space)
            said = v->of;
    }
    for (size_t i = 0; (b = bundle_at(i)) != NULL; i++)
        match_bundle(&all, b);
}

const struct finder finder_tool_trace = {
    .name = "tool-trace",
    .what = "parameters, graphs, names and credits that generators leave",
    .find = find,
};
