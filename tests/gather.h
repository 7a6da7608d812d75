/* SPDX-License-Identifier: Apache-2.0
 * gather.h - what a report writes, in one text. */
#ifndef TESTS_GATHER_H
#define TESTS_GATHER_H

#include "tests/test.h"

#include <string.h>

static char text[1 << 20];
static size_t len;

static inline int gather(void *ctx, const char *p, size_t n)
{
    (void)ctx;
    assert_true(n < sizeof(text) - len);
    memcpy(text + len, p, n);
    len += n;
    text[len] = 0;
    return 0;
}

#endif
