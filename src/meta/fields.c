/* SPDX-License-Identifier: Apache-2.0
 * fields.c - the list of fields, and which reader takes which slot. */
#include "meta/field.h"

enum {
    NOTES = 64
};

struct gather {
    struct fields *out;
    struct arena *arena;
    const struct limits *lim;
    bool failed;
};

struct arena *gather_arena(struct gather *g)
{
    return g->arena;
}

const struct limits *gather_limits(const struct gather *g)
{
    return g->lim;
}

bool gather_ok(const struct gather *g)
{
    return !g->failed;
}

/* push is place for one more, to be filled whole. */
static void *push(struct gather *g, void *array, uint32_t *count, size_t size)
{
    uint8_t *p = *(uint8_t **)array;
    uint32_t n = *count;

    if (g->failed)
        return NULL;
    if ((n & (n - 1)) == 0) {
        uint8_t *more = arena_raw(g->arena, (n ? 2 * (size_t)n : 1) * size);

        if (!more) {
            g->failed = g->out->memory = true;
            return NULL;
        }
        if (n)
            memcpy(more, p, n * size);
        *(uint8_t **)array = p = more;
    }
    *count = n + 1;
    return p + n * size;
}

void gather_field(struct gather *g, struct field f)
{
    struct field *to;

    if (g->out->count >= g->lim->fields) {
        g->failed = true;
        gather_partial(g, "fields");
        return;
    }
    to = push(g, &g->out->list, &g->out->count, sizeof(*to));
    if (to)
        *to = f;
}

void gather_note(struct gather *g, enum note_kind kind, uint64_t off,
                 const char *what)
{
    struct note *n;

    if (g->out->note_count >= NOTES)
        return;
    n = push(g, &g->out->notes, &g->out->note_count, sizeof(*n));
    if (n)
        *n = (struct note){kind, off, what};
}

void gather_partial(struct gather *g, const char *limit)
{
    if (!g->out->limit)
        g->out->limit = limit;
}

void fields_read(struct fields *f, const struct doc *doc, struct arena *a,
                 const struct limits *lim)
{
    struct gather g = {f, a, lim, false};

    *f = (struct fields){0};
    for (uint32_t i = 0; i < doc->slot_count && !g.failed; i++) {
        const struct slot *s = &doc->slots[i];

        switch (s->kind) {
        case SLOT_EXIF: exif_read(&g, s, i); break;
        case SLOT_XMP: xmp_read(&g, s, i); break;
        case SLOT_IPTC: iptc_read(&g, s, i); break;
        case SLOT_TAIL:
            if (s->data.len)
                pairs_read(&g, s, i);
            break;
        case SLOT_FIELD:
        case SLOT_COMMENT:
        case SLOT_JSON: pairs_read(&g, s, i); break;
        case SLOT_ICC:
        case SLOT_JUMBF:
        case SLOT_TEXT:
        case SLOT_PART:
        case SLOT_OTHER: break;
        }
    }
}

const struct field *fields_next(const struct fields *f, enum space space,
                                struct span ns, struct span name, uint32_t *at)
{
    while (*at < f->count) {
        const struct field *x = &f->list[(*at)++];

        if (x->space == space && (!ns.len || span_eq(x->ns, ns)) &&
            (!name.len || span_eq(x->name, name)))
            return x;
    }
    return NULL;
}

const char *space_name(enum space s)
{
    switch (s) {
    case SPACE_XMP: return "xmp";
    case SPACE_EXIF: return "exif";
    case SPACE_IPTC: return "iptc";
    case SPACE_PAIR: return "pair";
    case SPACE_HTML: return "html";
    case SPACE_JSONLD: return "json-ld";
    case SPACE_FRONT: return "front-matter";
    case SPACE_COMMENT: return "comment";
    }
    return "";
}
