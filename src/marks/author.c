/* SPDX-License-Identifier: Apache-2.0
 * author.c - what particles and endings tell of who speaks and who acts. */
#include "marks/author.h"

#include "base/utf.h"

enum {
    SHORT = 80, /* weight of such a sentence */
    WORD = 24,  /* code points of a word that is looked at */
    SYLLABLE = 0xAC00,
    FINALS = 28, /* of a syllable: none and 27 consonants */
    FINAL_SS = 20
};

/* What stands before a phrase. */
struct front {
    unsigned topics, objects;
    bool acts; /* a subject or a clause: somebody else does something */
    bool near; /* 이 본 위: what is at hand */
    bool owns; /* something of somebody */
};

/* ends says whether the code points before i are those of a word. */
static bool ends(const struct view *v, size_t from, size_t i, const char *word)
{
    struct span w = {(const uint8_t *)word, strlen(word)};
    uint32_t c[WORD];
    size_t n = 0, at = 0;
    bool bad = false;

    while (at < w.len && n < WORD)
        c[n++] = utf8_next(w, &at, &bad);
    return i - from >= n && memcmp(v->c + i - n, c, n * sizeof(*c)) == 0;
}

static bool ends_in(const struct view *v, size_t from, size_t i,
                    const char *const *list)
{
    for (; *list; list++)
        if (ends(v, from, i, *list))
            return true;
    return false;
}

/* is_past: the syllable has the consonant of the past below: 했 었 됐. */
static bool is_past(uint32_t c)
{
    return c >= SYLLABLE && c <= 0xD7A3 && (c - SYLLABLE) % FINALS == FINAL_SS;
}

/* ko_is: the sentence names what it is about: "... 영상입니다". */
static bool ko_is(const struct view *v, size_t from, size_t i)
{
    static const char *const is[] = {"입니다", "예요", "에요", "임", NULL};

    return ends_in(v, from, i, is);
}

static bool ko_polite(const struct view *v, size_t from, size_t i)
{
    static const char *const notes[] = {"함", "됨", "음", NULL};
    static const char *const past[] = {"습니다", "어요", "네요", NULL};

    if (ko_is(v, from, i) || ends_in(v, from, i, notes))
        return true;
    for (const char *const *p = past; *p; p++) {
        size_t n = p == past ? 3 : 2;

        if (ends(v, from, i, *p) && i - from > n && is_past(v->c[i - n - 1]))
            return true;
    }
    return false;
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
    static const char *const places[] = {"에는", "에서는", "로는", NULL};
    static const char *const near[] = {"이", "본", "위", NULL};
    static const char *const remote[] = {"그", "저", "한", NULL};
    static const char *const acts[] = {"이", "가", "된",   "던",     "한", "다",
                                       "며", "면", "데",   "들은",   "의", "라",
                                       "까", "께", "지만", "께서는", NULL};
    static const char *const nouns[] = {
        "작가",   "화가", "평가",   "국가",   "상가", "전문가", "만화가",
        "음악가", "종이", "어린이", "고양이", "동의", "주의",   NULL};
    static const char *const takes[] = {"받아", "위해", "위하여", "통해",
                                        "거쳐", "얻어", "돕기",   "따라",
                                        "담아", NULL};
    const struct view *v = g->v;

    if (end - off < 2) {
        f->acts |= ends_in(v, off, end, remote);
        f->near |= ends_in(v, off, end, near);
        return;
    }
    if (ends_in(v, off, end, nouns))
        return;
    if (ends_in(v, off, end, takes) && f->objects)
        f->objects--; /* "동의를 받아": not what was changed */
    else if (ends(v, off, end, "을") || ends(v, off, end, "를"))
        f->objects++;
    else if (ends_in(v, off, end, places))
        return;
    else if (ends(v, off, end, "은") || ends(v, off, end, "는")) {
        f->topics++;
        f->acts |= !known(g, LEX_lead, off, end);
    }
    f->owns |=
        !f->near && ends(v, off, end, "의") && !known(g, LEX_fill, off, end);
    f->acts |= !ends(v, off, end, "의") && ends_in(v, off, end, acts);
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

/* ko_used: AI is the object of the phrase, or something else is. */
static bool ko_used(const struct view *v, size_t from, size_t to)
{
    static const char *const use[] = {"사용", "활용", "이용", NULL};
    static const char *const by[] = {"사용", "활용", "이용", "통해", "써서",
                                     "통하", "기반", "받아", "빌려", NULL};

    if (ends_in(v, from, to, use))
        return true;
    for (size_t i = from; i + 1 < to; i++) {
        size_t at = i + 1;

        if (v->c[i] != 0xC744 && v->c[i] != 0xB97C) /* 을 를 */
            continue;
        while (at < to && view_is_space(v->c[at]))
            at++;
        if (at + 2 > to || !ends_in(v, at, at + 2, by))
            return true;
    }
    return false;
}

static bool ja_polite(const struct view *v, size_t from, size_t i)
{
    static const char *const list[] = {"です",     "ました",     "でした",
                                       "ています", "ております", NULL};

    return ends_in(v, from, i, list);
}

/* Japanese has no spaces: particles are looked for among the letters. */
static struct front ja_front(const struct ground *g, size_t from, size_t to)
{
    static const char *const places[] = {"には", "では", "とは", NULL};
    static const char *const acts[] = {"が", "の", "た", NULL};
    const struct view *v = g->v;
    struct front f = {0};

    for (size_t i = from + 1; i <= to; i++) {
        bool topic = ends(v, from, i, "は") && !ends_in(v, from, i, places);

        if (i + 1 <= to && (ends(v, from, i + 1, "ため") ||
                            (i + 2 <= to && ends(v, from, i + 2, "のため"))))
            continue; /* for the sake of something */
        f.acts |= ends_in(v, from, i, acts) ||
                  (topic && !known(g, LEX_lead, from, i));
        f.objects += ends(v, from, i, "を");
        f.topics += topic;
    }
    return f;
}

static bool ja_used(const struct view *v, size_t from, size_t to)
{
    static const char *const use[] = {"使用", "利用", "活用",
                                      "使っ", "用い", NULL};

    return ends_in(v, from, to, use);
}

bool author_states(const struct ground *g)
{
    const struct view *v = g->v;
    size_t from = g->from, to = g->to;
    struct front f;

    while (to > g->end && !view_is_letter(v->c[to - 1]))
        to--;
    if (ground_weight(v, from, to) > SHORT ||
        (to > g->end && !(g->has_tail && g->tail.what == LEX_ok)))
        return false;
    if (g->lang[0] == LEX_ko && ko_polite(v, from, to) &&
        (g->p->off == from || view_is_space(v->c[g->p->off - 1]))) {
        f = ko_front(g, from, g->p->off);
        f.objects += ko_used(v, g->p->off, g->p->end) && !ko_is(v, from, to);
    } else if (g->lang[0] == LEX_ja && ja_polite(v, from, to)) {
        f = ja_front(g, from, g->p->off);
        f.objects += ja_used(v, g->p->off, g->p->end);
    } else {
        return false;
    }
    return !f.acts && f.topics + f.objects <= 1 && !(f.topics && f.owns) &&
           !ground_has(g, LEX_quote, g->from, g->to);
}
