/* SPDX-License-Identifier: Apache-2.0
 * hunt.h - runs every finder over fields that a test writes down, without any
 * file around them. */
#ifndef TESTS_HUNT_H
#define TESTS_HUNT_H

#include "marks/mark.h"
#include "marks/origin.h"

#include <stdio.h>

enum {
    PREY_MAX = 32
};

/* Each field and each slot stands for itself: field i lies in slot i. */
struct prey {
    struct arena arena;
    struct slot slots[PREY_MAX];
    struct field fields[PREY_MAX];
    uint32_t slot_count, field_count;
    struct marks found;
    struct c2pa c2pa;
};

static inline struct span prey_span(const char *s)
{
    return (struct span){(const uint8_t *)s, s ? strlen(s) : 0};
}

static inline void prey_init(struct prey *p)
{
    *p = (struct prey){0};
    arena_init(&p->arena, limits_default.arena_bytes);
}

static inline void prey_free(struct prey *p)
{
    arena_reset(&p->arena);
}

static inline void prey_bytes(struct prey *p, enum space space, const char *ns,
                              const char *name, struct span value)
{
    uint32_t i = p->slot_count++;

    p->slots[i] = (struct slot){.kind = SLOT_FIELD,
                                .space = prey_span(ns),
                                .key = prey_span(name),
                                .data = value};
    p->fields[p->field_count++] = (struct field){.space = space,
                                                 .ns = prey_span(ns),
                                                 .name = prey_span(name),
                                                 .value = value,
                                                 .slot = i};
}

static inline void prey_field(struct prey *p, enum space space, const char *ns,
                              const char *name, const char *value)
{
    prey_bytes(p, space, ns, name, prey_span(value));
}

static inline void prey_slot(struct prey *p, enum slot_kind kind,
                             const char *key, struct span data)
{
    p->slots[p->slot_count++] =
        (struct slot){.kind = kind, .key = prey_span(key), .data = data};
}

static inline void prey_hunt(struct prey *p, const struct limits *lim)
{
    struct doc doc = {.slots = p->slots, .slot_count = p->slot_count};
    struct fields fields = {.list = p->fields, .count = p->field_count};
    struct source src = source_of((struct span){0});
    struct walk_config wc = {.arena = &p->arena,
                             .limits = lim ? lim : &limits_default};
    struct hunt_config hc = {.doc = &doc,
                             .src = &src,
                             .fields = &fields,
                             .c2pa = &p->c2pa,
                             .walk = &wc,
                             .effort = GM_EFFORT_FAST};

    marks_find(&p->found, &hc);
}

static inline bool prey_is(const struct mark *m, const char *finder)
{
    return strcmp(m->by->name, finder) == 0;
}

/* prey_mark is the first mark of this finder, or NULL. */
static inline const struct mark *prey_mark(const struct prey *p,
                                           const char *finder)
{
    for (uint32_t i = 0; i < p->found.count; i++)
        if (prey_is(&p->found.list[i], finder))
            return &p->found.list[i];
    return NULL;
}

/* prey_attr is a mark's attribute as text; "" where it has none. */
static inline const char *prey_attr(struct prey *p, const struct mark *m,
                                    const char *name)
{
    for (uint32_t i = 0; m && i < m->attr_count; i++)
        if (span_eq(m->attrs[i].name, prey_span(name))) {
            struct span v = m->attrs[i].value;
            char *to = arena_alloc(&p->arena, v.len + 24);

            if (m->attrs[i].numeric)
                snprintf(to, 24, "%g", m->attrs[i].number);
            else if (v.len)
                memcpy(to, v.ptr, v.len);
            return to;
        }
    return "";
}

#endif
