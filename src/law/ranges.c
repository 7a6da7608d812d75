/* SPDX-License-Identifier: Apache-2.0
 * ranges.c - sections of a recording: "0-3.5,7-9", in seconds. */
#include "law/ranges.h"

/* seconds reads "12" or "12.5" and moves past it. */
static bool seconds(struct span s, size_t *at, double *to)
{
    size_t start = *at;
    double unit = 1;

    *to = 0;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; (*at)++)
        *to = 10 * *to + (s.ptr[*at] - '0');
    if (*at == start || *at == s.len || s.ptr[*at] != '.')
        return *at > start;
    start = ++*at;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; (*at)++) {
        unit /= 10;
        *to += unit * (s.ptr[*at] - '0');
    }
    return *at > start;
}

bool ranges_next(struct span *s, double *from, double *to)
{
    size_t at = 0;

    if (!seconds(*s, &at, from) || at == s->len || s->ptr[at++] != '-' ||
        !seconds(*s, &at, to) || *to <= *from)
        return false;
    if (at < s->len && (s->ptr[at++] != ',' || at == s->len))
        return false;
    *s = span_cut(*s, at, s->len - at);
    return true;
}

bool ranges_ok(struct span s)
{
    double from, to, last = 0;

    do {
        if (!ranges_next(&s, &from, &to) || from < last)
            return false;
        last = to;
    } while (s.len);
    return true;
}

bool ranges_cover(struct span by, struct span of, double *gap, double *end)
{
    double from = 0, to = 0, at, last;

    while (ranges_next(&of, &at, &last)) {
        while (at < last) {
            while (to <= at && ranges_next(&by, &from, &to))
                ;
            if (from > at || to <= at)
                break;
            at = to;
        }
        if (at >= last)
            continue;
        *gap = at;
        *end = from > at && from < last ? from : last;
        return false;
    }
    return true;
}

bool ranges_whole(struct span by, double seconds)
{
    double from, to, at = 0;

    while (ranges_next(&by, &from, &to) && from <= at)
        at = to;
    return at >= seconds - 0.1;
}
