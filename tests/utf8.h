/* SPDX-License-Identifier: Apache-2.0
 * utf8.h - texts in UTF-8, whole, cut and broken, and the standard's table. */
#ifndef TESTS_UTF8_H
#define TESTS_UTF8_H

#include "base/span.h"

#include <stdlib.h>
#include <string.h>

typedef void utf8_check(struct span s);

/* Unicode 15, table 3-7, row by row: first byte, second byte, how many. */
static inline size_t utf8_row(const uint8_t *p, size_t left)
{
    static const uint8_t rows[][5] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint8_t *r = rows[i];

        if (p[0] < r[0] || p[0] > r[1])
            continue;
        if (left < r[4] || (r[4] > 1 && (p[1] < r[2] || p[1] > r[3])))
            return 0;
        for (size_t k = 2; k < r[4]; k++) {
            if (p[k] < 0x80 || p[k] > 0xbf)
                return 0;
        }
        return r[4];
    }
    return 0;
}

/* utf8_some writes whole characters of all lengths, and is how many bytes. */
static inline size_t utf8_some(uint8_t *to, size_t cap, unsigned seed)
{
    static const char kinds[][5] = {
        "a",      "\x7f",   "\u00e9",     "\u07ff",     "\u0800",     "\uac00",
        "\ud7ff", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff", "z"};
    size_t len = 0;

    srand(seed);
    while (len + 4 < cap) {
        const char *k = kinds[(size_t)rand() % (sizeof kinds / sizeof *kinds)];

        memcpy(to + len, k, strlen(k));
        len += strlen(k);
    }
    return len;
}

/* Every pair of bytes, at every place around the seams of the vectors, before
 * continuations and before none. */
static inline void utf8_pairs(utf8_check *check)
{
    uint8_t text[96];

    for (unsigned pair = 0; pair < 0x10000; pair++) {
        for (size_t at = 29 + pair % 3; at < 34; at += 3) {
            for (int more = 0; more < 3; more++) {
                memset(text, 'a', sizeof text);
                text[at] = (uint8_t)(pair >> 8);
                text[at + 1] = (uint8_t)pair;
                memset(text + at + 2, 0x80, (size_t)more);
                check((struct span){text, sizeof text});
            }
        }
    }
}

static inline void utf8_cuts(utf8_check *check)
{
    uint8_t text[120];

    for (unsigned seed = 0; seed < 12; seed++) {
        size_t len = utf8_some(text, sizeof text, seed);

        for (size_t n = 0; n <= len; n++)
            check((struct span){text, n});
        for (size_t i = 0; i < len * 8; i++) {
            text[i / 8] ^= (uint8_t)(1 << i % 8);
            check((struct span){text, len});
            text[i / 8] ^= (uint8_t)(1 << i % 8);
        }
    }
}

/* A text that goes over into data: most bytes of the rows of the table's
 * edges, between letters that are few or many. */
static inline void utf8_data(utf8_check *check)
{
    static const uint8_t edges[] = {0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
                                    0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef,
                                    0xf0, 0xf1, 0xf4, 0xf5, 0xff, 0x00};
    uint8_t text[160];

    for (unsigned seed = 0; seed < 3000; seed++) {
        srand(seed);
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (unsigned)rand() % 8 < seed % 8
                          ? 'a'
                          : edges[(size_t)rand() % sizeof edges];
        check((struct span){text, 1 + seed % sizeof text});
    }
}

#endif
