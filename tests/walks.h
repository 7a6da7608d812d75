/* SPDX-License-Identifier: Apache-2.0
 * walks.h - for tests of formats: walk bytes, ask for slots, torture. */
#ifndef TESTS_WALKS_H
#define TESTS_WALKS_H

#include "tests/test.h"

#include "base/buf.h"
#include "formats/walk.h"

#include <stdlib.h>

/* A source that is read piece by piece, and counts. */
struct counted {
    struct span bytes;
};

static inline bool counted_read(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct counted *c = ctx;

    if (!num_fits(off, len, c->bytes.len))
        return false;
    memcpy(to, c->bytes.ptr + off, len);
    return true;
}

static inline struct doc walk_named(struct arena *a, struct span bytes,
                                    const char *name)
{
    struct doc d;
    struct source src = source_of(bytes);
    struct walk_config c = {.arena = a,
                            .limits = &limits_default,
                            .name = {(const uint8_t *)name, strlen(name)}};

    walk_run(&d, &src, &c);
    return d;
}

static inline struct doc walk_bytes(struct arena *a, struct span bytes)
{
    return walk_named(a, bytes, "");
}

/* slot_at is the nth slot of this kind and key; any key where it is NULL. */
static inline const struct slot *
slot_at(const struct doc *d, enum slot_kind kind, const char *key, unsigned nth)
{
    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *s = &d->slots[i];

        if (s->kind == kind &&
            (!key ||
             span_eq(s->key, (struct span){(const uint8_t *)key, strlen(key)})))
            if (nth-- == 0)
                return s;
    }
    return NULL;
}

static inline bool slot_is(const struct slot *s, const char *text)
{
    return s && s->data.len == strlen(text) &&
           memcmp(s->data.ptr, text, s->data.len) == 0;
}

static inline bool has_note(const struct doc *d, const char *what)
{
    for (uint32_t i = 0; i < d->note_count; i++)
        if (strcmp(d->notes[i].what, what) == 0)
            return true;
    return false;
}

static inline const struct block *block_at(const struct doc *d,
                                           const char *name, unsigned nth)
{
    for (uint32_t i = 0; i < d->block_count; i++)
        if (span_eq(d->blocks[i].name,
                    (struct span){(const uint8_t *)name, strlen(name)}))
            if (nth-- == 0)
                return &d->blocks[i];
    return NULL;
}

/* What must be true of any document, whatever the bytes were. */
static inline bool doc_sound(const struct doc *d, uint64_t size)
{
    for (uint32_t i = 0; i < d->block_count; i++)
        if (!num_fits(d->blocks[i].at.off, d->blocks[i].at.len, size) ||
            d->blocks[i].up > i)
            return false;
    for (uint32_t i = 0; i < d->slot_count; i++)
        if (!num_fits(d->slots[i].at.off, d->slots[i].at.len, size) ||
            (d->slots[i].block && d->slots[i].block >= d->block_count))
            return false;
    return true;
}

/* torture walks the bytes cut at every length and with every byte inverted,
 * from memory of exactly that size so that a sanitizer sees every step past
 * the end. */
static inline void torture_named(struct span good, const char *name)
{
    struct arena a;

    arena_init(&a, UINT64_C(64) << 20);
    for (size_t n = 0; n <= 2 * good.len; n++) {
        size_t len = n <= good.len ? n : good.len;
        uint8_t *copy = malloc(len ? len : 1);
        struct doc d;

        assert_non_null(copy);
        memcpy(copy, good.ptr, len);
        if (n > good.len)
            copy[n - good.len - 1] ^= 0xFF;
        d = walk_named(&a, (struct span){copy, len}, name);
        assert_true(doc_sound(&d, len));
        arena_reset(&a);
        free(copy);
    }
}

static inline void torture(struct span good)
{
    torture_named(good, "");
}

static inline struct span text_span(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

/* Numbers into a buf, for building inputs. */
static inline void put_be(struct buf *b, uint64_t v, unsigned n)
{
    while (n-- > 0)
        buf_byte(b, (uint8_t)(n < 8 ? v >> 8 * n : 0));
}

static inline void put_le(struct buf *b, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        buf_byte(b, (uint8_t)(i < 8 ? v >> 8 * i : 0));
}

/* put_zlib wraps s as a zlib stream that packs nothing [RFC 1951, 3.2.4]. */
static inline void put_stored(struct buf *b, struct span s)
{
    put_le(b, 1, 1);
    put_le(b, s.len, 2);
    put_le(b, ~(uint64_t)s.len, 2);
    buf_put(b, s);
}

static inline void put_zlib(struct buf *b, struct span s)
{
    uint32_t lo = 1, hi = 0;

    for (size_t i = 0; i < s.len; i++) {
        lo = (lo + s.ptr[i]) % 65521;
        hi = (hi + lo) % 65521;
    }
    put_be(b, 0x7801, 2);
    put_stored(b, s);
    put_be(b, hi << 16 | lo, 4);
}

static inline void put_text(struct buf *b, const char *s)
{
    buf_put(b, text_span(s));
}

/* put_chunk writes a chunk of RIFF, which begin at even offsets. */
static inline void put_chunk(struct buf *b, const char *id, struct span data)
{
    put_text(b, id);
    put_le(b, data.len, 4);
    buf_put(b, data);
    if (data.len & 1)
        buf_byte(b, 0);
}

#endif
