/* SPDX-License-Identifier: Apache-2.0
 * lexicon.c - walking the automaton of the patterns over a view.
 *
 * Spaces: a space of a pattern is any run of spaces, hyphens, underscores and
 * middle dots, with at most one line end.  In Korean, Chinese and Japanese a
 * text may space anything anywhere, so beside a letter of theirs a space of
 * the text counts for nothing where the pattern has none (but not in Korean
 * words, where a space tells a particle from a pronoun).  A pattern that
 * begins or ends in an alphabetic letter does so at the bounds of a word. */
#include "marks/lexicon.h"

enum {
    LONGEST = 160, /* code points of a text that one pattern may cover */
    WAYS = 16,     /* readings of its spaces that are kept open */
    STEPS = 1000   /* characters read on all of them */
};

struct range_of {
    size_t off, end;
};

static bool edge(uint32_t state, uint32_t c, uint32_t *to)
{
    uint32_t low = lex_state[state], high = lex_state[state + 1];

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (lex_edges[mid].c == c) {
            *to = lex_edges[mid].to;
            return true;
        }
        if (lex_edges[mid].c < c)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

static size_t skip_gap(const struct view *v, size_t at, size_t end)
{
    while (at < end && lex_is_gap(v->c[at]))
        at++;
    return at;
}

/* joins: an underscore inside a name of code. */
static bool joins(const struct view *v, size_t i)
{
    return v->c[i] == '_' && i > 0 && i + 1 < v->len &&
           lex_in_word(v->c[i - 1]) && lex_in_word(v->c[i + 1]);
}

static bool take(const struct view *v, size_t end, uint32_t state,
                 struct lex_hit *hit)
{
    const struct lex_say *s;

    if (!lex_accepts[state])
        return false;
    if (lex_in_word(v->c[end - 1]) && end < v->len &&
        (lex_in_word(v->c[end]) || joins(v, end)))
        return false;
    s = &lex_says[lex_accepts[state] - 1];
    hit->what = s->what;
    hit->also = s->also;
    hit->lang = s->lang;
    hit->end = end;
    return true;
}

/* free_gap: a space of the text that counts for nothing. */
static bool free_gap(const struct view *v, size_t at, struct range_of r)
{
    uint32_t c = v->c[at];

    return (c == ' ' || c == VIEW_LINE) &&
           ((at > r.off && view_is_cjk(v->c[at - 1])) ||
            (at + 1 < r.end && view_is_cjk(v->c[at + 1])));
}

bool lex_follow(const struct view *v, size_t off, size_t end,
                enum lex_kind kind, enum lex_lang lang, struct lex_hit *hit)
{
    struct way {
        uint32_t state;
        size_t at;
    } ways[WAYS];
    struct range_of r = {off, end - off > LONGEST ? off + LONGEST : end};
    unsigned count = 1, steps = 0;
    bool found = false, free = kind != LEX_WORD || lang != LEX_ko;

    ways[0].state = lex_roots[kind][lang];
    if (!ways[0].state)
        return false;
    if (kind != LEX_TAIL && off && lex_in_word(v->c[off]) && joins(v, off - 1))
        return false;
    ways[0].at = hit->off = hit->end = off;
    while (count && steps++ < STEPS) {
        struct way w = ways[--count];
        uint32_t c = w.at < r.end ? v->c[w.at] : 0;

        if (w.at >= r.end)
            continue;
        if (free && free_gap(v, w.at, r) && count < WAYS)
            ways[count++] = (struct way){w.state, w.at + 1};
        if (edge(w.state, c, &w.state)) {
            w.at++;
            if (c == ' ' && w.at < r.end && lex_is_gap(v->c[w.at]) &&
                count < WAYS)
                ways[count++] = (struct way){w.state, skip_gap(v, w.at, r.end)};
        } else if (lex_is_gap(c) && edge(w.state, ' ', &w.state))
            w.at = skip_gap(v, w.at, r.end);
        else
            continue;
        if (w.at > hit->end || !found)
            found |= take(v, w.at, w.state, hit);
        if (count < WAYS)
            ways[count++] = w;
    }
    return found;
}

static bool has_bit(const uint8_t *bits, uint32_t bit)
{
    return bits[bit >> 3] >> (bit & 7) & 1;
}

static bool has_gram(uint32_t a, uint32_t b, uint32_t c)
{
    return has_bit(lex_grams, lex_gram(a, b, c));
}

/* third says whether a phrase may begin with two characters and what is at i,
 * which may be a space that counts for nothing. */
static bool third(const struct view *v, size_t i, uint32_t a, uint32_t b)
{
    uint32_t c = v->c[i], next = v->c[i + 1];

    if (!lex_is_gap(c))
        return has_gram(a, b, c);
    if (has_gram(a, b, ' ') || lex_is_gap(next))
        return true;
    return (view_is_cjk(v->c[i - 1]) || view_is_cjk(next)) &&
           has_gram(a, b, next);
}

bool lex_begins(const struct view *v, size_t i)
{
    const uint32_t *c = v->c + i;

    if (!has_bit(lex_firsts, lex_first(c[0])))
        return false;
    if (i + 5 > v->len)
        return true;
    if (!lex_is_gap(c[1]))
        return third(v, i + 2, c[0], c[1]);
    if (lex_is_gap(c[2]) || third(v, i + 2, c[0], ' '))
        return true;
    return (view_is_cjk(c[0]) || view_is_cjk(c[2])) &&
           third(v, i + 3, c[0], c[2]);
}

const char *lex_what_name(enum lex_what w)
{
    static const char *const names[] = {"",
#define X(name, says) #name,
                                        LEX_WHATS(X)
#undef X
    };

    return w < LEX_WHAT_COUNT ? names[w] : "";
}

const char *lex_lang_name(enum lex_lang l)
{
    static const char *const names[] = {"",
#define X(name) #name,
                                        LEX_LANGS(X)
#undef X
    };

    return l < LEX_LANG_COUNT ? names[l] : "";
}
