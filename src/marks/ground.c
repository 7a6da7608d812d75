/* SPDX-License-Identifier: Apache-2.0
 * ground.c - the bounds of sentences and lines, and the words in them. */
#include "marks/ground.h"

#include "base/utf.h"

enum {
    LINE_SHORT = 42, /* columns: a line that was not wrapped by its width */
    NARROW = 30,     /* columns that no text is wrapped to */
    ASIDE = 30,      /* code points of a bracket behind a word */
    BEFORE = 200     /* code points before a sentence that are looked at */
};

uint32_t ground_at(const struct view *v, size_t i)
{
    return i < v->len ? v->c[i] : VIEW_PARA;
}

bool ground_open(uint32_t c)
{
    return c == '(' || c == '[' || c == '{' || c == 0x3010 || c == 0x3014 ||
           c == 0x3008 || c == '<';
}

bool ground_close(uint32_t c)
{
    return c == ')' || c == ']' || c == '}' || c == 0x3011 || c == 0x3015 ||
           c == 0x3009 || c == '>';
}

bool ground_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == ';' ||
           c == 0x203C || c == 0x0964; /* ‼ and the danda of Hindi */
}

static bool is_bullet(const struct view *v, size_t i)
{
    uint32_t c = ground_at(v, i), d = ground_at(v, i + 1);

    if (c == '*' || c == '#' || c == 0x203B || c == '|' || c == '>' ||
        c == 0xB7 || c == 0xA9 || c == '+' || ground_open(c) || c == 0x25CF ||
        c == 0x25A0 || c == 0x25B6 || c == 0x2605)
        return true;
    if (c == '-')
        return d == ' ' || d == '-';
    return c >= '0' && c <= '9' && (d == '.' || d == ')');
}

/* sign_stops is stops where there is no letter or space of most texts. */
static bool sign_stops(const struct setting *s, size_t i)
{
    const struct view *v = s->v;
    uint32_t c = v->c[i], d;

    if (c == VIEW_PARA || c == '|')
        return true;
    if ((s->data && c == '"') || (s->list && (c == ',' || c == ';')))
        return true;
    if (c == VIEW_LINE)
        return is_bullet(v, i + 1);
    if (c == '.' && i && view_is_letter(v->c[i - 1]) &&
        (i == 1 || (!view_is_letter(v->c[i - 2]) && v->c[i - 2] != '-')) &&
        !view_is_cjk(v->c[i - 1]))
        return false; /* a.i., and no DALL-E. */
    if (c == 0x3002 || c == '!' || c == '?')
        return true;
    if (!ground_stop(c))
        return false;
    do
        d = ground_at(v, ++i);
    while (d == '*' || d == '_'); /* the end of emphasis */
    return (view_is_space(d) || view_is_cjk(d) || d == '"' || d == '\'' ||
            d == '<' || ground_close(d));
}

/* stops says whether the sentence ends with the character at i. */
static inline bool stops(const struct setting *s, size_t i)
{
    uint32_t c = s->v->c[i];

    return !((c >= 'a' && c <= 'z') || c == ' ') && sign_stops(s, i);
}

/* calm_from is the first place of those before i, and not before low, that no
 * sentence ends at up to i. */
static size_t calm_from(const struct setting *s, size_t i, size_t low)
{
    while (i > low && !stops(s, i - 1)) {
        i--;
        if (s->calm.off < i && i <= s->calm.end)
            i = s->calm.off > low ? s->calm.off : low;
    }
    return i;
}

/* bound takes the sentence's bounds.  What it went over is known to the phrase
 * that comes next, which is often in the same sentence. */
static void bound(struct ground *g)
{
    const struct view *v = g->v;
    size_t off = g->p->off, end = g->p->end, i;

    g->from = calm_from(g->s, off, off > REACH ? off - REACH : 0);
    i = end;
    if (g->s->calm.off <= i && i < g->s->calm.end)
        i = g->s->calm.end - end > REACH ? end + REACH : g->s->calm.end;
    while (i < v->len && i - end < REACH && !stops(g->s, i))
        i++;
    g->to = i;
    i = calm_from(g->s, end, off);
    g->s->calm = (struct calm){i > off ? i : g->from, g->to};
    while (g->from < off && view_is_space(v->c[g->from]))
        g->from++;
}

bool ground_spaced(enum lex_lang l)
{
    return l != LEX_ko && l != LEX_ja && l != LEX_zh && l != LEX_th;
}

/* known is how much of the sentence is words of a language. */
static size_t known(const struct ground *g, enum lex_lang l)
{
    struct lex_hit w;
    size_t sum = 0;

    for (size_t i = lex_next(g->v, g->from, g->to); i < g->to;
         i = lex_next(g->v, i + 1, g->to))
        if (lex_may_word(g->v, i, l) &&
            lex_follow(g->v, i, g->to, LEX_WORD, l, &w)) {
            sum += w.end - i;
            i = w.end - 1;
        }
    return sum;
}

/* kin: languages that share phrases; the words around tell them apart. */
static enum lex_lang kin(const struct ground *g)
{
    static const enum lex_lang pairs[][2] = {
        {LEX_es, LEX_pt}, {LEX_da, LEX_no}, {LEX_cs, LEX_sk},
        {LEX_hr, LEX_sl}, {LEX_ru, LEX_bg}, {LEX_ru, LEX_uk}};
    enum lex_lang l = g->p->lang;

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        for (unsigned k = 0; k < 2; k++)
            if (pairs[i][k] == g->p->lang &&
                known(g, pairs[i][!k]) > known(g, l))
                l = pairs[i][!k];
    return l;
}

/* speak tells the language around a phrase where its script shows it. */
static void speak(struct ground *g)
{
    bool hangul = false, kana = false, han = false;

    g->lang[0] = kin(g);
    for (size_t i = g->from; i < g->to; i++) {
        uint32_t c = g->v->c[i];

        if (c < 0x3041)
            continue;
        hangul |= c >= 0xAC00 && c <= 0xD7A3;
        kana |= c <= 0x30FF;
        han |= c >= 0x4E00 && c <= 0x9FFF;
    }
    g->lang[1] = hangul ? LEX_ko : kana ? LEX_ja : han ? LEX_zh : g->lang[0];
    if (g->lang[0] == LEX_zh && kana)
        g->lang[0] = LEX_ja;
    if ((g->lang[0] == LEX_ja || g->lang[0] == LEX_zh) && !kana && han)
        g->lang[1] = g->lang[0] == LEX_ja ? LEX_zh : LEX_ja;
}

/* parts: a line end that no sentence ends at: what is above is a title. */
static bool parts(const struct ground *g, size_t i)
{
    return ground_hard(g, i) && !(i && ground_stop(g->v->c[i - 1]) &&
                                  ground_at(g->v, i) == VIEW_LINE);
}

/* recalls: a sentence that begins with "it" speaks of what the one before it
 * does: of the text only where that points at something here, or where there is
 * none in the paragraph. */
static bool recalls(const struct ground *g, const struct lex_hit *it)
{
    size_t low = g->from > BEFORE ? g->from - BEFORE : 0, end = g->from, from;
    struct lex_hit w;

    if (it->off > g->from)
        return true; /* "Note: it was ..." */
    while (end > low && !view_is_letter(g->v->c[end - 1]) && !parts(g, end - 1))
        end--;
    from = end;
    while (from > low && !stops(g->s, from - 1) && !parts(g, from - 1))
        from--;
    for (size_t i = from; i < end; i++)
        if (lex_at(g->v, i, end, LEX_WORD, it->lang, &w) &&
            (w.what == LEX_self || w.what == LEX_near))
            return true;
    return from == end;
}

/* part_of: a guard inside a subject is part of it: "we disclose that". */
static bool part_of(const struct lex_hit *w, const struct lex_hit *self)
{
    return w->what > LEX_self && w->end <= self->end;
}

void ground_words(struct ground *g)
{
    const struct view *v = g->v;
    struct lex_hit w, self = {0};

    for (size_t i = lex_next(v, g->from, g->to); i < g->to && g->words < HITS;
         i = lex_next(v, i + 1, g->to)) {
        if (i >= g->p->off && i < g->end)
            continue;
        for (unsigned k = 0; k < 2 && g->words < HITS; k++) {
            if (k && g->lang[1] == g->lang[0])
                break;
            if (!lex_may_word(v, i, g->lang[k]) ||
                !lex_follow(v, i, g->to, LEX_WORD, g->lang[k], &w) ||
                part_of(&w, &self))
                continue;
            if (w.what == LEX_self)
                self = w;
            g->word[g->words++] = w;
        }
    }
    for (unsigned i = 0; i < g->words; i++)
        if (g->word[i].what == LEX_back)
            g->word[i].what = recalls(g, &g->word[i]) ? LEX_self : LEX_link;
}

/* follows takes the longest tail that begins at off, in either language. */
static void follows(struct ground *g, size_t off)
{
    struct lex_hit t;

    for (unsigned k = 0; k < 2; k++)
        if (lex_at(g->v, off, g->to, LEX_TAIL, g->lang[k], &t) &&
            (!g->has_tail || t.end > g->tail.end)) {
            g->tail = t;
            g->has_tail = true;
        }
}

/* tail finds what follows the phrase, and in languages with spaces what does
 * behind a bracket: "written by ChatGPT (OpenAI), adapted by me". */
static void tail(struct ground *g)
{
    const struct view *v = g->v;
    size_t off = g->p->end, close;

    while (off < g->to &&
           (v->c[off] == '"' || v->c[off] == '\'' ||
            (view_is_space(v->c[off]) && v->c[off] != VIEW_PARA) ||
            v->c[off] == '-'))
        off++;
    follows(g, off);
    g->end = g->p->end;
    if (g->has_tail || off >= g->to || !ground_open(v->c[off]) ||
        !ground_spaced(g->lang[0]))
        return;
    for (close = off; close < g->to && close - off < ASIDE;)
        if (ground_close(v->c[close++])) {
            follows(g, close);
            return;
        }
}

unsigned ground_weight(const struct view *v, size_t off, size_t end)
{
    unsigned w = 0;

    for (size_t i = off; i < end; i++)
        w += view_is_cjk(v->c[i]) ? 2 : view_is_letter(v->c[i]) ? 1 : 0;
    return w;
}

size_t ground_line(const struct ground *g, size_t i)
{
    while (i > g->from && g->v->c[i - 1] != VIEW_LINE)
        i--;
    return i;
}

size_t ground_line_end(const struct ground *g, size_t i)
{
    while (i < g->to && g->v->c[i] != VIEW_LINE)
        i++;
    return i;
}

/* goes_on: a small letter of an alphabet, which begins no line of its own. */
static bool goes_on(const struct ground *g, size_t i)
{
    uint32_t c = ground_at(g->v, i);
    size_t off = i < g->v->len ? g->v->at[i] : g->s->text.len;
    bool bad = false;

    return view_is_letter(c) && !view_is_cjk(c) && !(c >= '0' && c <= '9') &&
           utf8_next(g->s->text, &off, &bad) == c;
}

static bool is_word(const struct ground *g, size_t off, size_t end)
{
    while (off < end && g->v->c[off] != ' ')
        off++;
    return off == end;
}

/* is_part: a particle that a Korean line cannot end in. */
static bool is_part(uint32_t c)
{
    return c == 0xC740 || c == 0xB294 || c == 0xC744 || c == 0xB97C ||
           c == 0xC758 || c == 0xC5D0; /* 은 는 을 를 의 에 */
}

/* points: a Korean line that ends in 그 이 저 본 한 goes on. */
static bool points(const struct view *v, size_t i)
{
    uint32_t c = i ? v->c[i - 1] : 0;

    return (c == 0xADF8 || c == 0xC774 || c == 0xC800 || c == 0xBCF8 ||
            c == 0xD55C) &&
           (i < 2 || view_is_space(v->c[i - 2]));
}

/* is_if: a Korean line that ends in 하면 되면 으면 려면 르면 goes on. */
static bool is_if(const struct view *v, size_t i)
{
    uint32_t c = i > 1 ? v->c[i - 2] : 0;

    return c && v->c[i - 1] == 0xBA74 &&
           (c == 0xD558 || c == 0xB418 || c == 0xC73C || c == 0xB824 ||
            c == 0xB974);
}

/* next_line is where the line behind i begins, or end. */
static size_t next_line(const struct ground *g, size_t i, size_t end)
{
    while (i < end && g->v->c[i] != VIEW_LINE)
        i++;
    return i < end ? i + 1 : end;
}

/* wrapped: each line of the paragraph of i, but for the last, would have been
 * too long with the first word of the next, and two or more are so: a program
 * ended them at a width. */
static bool wrapped(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    size_t from = i, end = i, longest = 0, full = 0, next;

    while (from > 0 && i - from < REACH && v->c[from - 1] != VIEW_PARA)
        from--;
    while (end < v->len && end - i < REACH && v->c[end] != VIEW_PARA)
        end++;
    for (size_t at = from; at < end; at = next) {
        next = next_line(g, at, end);
        longest = next - at > longest ? next - at : longest;
    }
    for (size_t at = from; at < end && longest > NARROW; at = next, full++) {
        size_t word;

        next = next_line(g, at, end);
        if (next == end)
            return full >= 2;
        for (word = next; word < end && !view_is_space(v->c[word]);)
            word++;
        if (word - at < longest)
            return false;
    }
    return false;
}

bool ground_has(const struct ground *g, enum lex_what w, size_t off, size_t end)
{
    for (unsigned i = 0; i < g->words; i++)
        if (g->word[i].what == w && g->word[i].off >= off &&
            g->word[i].end <= end)
            return true;
    return false;
}

size_t ground_contrast(const struct ground *g, size_t low)
{
    for (unsigned i = 0; i < g->words; i++)
        if (g->word[i].what == LEX_but && g->word[i].off > low &&
            g->word[i].end <= g->p->off)
            low = g->word[i].end;
    return low;
}

/* On purpose: the line is too short to have been wrapped. */
bool ground_hard(const struct ground *g, size_t i)
{
    size_t from;

    if (ground_at(g->v, i) != VIEW_LINE)
        return ground_at(g->v, i) == VIEW_PARA;
    if (goes_on(g, i + 1) || g->lang[0] == LEX_de ||
        (i && is_part(g->v->c[i - 1])) || points(g->v, i) || is_if(g->v, i))
        return false;
    for (from = i; from > 0 && i - from < REACH; from--)
        if (g->v->c[from - 1] == VIEW_LINE || g->v->c[from - 1] == VIEW_PARA)
            break; /* the line may have begun before the sentence */
    if (is_word(g, from, i) && is_word(g, i + 1, ground_line_end(g, i + 1)) &&
        !ground_has(g, LEX_self, from, i))
        return false; /* a word a line, and no sentence of a script without
                         spaces: "this text was generated by AI" */
    return ground_weight(g->v, from, i) < LINE_SHORT &&
           !(ground_spaced(g->lang[0]) && wrapped(g, i));
}

bool ground_leads(uint32_t c)
{
    static const uint32_t last[] = {0xB41C, 0xD55C, 0xB4E0, 0xB9B0, 0xC4F4,
                                    0xC9C4, 0xB358, 0xB0B8, 0xC900, 0x305F,
                                    0x308B, 0x7684}; /* 된 한 든 린 쓴 진 던
                                                        낸 준 た る 的 */

    for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++)
        if (c == last[i])
            return true;
    return false;
}

/* noun: a noun that the lexicon knows ends at i: 사진, and no attribute. */
static bool noun(const struct ground *g, size_t i)
{
    for (unsigned k = 0; k < g->words; k++)
        if (g->word[k].what == LEX_lead && g->word[k].end == i &&
            i - g->word[k].off > 1)
            return true;
    return false;
}

/* compound: a hyphen behind the phrase joins its last word to a longer one,
 * "KI-Barometer", that is no phrase itself, "AI-generated".  The view has one
 * sign for hyphens and dashes. */
static bool compound(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    struct span s = g->s->text;
    struct lex_hit h;
    size_t from = i;

    if (i != g->p->end || ground_at(v, i) != '-' || v->at[i] >= s.len ||
        s.ptr[v->at[i]] != '-' || !lex_in_word(ground_at(v, i + 1)))
        return false;
    while (from > g->p->off && lex_in_word(v->c[from - 1]))
        from--;
    return from < i &&
           !(lex_at(v, from, g->to, LEX_PHRASE, LEX_ANY, &h) && h.end > i);
}

/* joined: in a script without spaces, or Korean, a dot between two words makes
 * a list of them, and a bracket behind a word is passed where the sentence goes
 * on behind it with a particle.  A credit has a dot between two names. */
static bool joined(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    size_t end = i;

    if (ground_spaced(g->lang[0]))
        return false;
    if (v->c[i] == 0xB7 || v->c[i] == '/')
        return g->p->what != LEX_L && g->p->what != LEX_K && i &&
               view_is_letter(v->c[i - 1]) && view_is_cjk(ground_at(v, i + 1));
    if (!ground_open(v->c[i]))
        return false;
    while (end < g->to && end - i < ASIDE && !ground_close(v->c[end]))
        end++;
    return end < g->to && end - i < ASIDE && view_is_cjk(ground_at(v, end + 1));
}

/* counts: a number behind a colon, which is how many there are: "made by AI:
 * 12". */
static bool counts(const struct view *v, size_t i)
{
    if (ground_at(v, i) != ':')
        return false;
    for (i++; i < v->len && view_is_space(v->c[i]);)
        i++;
    return ground_at(v, i) >= '0' && ground_at(v, i) <= '9';
}

bool ground_ends(const struct ground *g, size_t i)
{
    const struct view *v = g->v;
    bool open = i && ground_leads(v->c[i - 1]) && !noun(g, i);
    uint32_t c;

    if (compound(g, i) || (i < g->to && joined(g, i)))
        return false;
    while (i < v->len && (v->c[i] == ' ' || v->c[i] == '"' || v->c[i] == '\'' ||
                          v->c[i] == '*' || v->c[i] == '_'))
        i++;
    c = ground_at(v, i);
    if (counts(v, i))
        return false;
    if (i >= g->to || c == VIEW_PARA || (c == VIEW_LINE && i + 1 >= g->to))
        return true;
    if (c == VIEW_LINE)
        return !open && ground_hard(g, i);
    return ground_stop(c) || ground_close(c) || ground_open(c) || c == ',' ||
           c == ':' || c == '|' || c == '/' || c == '#' || c == 0x3001 ||
           c == 0x2026 || c == 0xB7 || c == '-' || c == '~' || c == '@' ||
           c == '&' || c == 0x203B || c == 0xA9 || c == '=' ||
           (c >= 0x2190 && !view_is_letter(c));
}

/* begin_line takes where the line of the phrase begins. */
static void begin_line(struct ground *g)
{
    const uint32_t *c = g->v->c;
    size_t off = g->p->off, low = off > REACH ? off - REACH : 0;

    while (off > low && c[off - 1] != VIEW_LINE && c[off - 1] != VIEW_PARA)
        off--;
    g->line = off;
}

void ground_take(struct ground *g)
{
    bound(g);
    begin_line(g);
    speak(g);
    tail(g);
}
