/* SPDX-License-Identifier: Apache-2.0
 * reader.h - a bounds-checked cursor over a span.
 *
 * A read that would pass the end fails, and the failure sticks: the reader
 * becomes empty, every later read yields 0 or an empty span, and reader_ok()
 * is false.  So a parser reads a whole structure in the order of its
 * specification and asks once, before it acts on what it read.  A loop on
 * reader_left() always ends, for a failed reader has nothing left. */
#ifndef BASE_READER_H
#define BASE_READER_H

#include "base/span.h"

struct reader {
    const uint8_t *start, *at, *end;
    bool failed;
};

static inline struct reader reader_over(struct span s)
{
    return (struct reader){s.ptr, s.ptr, s.len ? s.ptr + s.len : s.ptr, false};
}

static inline bool reader_ok(const struct reader *r)
{
    return !r->failed;
}

static inline size_t reader_left(const struct reader *r)
{
    return (size_t)(r->end - r->at);
}

static inline size_t reader_pos(const struct reader *r)
{
    return (size_t)(r->at - r->start);
}

/* read_span takes the next n bytes; the only place where the cursor moves. */
static inline struct span read_span(struct reader *r, size_t n)
{
    struct span s = {r->at, n};

    if (n > reader_left(r)) {
        r->failed = true;
        r->at = r->end;
        return (struct span){0};
    }
    if (n)
        r->at += n;
    return s;
}

static inline uint64_t read_be(struct reader *r, unsigned n)
{
    struct span s = read_span(r, n);
    uint64_t v = 0;

    for (size_t i = 0; i < s.len; i++)
        v = v << 8 | s.ptr[i];
    return v;
}

static inline uint64_t read_le(struct reader *r, unsigned n)
{
    struct span s = read_span(r, n);
    uint64_t v = 0;

    for (size_t i = s.len; i-- > 0;)
        v = v << 8 | s.ptr[i];
    return v;
}

static inline uint8_t read_u8(struct reader *r)
{
    return (uint8_t)read_be(r, 1);
}

/* Numbers of two and four bytes are most of all: without a loop they are one
 * load. */
static inline uint16_t read_u16be(struct reader *r)
{
    const uint8_t *p = read_span(r, 2).ptr;

    return (uint16_t)(p ? p[0] << 8 | p[1] : 0);
}

static inline uint16_t read_u16le(struct reader *r)
{
    const uint8_t *p = read_span(r, 2).ptr;

    return (uint16_t)(p ? p[1] << 8 | p[0] : 0);
}

static inline uint32_t read_u32be(struct reader *r)
{
    const uint8_t *p = read_span(r, 4).ptr;

    return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
                   (uint32_t)p[2] << 8 | p[3]
             : 0;
}

static inline uint32_t read_u32le(struct reader *r)
{
    const uint8_t *p = read_span(r, 4).ptr;

    return p ? (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
                   (uint32_t)p[1] << 8 | p[0]
             : 0;
}

static inline uint64_t read_u64be(struct reader *r)
{
    return read_be(r, 8);
}

static inline uint64_t read_u64le(struct reader *r)
{
    return read_le(r, 8);
}

/* read_until takes the bytes before the next stop byte, and the stop byte with
 * them; it fails where there is none. */
static inline struct span read_until(struct reader *r, uint8_t stop)
{
    size_t left = reader_left(r);
    const uint8_t *hit = left ? memchr(r->at, stop, left) : NULL;
    struct span s = read_span(r, hit ? (size_t)(hit - r->at) : left + 1);

    read_span(r, hit ? 1 : 0);
    return s;
}

/* read_rest takes all that is left, which may be nothing. */
static inline struct span read_rest(struct reader *r)
{
    return read_span(r, reader_left(r));
}

#endif
