/* SPDX-License-Identifier: Apache-2.0
 * base64.c - four characters, three bytes. */
#include "base/base64.h"

static int value(uint8_t c, bool lax)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || (lax && c == '-'))
        return 62;
    if (c == '/' || (lax && c == '_'))
        return 63;
    return -1;
}

bool base64_decode(struct arena *a, struct span text, unsigned flags,
                   struct span *out)
{
    bool lax = flags & BASE64_LAX;
    uint8_t *to = arena_alloc(a, text.len / 4 * 3 + 3);
    uint32_t bits = 0;
    size_t have = 0, len = 0, i = 0;

    if (!to)
        return false;
    for (; i < text.len && text.ptr[i] != '='; i++) {
        int v = value(text.ptr[i], lax);

        if (v < 0 && lax && byte_space(text.ptr[i]))
            continue;
        if (v < 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
        if (++have % 4 == 0) {
            to[len++] = (uint8_t)(bits >> 16);
            to[len++] = (uint8_t)(bits >> 8);
            to[len++] = (uint8_t)bits;
        }
    }
    have %= 4;
    if (have == 1 || (!lax && (text.len % 4 || text.len - i > 2)) ||
        (!lax && have && text.len - i != 4 - have))
        return false;
    if (!lax && ((have == 2 && (bits & 15)) || (have == 3 && (bits & 3))))
        return false;
    for (; i < text.len; i++)
        if (text.ptr[i] != '=' && !(lax && byte_space(text.ptr[i])))
            return false;
    if (have == 2)
        to[len++] = (uint8_t)(bits >> 4);
    if (have == 3) {
        to[len++] = (uint8_t)(bits >> 10);
        to[len++] = (uint8_t)(bits >> 2);
    }
    *out = (struct span){to, len};
    return true;
}

struct span base64_of(struct span uri, struct span type)
{
    const uint8_t *comma = uri.len ? memchr(uri.ptr, ',', uri.len) : NULL;
    size_t n = comma ? (size_t)(comma - uri.ptr) : 0;

    if (!span_starts(uri, type) || n < 7 ||
        !span_eq(span_cut(uri, n - 7, 7), SPAN(";base64")))
        return (struct span){0};
    return span_cut(uri, n + 1, uri.len - n - 1);
}
