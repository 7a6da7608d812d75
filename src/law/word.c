/* SPDX-License-Identifier: Apache-2.0
 * word.c - the words of one line of a pack, one after another. */
#include "law/word.h"

struct span words_next(struct words *w)
{
    struct span r = w->rest, s;

    while (r.len && r.ptr[0] == ' ')
        r = span_cut(r, 1, r.len - 1);
    s = (struct span){r.ptr, 0};
    while (s.len < r.len && r.ptr[s.len] != ' ')
        s.len++;
    w->rest = span_cut(r, s.len, r.len - s.len);
    return s;
}

void words_wrong(struct words *w, const char *what, struct span at)
{
    if (w->wrong)
        return;
    w->wrong = what;
    w->at = at;
}

struct span word_part(struct span *s, uint8_t sign)
{
    struct span first = {s->ptr, 0};

    while (first.len < s->len && s->ptr[first.len] != sign)
        first.len++;
    *s = first.len < s->len
             ? span_cut(*s, first.len + 1, s->len - first.len - 1)
             : (struct span){0};
    return first;
}
