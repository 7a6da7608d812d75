/* SPDX-License-Identifier: Apache-2.0
 * made.h - files made by hand, walked in memory or through callbacks. */
#ifndef TESTS_UNIT_MADE_H
#define TESTS_UNIT_MADE_H

#include "tests/test.h"

#include "meta/field.h"

struct made {
    uint8_t bytes[1 << 18];
    size_t len;
    struct arena arena;
    struct limits lim;
    struct doc doc;
    struct fields fields;
};

static inline void made_new(struct made *m)
{
    arena_reset(&m->arena);
    m->len = 0;
    m->lim = limits_default;
}

static inline void made_put(struct made *m, struct span s)
{
    assert_true(s.len <= sizeof(m->bytes) - m->len);
    if (s.len)
        memcpy(m->bytes + m->len, s.ptr, s.len);
    m->len += s.len;
}

#define made_lit(m, lit) made_put(m, SPAN(lit))

static inline void made_be(struct made *m, uint64_t v, unsigned n)
{
    while (n-- > 0) {
        uint8_t c = (uint8_t)(v >> (8 * n));

        made_put(m, (struct span){&c, 1});
    }
}

static inline void made_le(struct made *m, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint8_t c = (uint8_t)(v >> (8 * i));

        made_put(m, (struct span){&c, 1});
    }
}

static inline bool made_read(void *ctx, uint64_t off, void *to, size_t len)
{
    struct made *m = ctx;

    if (!num_fits(off, len, m->len))
        return false;
    memcpy(to, m->bytes + off, len);
    return true;
}

/* made_check wants every place inside the file. */
static inline void made_check(const struct made *m, uint64_t size)
{
    for (uint32_t i = 0; i < m->doc.block_count; i++)
        assert_true(
            num_fits(m->doc.blocks[i].at.off, m->doc.blocks[i].at.len, size));
    for (uint32_t i = 0; i < m->doc.slot_count; i++) {
        const struct slot *s = &m->doc.slots[i];

        assert_true(num_fits(s->at.off, s->at.len, size));
        for (uint32_t k = 0; k < s->piece_count; k++)
            assert_true(num_fits(s->pieces[k].off, s->pieces[k].len, size));
    }
    for (uint32_t i = 0; i < m->fields.count; i++)
        assert_true(
            num_fits(m->fields.list[i].at.off, m->fields.list[i].at.len, size));
}

static inline void made_run(struct made *m, struct source src)
{
    struct walk_config c = {.arena = &m->arena, .limits = &m->lim};

    arena_reset(&m->arena);
    arena_init(&m->arena, m->lim.arena_bytes);
    walk_run(&m->doc, &src, &c);
    fields_read(&m->fields, &m->doc, &m->arena, &m->lim);
    made_check(m, src.size);
}

/* made_walk walks it in memory, made_far through callbacks. */
static inline void made_walk(struct made *m)
{
    made_run(m, source_of((struct span){m->bytes, m->len}));
}

static inline void made_far(struct made *m)
{
    made_run(m, (struct source){.size = m->len, .read = made_read, .ctx = m});
}

/* made_slot is slot n of this kind, or NULL. */
static inline const struct slot *made_slot(const struct made *m,
                                           enum slot_kind kind, unsigned n)
{
    for (uint32_t i = 0; i < m->doc.slot_count; i++)
        if (m->doc.slots[i].kind == kind && n-- == 0)
            return &m->doc.slots[i];
    return NULL;
}

static inline bool made_noted(const struct made *m, const char *what)
{
    for (uint32_t i = 0; i < m->doc.note_count; i++)
        if (strcmp(m->doc.notes[i].what, what) == 0)
            return true;
    for (uint32_t i = 0; i < m->fields.note_count; i++)
        if (strcmp(m->fields.notes[i].what, what) == 0)
            return true;
    return false;
}

/* made_hurt walks every cut and every flipped byte of what was made. */
static inline void made_hurt(struct made *m)
{
    size_t len = m->len;

    for (size_t i = 0; i < len; i++) {
        m->len = i;
        made_walk(m);
        m->len = len;
        m->bytes[i] ^= 0xff;
        made_walk(m);
        m->bytes[i] ^= 0xff ^ 0x01;
        made_far(m);
        m->bytes[i] ^= 0x01;
    }
}

#define assert_slot(s, lit)                                       \
    do {                                                          \
        assert_non_null(s);                                       \
        assert_int_equal((s)->data.len, sizeof(lit) - 1);         \
        assert_memory_equal((s)->data.ptr, lit, sizeof(lit) - 1); \
    } while (0)

#endif
