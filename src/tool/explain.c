/* SPDX-License-Identifier: Apache-2.0
 * explain.c - the conditions of a stanza, each as a phrase.
 *
 * Every word of docs/law.md has a line in the table below; what a condition
 * goes on with (facts, kinds, names) is left as it is written, for that is how
 * reports and options spell it. */
#include "tool/explain.h"

#include "tool/say.h"

#include <string.h>

enum {
    LABEL = 10 /* columns of what a paragraph is about */
};

struct part { /* of the stanza; not ended by a NUL */
    const char *ptr;
    size_t len;
};

static bool is(struct part p, const char *word)
{
    return p.len == strlen(word) && memcmp(p.ptr, word, p.len) == 0;
}

static struct part rest_of(struct part p, size_t n)
{
    return (struct part){p.ptr + n, p.len - n};
}

/* word takes the next word off a condition. */
static struct part word(struct part *p)
{
    struct part w;

    while (p->len && *p->ptr == ' ')
        *p = rest_of(*p, 1);
    w = (struct part){p->ptr, 0};
    while (w.len < p->len && w.ptr[w.len] != ' ')
        w.len++;
    *p = rest_of(*p, w.len);
    return w;
}

static void put(FILE *to, struct part p)
{
    while (p.len && *p.ptr == ' ')
        p = rest_of(p, 1);
    while (p.len && p.ptr[p.len - 1] == ' ')
        p.len--;
    say_plain(to, p.ptr, p.len);
}

/* ---- conditions --------------------------------------------------------- */

/* clang-format off */
static const struct {
    const char *word, *en, *ko; /* %: what the condition goes on with */
} phrases[] = {
    {"never", "never", "충족될 수 없음"},
    {"ai", "a mark, or the fact origin, says that AI made or edited it",
     "AI가 만들었거나 편집했다는 표시나 origin 사실이 있음"},
    {"said", "a mark says that AI made or edited it",
     "AI가 만들었거나 편집했다는 표시가 있음"},
    {"machine", "a machine-readable mark that says so", "AI 생성을 밝히는 기계 판독 표시"},
    {"trace", "traces of a generative tool", "생성 도구의 흔적"},
    {"perceivable", "a mark that people perceive %", "사람이 알아볼 수 있는 표시 %"},
    {"conflict", "marks, or a mark and a fact, contradict each other",
     "표시끼리, 또는 표시와 사실이 서로 모순됨"},
    {"limit", "the file was not read to its end", "파일을 끝까지 읽지 못함"},
    {"size", "bytes of the file %", "파일 크기(바이트) %"},
    {"media", "the file is %", "파일 종류: %"},
    {"format", "the format is %", "파일 형식: %"},
    {"origin", "the marks together say %", "표시를 종합한 출처: %"},
    {"fact", "%", "%"},
    {"given", "% was told", "%을(를) 알려 줌"},
    {"mark", "a mark (%)", "표시(%)"},
    {"claim", "a mark that claims %", "%라고 하는 표시"},
    {"proof", "a mark with the proof %", "증명 수준이 %인 표시"},
    {"form", "a mark of the form %", "형태가 %인 표시"},
    {"phrase", "a sentence of class %", "% 등급의 문구"},
    {"count", "the number of marks (%)", "표시의 수(%)"},
    {"field", "the detail % of a mark", "표시의 세부 값 %"},
    {"measure", "a measure of a mark: %", "표시의 측정값: %"},
    {"date", "%", "날짜 조건: %"},
    {"covers", "of these sections the first cover the second: %",
     "앞의 구간이 뒤의 구간을 모두 덮음: %"},
    {"starts", "the first section begins (seconds): %", "첫 구간의 시작(초): %"},
    {"lasts", "some section is so long (seconds): %", "어느 한 구간의 길이(초): %"},
    {"before", "the earlier file has a mark (%)", "이전 파일에 표시가 있음(%)"},
    {"lost", "that mark is gone (%)", "그 표시가 사라짐(%)"},
    {"weakened", "that mark proves less (%)", "그 표시의 증명이 약해짐(%)"},
    {"changed", "its detail changed: %", "세부 값이 바뀜: %"},
};
/* clang-format on */

/* filled writes a phrase with what the condition goes on with in its place. */
static void filled(FILE *to, const char *phrase, struct part rest)
{
    const char *hole = strchr(phrase, '%');

    if (!hole) {
        fputs(phrase, to);
        return;
    }
    while (rest.len && *rest.ptr == ' ')
        rest = rest_of(rest, 1);
    if (!rest.len && hole > phrase && hole[-1] == ' ')
        fwrite(phrase, 1, (size_t)(hole - phrase) - 1, to);
    else
        fwrite(phrase, 1, (size_t)(hole - phrase), to);
    put(to, rest);
    fputs(hole + 1, to);
}

/* What a line is for: of a `when`, what is not so excepts; of a `need`, it is
 * what must not be. */
enum use {
    USE_WHEN,
    USE_NEED
};

static const char *negation(enum use use, bool korean)
{
    if (use == USE_WHEN)
        return korean ? "제외: " : "unless: ";
    return korean ? "아님: " : "not: ";
}

static void condition(FILE *to, struct part c, enum use use, bool korean)
{
    struct part w = word(&c);
    bool not = is(w, "not"), told = false;

    w = not ? word(&c) : w;
    told = is(w, "told");
    w = told ? word(&c) : w;
    if (not )
        fputs(negation(use, korean), to);
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
        if (is(w, phrases[i].word)) {
            filled(to, korean ? phrases[i].ko : phrases[i].en, c);
            return;
        }
    put(to, w);
    fputc(' ', to);
    put(to, c);
}

/* line writes the conditions between bars. */
static void line(FILE *to, struct part l, enum use use, bool korean)
{
    while (l.len) {
        size_t n = 0;

        while (n < l.len && !(l.ptr[n] == '|' && n && l.ptr[n - 1] == ' '))
            n++;
        condition(to, (struct part){l.ptr, n}, use, korean);
        l = rest_of(l, n < l.len ? n + 1 : n);
        if (l.len)
            fputs(korean ? ", 또는 " : ", or ", to);
    }
}

/* ---- stanzas ------------------------------------------------------------ */

/* next takes a line of the stanza with its key, and those that go on with it:
 * a condition never spans lines of text in which a newline would matter, so it
 * is taken as it stands.  False at the end. */
static bool next(struct part *text, struct part *key, struct part *value)
{
    struct part l = {text->ptr, 0};

    if (!text->len)
        return false;
    while (l.len < text->len &&
           !(l.ptr[l.len] == '\n' &&
             (l.len + 1 == text->len || l.ptr[l.len + 1] != ' ')))
        l.len++;
    *text = rest_of(*text, l.len < text->len ? l.len + 1 : l.len);
    *key = word(&l);
    *value = l;
    return true;
}

static bool starts(struct part p, const char *with)
{
    size_t n = strlen(with);

    while (p.len && *p.ptr == ' ')
        p = rest_of(p, 1);
    return p.len >= n && memcmp(p.ptr, with, n) == 0;
}

/* The lines of a rule about who asks. */
static bool is_role(struct part value)
{
    return starts(value, "fact role=") || starts(value, "told fact role=") ||
           starts(value, "not told fact role=");
}

/* roles writes who they are: "provider (...), platform (...)". */
static void roles(FILE *to, struct part value, bool korean)
{
    /* clang-format off */
    static const struct {
        const char *name, *en, *ko;
    } who[] = {
        {"provider", "offers the generative service", "생성형 AI 서비스를 제공하는 사업자"},
        {"deployer", "publishes with AI in its business", "AI를 업무에 써서 공개하는 사업자"},
        {"platform", "carries what others upload", "남이 올린 것을 전파하는 플랫폼"},
        {"device-maker", "makes the device", "기기 제조사"},
        {"advertiser", "advertises with it", "광고주"},
        {"user", "only used a tool", "도구로 쓰기만 한 이용자"},
    };
    /* clang-format on */
    bool not = starts(value, "not ");
    const char *sep = "";

    while (value.len && *value.ptr != '=')
        value = rest_of(value, 1);
    fputs(not ? korean ? "제외: " : "not: " : "", to);
    while (value.len) {
        struct part one = {value.ptr + 1, 0};

        while (one.len + 1 < value.len && one.ptr[one.len] != ',' &&
               one.ptr[one.len] != ' ')
            one.len++;
        value = rest_of(value, one.len + 1);
        if (value.len && *value.ptr == ' ')
            value.len = 0;
        for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++)
            if (is(one, who[i].name))
                fprintf(to, "%s%s (%s)", sep, who[i].name,
                        korean ? who[i].ko : who[i].en);
        sep = ", ";
    }
}

static void label(FILE *to, const char *en, const char *ko, bool korean)
{
    const char *s = korean ? ko : en;
    size_t columns = korean ? 0 : strlen(s);

    for (const char *c = s; korean && *c; c++)
        columns += (*c & 0xC0) != 0x80 ? (*c & 0x80 ? 2 : 1) : 0;
    fprintf(to, "  %s", s);
    for (; columns < LABEL; columns++)
        fputc(' ', to);
}

enum which { /* lines of a stanza */
    ROLES,   /* `when`, of who asks */
    OTHERS,  /* `when`, of anything else */
    NEEDS
};

static bool wanted(enum which which, struct part key, struct part value)
{
    if (which == NEEDS)
        return is(key, "need");
    return is(key, "when") && is_role(value) == (which == ROLES);
}

/* lines writes those of one kind, and is how many there are. */
static unsigned lines(FILE *to, const gm_rule_info *r, enum which which,
                      bool korean)
{
    struct part text = {r->text.ptr, r->text.len}, key, value;
    unsigned count = 0;

    while (next(&text, &key, &value)) {
        if (!wanted(which, key, value))
            continue;
        if (count++) {
            fputc('\n', to);
            label(to, "", "", korean);
        }
        fputs("- ", to);
        if (which == ROLES)
            roles(to, value, korean);
        else
            line(to, value, which == NEEDS ? USE_NEED : USE_WHEN, korean);
    }
    return count;
}

static void put_dates(FILE *to, const gm_rule_info *r, bool korean)
{
    if (r->from.len)
        fprintf(to, korean ? "- %.*s부터 시행" : "- in force from %.*s",
                (int)r->from.len, r->from.ptr);
    if (r->to.len)
        fprintf(to, korean ? ", %.*s까지" : " to %.*s", (int)r->to.len,
                r->to.ptr);
    if (!r->from.len && !r->to.len)
        fputs(korean ? "- 날짜 제한 없음" : "- on any day", to);
}

static gm_str pick(gm_words w, bool korean)
{
    gm_str first = korean ? w.ko : w.en;

    return first.len ? first : korean ? w.en : w.ko;
}

void explain_rule(FILE *to, const gm_rule_info *r, bool korean)
{
    gm_str say = pick(r->say, korean), fix = pick(r->fix, korean);

    fprintf(to, "%.*s\n\n", (int)say.len, say.ptr);
    label(to, "Who", "누가", korean);
    if (!lines(to, r, ROLES, korean))
        fputs(korean ? "- 누구나" : "- anyone", to);
    fputc('\n', to);
    label(to, "When", "언제", korean);
    put_dates(to, r, korean);
    fputc('\n', to);
    label(to, "", "", korean);
    if (!lines(to, r, OTHERS, korean))
        fputs(korean ? "- 언제나" : "- always", to);
    fputc('\n', to);
    label(to, "Counts", "기준", korean);
    lines(to, r, NEEDS, korean);
    fputc('\n', to);
    if (r->pair) {
        label(to, "Asked by", "명령", korean);
        fputs("- genmark diff\n", to);
    }
    if (fix.len) {
        label(to, "To do", "조치", korean);
        fprintf(to, "- %.*s\n", (int)fix.len, fix.ptr);
    }
    label(to, "Stands in", "근거", korean);
    fprintf(to, "- %.*s (%.*s, %s)\n", (int)r->cite.len, r->cite.ptr,
            (int)r->basis.len, r->basis.ptr, gm_severity_name(r->severity));
}
