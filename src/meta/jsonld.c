/* SPDX-License-Identifier: Apache-2.0
 * jsonld.c - JSON that states properties: JSON-LD in HTML, JSON front matter.
 *
 * Every scalar becomes a field: its name is the property without a prefix
 * ("schema:digitalSourceType" and "https://schema.org/digitalSourceType" are
 * both digitalSourceType), its ns the properties above it, joined by dots.
 * Lists and @graph add nothing to a path; {"@value": x} and {"@id": x} count
 * as x where they are all there is to say.
 *
 * [JSON-LD 1.1] section 4; contexts are not fetched. */
#include "meta/field.h"

#include "base/buf.h"
#include "base/json.h"

enum {
    WORK = 1 << 14 /* values of one text that are looked at */
};

/* A value that waits, with what stands above it. */
struct job {
    const struct json *value;
    struct span ns, name;
};

static struct span local(struct span key)
{
    for (size_t i = key.len; i > 0; i--)
        if (key.ptr[i - 1] == ':' || key.ptr[i - 1] == '/' ||
            key.ptr[i - 1] == '#')
            return span_cut(key, i, key.len - i);
    return key;
}

static struct span join(struct arena *a, struct span up, struct span name)
{
    struct buf b;

    if (!up.len)
        return name;
    if (!name.len)
        return up;
    buf_init(&b, a, up.len + 1 + name.len);
    buf_put(&b, up);
    buf_byte(&b, '.');
    buf_put(&b, name);
    return b.failed ? name : buf_span(&b);
}

static void scalar(struct gather *g, const struct slot *s, uint32_t index,
                   const struct job *j)
{
    struct field f = {.space = span_eq(s->space, SPAN("front-matter"))
                                   ? SPACE_FRONT
                                   : SPACE_JSONLD,
                      .ns = j->ns,
                      .name = j->name,
                      .slot = index,
                      .at = s->at};

    if (j->value->kind == JSON_TEXT)
        f.value = j->value->text;
    else if (j->value->kind == JSON_BOOL)
        f.value = j->value->number != 0 ? SPAN("true") : SPAN("false");
    else
        return;
    if (f.name.len)
        gather_field(g, f);
}

static bool is_value(struct span key)
{
    return span_eq(key, SPAN("@value")) || span_eq(key, SPAN("@id"));
}

void jsonld_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct arena *a = gather_arena(g);
    const struct json *top =
        json_read(a, s->data, JSON_LAX, gather_limits(g), NULL);
    struct job *jobs;
    uint32_t count = 0, at = 0;

    if (!top) {
        gather_note(g, NOTE_BROKEN, s->at.off, "JSON that does not parse");
        return;
    }
    jobs = arena_raw(a, WORK * sizeof(*jobs));
    if (!jobs) {
        gather_partial(g, "arena_bytes");
        return;
    }
    jobs[count++] = (struct job){.value = top};
    for (; at < count && gather_ok(g); at++) {
        const struct job j = jobs[at];
        const struct json *c = j.value->child;

        scalar(g, s, index, &j);
        for (; c && (j.value->kind == JSON_MAP || j.value->kind == JSON_LIST);
             c = c->next) {
            struct job *n = &jobs[count];

            if (count == WORK) {
                gather_partial(g, "fields");
                return;
            }
            count++;
            *n = (struct job){c, j.ns, j.name};
            if (j.value->kind == JSON_LIST || is_value(c->key))
                continue;
            n->ns = j.name.len ? join(a, j.ns, j.name) : j.ns;
            n->name = span_eq(c->key, SPAN("@graph")) ? (struct span){0}
                                                      : local(c->key);
        }
    }
}
