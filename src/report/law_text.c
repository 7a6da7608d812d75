/* SPDX-License-Identifier: Apache-2.0
 * law_text.c - for a terminal: what the laws say of one item, what is missing,
 * and how to mend it. */
#include "law/judge.h"
#include "report/findings.h"
#include "report/words.h"

enum {
    INDENT = 3,
    VERDICT = 16 /* columns of the verdict of a finding */
};

enum paint text_paint(gm_verdict v)
{
    switch (v) {
    case GM_FAIL: return PAINT_RED;
    case GM_UNKNOWN: return PAINT_MAGENTA;
    case GM_WARN: return PAINT_YELLOW;
    case GM_PASS: return PAINT_GREEN;
    case GM_INFO:
    case GM_NOT_APPLICABLE: return PAINT_DIM;
    }
    return PAINT_NONE;
}

void text_heading(struct page *p, const char *s)
{
    page_line(p);
    page_to(p, 1);
    page_painted(p, PAINT_BOLD, s);
    page_line(p);
}

/* labelled writes "label text", wrapped. */
static void labelled(struct page *p, const char *label, gm_str text)
{
    if (!text.len)
        return;
    page_to(p, VERDICT + INDENT);
    page_painted(p, PAINT_DIM, label);
    page_text(p, " ");
    page_wrap(p, VERDICT + INDENT, text);
}

/* put_facts lists what was not told, and would decide. */
static void put_facts(gm_report *r, struct page *p, const gm_finding *f)
{
    if (!f->ask_count)
        return;
    page_to(p, VERDICT + INDENT);
    page_painted(p, PAINT_DIM,
                 report_say(r, "Not told:", "알려 주지 않은 사실:"));
    for (size_t i = 0; i < f->ask_count; i++) {
        page_text(p, i ? ", " : " ");
        page_str(p, f->ask[i]);
    }
    page_line(p);
}

static void put_finding(gm_report *r, struct page *p, const gm_item *it,
                        const gm_finding *f)
{
    gm_str source = str_of(word_source(r->ko, f->basis));

    page_to(p, INDENT);
    page_painted(p, text_paint(f->verdict), word_verdict(r->ko, f->verdict));
    page_to(p, VERDICT + INDENT);
    if (f->known)
        page_text(p, word_known(r->ko));
    page_wrap(p, VERDICT + INDENT, report_pick(r, f->say));
    page_to(p, VERDICT + INDENT);
    page_paint(p, PAINT_DIM);
    page_str(p, f->rule);
    if (source.len) {
        page_text(p, " (");
        page_str(p, source);
        page_text(p, ")");
    }
    page_line(p);
    page_to(p, VERDICT + INDENT);
    page_wrap(p, VERDICT + INDENT, f->cite);
    page_paint(p, PAINT_NONE);
    labelled(p,
             f->verdict == GM_UNKNOWN
                 ? report_say(r, "Unknown because:", "판단 불가 이유:")
                 : report_say(r, "Because:", "이유:"),
             report_pick(r, f->why));
    if (!tally_there(it))
        return;
    put_facts(r, p, f);
    if (f->verdict == GM_INFO)
        labelled(p, report_say(r, "Advice:", "권고:"), report_pick(r, f->fix));
    else if (f->verdict != GM_PASS)
        labelled(p, report_say(r, "To mend:", "고치려면:"),
                 report_pick(r, f->fix));
}

static void put_law(gm_report *r, struct page *p, const gm_item *it,
                    const gm_law_verdict *v)
{
    page_line(p);
    page_to(p, 1);
    page_paint(p, PAINT_BOLD);
    page_text(p, report_say(r, "Law ", "법령 "));
    page_str(p, v->law);
    page_text(p, ": ");
    page_paint(p, PAINT_NONE);
    page_painted(p, text_paint(v->verdict), word_verdict(r->ko, v->verdict));
    page_line(p);
    if (report_pick(r, v->title).len) {
        page_to(p, INDENT);
        page_paint(p, PAINT_DIM);
        page_str(p, report_pick(r, v->title));
        page_paint(p, PAINT_NONE);
        page_line(p);
    }
    for (int w = GM_FAIL; w >= GM_INFO; w--) {
        for (size_t i = 0; i < it->finding_count; i++) {
            const gm_finding *f = &it->findings[i];

            if ((int)f->verdict == w && f->law.len == v->law.len &&
                memcmp(f->law.ptr, v->law.ptr, v->law.len) == 0)
                put_finding(r, p, it, f);
        }
    }
}

/* speaks is whether a law has a finding. */
static bool speaks(const gm_item *it, gm_str law)
{
    for (size_t i = 0; i < it->finding_count; i++)
        if (it->findings[i].law.len == law.len &&
            memcmp(it->findings[i].law.ptr, law.ptr, law.len) == 0)
            return true;
    return false;
}

/* asks is whether some finding asks for a fact. */
static bool asks(const gm_item *it, const char *name)
{
    for (size_t i = 0; i < it->finding_count; i++)
        for (size_t k = 0; k < it->findings[i].ask_count; k++)
            if (strcmp(it->findings[i].ask[k].ptr, name) == 0)
                return true;
    return false;
}

/* put_question says what a fact means, and what it may be. */
static void put_question(struct page *p, const char *name, const char *values)
{
    page_to(p, INDENT);
    page_painted(p, PAINT_BOLD, name);
    page_text(p, "=");
    for (const char *c = values; *c; c++)
        page_str(p, *c == ' ' ? str_of("|") : (gm_str){c, 1});
    page_line(p);
}

/* put_questions asks once for each fact that would decide something. */
static void put_questions(gm_report *r, struct page *p, const gm_item *it)
{
    const char *name, *values;
    gm_words what;
    bool any = false;

    for (size_t i = 0; law_fact_at(i, &name, &values, &what); i++) {
        if (!asks(it, name))
            continue;
        if (!any)
            text_heading(p,
                         report_say(r, "What no file tells: say it by --fact",
                                    "파일만으로는 알 수 없는 사실: --fact로 "
                                    "알려 주세요"));
        any = true;
        put_question(p, name, values);
        page_to(p, INDENT + 4);
        page_wrap(p, INDENT + 4, report_pick(r, what));
    }
    if (!any || it->before)
        return;
    page_to(p, INDENT);
    page_painted(p, PAINT_DIM,
                 report_say(r, "Then, added to the command:",
                            "명령에 덧붙여 다시 판정:"));
    for (size_t i = 0; law_fact_at(i, &name, &values, &what); i++) {
        if (!asks(it, name))
            continue;
        if (p->column + strlen(name) + 14 > p->width) {
            page_text(p, " \\");
            page_line(p);
            page_to(p, INDENT + 4);
        }
        page_text(p, " --fact ");
        page_text(p, name);
        page_text(p, "=\xE2\x80\xA6");
    }
    page_line(p);
}

/* Of a comparison, laws that have nothing to say are left out. */
void text_laws(gm_report *r, struct page *p, const gm_item *it)
{
    for (size_t i = 0; i < it->verdict_count; i++)
        if (!it->before || speaks(it, it->verdicts[i].law))
            put_law(r, p, it, &it->verdicts[i]);
    if (tally_there(it))
        put_questions(r, p, it);
    if (it->before && it->finding_count)
        page_line(p);
}
