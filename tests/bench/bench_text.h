/* SPDX-License-Identifier: Apache-2.0
 * bench_text.h - made input for bench_scan: words drawn with the frequencies of
 * their rank, as Zipf has them, in sentences and pages; bytes as they are in
 * compressed pictures; and texts that are hard on filters. */
#ifndef BENCH_TEXT_H
#define BENCH_TEXT_H

#include "bench_sets.h"

#include <math.h>

static uint64_t bench_seed = 7;

static uint32_t draw(uint32_t below)
{
    bench_seed = bench_seed * 6364136223846793005 + 1442695040888963407;
    return (uint32_t)((bench_seed >> 33) % below);
}

static const char *const english[] = {"the",
                                      "of",
                                      "and",
                                      "to",
                                      "a",
                                      "in",
                                      "is",
                                      "that",
                                      "for",
                                      "it",
                                      "as",
                                      "with",
                                      "was",
                                      "be",
                                      "on",
                                      "by",
                                      "this",
                                      "are",
                                      "or",
                                      "from",
                                      "not",
                                      "at",
                                      "an",
                                      "which",
                                      "have",
                                      "can",
                                      "if",
                                      "has",
                                      "will",
                                      "all",
                                      "one",
                                      "you",
                                      "when",
                                      "other",
                                      "been",
                                      "were",
                                      "but",
                                      "more",
                                      "their",
                                      "they",
                                      "may",
                                      "use",
                                      "used",
                                      "file",
                                      "time",
                                      "only",
                                      "some",
                                      "into",
                                      "these",
                                      "than",
                                      "no",
                                      "its",
                                      "about",
                                      "would",
                                      "out",
                                      "also",
                                      "such",
                                      "there",
                                      "what",
                                      "between",
                                      "two",
                                      "any",
                                      "first",
                                      "so",
                                      "after",
                                      "each",
                                      "system",
                                      "then",
                                      "must",
                                      "same",
                                      "over",
                                      "most",
                                      "data",
                                      "should",
                                      "number",
                                      "made",
                                      "them",
                                      "like",
                                      "people",
                                      "new",
                                      "where",
                                      "page",
                                      "value",
                                      "text",
                                      "work",
                                      "way",
                                      "example",
                                      "given",
                                      "version",
                                      "using",
                                      "many",
                                      "state",
                                      "because",
                                      "set",
                                      "default",
                                      "while",
                                      "even",
                                      "general",
                                      "function",
                                      "before",
                                      "through",
                                      "information",
                                      "however",
                                      "following",
                                      "called",
                                      "option",
                                      "user",
                                      "see",
                                      "both",
                                      "under",
                                      "case",
                                      "without",
                                      "make",
                                      "line",
                                      "program",
                                      "part",
                                      "being",
                                      "those",
                                      "name",
                                      "well",
                                      "form",
                                      "different",
                                      "available",
                                      "change",
                                      "order",
                                      "during",
                                      "image",
                                      "year",
                                      "world",
                                      "government",
                                      "support",
                                      "group",
                                      "memory",
                                      "write",
                                      "read",
                                      "point",
                                      "current",
                                      "during",
                                      "research",
                                      "model",
                                      "public",
                                      "according",
                                      "long",
                                      "since",
                                      "until",
                                      "country",
                                      "university",
                                      "language",
                                      "within",
                                      "content",
                                      "process",
                                      "type",
                                      "second",
                                      "written",
                                      "service",
                                      "development",
                                      "possible",
                                      "international",
                                      "based",
                                      "high",
                                      "level",
                                      "company",
                                      "several",
                                      "against",
                                      "history",
                                      "kernel",
                                      "device",
                                      "often",
                                      "problem",
                                      "contains",
                                      "water",
                                      "result",
                                      "found",
                                      "social",
                                      "important",
                                      "error",
                                      "provided",
                                      "interest",
                                      "computer",
                                      "local",
                                      "small",
                                      "article",
                                      "video",
                                      "human",
                                      "management",
                                      "great",
                                      "application",
                                      "remember",
                                      "economic",
                                      "described",
                                      "directly",
                                      "include",
                                      "generation",
                                      "question",
                                      "student",
                                      "standard",
                                      "performance",
                                      "message",
                                      "therefore",
                                      "organization",
                                      "attention",
                                      "distribution",
                                      "additional",
                                      "television",
                                      "themselves",
                                      "environment",
                                      "characteristic",
                                      "photograph",
                                      "2024",
                                      "1998",
                                      "12",
                                      "100",
                                      "API",
                                      "Intel",
                                      "London",
                                      "Korea"};

static const char *const korean[] = {
    "이",         "수",           "있는",       "그",       "및",
    "있다",       "것이다",       "등",         "할",       "한",
    "것은",       "대한",         "위해",       "또는",     "하는",
    "있습니다",   "합니다",       "통해",       "더",       "된",
    "경우",       "때",           "것으로",     "모든",     "따라",
    "다른",       "두",           "같은",       "위한",     "하지만",
    "그리고",     "의해",         "것을",       "이러한",   "많은",
    "함께",       "가장",         "대해",       "때문에",   "없는",
    "파일을",     "사용자",       "않는",       "우리",     "지난",
    "않은",       "사용할",       "사람들이",   "다음",     "선택한",
    "되었다",     "정부는",       "설명합니다", "지원",     "기능을",
    "사용하여",   "새로운",       "문서",       "이후",     "대통령",
    "시간",       "올해",         "문제",       "국내",     "한다",
    "사용하는",   "밝혔다",       "말했다",     "경제",     "관련",
    "서울",       "한국",         "중국",       "미국",     "사회",
    "기술",       "정보",         "값을",       "목록에서", "데이터를",
    "글꼴",       "설정",         "화면",       "생각한다", "프로그램",
    "개발",       "시스템",       "기업",       "연구",     "방법",
    "내용",       "결과",         "학생들은",   "교육",     "문화",
    "표시됩니다", "입력하십시오", "지정합니다", "가능한",   "필요한",
    "중요한",     "일반적으로",   "특히",       "그러나",   "따르면",
    "관계자는",   "역사",         "세계",       "시장",     "환경",
    "도시",       "지역",         "사진",       "인간의",   "PDF",
    "HTML",       "LibreOffice",  "2024년",     "10월",     "3일",
    "100",        "모델을",       "학습",       "서비스",   "이용자",
    "사업자"};

/* The tails of the vocabularies: stems with endings, nouns with particles. */
static const char *const stems[] = {
    "accept",   "account",   "adjust",   "administer", "agree",      "appear",
    "arrang",   "attach",    "bound",    "bridg",      "build",      "captur",
    "center",   "claim",     "collect",  "color",      "command",    "compar",
    "complet",  "compos",    "confirm",  "connect",    "construct",  "consult",
    "convert",  "correct",   "damag",    "decid",      "deliver",    "deposit",
    "design",   "detect",    "discover", "display",    "divid",      "document",
    "embed",    "employ",    "enabl",    "encount",    "engineer",   "examin",
    "exchang",  "expand",    "explain",  "export",     "extend",     "finish",
    "follow",   "format",    "gather",   "generat",    "govern",     "harvest",
    "identif",  "illustrat", "import",   "improv",     "indicat",    "install",
    "instruct", "invent",    "journal",  "legislat",   "manag",      "market",
    "measur",   "mention",   "migrat",   "modif",      "narrat",     "observ",
    "operat",   "paint",     "perform",  "photograph", "print",      "process",
    "program",  "propos",    "protect",  "publish",    "record",     "register",
    "replac",   "report",    "restor",   "sampl",      "scan",       "separat",
    "shelter",  "simulat",   "sketch",   "specif",     "strengthen", "suggest",
    "train",    "transport", "visit",    "write"};

static const char *const endings[] = {"",     "ing", "ed",  "er",   "ion",
                                      "able", "s",   "ive", "ment", "ance"};

static const char *const nouns[] = {
    "가격",   "가족", "간호", "건물", "검색",   "결정",     "경기",   "계산",
    "계획",   "고객", "공장", "공항", "과학",   "관광",     "광고",   "교통",
    "구조",   "국가", "권리", "그림", "글자",   "금융",     "기계",   "기록",
    "기억",   "날씨", "노동", "농업", "단계",   "대학",     "도서",   "동물",
    "딥러닝", "마을", "매체", "모형", "문장",   "물질",     "미술",   "바다",
    "박물관", "방송", "법률", "병원", "보고서", "보안",     "보험",   "분석",
    "비용",   "사건", "사업", "산업", "상품",   "생명",     "생성",   "선거",
    "설명",   "세금", "소설", "속도", "수업",   "시민",     "신문",   "실험",
    "안전",   "언론", "언어", "여행", "역할",   "영화",     "예산",   "온도",
    "운동",   "원인", "음악", "의견", "이미지", "인공지능", "인터넷", "자료",
    "작품",   "장비", "전기", "전쟁", "정책",   "제도",     "제작",   "조사",
    "주민",   "지식", "창작", "철도", "컴퓨터", "통계",     "투자",   "평가",
    "행사",   "현장", "화학", "환자", "회의"};

static const char *const particles[] = {"은",   "을", "의", "에", "에서",
                                        "으로", "이", "과", "만", "까지"};

/* A vocabulary in the order of its ranks. */
struct words {
    char word[1536][32];
    uint32_t count;
};

static struct words vocabulary[2];

static void words_make(struct words *w, const char *const *head, size_t heads,
                       const char *const *tail, size_t tails,
                       const char *const *ends)
{
    for (size_t i = 0; i < heads; i++)
        snprintf(w->word[w->count++], sizeof w->word[0], "%s", head[i]);
    for (size_t i = 0; i < 10 * tails; i++)
        snprintf(w->word[w->count++], sizeof w->word[0], "%s%s",
                 tail[i * 7 % tails], ends[i / tails]);
}

/* zipf draws a rank about as 1 / (rank + 1) has it: evenly in the logarithm. */
static uint32_t zipf(uint32_t count)
{
    double u = (double)draw(1 << 24) / (1 << 24);
    uint32_t rank = (uint32_t)exp(u * log((double)count + 1));

    return rank <= count ? rank - 1 : count - 1;
}

struct text {
    uint8_t *ptr;
    size_t len, cap;
};

static void put(struct text *t, const char *s, size_t n)
{
    if (n > t->cap - t->len)
        n = t->cap - t->len;
    memcpy(t->ptr + t->len, s, n);
    t->len += n;
}

static void put_words(struct text *t, const char *s)
{
    put(t, s, strlen(s));
}

/* Ranks drawn once, for the logarithms are slow. */
static uint16_t ranks[2][1 << 16];

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void make_ranks(void)
{
    words_make(&vocabulary[0], english, COUNT(english), stems, COUNT(stems),
               endings);
    words_make(&vocabulary[1], korean, COUNT(korean), nouns, COUNT(nouns),
               particles);
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < COUNT(ranks[k]); i++)
            ranks[k][i] = (uint16_t)zipf(vocabulary[k].count);
    }
}

static const char *a_word(int language)
{
    return vocabulary[language].word[ranks[language][draw(1 << 16)]];
}

static void put_sentence(struct text *t, int language)
{
    uint32_t words = 5 + draw(18);

    for (uint32_t i = 0; i < words; i++) {
        size_t at = t->len;

        put_words(t, a_word(language));
        if (i == 0 && at < t->len && t->ptr[at] >= 'a' && t->ptr[at] <= 'z')
            t->ptr[at] = (uint8_t)(t->ptr[at] - 32);
        put_words(t, i + 1 == words ? "." : draw(12) == 0 ? ", " : " ");
    }
    put_words(t, draw(5) ? " " : "\n");
}

static void make_language(struct text *t, int language)
{
    while (t->len < t->cap)
        put_sentence(t, language);
}

static void make_html(struct text *t)
{
    static const char *const tags[] = {
        "p",  "div class=\"section\"", "li",   "span class=\"keycap\"",
        "td", "h2 id=\"par_id0904\"",  "code", "dd",
        "em", "table border=\"1\""};

    while (t->len < t->cap) {
        const char *tag = tags[draw(sizeof tags / sizeof *tags)];
        char link[96];

        put_words(t, "<");
        put_words(t, tag);
        put_words(t, ">");
        if (draw(3) == 0) {
            snprintf(link, sizeof link,
                     "<a href=\"../text/shared/%02u/%08u.html\" "
                     "title=\"%s\">",
                     draw(8), draw(99999999), a_word(0));
            put_words(t, link);
            put_words(t, a_word(0));
            put_words(t, "</a>&nbsp;");
        }
        put_sentence(t, draw(3) == 0);
        put_words(t, "</");
        put(t, tag, strcspn(tag, " "));
        put_words(t, ">\n");
    }
}

/* make_pictures alternates JPEG, whose coded data has no FF but before 00 and
 * restart marks, and PNG, whose is even. */
static void make_pictures(struct text *t)
{
    while (t->len < t->cap) {
        size_t body = 20000 + draw(300000);
        bool jpeg = draw(2);

        if (jpeg)
            put(t, "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0H\0H\0\0\xff\xda", 22);
        else
            put(t, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\2\0\x08\2\0\0\0",
                29);
        for (size_t i = 0; i < body && t->len < t->cap; i++) {
            uint8_t c = (uint8_t)draw(256);

            t->ptr[t->len++] = c;
            if (jpeg && c == 0xff && t->len < t->cap)
                t->ptr[t->len++] = 0;
            if (!jpeg && i % 8192 == 8191)
                put(t, "\0\0\x20\0IDAT", 8);
        }
        put(t, jpeg ? "\xff\xd9" : "\0\0\0\0IEND\xae\x42\x60\x82",
            jpeg ? 2 : 12);
    }
}

/* make_mixed takes pieces of the others and plants a pattern every 4 KB. */
static void make_mixed(struct text *t, const struct text *from, size_t kinds,
                       const struct pattern_list *l)
{
    while (t->len < t->cap) {
        const struct text *f = &from[draw((uint32_t)kinds)];
        size_t start = t->len;

        put(t, (const char *)f->ptr + draw((uint32_t)(f->len - 65536)), 65536);
        for (size_t at = start; at + 4096 <= t->len; at += 4096) {
            struct span p = l->p[draw((uint32_t)l->count)].text;

            memcpy(t->ptr + at + draw((uint32_t)(4096 - p.len)), p.ptr, p.len);
        }
    }
}

/* make_hard: 0 patterns less their last byte, 1 less their first, 2 dense E2 80
 * xx, 3 whole patterns back to back, 4 the parts of patterns without a match.
 */
static void make_hard(struct text *t, int how, const struct pattern_list *l)
{
    while (t->len < t->cap) {
        struct span p = l->p[draw((uint32_t)l->count)].text;
        char e2[3] = {'\xe2', '\x80', (char)(0x80 + draw(64))};

        switch (how) {
        case 0: put(t, (const char *)p.ptr, p.len - 1); break;
        case 1: put(t, (const char *)p.ptr + 1, p.len - 1); break;
        case 2: put(t, e2, 3); break;
        case 3: put(t, (const char *)p.ptr, p.len); break;
        default: put_words(t, "인공지능 생성 AI 생 "); break;
        }
    }
}

#endif
