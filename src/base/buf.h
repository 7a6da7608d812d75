/* SPDX-License-Identifier: Apache-2.0
 * buf.h - bytes that grow in an arena, up to a maximum set at birth.
 *
 * Like a reader a buf fails for good: past its maximum or without memory it
 * takes nothing more, `failed` is set, and what it holds stays as it was. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
    struct arena *arena;
    uint8_t *ptr;
    size_t len, cap, most;
    bool failed;
};

void buf_init(struct buf *b, struct arena *a, size_t most);

/* buf_more is buf_room where the buf may have to grow. */
uint8_t *buf_more(struct buf *b, size_t n);

/* buf_room makes place for n more bytes and is where to write them, NULL
 * where there is none; buf_took says how many were written. */
static inline uint8_t *buf_room(struct buf *b, size_t n)
{
    return !b->failed && b->ptr && n <= b->cap - b->len ? b->ptr + b->len
                                                        : buf_more(b, n);
}

/* buf_fit makes the room of a buf `cap` bytes in all, at least what it holds,
 * where it stands or elsewhere: for those whose bytes nobody has seen yet.
 * False, and nothing changed, without memory or past its maximum. */
bool buf_fit(struct buf *b, size_t cap);

static inline void buf_took(struct buf *b, size_t n)
{
    if (n <= b->cap - b->len)
        b->len += n;
}

static inline void buf_put(struct buf *b, struct span s)
{
    uint8_t *to = s.len ? buf_room(b, s.len) : NULL;

    if (!to)
        return;
    memcpy(to, s.ptr, s.len);
    b->len += s.len;
}

static inline void buf_byte(struct buf *b, uint8_t c)
{
    buf_put(b, (struct span){&c, 1});
}

/* buf_span is what it holds: good until the arena goes. */
static inline struct span buf_span(const struct buf *b)
{
    return (struct span){b->ptr, b->len};
}

#endif
