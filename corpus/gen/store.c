/* SPDX-License-Identifier: Apache-2.0
 * store.c - CBOR and JUMBF, written out. */
#include "store.h"

#include <string.h>

void cbor_head(struct out *o, unsigned major, uint64_t n)
{
    if (n < 24)
        out_be(o, major << 5 | n, 1);
    else if (n < 256)
        out_be(o, (uint64_t)(major << 5 | 24) << 8 | n, 2);
    else if (n < 65536)
        out_be(o, (uint64_t)(major << 5 | 25) << 16 | n, 3);
    else {
        bool wide = n > UINT32_MAX;

        out_be(o, major << 5 | (wide ? 27 : 26), 1);
        out_be(o, n, wide ? 8 : 4);
    }
}

void cbor_text(struct out *o, const char *s)
{
    cbor_head(o, 3, strlen(s));
    out_text(o, s);
}

void cbor_bytes(struct out *o, const void *p, size_t n)
{
    cbor_head(o, 2, n);
    out_put(o, p, n);
}

void cbor_wide(struct out *o, uint64_t n)
{
    out_be(o, 0x1a, 1);
    out_be(o, n, 4);
}

void jumbf_box(struct out *o, const char *type, const struct out *body)
{
    out_be(o, body->len + 8, 4);
    out_put(o, type, 4);
    out_put(o, body->ptr, body->len);
}

void jumbf_super(struct out *o, const char *type, const char *label,
                 const struct out *body)
{
    struct out d = {0}, all = {0};

    out_put(&d, type, 4);
    out_put(&d, "\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71\x03", 13);
    out_put(&d, label, strlen(label) + 1);
    jumbf_box(&all, "jumd", &d);
    out_put(&all, body->ptr, body->len);
    jumbf_box(o, "jumb", &all);
    out_free(&d);
    out_free(&all);
}

void jumbf_cbor(struct out *o, const char *type, const char *label,
                const struct out *body)
{
    struct out b = {0};

    jumbf_box(&b, "cbor", body);
    jumbf_super(o, type, label, &b);
    out_free(&b);
}

void reference(struct out *to, const char *url, const struct out *o,
               size_t from)
{
    uint8_t hash[32];

    sha256_of(o->ptr + from + 8, o->len - from - 8, hash);
    cbor_head(to, 5, 2);
    cbor_text(to, "url");
    cbor_text(to, url);
    cbor_text(to, "hash");
    cbor_bytes(to, hash, sizeof(hash));
}
