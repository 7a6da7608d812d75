/* SPDX-License-Identifier: Apache-2.0
 * out.h - text on its way out: gathered, then given to a callback.
 *
 * Failure sticks, as in a reader: once the callback has refused, nothing more
 * is written and `failed` is set, so writers ask once, at their end. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/span.h"

struct out {
    int (*write)(void *ctx, const char *p, size_t n); /* nonzero refuses */
    void *ctx;
    bool failed;
    size_t len;
    char bytes[16 << 10];
};

void out_init(struct out *o, int (*write)(void *, const char *, size_t),
              void *ctx);
void out_put(struct out *o, const void *p, size_t n);
void out_text(struct out *o, const char *s);
void out_uint(struct out *o, uint64_t n);
void out_base64(struct out *o, struct span s); /* [RFC 4648 4] */
void out_flush(struct out *o);

static inline void out_char(struct out *o, char c)
{
    if (o->len == sizeof(o->bytes))
        out_flush(o);
    o->bytes[o->len++] = c;
}

/* out_room is where n bytes may be written at once, or NULL where n is more
 * than the buffer holds; out_took says that they were. */
static inline char *out_room(struct out *o, size_t n)
{
    if (n > sizeof(o->bytes))
        return NULL;
    if (n > sizeof(o->bytes) - o->len)
        out_flush(o);
    return o->bytes + o->len;
}

static inline void out_took(struct out *o, size_t n)
{
    o->len += n;
}

#endif
