/* SPDX-License-Identifier: Apache-2.0
 * word.c - the words of one line of a pack, one after another. */
#include "law/word.h"

struct span words_next(struct words *w)
{
    struct span r = w->rest;
    size_t from = 0, end;

    while (from < r.len && r.ptr[from] == ' ')
        from++;
    for (end = from; end < r.len && r.ptr[end] != ' ';)
        end++;
    w->rest = span_cut(r, end, r.len - end);
    return span_cut(r, from, end - from);
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
