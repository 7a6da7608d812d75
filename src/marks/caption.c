/* SPDX-License-Identifier: Apache-2.0
 * caption.c - lines without a verb that name what is made and what it shows. */
#include "marks/caption.h"
#include "marks/label.h"

enum {
    SHOWN = 110, /* weight of what a caption says that is shown */
    ARTICLE = 2, /* letters: a, an */
    NOUN = 4,    /* letters of a noun that no article is as long as */
    NAMES = 5    /* words that name what is made */
};

static enum lex_what word_at(const struct ground *g, size_t off, size_t end)
{
    struct lex_hit w;

    return lex_at(g->v, off, end, LEX_WORD, g->lang[0], &w) && w.end == end
               ? w.what
               : LEX_NONE;
}

/* may_act: a word that may be a verb, as headlines about something have one:
 * in -s or -ed, but not behind an article, or one that the lexicon knows. */
static bool may_act(const struct ground *g, size_t off, size_t end)
{
    const struct view *v = g->v;
    uint32_t last = v->c[end - 1], d = end - off > 2 ? v->c[end - 2] : 0;
    enum lex_what w = word_at(g, off, end);
    size_t end_before = off > g->from ? off - 1 : off, before = end_before;

    while (before > g->from && view_is_letter(v->c[before - 1]))
        before--;
    if (word_at(g, before, end_before) == LEX_fill)
        return false;
    return (last == 's' && d && d != 's' && d != 'u' && d != 'i') ||
           (last == 'd' && d == 'e' && end - off > 3) || w == LEX_link ||
           w >= LEX_verb;
}

bool caption_acts(const struct ground *g, size_t at, size_t end)
{
    while (at < end) {
        size_t off = at;

        while (at < end && view_is_letter(g->v->c[at]))
            at++;
        if (at > off && may_act(g, off, at))
            return true;
        at += at == off;
    }
    return false;
}

/* pictured: an English line begins with an article and has a comma before the
 * phrase: "A robot reading a book, made with AI". */
static bool pictured(const struct ground *g, size_t from)
{
    size_t end = from, comma = g->p->off;

    while (end < g->p->off && view_is_letter(g->v->c[end]))
        end++;
    while (comma > from && view_is_space(g->v->c[comma - 1]))
        comma--;
    return g->lang[0] == LEX_en && comma > end && end - from <= ARTICLE &&
           g->v->c[comma - 1] == ',' && word_at(g, from, end) == LEX_fill &&
           !caption_acts(g, end, comma);
}

/* credited: an English line that names a thing that is made; a word that the
 * lexicon does not know tells which, and stands first or behind "and", where no
 * verb does: "Harbour scene and campaign artwork generated with AI". */
static bool credited(const struct ground *g, size_t from)
{
    enum lex_what w = LEX_and;
    unsigned count = 0;

    if (g->lang[0] != LEX_en || g->p->what != LEX_A)
        return false;
    for (size_t off, at = from; at < g->p->off; at += at == off) {
        enum lex_what last = w;

        for (off = at; at < g->p->off && view_is_letter(g->v->c[at]);)
            at++;
        if (at == off && !view_is_space(g->v->c[at]) && count)
            return false;
        if (at == off)
            continue;
        w = word_at(g, off, at);
        if (w == LEX_fill && at - off <= ARTICLE)
            w = LEX_and; /* "a", "an" */
        if (w != LEX_lead && w != LEX_and &&
            (w || last != LEX_and || may_act(g, off, at)))
            return false;
        count++;
    }
    return w == LEX_lead && count > 1;
}

/* titled: in other languages a label behind a comma, without an article, says
 * of a title what it is the title of: "Pizza au four, image générée par IA". */
static bool titled(const struct ground *g, size_t from)
{
    size_t comma = g->p->off, end;
    struct lex_hit w;

    while (comma > from && g->v->c[comma - 1] != ',')
        comma--;
    if (g->lang[0] == LEX_en || !ground_spaced(g->lang[0]) || comma <= from ||
        ground_has(g, LEX_link, from, comma))
        return false;
    while (comma < g->p->off && view_is_space(g->v->c[comma]))
        comma++;
    for (end = comma; end < g->p->off && lex_in_word(g->v->c[end]);)
        end++;
    return end - comma >= NOUN &&
           lex_at(g->v, comma, end, LEX_WORD, g->lang[0], &w) &&
           w.what == LEX_lead && label_covers(g, comma, g->p->off);
}

bool caption_named(const struct ground *g)
{
    const struct view *v = g->v;
    struct lex_hit h;
    size_t at = g->p->end;

    if (g->lang[0] != LEX_en || (g->p->what != LEX_A && g->p->what != LEX_B))
        return false;
    for (unsigned words = 0; words < NAMES && at < g->to; words++) {
        size_t off = at;

        if (!view_is_space(ground_at(v, at)) && ground_at(v, at) != '-')
            return false;
        while (off < g->to && (view_is_space(v->c[off]) || v->c[off] == '-'))
            off++;
        if (lex_at(v, off, g->to, LEX_TAIL, LEX_en, &h) &&
            (h.what == LEX_of || (h.what == LEX_end && ground_ends(g, h.end))))
            return !caption_acts(g, h.end, g->to);
        for (at = off; at < g->to && view_is_letter(v->c[at]);)
            at++;
        if (at == off || caption_acts(g, off, at))
            return false;
    }
    return false;
}

bool caption_shown(const struct ground *g, size_t from)
{
    size_t end = ground_line_end(g, g->end);

    if (ground_weight(g->v, g->end, end) > 0 ||
        ground_weight(g->v, from, g->p->off) > SHOWN)
        return false;
    for (unsigned i = 0; i < g->words; i++)
        if (g->word[i].what == LEX_of && g->word[i].off >= from &&
            g->word[i].end < g->p->off &&
            label_covers(g, from, g->word[i].off) &&
            !caption_acts(g, g->word[i].end, g->p->off))
            return true;
    return pictured(g, from) || titled(g, from) || credited(g, from);
}
