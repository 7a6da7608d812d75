/* SPDX-License-Identifier: Apache-2.0
 * author.c - what particles and endings tell of who speaks and who acts.
 *
 * The particles and endings themselves stand in phrases/ko.txt and ja.txt; of
 * a word the longest that it ends in counts. */
#include "marks/author.h"

enum {
    SHORT = 80, /* weight of such a sentence */
    LAST = 14,  /* code points of an ending */
    SYLLABLE = 0xAC00,
    FINALS = 28, /* of a syllable: none and 27 consonants */
    FINAL_SS = 20
};

/* What stands before a phrase. */
struct front {
    unsigned topics, objects;
    bool acts;    /* a subject or a clause: somebody else does something */
    bool unknown; /* what it is about may be somebody who acts */
    bool near;    /* 이 본 위: what is at hand */
    bool owns;    /* something of somebody */
};

/* ending is the longest that what is between ends in. */
static bool ending(const struct ground *g, size_t from, size_t end,
                   struct lex_hit *h)
{
    for (size_t i = end - from > LAST ? end - LAST : from; i < end; i++)
        if (lex_at(g->v, i, end, LEX_ENDING, g->lang[0], h) && h->end == end)
            return true;
    *h = (struct lex_hit){.what = LEX_NONE};
    return false;
}

/* is_past: the syllable has the consonant of the past below: 했 었 됐. */
static bool is_past(uint32_t c)
{
    return c >= SYLLABLE && c <= 0xD7A3 && (c - SYLLABLE) % FINALS == FINAL_SS;
}

enum lex_what author_ends(const struct ground *g)
{
    size_t to = g->to;
    struct lex_hit h;

    while (to > g->from && !view_is_letter(g->v->c[to - 1]))
        to--;
    if ((g->lang[0] != LEX_ko && g->lang[0] != LEX_ja) ||
        !ending(g, g->from, to, &h) ||
        (h.what != LEX_ask && h.what != LEX_cond))
        return LEX_NONE;
    return h.what;
}

/* polite: the sentence ends as a note does, with "is", or in the past. */
static bool polite(const struct ground *g, size_t end)
{
    struct lex_hit h;

    if (!ending(g, g->from, end, &h))
        return false;
    return h.what == LEX_is || h.what == LEX_note ||
           (h.what == LEX_past && h.off > g->from &&
            is_past(g->v->c[h.off - 1]));
}

/* known: the lexicon knows what ends at i with its particle as something that
 * is made; of a longer word no less than two syllables. */
static bool known(const struct ground *g, enum lex_what w, size_t off, size_t i)
{
    for (unsigned k = 0; k < g->words; k++)
        if (g->word[k].what == w && g->word[k].end == i &&
            (g->word[k].off == off || i - g->word[k].off > 2))
            return true;
    return false;
}

/* One word of a Korean sentence; its last syllables are its part in it. */
static void ko_word(const struct ground *g, size_t off, size_t end,
                    struct front *f)
{
    struct lex_hit h;

    if (end - off < 2) {
        if (!lex_at(g->v, off, end, LEX_ALONE, g->lang[0], &h))
            return;
        f->acts |= h.what == LEX_clause;
        f->near |= h.what == LEX_near;
        return;
    }
    ending(g, off, end, &h);
    switch (h.what) {
    case LEX_takes: f->objects -= f->objects > 0; break;
    case LEX_object: f->objects++; break;
    case LEX_about:
        f->topics++;
        f->unknown |= !f->near && !known(g, LEX_lead, off, end);
        break;
    case LEX_owns: f->owns |= !f->near && !known(g, LEX_fill, off, end); break;
    case LEX_actor:
    case LEX_ask:
    case LEX_clause: f->acts = true; break;
    default: break;
    }
}

static struct front ko_front(const struct ground *g, size_t from, size_t to)
{
    struct front f = {0};

    while (from < to) {
        size_t off = from;

        while (from < to && view_is_letter(g->v->c[from]))
            from++;
        if (from > off)
            ko_word(g, off, from, &f);
        else
            from++;
    }
    return f;
}

/* used: AI is the object of the phrase, or something else is. */
static bool used(const struct ground *g, size_t from, size_t to)
{
    const struct view *v = g->v;
    struct lex_hit h;

    if (ending(g, from, to, &h) && h.what == LEX_use)
        return true;
    for (size_t i = from; i + 1 < to && g->lang[0] == LEX_ko; i++) {
        size_t at = i + 1;

        if (!lex_at(v, i, at, LEX_ENDING, LEX_ko, &h) || h.what != LEX_object)
            continue;
        while (at < to && view_is_space(v->c[at]))
            at++;
        if (!lex_at(v, at, to, LEX_ENDING, LEX_ko, &h) ||
            (h.what != LEX_use && h.what != LEX_takes))
            return true;
    }
    return false;
}

/* befalls: what the sentence is about is acted upon: AI is who acts, or the
 * verb is in the passive. */
static bool befalls(const struct ground *g, size_t to)
{
    struct lex_hit h;

    for (size_t i = g->p->off; i < to; i++) {
        if (lex_at(g->v, i, to, LEX_ENDING, g->lang[0], &h) &&
            h.what == LEX_suffers)
            return true;
        if (i > g->p->off && i < g->p->end && ending(g, g->p->off, i, &h) &&
            h.what == LEX_actor &&
            (g->lang[0] == LEX_ja || view_is_space(g->v->c[i])))
            return true;
    }
    return false;
}

/* Japanese has no spaces: particles are looked for among the letters. */
static struct front ja_front(const struct ground *g, size_t from, size_t to)
{
    struct front f = {0};
    struct lex_hit h;

    for (size_t i = from; i < to; i = h.end) {
        if (lex_at(g->v, i, to, LEX_WORD, LEX_ja, &h) && h.what == LEX_fill)
            continue; /* where in the work: 制作工程の一部に */
        if (!lex_at(g->v, i, to, LEX_ENDING, LEX_ja, &h)) {
            h.end = i + 1;
            continue;
        }
        switch (h.what) {
        case LEX_object: f.objects++; break;
        case LEX_about:
            f.topics++;
            f.unknown |= !known(g, LEX_lead, from, h.end);
            break;
        case LEX_actor:
        case LEX_clause: f.acts = true; break;
        default: break;
        }
    }
    return f;
}

bool author_captions(const struct ground *g)
{
    size_t from = g->has_tail ? g->tail.end : g->p->end, to = from, off;
    struct lex_hit h;

    if (g->lang[0] != LEX_ko || g->p->what != LEX_A ||
        (g->has_tail && g->tail.what != LEX_end) ||
        !ground_leads(g->v->c[from - 1]))
        return false;
    for (size_t at = from; at < g->to && g->v->c[at] != VIEW_LINE; at++)
        if (g->v->c[at] == 0xB7 && view_is_space(g->v->c[at - 1]))
            break;
        else if (view_is_letter(g->v->c[at]))
            to = at + 1;
        else if (!view_is_space(g->v->c[at]) && at + 1 < g->to)
            return false;
    for (off = from; from < to; from++) {
        if (from + 1 < to && !view_is_space(g->v->c[from + 1]))
            continue;
        if (from + 1 == to)
            break;
        ending(g, off, from + 1, &h);
        if (h.what && h.what != LEX_owns && h.what != LEX_plain)
            return false;
        off = from + 2;
    }
    return to > off && to - off <= LAST &&
           lex_at(g->v, off, to, LEX_TAIL, LEX_ko, &h) && h.end == to &&
           h.what == LEX_end;
}

bool author_states(const struct ground *g)
{
    const struct view *v = g->v;
    size_t from = g->from, to = g->to;
    struct lex_hit last;
    struct front f;

    if (g->end < to && ground_open(v->c[g->end]))
        to = g->end; /* "... 생성했습니다(아래 표)" */
    while (to > g->end && !view_is_letter(v->c[to - 1]))
        to--;
    if ((g->lang[0] != LEX_ko && g->lang[0] != LEX_ja) ||
        ground_weight(v, from, to) > SHORT || !polite(g, to) ||
        (to > g->end && !(g->has_tail && g->tail.what == LEX_ok)))
        return false;
    if (g->lang[0] == LEX_ja) {
        f = ja_front(g, from, g->p->off);
        f.objects += used(g, g->p->off, g->p->end);
    } else {
        if (g->p->off > from && !view_is_space(v->c[g->p->off - 1]))
            return false;
        f = ko_front(g, from, g->p->off);
        f.objects += used(g, g->p->off, g->p->end) &&
                     !(ending(g, from, to, &last) && last.what == LEX_is);
    }
    return !f.acts && (!f.unknown || befalls(g, to)) &&
           f.topics + f.objects <= 1 && !(f.topics && f.owns) &&
           !ground_has(g, LEX_quote, g->from, g->to);
}
