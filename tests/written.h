/* SPDX-License-Identifier: Apache-2.0
 * written.h - what reports write, each in a text of its own. */
#ifndef TESTS_WRITTEN_H
#define TESTS_WRITTEN_H

#include "genmark.h"

#include <stdlib.h>
#include <string.h>

struct text {
    char *p; /* ends in a NUL; the caller frees it */
    size_t len, cap;
};

static inline int keep(void *ctx, const char *p, size_t n)
{
    struct text *t = ctx;

    while (t->cap - t->len <= n) {
        t->cap = t->cap ? t->cap * 2 : 1 << 20;
        t->p = realloc(t->p, t->cap);
        if (!t->p)
            return 1;
    }
    memcpy(t->p + t->len, p, n);
    t->len += n;
    t->p[t->len] = 0;
    return 0;
}

static inline gm_str str(const char *s)
{
    return (gm_str){s, strlen(s)};
}

#endif
