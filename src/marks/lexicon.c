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
    STEPS = 1000,  /* characters read on all of them */
    FEW = 4        /* edges that are looked at one by one */
};

struct range_of {
    size_t off, end;
};

/* A reading of the text: what is left to match, and from where. */
struct way {
    uint32_t state;
    bool says; /* a pattern ends here */
    size_t at;
};

struct ways {
    struct way list[WAYS];
    unsigned count;
    bool free; /* spaces beside East Asian letters count for nothing */
};

/* edge goes from a state of a way to the next. */
static inline bool edge(struct way *w, uint32_t c)
{
    uint32_t low = lex_state[w->state], high = lex_state[w->state + 1];

    while (high - low > FEW) {
        uint32_t mid = low + (high - low) / 2;

        if (lex_edges[mid].c <= c)
            low = mid;
        else
            high = mid;
    }
    for (; low < high; low++)
        if (lex_edges[low].c == c) {
            w->state = lex_edges[low].to;
            w->says = lex_edges[low].says;
            return true;
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
static inline bool joins(const struct view *v, size_t i)
{
    return v->c[i] == '_' && i > 0 && i + 1 < v->len &&
           lex_in_word(v->c[i - 1]) && lex_in_word(v->c[i + 1]);
}

static bool take(const struct view *v, size_t end, uint32_t state,
                 struct lex_hit *hit)
{
    const struct lex_say *s;

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

static void open_way(struct ways *ways, struct way w)
{
    if (ways->count < WAYS)
        ways->list[ways->count++] = w;
}

/* over_gap reads a space of the text, in as many ways as there are. */
static bool over_gap(const struct view *v, struct range_of r, struct way *w,
                     struct ways *ways)
{
    uint32_t c = v->c[w->at];

    if (ways->free && free_gap(v, w->at, r))
        open_way(ways, (struct way){w->state, false, w->at + 1});
    if (edge(w, c)) {
        w->at++;
        if (c == ' ' && w->at < r.end && lex_is_gap(v->c[w->at]))
            open_way(ways,
                     (struct way){w->state, false, skip_gap(v, w->at, r.end)});
        return true;
    }
    if (!edge(w, ' '))
        return false;
    w->at = skip_gap(v, w->at, r.end);
    return true;
}

/* read_on goes a character on; false where nothing of the lexicon does. */
static inline bool read_on(const struct view *v, struct range_of r,
                           struct way *w, struct ways *ways)
{
    uint32_t c;

    if (w->at >= r.end)
        return false;
    c = v->c[w->at];
    if (lex_is_gap(c))
        return over_gap(v, r, w, ways);
    w->at++;
    return edge(w, c);
}

/* opening is the state in which a pattern is looked for that begins with c; a
 * gap may stand for another, or for none. */
static uint32_t opening(enum lex_kind kind, enum lex_lang lang, uint32_t c)
{
    if (lex_is_gap(c))
        return lex_roots[kind][lang];
    return lex_openings[kind][lang] + (c < LEX_OPENINGS ? c : LEX_OPENINGS - 1);
}

bool lex_follow(const struct view *v, size_t off, size_t end,
                enum lex_kind kind, enum lex_lang lang, struct lex_hit *hit)
{
    struct range_of r = {off, end - off > LONGEST ? off + LONGEST : end};
    struct way w = {.at = off};
    struct ways ways;
    bool found = false;

    if (off >= end || !lex_roots[kind][lang] ||
        (kind != LEX_TAIL && off && joins(v, off - 1)))
        return false;
    w.state = opening(kind, lang, v->c[off]);
    ways.count = 0;
    ways.free = kind != LEX_WORD || lang != LEX_ko;
    hit->off = hit->end = off;
    for (unsigned steps = 0; steps < STEPS; steps++) {
        bool on = read_on(v, r, &w, &ways);

        if (on && w.says && (w.at > hit->end || !found))
            found |= take(v, w.at, w.state, hit);
        if (on && ways.count < WAYS)
            continue;
        if (!ways.count)
            break;
        w = ways.list[--ways.count];
    }
    return found;
}

static bool has_gram(uint32_t a, uint32_t b, uint32_t c)
{
    return lex_bit(lex_grams, lex_gram(a, b, c));
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

bool lex_goes_on(const struct view *v, size_t i)
{
    const uint32_t *c = v->c + i;

    if (v->len - i < 5)
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
