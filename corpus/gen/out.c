/* SPDX-License-Identifier: Apache-2.0
 * out.c - growing bytes; a tool of ours may simply stop without memory. */
#include "out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void out_put(struct out *o, const void *p, size_t n)
{
    if (n > o->cap - o->len) {
        o->cap = (o->len + n) * 2;
        o->ptr = realloc(o->ptr, o->cap);
        if (!o->ptr) {
            fputs("gen: out of memory\n", stderr);
            exit(1);
        }
    }
    if (n)
        memcpy(o->ptr + o->len, p, n);
    o->len += n;
}

void out_be(struct out *o, uint64_t v, unsigned n)
{
    while (n-- > 0) {
        uint8_t b = (uint8_t)(v >> (8 * n));

        out_put(o, &b, 1);
    }
}

void out_le(struct out *o, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint8_t b = (uint8_t)(v >> (8 * i));

        out_put(o, &b, 1);
    }
}

void out_text(struct out *o, const char *s)
{
    out_put(o, s, strlen(s));
}

void out_free(struct out *o)
{
    free(o->ptr);
    *o = (struct out){0};
}
