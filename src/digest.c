/* SPDX-License-Identifier: Apache-2.0
 * digest.c - block by block, so that a large input needs no memory. */
#include "digest.h"

#include "base/crypto.h"
#include "base/hex.h"

#include <stdlib.h>

enum {
    BLOCK = 256 << 10
};

/* hash_all takes a source through a hasher; block has BLOCK bytes where the
 * source is not in memory. */
static enum digest_end hash_all(const struct source *s, const gm_input *in,
                                enum digest kind, uint8_t *block,
                                struct hash *sum)
{
    struct hasher *h = hasher_new(kind);
    enum digest_end end = DIGEST_DONE;

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
    *sum = hasher_end(h);
    return end == DIGEST_DONE && sum->len == 0 ? DIGEST_UNREAD : end;
}

enum digest_end digest_input(const struct source *s, struct arena *a,
                             const gm_input *in, uint64_t most, gm_str *out)
{
    struct hash sum;
    enum digest_end end;
    uint8_t *block = s->whole.ptr ? NULL : arena_alloc(a, BLOCK);
    char *text = arena_alloc(a, 2 * DIGEST_MAX + 1);

    if (!text || (!s->whole.ptr && s->size && !block))
        return DIGEST_UNREAD;
    if (s->size > most)
        return DIGEST_CUT;
    end = hash_all(s, in, DIGEST_SHA256, block, &sum);
    if (end != DIGEST_DONE)
        return end;
    hex_put((struct span){sum.bytes, sum.len}, text);
    *out = (gm_str){text, 2 * sum.len};
    return DIGEST_DONE;
}

static enum digest kind_of(const char *name)
{
    struct span s = {(const uint8_t *)name, strlen(name)};

    if (span_eq(s, SPAN("md5")))
        return DIGEST_MD5;
    return span_eq(s, SPAN("sha1")) ? DIGEST_SHA1 : digest_named(s);
}

static bool read_input(void *ctx, uint64_t off, void *to, size_t len)
{
    const gm_input *in = ctx;

    return in->read(in->ctx, off, to, len) == 0;
}

gm_status digest_of(const gm_input *in, const char *algorithm, char out[129])
{
    enum digest kind = kind_of(algorithm);
    struct source s = {.size = in->length};
    enum digest_end end;
    struct hash sum;
    uint8_t *block;

    if (!kind)
        return GM_BAD_ARG;
    if (in->data || !in->length) {
        s.whole = (struct span){in->data ? in->data : (const uint8_t *)"",
                                (size_t)in->length};
    } else {
        s.read = read_input;
        s.ctx = (void *)(uintptr_t)in;
    }
    block = s.whole.ptr ? NULL : malloc(BLOCK);
    if (!s.whole.ptr && !block)
        return GM_NO_MEMORY;
    end = hash_all(&s, in, kind, block, &sum);
    free(block);
    if (end != DIGEST_DONE)
        return end == DIGEST_STOPPED ? GM_STOPPED : GM_IO;
    *hex_put((struct span){sum.bytes, sum.len}, out) = 0;
    return GM_OK;
}

void gm_digest(const void *p, size_t n, char out[65])
{
    struct hash sum = hash_of(DIGEST_SHA256, (struct span){p, n});

    *hex_put((struct span){sum.bytes, sum.len == 32 ? sum.len : 0}, out) = 0;
}
