/* SPDX-License-Identifier: Apache-2.0
 * digest.c - one name for all rules that judge: the SHA-256 of their texts.
 *
 * Most engines judge by the built-in packs alone.  Their digest is made when
 * the library is built (packs/digest.c), since hashing them, and starting
 * OpenSSL for that, was a third of what a short run did. */
#include "base/crypto.h"
#include "base/hex.h"
#include "law/pack.h"

/* put_text adds a name and a text, each with its length before it, so that no
 * two lists of packs have the same digest. */
static void put_text(struct hasher *h, const char *p, size_t len)
{
    uint8_t size[8];

    for (unsigned i = 0; i < sizeof(size); i++)
        size[i] = (uint8_t)((uint64_t)len >> 8 * i);
    hasher_put(h, (struct span){size, sizeof(size)});
    hasher_put(h, (struct span){(const uint8_t *)p, len});
}

void pack_digest(const gm_text *packs, size_t count, char to[PACK_DIGEST])
{
    struct hasher *h = hasher_new(DIGEST_SHA256);
    struct hash sum;
    gm_text t;

    for (size_t i = 0; pack_builtin(i, &t); i++) {
        put_text(h, t.name, strlen(t.name));
        put_text(h, t.ptr, t.len);
    }
    for (size_t i = 0; i < count; i++) {
        put_text(h, packs[i].name, packs[i].name ? strlen(packs[i].name) : 0);
        put_text(h, packs[i].ptr, packs[i].len);
    }
    sum = hasher_end(h);
    memcpy(to, "sha256:", 7);
    *hex_put((struct span){sum.bytes, sum.len}, to + 7) = 0;
}
