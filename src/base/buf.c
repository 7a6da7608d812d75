/* SPDX-License-Identifier: Apache-2.0
 * buf.c - doubling within an arena: in place where nothing was cut since; else
 * what is outgrown goes with the arena. */
#include "base/buf.h"

enum {
    FIRST = 64
};

void buf_init(struct buf *b, struct arena *a, size_t most)
{
    *b = (struct buf){.arena = a, .most = most};
}

uint8_t *buf_more(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : FIRST;
    uint8_t *more;

    if (b->failed || n > b->most - b->len) {
        b->failed = true;
        return NULL;
    }
    if (n <= b->cap - b->len)
        return b->ptr + b->len;
    while (cap - b->len < n)
        cap = cap > b->most / 2 ? b->most : cap * 2;
    if (b->ptr && arena_extend(b->arena, b->ptr, b->cap, cap)) {
        b->cap = cap;
        return b->ptr + b->len;
    }
    more = arena_raw(b->arena, cap);
    if (!more) {
        b->failed = true;
        return NULL;
    }
    if (b->len)
        memcpy(more, b->ptr, b->len);
    b->ptr = more;
    b->cap = cap;
    return b->ptr + b->len;
}

bool buf_fit(struct buf *b, size_t cap)
{
    uint8_t *to;

    if (cap < b->len || cap > b->most)
        return false;
    to = b->ptr ? arena_resize(b->arena, b->ptr, b->cap, cap) : NULL;
    if (!to && cap > b->cap) {
        to = arena_raw(b->arena, cap);
        if (to && b->len)
            memcpy(to, b->ptr, b->len);
    }
    if (!to)
        return false;
    b->ptr = to;
    b->cap = cap;
    return true;
}
