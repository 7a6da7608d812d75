/* SPDX-License-Identifier: Apache-2.0
 * odds.c - characters of a text that folding turns into a part of a seed,
 * composes to one, or makes vanish. */
#include "marks/phrases/piece.h"

#include "base/utf.h"

#include <stdlib.h>

struct odd *odds;
uint32_t odd_count;

/* Those that fold to a single character, by it: the first, and the next. */
static uint32_t *first_odd, *next_odd;

enum {
    MOST = 40000,
    CHARS = 0x110000
};

void odds_list(void)
{
    odds = grow(NULL, MOST * sizeof(*odds));
    first_odd = calloc(CHARS, sizeof(*first_odd));
    next_odd = calloc(MOST + 1, sizeof(*next_odd));
    if (!first_odd || !next_odd)
        die("no memory");
    for (uint32_t c = 0x80; c < CHARS; c++) {
        struct odd o = {.c = c};

        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        o.len = (unsigned)view_fold(&c, 1, o.to);
        if (o.len == 1 && o.to[0] == c)
            continue;
        if (odd_count == MOST)
            die("too many odd characters");
        odds[odd_count++] = o;
        /* Further forms of letters are seldom met. */
        if (o.len != 1 || c >= 0x1C80)
            continue;
        next_odd[odd_count] = first_odd[o.to[0]];
        first_odd[o.to[0]] = odd_count;
    }
}

unsigned variants(uint32_t c, uint32_t to[VARIANTS + 1])
{
    unsigned n = 1;

    to[0] = c;
    for (uint32_t i = first_odd[c]; i && c >= 0x80; i = next_odd[i]) {
        if (n > VARIANTS)
            return 1;
        to[n++] = odds[i - 1].c;
    }
    return n;
}

/* overlaps: w may stand at a place of a part, or reach in or out of it. */
static bool overlaps(const struct part *p, const uint32_t *w, int len, int at)
{
    int n = (int)p->len;

    for (int i = 0; i < len; i++)
        if (at + i >= 0 && at + i < n && w[i] != p->c[at + i])
            return false;
    if (at < 0 && p->left && lex_in_word(w[-at - 1]))
        return false;
    return !(at + len > n && p->right && lex_in_word(w[n - at]));
}

/* matters: a seed may have w, or its beginning or end, as a part.  Of two
 * joined letters the second is looked for, and the rest found behind. */
static bool matters(const uint32_t *w, unsigned len)
{
    for (uint32_t i = 0; i < part_count; i++) {
        struct part p = parts[i];

        if (!p.chosen)
            continue;
        if (is_joined(&graph.labels[p.covers[0]])) {
            p.c[0] = p.c[2];
            p.len = 1;
        }
        for (int at = 1 - (int)len; at < (int)p.len; at++)
            if (overlaps(&p, w, (int)len, at))
                return true;
    }
    return false;
}

/* Marks that compose to a character of a seed with one before them. */
static uint32_t marks[256];
static unsigned mark_count;

static void list_marks(void)
{
    static uint32_t want[1024];
    unsigned n = 0;

    for (uint32_t i = 0; i < part_count; i++)
        for (unsigned k = 0; parts[i].chosen && k < parts[i].len; k++)
            if (parts[i].c[k] >= 0xC0 && parts[i].c[k] < 0x3000 && n < 1024)
                want[n++] = parts[i].c[k];
    for (uint32_t m = 0x300; m < 0x3100 && mark_count < 256; m++) {
        bool found = !utf_extends(m);

        for (uint32_t b = 'a'; b < 0x2000 && !found; b++) {
            uint32_t in[2] = {b, m}, out[VIEW_FOLD];

            if (b == 0x250)
                b = 0x370;
            if (b == 0x530)
                b = 0x900;
            if (b == 0xE00)
                b = 0x1E00;
            if (view_fold(in, 2, out) != 1)
                continue;
            for (unsigned i = 0; i < n && !found; i++)
                if (want[i] == out[0]) {
                    marks[mark_count++] = m;
                    found = true;
                }
        }
    }
}

static bool is_marked(uint32_t c)
{
    for (unsigned i = 0; i < mark_count; i++)
        if (marks[i] == c)
            return true;
    return false;
}

uint8_t *odds_mark(void)
{
    uint8_t *is_odd = calloc(0x110000, 1);

    list_marks();
    if (!is_odd)
        die("no memory");
    for (size_t i = 0; i < odd_count; i++) {
        const struct odd *o = &odds[i];

        if (o->len == 0)
            is_odd[o->c] = SEED_ODD | SEED_UNSEEN;
        else if (!o->spelt && matters(o->to, o->len))
            is_odd[o->c] = SEED_ODD;
    }
    for (uint32_t c = 0x300; c < 0x3100; c++)
        if (is_marked(c))
            is_odd[c] = SEED_ODD | SEED_UNSEEN;
    /* Conjoining letters of Hangul, of which syllables are made. */
    for (uint32_t c = 0x1160; c < 0x1200; c++)
        is_odd[c] = SEED_ODD;
    /* The voicing marks of kana. */
    is_odd[0x3099] = is_odd[0x309A] = SEED_ODD;
    return is_odd;
}
