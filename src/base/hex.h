/* SPDX-License-Identifier: Apache-2.0
 * hex.h - hexadecimal digits, read and written. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/span.h"

/* hex_digit is what a digit counts, in either case; -1 where it is none. */
static inline int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* hex_pair is the byte that two digits make; -1 where they are none. */
static inline int hex_pair(uint8_t high, uint8_t low)
{
    int h = hex_digit(high), l = hex_digit(low);

    return h < 0 || l < 0 ? -1 : h << 4 | l;
}

/* hex_put writes bytes as two small digits each; `to` has room, and gets no
 * zero at its end.  What it returns is behind the last digit. */
static inline char *hex_put(struct span s, char *to)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < s.len; i++) {
        *to++ = digits[s.ptr[i] >> 4];
        *to++ = digits[s.ptr[i] & 15];
    }
    return to;
}

#endif
