/* SPDX-License-Identifier: Apache-2.0
 * slurp.h - a whole file in memory, which is the caller's to free; empty where
 * it cannot be read. */
#ifndef TESTS_SLURP_H
#define TESTS_SLURP_H

#include <stdio.h>
#include <stdlib.h>

#include "base/span.h"

static inline struct span slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *p = NULL;
    long n = 0;

    if (f && fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0) {
        rewind(f);
        p = malloc((size_t)n + 1);
        if (p && fread(p, 1, (size_t)n, f) != (size_t)n)
            n = 0;
    }
    if (f)
        fclose(f);
    return (struct span){p, p ? (size_t)n : 0};
}

#endif
