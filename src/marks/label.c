/* SPDX-License-Identifier: Apache-2.0
 * label.c - subjects and labels: what makes a phrase speak of its own text. */
#include "marks/label.h"

enum {
    NEAR = 60,      /* code points between a subject and its phrase */
    SELF_FAR = 110, /* the same in languages with spaces */
    VERB_FAR = 26,  /* between a subject's beginning and its verb */
    EDGE = 900,     /* bytes of the first and last part of a text */
    SHORT_TEXT = 2400,
    ALONE = 46,  /* weight of a line that stands alone */
    MARGIN = 10, /* code points before a bracket that heads its line */
    FRONT = 160, /* code points before a label that are looked at */
    REST = 60    /* weight that may follow a label in its sentence */
};

static bool opens(enum lex_what w)
{
    return w == LEX_lead || w == LEX_fill || w == LEX_link || w == LEX_self;
}

/* covered: everything between off and end is words that may begin a label, in
 * some way to cut it into words. */
static bool covered(const struct ground *g, size_t off, size_t end)
{
    bool reached[FRONT + 1] = {true};
    struct lex_hit w;

    if (end < off || end - off > FRONT)
        return false;
    for (size_t i = off; i < end; i++) {
        if (!reached[i - off])
            continue;
        if (!view_is_letter(g->v->c[i])) {
            reached[i + 1 - off] = true;
            continue;
        }
        for (unsigned k = 0; k < 2; k++)
            for (size_t to = end; to > i; to = w.end - 1) {
                if (!lex_at(g->v, i, to, LEX_WORD, g->lang[k], &w))
                    break;
                reached[w.end - off] |= opens(w.what);
            }
    }
    return reached[end - off];
}

/* leads: a verb close behind the subject leads over to the phrase. */
static bool leads(const struct ground *g, const struct lex_hit *w)
{
    for (unsigned k = 0; k < g->words; k++)
        if (g->word[k].what == LEX_link && g->word[k].off >= w->end &&
            g->word[k].off - w->end <= VERB_FAR &&
            covered(g, g->word[k].off, g->p->off))
            return true;
    return false;
}

bool label_self(const struct ground *g)
{
    bool apart = ground_spaced(g->lang[0]);

    for (unsigned i = 0; i < g->words; i++) {
        const struct lex_hit *w = &g->word[i];

        if (w->what != LEX_self || w->end > g->p->off + 1)
            continue;
        if (w->off && view_is_cjk(g->v->c[w->off - 1]) && w->lang == LEX_ko)
            continue; /* 어린이 글: no 이 글 */
        if (g->p->off - w->end > (apart ? SELF_FAR : NEAR) &&
            w->end < g->p->off)
            continue;
        if (!apart || covered(g, w->end, g->p->off))
            return true;
        if (leads(g, w))
            return true;
    }
    return false;
}

/* front is where the label that holds the phrase begins: its bracket, its
 * line, or its sentence. */
static size_t front(const struct ground *g, bool *bracket)
{
    const struct view *v = g->v;
    size_t i = g->p->off, line = ground_line(g, i);

    *bracket = false;
    while (i > g->from) {
        uint32_t c = v->c[i - 1];

        if (c == VIEW_LINE && i == line &&
            (ground_hard(g, i - 1) || (i >= 2 && ground_stop(v->c[i - 2]))))
            return i;
        if (ground_open(c)) {
            *bracket = true;
            return i;
        }
        if (c == '|' || c == '/' || c == 0x203B || c == '*' || c == '=' ||
            c == 0xA9 || c == 0xB7)
            return i;
        i--;
    }
    return g->from;
}

/* heads: a square bracket at the beginning of its line, which labels what
 * follows it: "[AI generated] This function ..." */
static bool heads(const struct ground *g, size_t from)
{
    size_t i = from - 1;
    uint32_t open = g->v->c[i];

    if (open != '[' && open != 0x3010)
        return false;
    while (i > 0 && i > g->from && !view_is_letter(g->v->c[i - 1]))
        i--;
    while (i > 0 && from - i < MARGIN && g->v->c[i - 1] != VIEW_LINE &&
           g->v->c[i - 1] != VIEW_PARA) {
        if (view_is_letter(g->v->c[i - 1]))
            return false;
        i--;
    }
    return ground_close(ground_at(g->v, g->end));
}

/* alone: nothing else stands in its line or bracket, and a bracket ends its
 * sentence. */
static bool alone(const struct ground *g, size_t from, bool bracket)
{
    const struct view *v = g->v;
    size_t end = g->end, line = ground_line_end(g, g->end);

    if (bracket && heads(g, from))
        return true;
    if (bracket) {
        while (end < g->to && !ground_close(v->c[end]))
            end++;
        if (end < g->to && ground_weight(v, end, line) > 0)
            return false;
        return ground_weight(v, from, end) <= ALONE;
    }
    if (line < g->to && !ground_hard(g, line))
        line = g->to;
    return ground_weight(v, from, line) <= ALONE;
}

static bool at_edge(const struct ground *g)
{
    size_t off = g->v->at[g->p->off], end = g->v->at[g->end];

    return g->s->text.len < SHORT_TEXT || off < EDGE ||
           g->s->text.len - end < EDGE;
}

/* headed: a title or a Markdown heading, whose noun names its topic. */
static bool headed(const struct ground *g)
{
    size_t i = g->p->off;

    if (g->s->title)
        return true;
    while (i > 0 && g->p->off - i < REACH && g->v->c[i - 1] != VIEW_LINE &&
           g->v->c[i - 1] != VIEW_PARA)
        i--;
    return g->v->c[i] == '#' &&
           (ground_at(g->v, i + 1) == ' ' || ground_at(g->v, i + 1) == '#');
}

/* has_verb: the last word of a subject is its verb, as in "this was". */
static bool has_verb(const struct ground *g, const struct lex_hit *w)
{
    struct lex_hit verb;
    size_t i = w->end;

    while (i > w->off && !view_is_space(g->v->c[i - 1]))
        i--;
    return i > w->off && lex_at(g->v, i, w->end, LEX_WORD, w->lang, &verb) &&
           verb.what == LEX_link && verb.end == w->end;
}

bool label_stated(const struct ground *g)
{
    if (!ground_spaced(g->lang[0]))
        return false;
    for (unsigned i = 0; i < g->words; i++) {
        const struct lex_hit *w = &g->word[i];

        if (w->what != LEX_self || w->end > g->p->off ||
            g->p->off - w->end > SELF_FAR)
            continue;
        if (leads(g, w) || (has_verb(g, w) && covered(g, w->end, g->p->off)))
            return true;
    }
    return false;
}

bool label_stands(const struct ground *g, bool strict)
{
    bool bracket;
    size_t from = front(g, &bracket);
    bool short_, whole = g->has_tail && g->tail.what == LEX_ok;

    if (!bracket && (strict || g->end > g->p->end) && !whole && headed(g))
        return false;
    if (!covered(g, from, g->p->off)) {
        from = g->from; /* the line may go on from the one above */
        if (bracket || !covered(g, from, g->p->off))
            return false;
    }
    short_ = alone(g, from, bracket);
    if (strict || (bracket && short_))
        return short_;
    if (!whole && ground_weight(g->v, g->end, g->to) > REST)
        return false;
    if (ground_spaced(g->lang[0]) && !whole &&
        (!short_ || ground_at(g->v, g->end) == ',') &&
        ground_weight(g->v, g->end, g->to) > 0)
        return false;
    return short_ || at_edge(g);
}
