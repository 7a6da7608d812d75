/* SPDX-License-Identifier: Apache-2.0
 * json_write.c - the writer keeps only what it must close. */
#include "base/json_write.h"

#include "base/utf.h"

#include <math.h>
#include <stdio.h>

void jout_init(struct jout *j, struct out *o)
{
    *j = (struct jout){.out = o};
}

/* What must be escaped, and the letter that does it; 1 is \u00XX. */
static char escape_of(uint8_t c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return c < 0x20 || c == 0x7F ? 1 : 0;
    }
}

static void escape(struct out *o, uint8_t c)
{
    static const char hex[] = "0123456789abcdef";
    char e = escape_of(c);

    out_char(o, '\\');
    if (e != 1) {
        out_char(o, e);
        return;
    }
    out_text(o, "u00");
    out_char(o, hex[c >> 4]);
    out_char(o, hex[c & 15]);
}

/* is_plain marks the bytes that stand for themselves: nearly all there are. */
static bool is_plain(uint8_t c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* eight_plain is is_plain of eight bytes: 0x80 stands in those of `odd` that
 * are not, or that follow one that is not. */
static inline bool eight_plain(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t w, quote, slash, odd;

    memcpy(&w, p, sizeof(w));
    quote = w ^ (ones * '"');
    slash = w ^ (ones * '\\');
    odd = w | (w + ones) | (w - ones * 0x20) | (quote - ones) | (slash - ones);
    return !(odd & tops);
}

static bool all_plain(const char *p, size_t n)
{
    size_t i = 0;

    for (; n - i >= 8; i += 8)
        if (!eight_plain(p + i))
            return false;
    if (n >= 8)
        return i == n || eight_plain(p + n - 8);
    while (i < n && is_plain((uint8_t)p[i]))
        i++;
    return i == n;
}

static void quote_odd(struct out *o, const char *p, size_t n)
{
    struct span s = {(const uint8_t *)p, n};
    size_t at = 0, from = 0;

    while (at < n) {
        size_t here = at;
        bool bad = false;

        if (s.ptr[at] < 0x80) {
            if (n - at >= 8 && eight_plain(p + at)) {
                at += 8;
                continue;
            }
            at++;
            if (!escape_of(s.ptr[here]))
                continue;
        } else {
            utf8_next(s, &at, &bad);
            if (!bad)
                continue;
        }
        out_put(o, p + from, here - from);
        if (bad)
            out_text(o, "\xEF\xBF\xBD");
        else
            escape(o, s.ptr[here]);
        from = at;
    }
    if (n > from)
        out_put(o, p + from, n - from);
}

void jout_quote(struct out *o, const char *p, size_t n)
{
    char *to = n < 1024 ? out_room(o, n + 2) : NULL;

    if (to && all_plain(p, n)) {
        to[0] = '"';
        if (n)
            memcpy(to + 1, p, n);
        to[n + 1] = '"';
        out_took(o, n + 2);
        return;
    }
    out_char(o, '"');
    quote_odd(o, p, n);
    out_char(o, '"');
}

void jout_key(struct jout *j, const char *p, size_t n)
{
    jout_name(j, NULL);
    jout_quote(j->out, p, n);
    out_char(j->out, ':');
    j->comma = false;
}

void jout_number(struct out *o, double x)
{
    char digits[40];

    if (!isfinite(x)) {
        out_put(o, "null", 4);
        return;
    }
    snprintf(digits, sizeof(digits), "%.6g", x);
    for (char *c = digits; *c; c++)
        if (*c == ',') /* of the locale of whoever calls the library */
            *c = '.';
    out_text(o, digits);
}
