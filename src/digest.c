/* SPDX-License-Identifier: Apache-2.0
 * digest.c - block by block, so that a large input needs no memory. */
#include "digest.h"

#include "base/crypto.h"

enum {
    BLOCK = 256 << 10
};

static void put_hex(const struct hash *h, char *to)
{
    static const char hex[] = "0123456789abcdef";

    for (size_t i = 0; i < h->len; i++) {
        to[2 * i] = hex[h->bytes[i] >> 4];
        to[2 * i + 1] = hex[h->bytes[i] & 15];
    }
}

enum digest_end digest_input(const struct source *s, struct arena *a,
                             const gm_input *in, uint64_t most, gm_str *out)
{
    struct hasher *h;
    struct hash sum;
    enum digest_end end = DIGEST_DONE;
    uint8_t *block = s->whole.ptr ? NULL : arena_alloc(a, BLOCK);
    char *text = arena_alloc(a, 2 * DIGEST_MAX + 1);

    if (!text || (!s->whole.ptr && s->size && !block))
        return DIGEST_UNREAD;
    if (s->size > most)
        return DIGEST_CUT;
    h = hasher_new(DIGEST_SHA256);
    for (uint64_t at = 0; at < s->size && end == DIGEST_DONE;) {
        uint64_t left = s->size - at;
        size_t n = left < BLOCK ? (size_t)left : BLOCK;
        struct span view = {block, n};

        if (in->alive && in->alive(in->alive_ctx))
            end = DIGEST_STOPPED;
        else if (s->whole.ptr)
            view.ptr = s->whole.ptr + at;
        else if (!s->read(s->ctx, at, block, n))
            end = DIGEST_UNREAD;
        if (end == DIGEST_DONE)
            hasher_put(h, view);
        at += n;
    }
    sum = hasher_end(h);
    if (end != DIGEST_DONE || sum.len == 0)
        return end == DIGEST_DONE ? DIGEST_UNREAD : end;
    put_hex(&sum, text);
    *out = (gm_str){text, 2 * sum.len};
    return DIGEST_DONE;
}

void gm_digest(const void *p, size_t n, char out[65])
{
    struct hash sum = hash_of(DIGEST_SHA256, (struct span){p, n});

    if (sum.len == 32)
        put_hex(&sum, out);
    out[2 * sum.len] = 0;
}
