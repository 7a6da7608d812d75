/* SPDX-License-Identifier: Apache-2.0
 * maker.c - which product a text names.
 *
 * All names are looked for at once, by a set that is made at build time from
 * the table in makers.c. */
#include "marks/maker.h"

#include "marks/shape.h"
#include "scan/scan.h"

extern const struct scan_set makers_set; /* patterns are rows */

enum {
    WORDS_MAX = 512 /* a name is short: we look no further */
};

struct search {
    struct span text;
    size_t row; /* the first that is in it, so far */
    const char *slug;
};

static bool is_letter(uint8_t c)
{
    c = shape_lower(c);
    return c >= 'a' && c <= 'z';
}

/* hit takes a name where it begins a word and no letter follows it ("FLUX.1",
 * "Sora-2", not "Sorata"), or anything where it ends in a sign ("GPT-4o"). */
static bool hit(void *ctx, uint32_t row, uint64_t end)
{
    struct search *s = ctx;
    const char *word, *slug;
    struct span name;
    size_t at;

    if (row >= s->row || !maker_at(row, &word, &slug))
        return true;
    name = shape_of(word);
    at = (size_t)end - name.len;
    if (at > 0 && is_letter(s->text.ptr[at - 1]))
        return true;
    if (shape_alnum(name.ptr[name.len - 1]) && end < s->text.len &&
        is_letter(s->text.ptr[end]))
        return true;
    s->row = row;
    s->slug = slug;
    return true;
}

struct span maker_of(struct span words)
{
    struct search s = {.text = shape_short(words, WORDS_MAX), .row = SIZE_MAX};
    struct scan scan = {.set = &makers_set, .hit = hit, .ctx = &s};

    scan_run(&scan, s.text);
    return s.slug ? shape_of(s.slug) : (struct span){0};
}
