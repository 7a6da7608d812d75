/* SPDX-License-Identifier: Apache-2.0
 * lexicon.h - the phrases, the words around them, and how to find them.
 *
 * The patterns of phrases/LANG.txt are compiled at build time into one
 * automaton over the code points of a view; see phrases/README for how they
 * are written. */
#ifndef MARKS_LEXICON_H
#define MARKS_LEXICON_H

#include "marks/view.h"

/* What a pattern says; a phrase may have two classes.  Where two patterns end
 * at the same place, the later in this list wins: a claim over a label, and a
 * guard over any claim. */
#define LEX_WHATS(X)                                               \
    X(is, "of the end of a sentence: is")                          \
    X(note, "the end of a note")                                   \
    X(past, "the end behind a verb in the past")                   \
    X(about, "of a word: what the sentence is about")              \
    X(object, "what is acted upon")                                \
    X(actor, "who acts")                                           \
    X(clause, "a clause goes on, or somebody else is meant")       \
    X(owns, "who something belongs to")                            \
    X(place, "where, and not what")                                \
    X(takes, "an object that is a means: with the help of")        \
    X(use, "a verb: use")                                          \
    X(suffers, "the verb is passive")                              \
    X(plain, "a noun that ends like another class")                \
    X(by, "by means of AI: what for is said by a verb behind it")  \
    X(H, "a guess or a hint")                                      \
    X(L, "made by AI, where it stands alone as a label")           \
    X(K, "the same in a credit, which may be one of a list")       \
    X(M, "AI was used, where it stands alone as a label")          \
    X(B, "AI was used")                                            \
    X(A, "made by AI")                                             \
    X(W, "election law's sentence, in a form that others use too") \
    X(S, "the service runs on AI")                                 \
    X(E, "election law's sentence")                                \
    X(F, "advertising: a virtual person")                          \
    X(noun, "what is made: the label goes on")                     \
    X(of, "what is made, and what it shows: a caption goes on")    \
    X(end, "the sentence says so, where it ends here")             \
    X(ok, "the sentence says so")                                  \
    X(lead, "may begin a label")                                   \
    X(near, "what is at hand: this, my")                           \
    X(fill, "may stand between")                                   \
    X(link, "is, was, contains")                                   \
    X(and, "a second verb of the same subject follows")            \
    X(every, "all there is: of the text, where it begins so")      \
    X(back, "what the sentence before speaks of")                  \
    X(self, "the text speaks of itself")                           \
    X(verb, "no caption: a sentence about something")              \
    X(but, "what was said before it ends here: but")               \
    X(deny, "says that no AI made it")                             \
    X(ban, "forbids it")                                           \
    X(train, "forbids training")                                   \
    X(ask, "asks or supposes")                                     \
    X(cond, "a condition or an instruction")                       \
    X(topic, "a topic, a tool, a law")                             \
    X(quote, "reported speech")                                    \
    X(twice, "a second negation")                                  \
    X(other, "AI means something else")

enum lex_what {
    LEX_NONE,
#define X(name, says) LEX_##name,
    LEX_WHATS(X)
#undef X
    LEX_WHAT_COUNT
};

/* clang-format off */
#define LEX_LANGS(X)                                                        \
    X(ko) X(en) X(ja) X(zh) X(de) X(fr) X(es) X(it) X(pt) X(nl) X(pl) X(sv) \
    X(da) X(fi) X(cs) X(sk) X(hu) X(ro) X(bg) X(el) X(hr) X(sl) X(et) X(lv) \
    X(lt) X(ga) X(mt) X(ru) X(vi) X(id) X(th) X(hi) X(no) X(tr) X(uk)
/* clang-format on */

enum lex_lang {
    LEX_ANY,
#define X(name) LEX_##name,
    LEX_LANGS(X)
#undef X
    LEX_LANG_COUNT
};

/* The kinds of patterns: phrases stand anywhere, verbs end one that only names
 * the means, tails stand directly behind a phrase, words anywhere in its
 * sentence; endings end a word of it, and others are a word of one syllable. */
#define LEX_KINDS(X)  \
    X(PHRASE, phrase) \
    X(TAIL, tail)     \
    X(WORD, word) X(ENDING, ending) X(ALONE, alone) X(VERB, verb)

enum lex_kind {
#define X(name, word) LEX_##name,
    LEX_KINDS(X)
#undef X
    LEX_KIND_COUNT
};

struct lex_hit {
    enum lex_what what, also; /* also: LEX_NONE, or a second class */
    enum lex_lang lang;
    size_t off, end; /* in the view */
};

/* lex_at is the longest pattern of a kind and language that begins at off and
 * ends by `end`; false where there is none.  Of phrases lang is LEX_ANY. */
static inline bool lex_at(const struct view *v, size_t off, size_t end,
                          enum lex_kind kind, enum lex_lang lang,
                          struct lex_hit *hit);

/* lex_may says whether a phrase can begin at i, and lex_may_word whether a word
 * of a language can, unless that is within a word: a quick no. */
static inline bool lex_may(const struct view *v, size_t i);
static inline bool lex_may_word(const struct view *v, size_t i,
                                enum lex_lang lang);

/* lex_next is i, or the next place where lex_at may find other than a tail; end
 * or more where there is none before. */
static inline size_t lex_next(const struct view *v, size_t i, size_t end);

const char *lex_what_name(enum lex_what w);
const char *lex_lang_name(enum lex_lang l);

/* ---- the compiled patterns ---------------------------------------------- */

enum {
    LEX_ROOT = 0x110000 /* + kind * 256 + lang: the first symbol of a section */
};

struct lex_edge {
    uint32_t c;
    uint32_t to : 31;
    uint32_t says : 1; /* a pattern ends there: in lex_accepts */
};

/* The edges of a root are many, and asked at every word: they are parted by
 * their character, as states of their own, one for each of ASCII and one for
 * all others. */
enum {
    LEX_OPENINGS = 129
};

struct lex_say {
    uint8_t what, also, lang, more; /* more: the next entry is one too */
};

/* The first character of every phrase, and its first three, as bits of their
 * hash; and with its language what every word begins with, up to three letters
 * of it, or a character that is none. */
enum {
    LEX_FIRST_BITS = 13,
    LEX_GRAM_BITS = 18,
    LEX_WORD_BITS = 18
};

static inline uint32_t lex_first(uint32_t c)
{
    return c * 0x9E3779B1u >> (32 - LEX_FIRST_BITS);
}

static inline uint32_t lex_gram(uint32_t a, uint32_t b, uint32_t c)
{
    return ((a * 0x9E3779B1u ^ b) * 0x85EBCA6Bu ^ c) * 0xC2B2AE35u >>
           (32 - LEX_GRAM_BITS);
}

static inline uint32_t lex_word(enum lex_lang lang, const uint32_t c[3])
{
    return (((c[0] ^ (uint32_t)lang << 24) * 0x9E3779B1u ^ c[1]) * 0x85EBCA6Bu ^
            c[2]) *
               0xC2B2AE35u >>
           (32 - LEX_WORD_BITS);
}

/* A space of a pattern is a run of these in a text. */
static inline bool lex_is_gap(uint32_t c)
{
    return c <= '_' ? c == ' ' || c == VIEW_LINE || c == '-' || c == '_'
                    : c == 0xB7; /* few are: no letter is */
}

/* A letter that makes words: alphabets, and no script without spaces.  A
 * pattern that begins or ends in one does so at the bounds of a word. */
static inline bool lex_in_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return view_is_letter(c) && !view_is_cjk(c) && !(c >= 0x0E00 && c < 0x0E80);
}

/* lex_inside: within a word, where only a tail begins.  Most places of a text
 * are, so that this is asked before anything is called. */
static inline bool lex_inside(const struct view *v, size_t i)
{
    return i && lex_in_word(v->c[i]) && lex_in_word(v->c[i - 1]);
}

/* lex_follow is lex_at without its quick no. */
bool lex_follow(const struct view *v, size_t off, size_t end,
                enum lex_kind kind, enum lex_lang lang, struct lex_hit *hit);
bool lex_goes_on(const struct view *v, size_t i);

extern const uint8_t lex_firsts[1 << (LEX_FIRST_BITS - 3)];
extern const uint8_t lex_grams[1 << (LEX_GRAM_BITS - 3)];
extern const uint8_t lex_words[1 << (LEX_WORD_BITS - 3)];

static inline bool lex_bit(const uint8_t *bits, uint32_t bit)
{
    return bits[bit >> 3] >> (bit & 7) & 1;
}

static inline bool lex_at(const struct view *v, size_t off, size_t end,
                          enum lex_kind kind, enum lex_lang lang,
                          struct lex_hit *hit)
{
    return off < end && (kind == LEX_TAIL || !lex_inside(v, off)) &&
           (kind != LEX_WORD || lex_may_word(v, off, lang)) &&
           lex_follow(v, off, end, kind, lang, hit);
}

static inline bool lex_may(const struct view *v, size_t i)
{
    const uint32_t *c = v->c + i;

    if (!lex_bit(lex_firsts, lex_first(c[0])))
        return false;
    if (v->len - i < 5 || lex_is_gap(c[1]) || lex_is_gap(c[2]))
        return lex_goes_on(v, i);
    return lex_bit(lex_grams, lex_gram(c[0], c[1], c[2]));
}

static inline bool lex_may_word(const struct view *v, size_t i,
                                enum lex_lang lang)
{
    uint32_t c[3] = {lex_is_gap(v->c[i]) ? ' ' : v->c[i], 0, 0};

    if (lex_in_word(c[0]) && v->len - i > 1 && lex_in_word(v->c[i + 1])) {
        c[1] = v->c[i + 1];
        if (v->len - i > 2 && lex_in_word(v->c[i + 2]))
            c[2] = v->c[i + 2];
    }
    return lex_bit(lex_words, lex_word(lang, c));
}

static inline size_t lex_next(const struct view *v, size_t i, size_t end)
{
    if (i && i < end && lex_in_word(v->c[i - 1]))
        while (i < end && lex_in_word(v->c[i]))
            i++;
    return i;
}

extern const uint32_t lex_roots[LEX_KIND_COUNT]
                               [LEX_LANG_COUNT]; /* 0: no such section */
extern const uint32_t lex_openings[LEX_KIND_COUNT][LEX_LANG_COUNT]; /* first */
extern const struct lex_edge lex_edges[];
extern const uint32_t lex_state[]; /* where each state's edges begin */
extern const uint32_t lex_states;
extern const uint16_t lex_accepts[]; /* its first say, counted from 1; or 0 */
extern const struct lex_say lex_says[];

#endif
