/* SPDX-License-Identifier: Apache-2.0
 * label.c - subjects and labels: what makes a phrase speak of its own text. */
#include "marks/label.h"
#include "marks/author.h"
#include "marks/caption.h"

enum {
    NEAR = 60,      /* code points between a subject and its phrase */
    SELF_FAR = 110, /* the same in languages with spaces */
    VERB_FAR = 26,  /* between a subject's beginning and its verb */
    EDGE = 900,     /* bytes of the first and last part of a text */
    SHORT_TEXT = 2400,
    ALONE = 46,  /* weight of a line that stands alone */
    BESIDE = 16, /* the same beside a phrase that is longer */
    MARGIN = 10, /* code points before a bracket that heads its line */
    FRONT = 160, /* code points before a label that are looked at */
    REST = 60,   /* weight that may follow a label in its sentence */
    SHOWN = 110, /* weight of what a caption says that is shown */
    ARTICLE = 2, /* letters: a, an */
    PART = 3     /* and of a part of a German word */
};

static bool opens(enum lex_what w)
{
    return w == LEX_lead || w == LEX_fill || w == LEX_link || w == LEX_and ||
           w == LEX_every || w == LEX_self || w == LEX_near || w == LEX_but;
}

/* is_digit: "figure 3" begins a label like "figure". */
static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* head is where the last part of a German word begins that the lexicon knows,
 * which says what the word names: "Beispielbilder"; or end. */
static size_t head(const struct ground *g, size_t off, size_t end)
{
    struct lex_hit w;

    if (g->lang[0] != LEX_de)
        return end;
    for (size_t i = off + PART; i + PART <= end; i++)
        if (lex_may_word(g->v, i, LEX_de) &&
            lex_follow(g->v, i, end, LEX_WORD, LEX_de, &w) && w.end == end &&
            w.what == LEX_lead)
            return i;
    return end;
}

/* covered: everything between off and end is words that may begin a label, in
 * some way to cut it into words. */
bool label_covers(const struct ground *g, size_t off, size_t end)
{
    bool reached[FRONT + 1] = {true};
    struct lex_hit w;

    if (end < off || end - off > FRONT)
        return false;
    for (size_t i = off; i < end; i++) {
        if (!reached[i - off])
            continue;
        if (!view_is_letter(g->v->c[i]) || is_digit(g->v->c[i])) {
            reached[i + 1 - off] = true;
            continue;
        }
        for (unsigned k = 0; k < 2; k++)
            for (size_t to = end; to > i; to = w.end - 1) {
                if (!lex_at(g->v, i, to, LEX_WORD, g->lang[k], &w))
                    break;
                reached[w.end - off] |= opens(w.what);
            }
        for (w.end = i; w.end < end && lex_in_word(g->v->c[w.end]);)
            w.end++;
        reached[w.end - off] |= head(g, i, w.end) < w.end;
    }
    return reached[end - off];
}

/* instead is where the phrase begins to count that stands for what was denied:
 * "is not a photograph but ...", not before low. */
static size_t instead(const struct ground *g, size_t low)
{
    size_t but = ground_contrast(g, low);

    return ground_has(g, LEX_deny, low, but) ? but : low;
}

/* seconds: "and", and nothing but the verb's own words, stands before the
 * phrase, which ends there, so that it is said of the subject of the verb
 * before. */
static bool seconds(const struct ground *g, size_t off)
{
    struct lex_hit w;

    for (unsigned k = 0; k < g->words && g->end == g->p->end; k++) {
        size_t i = g->word[k].end;

        if (g->word[k].what != LEX_and || g->word[k].off < off)
            continue;
        for (; i < g->p->off; i++)
            if (view_is_space(g->v->c[i]))
                continue;
            else if (lex_at(g->v, i, g->p->off, LEX_WORD, g->lang[0], &w) &&
                     (w.what == LEX_link || w.what == LEX_fill))
                i = w.end - 1;
            else
                break;
        if (i == g->p->off)
            return true;
    }
    return false;
}

/* leads: a verb close behind the subject leads over to the phrase, and no
 * other between them speaks of what is said: "these papers claim that it was".
 * Where the phrase is all that is said, it may stand for what was denied. */
static bool leads(const struct ground *g, const struct lex_hit *w, bool said)
{
    for (unsigned k = 0; k < g->words; k++)
        if (g->word[k].what == LEX_link && g->word[k].off >= w->end &&
            g->word[k].off - w->end <= VERB_FAR &&
            !ground_has(g, LEX_quote, w->end, g->word[k].off) &&
            label_covers(g, said ? instead(g, g->word[k].off) : g->word[k].off,
                         g->p->off))
            return true;
    return !ground_has(g, LEX_quote, w->end, g->p->off) && seconds(g, w->end);
}

/* subject: a word by which the text speaks of itself, before the phrase.  In
 * "half of all articles are AI-generated" it does not. */
static bool subject(const struct ground *g, const struct lex_hit *w)
{
    size_t from = w->off;

    if (w->end > g->p->off + 1 || w->what == LEX_self)
        return w->end <= g->p->off + 1;
    while (from > g->from && g->v->c[from - 1] != ':')
        from--;
    return w->what == LEX_every && label_covers(g, from, w->off);
}

bool label_self(const struct ground *g)
{
    bool apart = ground_spaced(g->lang[0]);

    for (unsigned i = 0; i < g->words; i++) {
        const struct lex_hit *w = &g->word[i];

        if (!subject(g, w))
            continue;
        if (w->off && view_is_cjk(g->v->c[w->off - 1]) && w->lang == LEX_ko)
            continue; /* 어린이 글: no 이 글 */
        if (g->p->off - w->end > (apart ? SELF_FAR : NEAR) &&
            w->end < g->p->off)
            continue;
        if (!apart || label_covers(g, w->end, g->p->off))
            return true;
        if (leads(g, w, true))
            return true;
    }
    return false;
}

/* runs: the sentence began behind another in the line that ends at i, as in
 * running text, which is broken at a width and not to begin a label. */
static bool runs(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    size_t from = g->from;

    while (from > 0 && v->c[from - 1] == ' ')
        from--;
    return from && from < g->from && ground_stop(v->c[from - 1]) &&
           ground_line_end(g, g->from) == i;
}

/* parts: a dash between spaces, before a verb that ends its line: "Cover - made
 * with AI". */
static bool parts(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    size_t end = ground_line_end(g, g->end);

    return i && view_is_space(v->c[i - 1]) && view_is_space(v->c[i + 1]) &&
           (g->p->what == LEX_A || g->p->what == LEX_B) &&
           (g->lang[0] == LEX_ko ||
            (g->end == g->p->end && ground_weight(v, g->end, end) == 0));
}

/* front is where the label that holds the phrase begins: its bracket, its
 * line, or its sentence. */
static size_t front(const struct ground *g, bool *bracket)
{
    const struct view *v = g->v;
    size_t i = g->p->off, line = ground_line(g, i), closed = 0;

    *bracket = false;
    while (i > g->from) {
        uint32_t c = v->c[i - 1];

        if (c == VIEW_LINE && i == line &&
            ((ground_hard(g, i - 1) && !runs(g, i - 1)) ||
             (i >= 2 && ground_stop(v->c[i - 2]))))
            return i;
        closed += ground_close(c);
        if (ground_open(c) && closed) {
            closed--; /* a bracket before it: "(a) ..." */
        } else if (ground_open(c)) {
            *bracket = true;
            return i;
        }
        if (c == '-' && parts(g, i - 1))
            return i;
        if (c == '|' || c == '/' || c == 0x203B || c == '*' || c == '=' ||
            c == 0xA9 ||
            (c == 0xB7 && !(lex_in_word(v->c[i]) && i > 1 &&
                            lex_in_word(v->c[i - 2])))) /* and no DALL·E */
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

    if (open == '(') /* nothing before it */
        return (i == g->from || g->v->c[i - 1] == VIEW_LINE) &&
               ground_close(ground_at(g->v, g->end)) && g->end > g->p->end;
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

/* said_in is the weight between, of an address only what it begins with. */
static unsigned said_in(const struct view *v, size_t off, size_t end)
{
    unsigned weight = 0;

    for (size_t word = off; off < end; word = off) {
        bool link = false;

        while (off < end && !view_is_space(v->c[off]) && !link) {
            link = off > word &&
                   ((v->c[off] == '/' && v->c[off - 1] == '/') ||
                    (v->c[off] == '@' && view_is_letter(v->c[off - 1])));
            off++;
        }
        weight += ground_weight(v, word, off);
        while (off < end && link && !view_is_space(v->c[off]))
            off++;
        off += off < end;
    }
    return weight;
}

/* is_short: little enough stands between for a label; a phrase that is long
 * itself may have a few words beside it. */
static bool is_short(const struct ground *g, size_t off, size_t end)
{
    unsigned all = said_in(g->v, off, end);

    return all <= ALONE ||
           all <= ground_weight(g->v, g->p->off, g->end) + BESIDE;
}

/* behind is where what follows the label begins: behind a bracket that says
 * more of it, "(with Claude Code)". */
static size_t behind(const struct ground *g)
{
    const struct view *v = g->v;
    size_t i = g->end, end;

    while (i < g->to && view_is_space(v->c[i]))
        i++;
    if (i >= g->to || !ground_open(v->c[i]))
        return g->end;
    for (end = i; end < g->to && !ground_close(v->c[end]);)
        end++;
    return end < g->to ? end + 1 : g->end;
}

/* upto is where the line of the label ends, or a sign that parts it from more:
 * "Cover: made with AI · 2 MB". */
static size_t upto(const struct ground *g)
{
    size_t end = ground_line_end(g, g->end);

    for (size_t i = g->end; i < end; i++)
        if (g->v->c[i] == '|' ||
            (g->v->c[i] == 0xB7 && i && view_is_space(g->v->c[i - 1])))
            return i;
    return end;
}

/* alone: nothing else stands in its line or bracket, and a bracket ends its
 * sentence. */
static bool alone(const struct ground *g, size_t from, bool bracket)
{
    const struct view *v = g->v;
    size_t end = g->end, line = upto(g);

    if (bracket && heads(g, from))
        return true;
    if (bracket) {
        while (end < g->to && !ground_close(v->c[end]))
            end++;
        if (end < g->to && ground_weight(v, end, line) > 0)
            return false;
        return is_short(g, from, end);
    }
    if (ground_at(v, line) == VIEW_LINE && !ground_hard(g, line))
        line = g->to;
    return is_short(g, from, line);
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
    uint32_t next = ground_at(g->v, g->line + 1);

    return g->s->title ||
           (g->v->c[g->line] == '#' && (next == ' ' || next == '#'));
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

        if (!subject(g, w) || w->end > g->p->off ||
            g->p->off - w->end > SELF_FAR)
            continue;
        if (leads(g, w, false) ||
            (has_verb(g, w) && label_covers(g, w->end, g->p->off)))
            return true;
    }
    return false;
}

/* bullet is what an item of a list or a row of a table begins with at i. */
static uint32_t bullet(const struct view *v, size_t i)
{
    uint32_t c = ground_at(v, i), d = ground_at(v, i + 1);

    if (c == '(' && ground_at(v, i + 2) == ')')
        return '('; /* (a) (b) */
    if (d == ')' && view_is_letter(c) && !view_is_cjk(c))
        return ')'; /* a) 1) */
    if (c >= '0' && c <= '9' && d == '.')
        return '1';
    if ((c == '-' || c == '*' || c == '+' || c == 0xB7) && d == ' ')
        return c;
    return c == '|' ? c : 0;
}

bool label_task(const struct ground *g)
{
    const struct view *v = g->v;
    size_t i = g->line;
    uint32_t sign = bullet(v, i);

    return (sign == '-' || sign == '*' || sign == '+') &&
           ground_at(v, i + 2) == '[' && view_is_space(ground_at(v, i + 3)) &&
           ground_at(v, i + 4) == ']';
}

/* listed: an item with others of its kind beside it, which names a choice or a
 * category: "- Photographs", "- AI-generated art". */
static bool listed(const struct ground *g)
{
    const struct view *v = g->v;
    size_t at = g->line, end = g->end;
    uint32_t sign = bullet(v, at);
    unsigned own;

    if (sign == '|')
        return true;
    own = sign == '(' || sign == ')' || sign == '1'; /* its letter */
    if (!sign || g->p->what == LEX_K)                /* "music by Suno" */
        return false;
    for (size_t i = at; i < g->p->end; i++)
        if (v->c[i] == ':')
            return false; /* a credit: "cover: AI generated" */
    if (ground_weight(v, at, g->p->off) > own && g->end == g->p->end)
        return false; /* and with a noun behind the phrase: "live AI-assisted
                         translation" is one */
    while (end < v->len && end - g->end < REACH && v->c[end] != VIEW_LINE &&
           v->c[end] != VIEW_PARA)
        end++;
    if (end < v->len && bullet(v, end + 1) == sign)
        return true;
    for (end = at, at -= at > 0; at > 0 && end - at < REACH; at--)
        if (v->c[at - 1] == VIEW_LINE || v->c[at - 1] == VIEW_PARA)
            break;
    return at < end && bullet(v, at) == sign;
}

/* names: metadata of a picture or a sound begins with the phrase and what it
 * names. */
static bool names(const struct ground *g)
{
    bool bracket;

    return g->s->about && !g->s->list && caption_named(g) &&
           label_covers(g, front(g, &bracket), g->p->off);
}

bool label_stands(const struct ground *g, bool strict)
{
    bool bracket;
    size_t start = front(g, &bracket), from = start;
    bool short_, whole = g->has_tail && g->tail.what == LEX_ok;
    unsigned rest;

    if (names(g))
        return true;
    if (!bracket && !whole &&
        (listed(g) || ((strict || g->end > g->p->end) && headed(g))))
        return false;
    if (!label_covers(g, instead(g, from), g->p->off)) {
        from = g->from; /* the line may go on from the one above */
        if (bracket || !label_covers(g, from, g->p->off))
            return !bracket && !strict && at_edge(g) &&
                   (author_states(g) ||
                    (!headed(g) && caption_shown(g, start)));
    }
    short_ = alone(g, from, bracket);
    if (strict || (bracket && short_))
        return short_;
    rest = said_in(g->v, behind(g), g->to);
    if (!whole && rest > REST)
        return false;
    if (ground_spaced(g->lang[0]) && !whole && rest > 0 &&
        (!short_ || ground_at(g->v, g->end) == ','))
        return false;
    return short_ || at_edge(g);
}

bool label_caption(const struct ground *g)
{
    const struct view *v = g->v;
    size_t at = g->tail.end, end = ground_line_end(g, at), from;
    bool bracket;

    if (headed(g))
        return false;
    if (author_captions(g) && !listed(g))
        return label_covers(g, front(g, &bracket), g->p->off);
    if (names(g))
        return true;
    if (!g->has_tail || g->tail.what != LEX_of || g->p->what != LEX_A)
        return false;
    if (end < g->to && !ground_hard(g, end))
        end = g->to;
    if (ground_weight(v, at, end) > SHOWN)
        return false;
    from = front(g, &bracket);
    if (!label_covers(g, from, g->p->off))
        return false;
    return !caption_acts(g, at, end);
}
