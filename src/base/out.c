/* SPDX-License-Identifier: Apache-2.0
 * out.c - one buffer in front of a callback. */
#include "base/out.h"

void out_init(struct out *o, int (*write)(void *, const char *, size_t),
              void *ctx)
{
    o->write = write;
    o->ctx = ctx;
    o->failed = false;
    o->len = 0;
}

void out_flush(struct out *o)
{
    if (o->len && !o->failed && o->write(o->ctx, o->bytes, o->len) != 0)
        o->failed = true;
    o->len = 0;
}

void out_put(struct out *o, const void *p, size_t n)
{
    if (n > sizeof(o->bytes) - o->len || n > sizeof(o->bytes) / 2) {
        out_flush(o);
        if (n > sizeof(o->bytes) / 2) { /* goes on as it is */
            if (!o->failed && o->write(o->ctx, p, n) != 0)
                o->failed = true;
            return;
        }
    }
    if (n)
        memcpy(o->bytes + o->len, p, n);
    o->len += n;
}

void out_text(struct out *o, const char *s)
{
    out_put(o, s, strlen(s));
}

void out_uint(struct out *o, uint64_t n)
{
    char digits[20];
    size_t at = sizeof(digits);

    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    out_put(o, digits + at, sizeof(digits) - at);
}

void out_base64(struct out *o, struct span s)
{
    static const char sign[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < s.len; i += 3) {
        size_t n = s.len - i;
        uint32_t v = (uint32_t)s.ptr[i] << 16;

        v |= n > 1 ? (uint32_t)s.ptr[i + 1] << 8 : 0;
        v |= n > 2 ? s.ptr[i + 2] : 0;
        out_char(o, sign[v >> 18]);
        out_char(o, sign[v >> 12 & 63]);
        out_char(o, n > 1 ? sign[v >> 6 & 63] : '=');
        out_char(o, n > 2 ? sign[v & 63] : '=');
    }
}
