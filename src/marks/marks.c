/* SPDX-License-Identifier: Apache-2.0
 * marks.c - the table of finders, and what a hunt may do. */
#include "marks/mark.h"
#include "marks/tools.h"
#include "marks/traits.h"

#include "base/charset.h"
#include "base/str.h"

#include "formats/pixels.h"

#define FINDER(name) extern const struct finder finder_##name;
#include "marks/list.h"
#undef FINDER

static const struct finder *const finders[] = {
#define FINDER(name) &finder_##name,
#include "marks/list.h"
#undef FINDER
};

enum {
    BEAT = 1024, /* steps between two questions to `alive` */
    CERTAIN = 100,
    THUMBNAIL = 96 /* pixels of its longer side */
};

struct hunt {
    struct marks *out;
    const struct hunt_config *c;
    const struct finder *by; /* the finder that runs now */
    gm_coverage *covered;    /* its line */
    uint64_t steps;
    bool failed, told;
    struct traits traits; /* once they are told */
    struct arena canvas;  /* the decoded picture: not kept beyond the hunt */
    struct pixels *picture;
    bool decoded;
};

const struct finder *finder_at(size_t i)
{
    return i < FINDERS ? finders[i] : NULL;
}

void finder_roll(gm_coverage roll[FINDERS])
{
    for (size_t i = 0; i < FINDERS; i++)
        roll[i] = (gm_coverage){str_of(finders[i]->name), 1, {NULL, 0}};
}

const struct doc *hunt_doc(const struct hunt *h)
{
    return h->c->doc;
}

const struct fields *hunt_fields(const struct hunt *h)
{
    return h->c->fields;
}

const struct c2pa *hunt_c2pa(const struct hunt *h)
{
    return h->c->c2pa;
}

const struct limits *hunt_limits(const struct hunt *h)
{
    return h->c->walk->limits;
}

struct arena *hunt_arena(struct hunt *h)
{
    return h->c->walk->arena;
}

gm_effort hunt_effort(const struct hunt *h)
{
    return h->c->effort;
}

const char *hunt_bits(const struct hunt *h)
{
    return h->c->bits;
}

const gm_input *hunt_input(const struct hunt *h)
{
    static const gm_input none = GM_INPUT_INIT;

    return h->c->in ? h->c->in : &none;
}

bool hunt_ok(const struct hunt *h)
{
    return !h->failed;
}

const struct tool_index *hunt_tools(struct hunt *h)
{
    struct tool_index *own;

    if (h->c->tools)
        return h->c->tools;
    own = arena_raw(hunt_arena(h), sizeof(*own));
    if (own)
        tool_index_make(own);
    return own;
}

void hunt_skip(struct hunt *h, const char *why)
{
    h->covered->ran = 0;
    h->covered->why = str_of(why);
}

void hunt_partial(struct hunt *h, const char *limit)
{
    hunt_skip(h, limit);
    if (!h->out->limit)
        h->out->limit = limit;
}

static void starve(struct hunt *h)
{
    h->failed = h->out->memory = true;
    hunt_partial(h, "arena_bytes");
}

bool hunt_step(struct hunt *h, uint64_t n)
{
    const struct walk_config *w = h->c->walk;
    uint64_t before = h->steps;

    if (h->failed)
        return false;
    if (n > w->limits->steps - h->steps) {
        h->failed = true;
        hunt_partial(h, "steps");
        return false;
    }
    h->steps += n;
    if (w->alive && before / BEAT != h->steps / BEAT &&
        w->alive(w->alive_ctx)) {
        h->failed = h->out->stopped = true;
        hunt_skip(h, "stopped");
    }
    return !h->failed;
}

const struct traits *hunt_traits(struct hunt *h)
{
    const struct fields *f = hunt_fields(h);

    if (!h->told && f->count && hunt_step(h, f->count) &&
        !traits_read(&h->traits, f, hunt_arena(h)))
        starve(h);
    h->told = true;
    return &h->traits;
}

struct span hunt_view(struct hunt *h, struct range at)
{
    struct span s;

    if (h->failed || at.len == 0)
        return (struct span){0};
    if (at.len > hunt_limits(h)->view_bytes) {
        hunt_partial(h, "view_bytes");
        return (struct span){0};
    }
    s = source_view(h->c->src, hunt_arena(h), at.off, (size_t)at.len);
    if (!s.ptr)
        hunt_skip(h, "the input could not be read");
    return s;
}

/* push makes room for one more, doubling at powers of two. */
static void *push(struct hunt *h, void *array, uint32_t *count, size_t size)
{
    uint8_t *p = *(uint8_t **)array;
    uint32_t n = *count;

    if ((n & (n - 1)) == 0) {
        uint8_t *more =
            arena_alloc(hunt_arena(h), (n ? 2 * (size_t)n : 1) * size);

        if (!more) {
            starve(h);
            return NULL;
        }
        if (n)
            memcpy(more, p, n * size);
        *(uint8_t **)array = p = more;
    }
    *count = n + 1;
    return p + n * size;
}

uint32_t hunt_mark(struct hunt *h, struct mark m)
{
    uint32_t index = h->out->count;
    struct mark *to;

    if (h->failed)
        return index;
    if (index >= hunt_limits(h)->marks) {
        h->failed = true;
        hunt_partial(h, "marks");
        return index;
    }
    to = push(h, &h->out->list, &h->out->count, sizeof(*to));
    if (!to)
        return index;
    m.by = h->by;
    m.sure = m.sure ? m.sure : CERTAIN;
    *to = m;
    return index;
}

static struct attr *add_attr(struct hunt *h, uint32_t mark)
{
    struct mark *m;

    if (h->failed || mark >= h->out->count)
        return NULL;
    m = &h->out->list[mark];
    return push(h, &m->attrs, &m->attr_count, sizeof(struct attr));
}

void hunt_attr(struct hunt *h, uint32_t mark, struct span name,
               struct span value)
{
    struct attr *a = add_attr(h, mark);

    if (a)
        *a = (struct attr){name, value, 0, false};
}

void hunt_measure(struct hunt *h, uint32_t mark, struct span name,
                  double number)
{
    struct attr *a = add_attr(h, mark);

    if (a)
        *a = (struct attr){name, {0}, number, true};
}

struct mark mark_of_field(const struct field *f)
{
    return (struct mark){.kind = GM_METADATA,
                         .name = f->name,
                         .value = f->value,
                         .slot = f->slot,
                         .at = f->at};
}

/* decode fills h->picture, once: the finders that follow share it or share the
 * reason why there is none. */
static void decode(struct hunt *h)
{
    struct walk_config wc = *h->c->walk;
    const char *limit = h->c->doc->limit;
    struct doc doc = *h->c->doc;
    uint64_t most = wc.limits->pixels;

    h->decoded = true;
    h->picture = arena_alloc(hunt_arena(h), sizeof(*h->picture));
    if (!h->picture) {
        starve(h);
        return;
    }
    /* the file and its four channels, and a row or two */
    if (!num_mul(most, 4, &most) ||
        !num_add(most, wc.limits->view_bytes + (1 << 20), &most))
        most = UINT64_MAX;
    arena_init(&h->canvas, most);
    wc.arena = &h->canvas;
    if (walk_pixels(&doc, h->c->src, &wc, h->picture))
        return;
    h->picture->ptr = NULL;
    if (!h->picture->why)
        h->picture->why = doc.limit && doc.limit != limit
                              ? doc.limit
                              : "the picture could not be decoded";
}

struct range mark_in_text(const struct slot *s, size_t off, size_t len)
{
    uint64_t a, b;

    if (s->map) {
        a = text_map_at(s->map, off);
        b = text_map_at(s->map, off + len);
        return (struct range){a, b > a ? b - a : 0};
    }
    if (!(s->flags & SLOT_DERIVED) && s->at.len == s->data.len)
        return (struct range){s->at.off + off, len};
    return s->at;
}

const struct pixels *hunt_pixels(struct hunt *h)
{
    const struct format *f = h->c->doc->format;

    if (!f || !f->pixels) {
        hunt_skip(h, "no pixels: this build does not decode the format");
        return NULL;
    }
    if (!h->decoded)
        decode(h);
    if (!h->picture || !h->picture->ptr) {
        hunt_skip(h, h->picture ? h->picture->why : "arena_bytes");
        return NULL;
    }
    return h->picture;
}

void marks_find(struct marks *m, const struct hunt_config *c)
{
    struct hunt h = {.out = m, .c = c};

    *m = (struct marks){0};
    m->coverage = arena_raw(c->walk->arena, FINDERS * sizeof(*m->coverage));
    if (!m->coverage) {
        m->memory = true;
        return;
    }
    m->coverage_count = FINDERS;
    if (c->roll)
        memcpy(m->coverage, c->roll, FINDERS * sizeof(*m->coverage));
    else
        finder_roll(m->coverage);
    for (uint32_t i = 0; i < FINDERS; i++) {
        h.by = finders[i];
        h.covered = &m->coverage[i];
        if (h.failed)
            hunt_skip(&h, m->limit ? m->limit : "stopped");
        else if (h.by->pixels && c->effort == GM_EFFORT_FAST)
            hunt_skip(&h, "not run: --fast");
        else if (h.by->pixels && !c->doc->format)
            hunt_skip(&h, "no pixels: the format is not known");
        else if (h.by->pixels && c->doc->media == MEDIA_VIDEO)
            hunt_skip(&h, "no pixels: frames of films are not decoded");
        else if (h.by->pixels && c->doc->drawn)
            hunt_skip(&h, "no pixels: pictures in pages are not decoded");
        else if (h.by->pixels && c->doc->media != MEDIA_IMAGE)
            continue; /* nothing to look at is not a failure to look */
        else if (h.by->deep && c->effort != GM_EFFORT_DEEP)
            hunt_skip(&h, "not run: needs --deep");
        else if (c->alone && c->alone != h.by)
            hunt_skip(&h, "not run: another was asked for");
        else
            h.by->find(&h);
    }
    if (h.picture && h.picture->ptr && hunt_input(&h)->want & GM_WANT_THUMBNAIL)
        m->thumbnail = jpeg_small(h.picture, THUMBNAIL, hunt_arena(&h));
    arena_reset(&h.canvas);
}
