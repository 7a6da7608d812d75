/* SPDX-License-Identifier: Apache-2.0
 * percent.h - bytes that text tells as two hexadecimal digits. */
#ifndef TOOL_PERCENT_H
#define TOOL_PERCENT_H

/* percent_digit is what a digit counts, in either case; -1 where it is none. */
static inline int percent_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* percent_pair is the byte that s[0] and s[1] make, 0 to 255; -1 where they are
 * no digits. */
static inline int percent_pair(const char *s)
{
    int high = percent_digit(s[0]);
    int low = high < 0 ? -1 : percent_digit(s[1]);

    return low < 0 ? -1 : high * 16 + low;
}

/* percent_decode writes a text without its percent signs [RFC 3986 2.1]; `to`
 * may be where it stands, or before. */
static inline void percent_decode(const char *from, char *to)
{
    for (; *from; from++) {
        int c = *from == '%' ? percent_pair(from + 1) : -1;

        *to++ = c < 0 ? *from : (char)c;
        from += c < 0 ? 0 : 2;
    }
    *to = 0;
}

#endif
