/* SPDX-License-Identifier: Apache-2.0
 * html_report.c - one page that needs nothing else: no request, no font, no
 * library.  It reads without script too; script filters and sorts.
 *
 * Items come first in the source because they are written as they come; the
 * summary, known only at the end, is put above them by its order. */
#include "law/judge.h"
#include "report/html.h"
#include "report/html_item.h"
#include "report/html_rows.h"
#include "report/page.h"
#include "report/words.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    TOP = 8 /* bars of a chart */
};

__asm__(".section .rodata\n"
        "report_css: .incbin \"src/report/report.css\"\n.byte 0\n"
        "report_js: .incbin \"src/report/report.js\"\n.byte 0\n"
        ".previous\n");
extern const char report_css[] __attribute__((visibility("hidden")));
extern const char report_js[] __attribute__((visibility("hidden")));

static void put_column(struct gm_report *r, const char *cls, const char *key,
                       const char *en, const char *ko)
{
    out_text(&r->out, "<th scope=\"col\" class=\"");
    out_text(&r->out, cls);
    out_text(&r->out, "\"><button data-key=\"");
    out_text(&r->out, key);
    out_text(&r->out, "\">");
    out_text(&r->out, report_say(r, en, ko));
    out_text(&r->out, "</button></th>");
}

static void html_head(struct gm_report *r)
{
    struct out *o = &r->out;

    out_text(o, "<!doctype html>\n<html lang=\"");
    out_text(o, r->ko ? "ko" : "en");
    out_text(o, "\"><head><meta charset=\"utf-8\">"
                "<meta http-equiv=\"Content-Security-Policy\" content=\""
                "default-src 'none'; style-src 'unsafe-inline'; "
                "img-src data:; script-src 'unsafe-inline'\">"
                "<meta name=\"viewport\" content=\"width=device-width\">"
                "<meta name=\"generator\" content=\"genmark " GM_VERSION "\">"
                "<title>");
    out_text(o, report_say(r, "AI disclosure report", "AI 표시 점검 보고서"));
    out_text(o, "</title><style>\n");
    out_text(o, report_css);
    out_text(o, "</style></head><body><header><h1>");
    out_text(o, report_say(r, "AI disclosure report", "AI 표시 점검 보고서"));
    out_text(o, "</h1><p></p><button id=\"theme\">");
    out_text(o, report_say(r, "Light / dark", "밝게 / 어둡게"));
    out_text(o, "</button></header><div id=\"bar\" role=\"search\" hidden>"
                "<input id=\"find\" type=\"search\" aria-label=\"");
    out_text(o, report_say(r, "Filter by any word", "단어로 거르기"));
    out_text(o, "\" placeholder=\"");
    out_text(o, report_say(r, "Filter: file, generator, rule, ...",
                           "거르기: 파일, 생성 도구, 규칙 ..."));
    out_text(o, "\"><label><span class=\"soft\">");
    out_text(o, report_say(r, "Origin", "출처"));
    out_text(o, "</span> <select id=\"claim\"><option value=\"\">");
    out_text(o, report_say(r, "all", "전체"));
    out_text(o, "</option></select></label><button id=\"open\">");
    out_text(o, report_say(r, "Open / close all", "모두 펼치기 / 접기"));
    out_text(o, "</button><output id=\"count\" aria-live=\"polite\"></output>"
                "</div>\n<table id=\"list\"><thead><tr>");
    put_column(r, "v", "o", "Verdict", "판정");
    put_column(r, "p", "p", "File", "파일");
    put_column(r, "c", "c", "Origin", "출처");
    put_column(r, "c", "g", "Generator", "생성 도구");
    put_column(r, "f", "f", "Format", "형식");
    out_text(o, "</tr></thead>\n");
}

/* sorted fills bars from a list, the largest first. */
static size_t sorted(const struct tally_list *l, struct bar bars[TOP],
                     const char *cls)
{
    const struct tally_name *top[TOP];
    unsigned n = tally_top(l, top, TOP);

    for (unsigned i = 0; i < n; i++)
        bars[i] = (struct bar){top[i]->name, cls, top[i]->count};
    return n;
}

static void put_figure(struct gm_report *r, const char *title,
                       const struct bar *bars, size_t n)
{
    out_text(&r->out, "<figure>");
    html_in(&r->out, "figcaption", NULL, str_of(title));
    html_bars(&r->out, title, bars, n);
    out_text(&r->out, "</figure>");
}

static void put_list(struct gm_report *r, const char *title,
                     const struct tally_list *l, const char *cls)
{
    struct bar bars[TOP];
    size_t n = sorted(l, bars, cls);

    if (!n)
        return;
    put_figure(r, title, bars, n);
}

/* put_years draws a bar for each of the last years that occur, and for those
 * before. */
static void put_years(struct gm_report *r)
{
    enum {
        MOST = 12
    };
    const struct tally *t = &r->tally;
    const char *title = report_say(r, "Year of making", "만든 해");
    struct bar bars[MOST + 1];
    char names[MOST][8];
    uint64_t before = t->dated;
    size_t n = 0;

    for (int i = TALLY_YEARS - 1; i >= 0 && n < MOST; i--) {
        if (!t->by_year[i])
            continue;
        snprintf(names[n], sizeof(names[n]), "%d", TALLY_FIRST + i);
        bars[n] = (struct bar){names[n], "bar", t->by_year[i]};
        before -= t->by_year[i];
        n++;
    }
    if (!n)
        return;
    if (before)
        bars[n++] =
            (struct bar){report_say(r, "before", "그 이전"), "bar", before};
    out_text(&r->out, "<figure><figcaption>");
    out_text(&r->out, title);
    out_text(&r->out, " <span class=\"soft\">");
    html_count(&r->out, t->dated);
    out_text(&r->out, report_say(r, " files say it", "개 파일에 적혀 있음"));
    out_text(&r->out, "</span></figcaption>");
    html_bars(&r->out, title, bars, n);
    out_text(&r->out, "</figure>");
}

static void put_claims(struct gm_report *r)
{
    static const gm_claim order[] = {GM_GENERATED, GM_ALTERED, GM_CAPTURED,
                                     GM_NOTICE, GM_CLAIM_NONE};
    const char *title = report_say(r, "Origin", "출처");
    struct bar bars[sizeof(order) / sizeof(order[0])];
    size_t n = 0;

    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (r->tally.by_claim[order[i]])
            bars[n++] = (struct bar){word_claim(r->ko, order[i]),
                                     order[i] ? "bar" : "none",
                                     r->tally.by_claim[order[i]]};
    if (!n)
        return;
    put_figure(r, title, bars, n);
}

/* put_verdicts draws the one bar of all items, and its legend, which filters.
 */
static void put_verdicts(struct gm_report *r)
{
    static const gm_verdict order[] = {GM_FAIL, GM_UNKNOWN, GM_WARN,
                                       GM_PASS, GM_INFO,    GM_NOT_APPLICABLE};
    const struct tally *t = &r->tally;
    struct bar bars[8];
    const char *keys[8];
    struct out *o = &r->out;
    size_t n = 0;

    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        keys[n] = gm_verdict_name(order[i]);
        bars[n++] =
            (struct bar){word_verdict(r->ko, order[i]),
                         html_verdict_class(order[i]), t->by_verdict[order[i]]};
    }
    keys[n] = "unjudged";
    bars[n++] = (struct bar){report_say(r, "not judged", "판정 안 함"), "none",
                             t->unjudged};
    out_text(o, "<figure class=\"wide\"><figcaption>");
    html_count(o, t->items);
    out_text(o, report_say(r, t->items == 1 ? " file" : " files", "개 파일"));
    if (t->errors) {
        out_text(o, " <span class=\"warning\">");
        out_text(o, report_say(r, "not fully read: ", "다 읽지 못함: "));
        html_count(o, t->errors);
        out_text(o, "</span>");
    }
    out_text(o, "</figcaption>");
    html_stack(o, report_say(r, "Verdicts", "판정"), bars, n);
    out_text(o, "<ul class=\"legend\">");
    for (size_t i = 0; i < n; i++) {
        if (!bars[i].count)
            continue;
        out_text(o, "<li><button aria-pressed=\"false\" data-only=\"");
        out_text(o, keys[i]);
        out_text(o, "\"><span class=\"dot ");
        out_text(o, bars[i].cls);
        out_text(o, "\"></span>");
        out_text(o, bars[i].label);
        out_text(o, " <b>");
        html_count(o, bars[i].count);
        out_text(o, "</b></button></li>");
    }
    out_text(o, "</ul></figure>");
}

/* put_laws draws a bar for each law, where several were asked about. */
static void put_laws(struct gm_report *r)
{
    static const gm_verdict order[] = {GM_FAIL, GM_UNKNOWN, GM_WARN, GM_PASS,
                                       GM_NOT_APPLICABLE};
    enum {
        N = sizeof(order) / sizeof(order[0])
    };
    const struct tally *t = &r->tally;
    struct out *o = &r->out;

    if (t->law_count < 2)
        return;
    out_text(o, "<figure class=\"wide\">");
    html_in(o, "figcaption", NULL, str_of(report_say(r, "By law", "법령별")));
    out_text(o, "<div class=\"laws\">");
    for (unsigned i = 0; i < t->law_count; i++) {
        struct bar bars[N];

        for (size_t k = 0; k < N; k++)
            bars[k] = (struct bar){word_verdict(r->ko, order[k]),
                                   html_verdict_class(order[k]),
                                   t->laws[i].by_verdict[order[k]]};
        html_in(o, "b", NULL, str_of(t->laws[i].law));
        html_stack(o, t->laws[i].law, bars, N);
        out_text(o, "<span class=\"soft\">");
        for (size_t k = 0; k < N; k++) {
            if (!bars[k].count)
                continue;
            out_text(o, bars[k].label);
            out_char(o, ' ');
            html_count(o, bars[k].count);
            out_text(o, "&ensp;");
        }
        out_text(o, "</span>");
    }
    out_text(o, "</div></figure>");
}

/* put_words is what script needs to make rows: the words for the letters of
 * html_rows.c. */
static void put_words(struct gm_report *r)
{
    struct out *o = &r->out;

    out_text(o, "<script type=\"application/json\" id=\"words\">"
                "{\"verdicts\":{");
    for (int v = GM_NOT_APPLICABLE - 1; v <= GM_FAIL; v++) {
        bool judged = v >= GM_NOT_APPLICABLE;

        out_text(o, judged ? ",\"" : "\"");
        out_char(o, (char)('6' - v));
        out_text(o, "\":[\"");
        out_text(o, judged ? gm_verdict_name((gm_verdict)v) : "unjudged");
        out_text(o, "\",\"");
        out_text(o, judged ? html_verdict_class((gm_verdict)v) : "none");
        out_text(o, "\",\"");
        out_text(o, judged ? word_verdict(r->ko, (gm_verdict)v)
                           : report_say(r, "not judged", "판정 안 함"));
        out_text(o, "\"]");
    }
    out_text(o, "},\"claims\":{");
    for (int c = GM_CLAIM_NONE; c <= GM_NEAR_MISS; c++) {
        out_text(o, c ? ",\"" : "\"");
        out_char(o, (char)('a' + c));
        out_text(o, "\":\"");
        out_text(o, word_claim(r->ko, (gm_claim)c));
        out_char(o, '"');
    }
    out_text(o, "},\"bytes\":\"");
    out_text(o, report_say(r, " bytes", "바이트"));
    out_text(o, "\",\"lacking\":\"");
    out_text(o, report_say(r,
                           "The details of this file had no room in the page: "
                           "the JSON and text reports have them.",
                           "이 파일의 자세한 내용은 페이지에 넣지 못했습니다. "
                           "JSON이나 텍스트 보고서에는 있습니다."));
    out_text(o, "\"}</script>\n");
}

/* put_left says what the page does not show, or not to everybody. */
static void put_left(struct gm_report *r, uint64_t lacking)
{
    struct out *o = &r->out;

    if (r->tally.items > ROWS_STATIC) {
        out_text(o, "<noscript><p class=\"err\">");
        out_text(o,
                 report_say(r, "Without script the table ends after the first ",
                            "스크립트 없이는 표에 처음 "));
        html_count(o, ROWS_STATIC);
        out_text(o, report_say(r, " files; the figures are of all.",
                               "개만 보입니다. 통계는 전체에 대한 것입니다."));
        out_text(o, "</p></noscript>");
    }
    if (lacking) {
        out_text(o, "<p class=\"err\">");
        html_count(o, lacking);
        out_text(o, report_say(r,
                               " files are listed without their details, for "
                               "which the page had no room: the JSON and text "
                               "reports have them.",
                               "개 파일은 자세한 내용 없이 목록에만 있습니다. "
                               "JSON이나 텍스트 보고서에는 있습니다."));
        out_text(o, "</p>");
    }
}

static void put_pages(struct gm_report *r)
{
    static const char *const buttons[][3] = {{"first", "First", "처음"},
                                             {"back", "Back", "이전"},
                                             {"on", "Next", "다음"},
                                             {"last", "Last", "끝"}};
    struct out *o = &r->out;

    out_text(o, "<nav id=\"pages\" aria-label=\"");
    out_text(o, report_say(r, "Pages", "쪽"));
    out_text(o, "\" hidden>");
    for (size_t i = 0; i < sizeof(buttons) / sizeof(buttons[0]); i++) {
        if (i == 2)
            out_text(o, "<output id=\"where\"></output>");
        out_text(o, "<button id=\"");
        out_text(o, buttons[i][0]);
        out_text(o, "\">");
        out_text(o, report_say(r, buttons[i][1], buttons[i][2]));
        out_text(o, "</button>");
    }
    out_text(o, "</nav>\n");
}

static void html_foot(struct gm_report *r)
{
    struct out *o = &r->out;
    uint64_t lacking = rows_end(r);

    out_text(o, "</table>\n");
    put_pages(r);
    put_words(r);
    out_text(o, "<section id=\"sum\" class=\"cards\">");
    put_verdicts(r);
    put_laws(r);
    put_claims(r);
    put_list(r, report_say(r, "Rules not met", "충족하지 못한 규칙"),
             &r->tally.rules, "fail");
    put_list(r,
             report_say(r, "Facts that would decide more",
                        "알려 주면 더 판정할 수 있는 사실"),
             &r->tally.asks, "unknown");
    put_list(r, report_say(r, "Generators", "생성 도구"), &r->tally.generators,
             "bar");
    put_list(r, report_say(r, "Formats", "형식"), &r->tally.formats, "bar");
    put_years(r);
    out_text(o, "</section>\n<footer>");
    put_left(r, lacking);
    out_text(o, "<p>");
    out_text(
        o, report_say(
               r,
               "A verdict says what a rule finds on the evidence in the "
               "file and the facts given; it is no legal advice. The "
               "absence of marks proves nothing.",
               "판정은 파일의 증거와 알려 준 사실에 따라 규칙이 내린 결과이며 "
               "법률 자문이 아닙니다. 표시가 없다고 해서 AI를 쓰지 않았다는 "
               "뜻은 아닙니다."));
    out_text(o, "</p><p>");
    if (r->tally.as_of[0]) {
        out_text(o, report_say(r, "Law as of ", "법령 기준일 "));
        html_text(o, r->tally.as_of);
        out_text(o, " \xC2\xB7 ");
    }
    if (r->tally.packs[0]) {
        out_text(o, report_say(r, "rules ", "규칙 "));
        html_text(o, r->tally.packs);
        out_text(o, " \xC2\xB7 ");
    }
    out_text(o, "genmark " GM_VERSION);
    out_text(o, "</p></footer>\n<script>\n");
    out_text(o, report_js);
    out_text(o, "</script></body></html>\n");
}

const struct writer writer_html = {.kind = "html",
                                   .head = html_head,
                                   .item = html_item,
                                   .foot = html_foot,
                                   .join = rows_join};
