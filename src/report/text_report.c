/* SPDX-License-Identifier: Apache-2.0
 * text_report.c - for a terminal: one item at length, or a line each and a
 * summary. */
#include "law/judge.h"
#include "report/findings.h"
#include "report/words.h"

enum {
    INDENT = 3,
    VERDICT = 16, /* columns of the verdict of a finding */
    MOST_VALUE = 120,
    LINE_VERDICT = 15, /* columns of the lines of many items */
    LINE_ORIGIN = 14,
    LINE_RULES = 3, /* that one line names */
    TOP = 5         /* of a list in the summary */
};

struct page text_page(gm_report *r)
{
    return (struct page){
        .out = &r->out, .width = r->c.width, .colour = r->c.colour != 0};
}

static enum paint paint_of(gm_verdict v)
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

static void painted(struct page *p, enum paint how, const char *s)
{
    if (how != PAINT_NONE)
        page_paint(p, how);
    page_text(p, s);
    if (how != PAINT_NONE)
        page_paint(p, PAINT_NONE);
}

static void heading(struct page *p, const char *s)
{
    page_line(p);
    page_to(p, 1);
    painted(p, PAINT_BOLD, s);
    page_line(p);
}

/* ---- one item at length ------------------------------------------------ */

static void put_head(gm_report *r, struct page *p, const gm_item *it)
{
    page_line(p);
    page_to(p, 1);
    page_paint(p, PAINT_BOLD);
    page_str(p, it->path);
    page_paint(p, PAINT_NONE);
    page_line(p);
    page_to(p, INDENT);
    if (it->format.len) {
        page_str(p, it->format);
        page_text(p, " ");
        page_text(p, word_media(r->ko, it->media));
        page_text(p, ", ");
    }
    page_uint(p, it->length);
    page_text(p, report_say(r, " bytes", "바이트"));
    page_line(p);
    if (it->sha256.len) {
        page_to(p, INDENT);
        page_text(p, "sha256 ");
        page_str(p, it->sha256);
        page_line(p);
    }
}

static void put_error(gm_report *r, struct page *p, const gm_item *it)
{
    if (it->error.kind == GM_FAULT_NONE)
        return;
    page_line(p);
    page_to(p, INDENT);
    page_paint(p, PAINT_YELLOW);
    page_text(p, word_fault(r->ko, it->error.kind));
    page_paint(p, PAINT_NONE);
    page_text(p, ": ");
    page_wrap(p, INDENT, word_said(r->ko, it->error.message));
    if (it->error.limit.len) {
        page_to(p, INDENT);
        page_text(p, report_say(r, "limit: ", "한도: "));
        page_str(p, it->error.limit);
        page_text(
            p, report_say(r, "; raise it by --limit ", "; 올리려면 --limit "));
        page_str(p, it->error.limit);
        page_text(p, "=N");
        page_line(p);
    }
}

static void put_origin(gm_report *r, struct page *p, const gm_item *it)
{
    const gm_origin *o = &it->origin;

    heading(p, report_say(r, "Origin", "출처"));
    page_to(p, INDENT);
    painted(p, PAINT_BOLD, word_claim(r->ko, o->claim));
    if (o->basis != GM_BASIS_NONE) {
        page_text(p, ", ");
        page_text(p, word_basis(r->ko, o->basis));
    }
    if (o->generator.len) {
        page_text(p, report_say(r, "; generator: ", "; 생성 도구: "));
        page_str(p, o->generator);
    }
    page_line(p);
    if (o->claim == GM_CLAIM_NONE && it->error.kind == GM_FAULT_NONE &&
        !it->verdict_count) {
        page_to(p, INDENT);
        page_wrap(p, INDENT,
                  page_of(report_say(
                      r, "The absence of marks proves nothing.",
                      "표시가 없다고 해서 AI를 쓰지 않았다는 뜻은 아닙니다.")));
    }
    if (o->conflict) {
        page_to(p, INDENT);
        painted(p, PAINT_YELLOW,
                report_say(r, "The marks contradict each other.",
                           "표시들이 서로 모순됩니다."));
        page_line(p);
    }
}

static void put_value(gm_report *r, struct page *p, const gm_mark *m)
{
    struct shown s = report_value(r, m);

    if (s.held) {
        painted(p, PAINT_DIM, report_say(r, " (withheld)", " (가림)"));
        page_line(p);
        return;
    }
    if (s.value.len) {
        page_text(p, " = ");
        if (s.value.len > MOST_VALUE) {
            s.value.len = MOST_VALUE;
            while (((uint8_t)m->value.ptr[s.value.len] & 0xC0) == 0x80)
                s.value.len--;
            s.cut = true;
        }
        if (s.cut) {
            page_str(p, s.value);
            page_text(p, "\xE2\x80\xA6");
            page_line(p);
            return;
        }
        page_wrap(p, INDENT + 4, s.value);
        return;
    }
    page_line(p);
}

static void put_mark(gm_report *r, struct page *p, const gm_item *it, size_t i)
{
    const gm_mark *m = &it->marks[i];
    static const char dot[] = " \xC2\xB7 ";

    page_to(p, INDENT);
    page_uint(p, i);
    page_to(p, INDENT + 4);
    page_str(p, m->name);
    put_value(r, p, m);
    page_to(p, INDENT + 4);
    painted(p,
            m->claim == GM_GENERATED || m->claim == GM_ALTERED ? PAINT_BLUE
                                                               : PAINT_NONE,
            word_says(r->ko, m->claim));
    page_text(p, dot);
    page_text(p, word_kind(r->ko, m->kind));
    page_text(p, dot);
    page_text(p, word_form(r->ko, m->form));
    page_text(p, dot);
    page_text(p, word_proof(r->ko, m->proof));
    if (m->sure < 100) {
        page_text(p, dot);
        page_uint(p, m->sure);
        page_text(p, report_say(r, "% sure", "% 확신"));
    }
    page_line(p);
    page_to(p, INDENT + 4);
    page_paint(p, PAINT_DIM);
    page_text(p, report_say(r, "at ", "위치: "));
    page_str(p, report_place(it, m));
    if (m->place.len) {
        page_text(p, report_say(r, ", byte ", ", 바이트 "));
        page_uint(p, m->place.off);
        page_text(p, " (");
        page_uint(p, m->place.len);
        page_text(p, report_say(r, " long)", "바이트 길이)"));
    }
    page_paint(p, PAINT_NONE);
    page_line(p);
}

static void put_marks(gm_report *r, struct page *p, const gm_item *it)
{
    if (!it->mark_count)
        return;
    heading(p, report_say(r, "Marks", "표시"));
    for (size_t i = 0; i < it->mark_count; i++)
        put_mark(r, p, it, i);
}

static void put_credential(gm_report *r, struct page *p, const gm_credential *c)
{
    if (c->state == GM_C2PA_NONE)
        return;
    heading(p, report_say(r, "Content Credentials (C2PA)", "C2PA 인증 정보"));
    page_to(p, INDENT);
    painted(p, PAINT_BOLD, word_state(r->ko, c->state));
    page_line(p);
    if (c->signer.o.len || c->signer.cn.len) {
        page_to(p, INDENT);
        page_text(p, report_say(r, "signed by ", "서명자: "));
        page_str(p, c->signer.cn);
        if (c->signer.o.len) {
            page_text(p, ", ");
            page_str(p, c->signer.o);
        }
        if (c->signer.time.len) {
            page_text(p, ", ");
            page_str(p, c->signer.time);
        }
        page_line(p);
    }
    if (c->remote.len) {
        page_to(p, INDENT);
        page_str(p, c->remote);
        page_line(p);
    }
    for (size_t i = 0; i < c->code_count; i++) {
        if (c->codes[i].kind != GM_CODE_FAILURE)
            continue;
        page_to(p, INDENT);
        page_paint(p, PAINT_RED);
        page_str(p, c->codes[i].code);
        page_paint(p, PAINT_NONE);
        if (c->codes[i].explanation.len) {
            page_text(p, ": ");
            page_wrap(p, INDENT + 4, c->codes[i].explanation);
        } else {
            page_line(p);
        }
    }
}

/* labelled writes "label text", wrapped. */
static void labelled(struct page *p, const char *label, gm_str text)
{
    if (!text.len)
        return;
    page_to(p, VERDICT + INDENT);
    painted(p, PAINT_DIM, label);
    page_text(p, " ");
    page_wrap(p, VERDICT + INDENT, text);
}

/* put_ask says which fact would decide, with its values and meaning. */
static void put_ask(gm_report *r, struct page *p, gm_str ask)
{
    const char *name, *values;
    gm_words what;

    page_to(p, VERDICT + INDENT);
    painted(p, PAINT_DIM, report_say(r, "Tell it:", "알려 주세요:"));
    page_text(p, " --fact ");
    page_str(p, ask);
    page_text(p, "=");
    for (size_t i = 0; law_fact_at(i, &name, &values, &what); i++) {
        gm_str says = report_pick(r, what);

        if (strlen(name) != ask.len || memcmp(name, ask.ptr, ask.len) != 0)
            continue;
        for (const char *c = values; *c; c++)
            page_str(p, *c == ' ' ? page_of("|") : (gm_str){c, 1});
        page_text(p, "  ");
        page_wrap(p, VERDICT + INDENT + 4, says);
        return;
    }
    page_line(p);
}

static void put_finding(gm_report *r, struct page *p, const gm_finding *f)
{
    gm_str source = page_of(word_source(r->ko, f->basis));

    page_to(p, INDENT);
    painted(p, paint_of(f->verdict), word_verdict(r->ko, f->verdict));
    page_to(p, VERDICT + INDENT);
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
    for (size_t i = 0; i < f->ask_count; i++)
        put_ask(r, p, f->ask[i]);
    if (f->verdict == GM_FAIL || f->verdict == GM_WARN ||
        f->verdict == GM_UNKNOWN)
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
    painted(p, paint_of(v->verdict), word_verdict(r->ko, v->verdict));
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
                put_finding(r, p, f);
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

/* Of a comparison, laws that have nothing to say are left out. */
void text_laws(gm_report *r, struct page *p, const gm_item *it)
{
    for (size_t i = 0; i < it->verdict_count; i++)
        if (!it->before || speaks(it, it->verdicts[i].law))
            put_law(r, p, it, &it->verdicts[i]);
    if (it->before && it->finding_count)
        page_line(p);
}

/* put_gap writes the finders that did not run for one reason, and it. */
static void put_gap(const gm_report *r, struct page *p, const gm_item *it,
                    size_t i)
{
    page_to(p, INDENT);
    for (size_t k = i; k < it->coverage_count; k++) {
        if (!report_same(it, i, k))
            continue;
        if (k > i)
            page_text(p, ", ");
        if (p->column + it->coverage[k].finder.len + 2 > p->width) {
            page_line(p);
            page_to(p, INDENT);
        }
        page_str(p, it->coverage[k].finder);
    }
    page_text(p, ":");
    page_line(p);
    page_to(p, INDENT + 4);
    page_wrap(p, INDENT + 4, word_said(r->ko, it->coverage[i].why));
}

static void put_gaps(gm_report *r, struct page *p, const gm_item *it)
{
    bool any = false;

    for (size_t i = 0; i < it->coverage_count; i++) {
        if (!report_gap(it, i))
            continue;
        if (!any)
            heading(p, report_say(r, "Not looked at", "살펴보지 못한 것"));
        any = true;
        put_gap(r, p, it, i);
    }
    if (it->note_count)
        heading(p, report_say(r, "Odd in the file", "파일에서 이상한 점"));
    for (size_t i = 0; i < it->note_count; i++) {
        page_to(p, INDENT);
        page_str(p, word_said(r->ko, it->notes[i].what));
        page_text(p, report_say(r, ", byte ", ", 바이트 "));
        page_uint(p, it->notes[i].off);
        if (it->notes[i].part.len) {
            page_text(p, ", ");
            page_str(p, it->notes[i].part);
        }
        page_line(p);
    }
}

static void put_long(gm_report *r, struct page *p, const gm_item *it)
{
    put_head(r, p, it);
    put_error(r, p, it);
    if (it->format.len) {
        put_origin(r, p, it);
        put_marks(r, p, it);
        put_credential(r, p, &it->credential);
    }
    text_laws(r, p, it);
    put_gaps(r, p, it);
    page_line(p);
}

/* ---- many items -------------------------------------------------------- */

static bool is_deciding(const gm_item *it, size_t i, gm_verdict worst)
{
    return it->findings[i].verdict == worst && worst >= GM_WARN;
}

static void put_line(gm_report *r, struct page *p, const gm_item *it)
{
    gm_verdict worst;
    bool judged = tally_worst(it, &worst);
    uint64_t rules = 0;

    if (it->error.kind != GM_FAULT_NONE && worst != GM_FAIL)
        painted(p, PAINT_YELLOW, word_fault(r->ko, it->error.kind));
    else if (judged)
        painted(p, paint_of(worst), word_verdict(r->ko, worst));
    page_to(p, LINE_VERDICT);
    if (it->format.len)
        page_text(p, word_claim(r->ko, it->origin.claim));
    page_to(p, LINE_VERDICT + LINE_ORIGIN);
    page_str(p, it->path);
    page_paint(p, PAINT_DIM);
    if (it->error.kind != GM_FAULT_NONE) {
        page_text(p, "  ");
        page_str(p, word_said(r->ko, it->error.message));
    }
    for (size_t i = 0; it->verdict_count > 1 && i < it->verdict_count; i++) {
        page_text(p, i ? ", " : "  ");
        page_str(p, it->verdicts[i].law);
        page_text(p, " ");
        page_text(p, word_verdict(r->ko, it->verdicts[i].verdict));
    }
    for (size_t i = 0; i < it->finding_count; i++) {
        if (!is_deciding(it, i, worst))
            continue;
        if (++rules > LINE_RULES)
            continue;
        page_text(p, rules == 1 ? "  " : ", ");
        page_str(p, it->findings[i].rule);
    }
    if (rules > LINE_RULES) {
        page_text(p, " +");
        page_uint(p, rules - LINE_RULES);
    }
    page_paint(p, PAINT_NONE);
    page_line(p);
}

/* put_counts writes what each verdict came to, the heaviest first. */
static void put_counts(gm_report *r, struct page *p, const uint64_t *counts)
{
    for (int v = GM_FAIL; v >= GM_NOT_APPLICABLE; v--) {
        static const gm_verdict order[] = {
            GM_NOT_APPLICABLE, GM_INFO, GM_PASS, GM_WARN, GM_UNKNOWN, GM_FAIL};

        if (!counts[v])
            continue;
        page_text(p, " ");
        page_paint(p, paint_of(order[v]));
        page_text(p, word_verdict(r->ko, order[v]));
        page_text(p, " ");
        page_uint(p, counts[v]);
        page_paint(p, PAINT_NONE);
    }
}

static void put_top(struct page *p, const char *title,
                    const struct tally_list *l)
{
    bool done[TALLY_NAMES] = {false};

    if (!l->used)
        return;
    page_to(p, 1);
    painted(p, PAINT_DIM, title);
    for (unsigned n = 0; n < TOP && n < l->used; n++) {
        unsigned best = TALLY_NAMES;

        for (unsigned i = 0; i < l->used; i++)
            if (!done[i] &&
                (best == TALLY_NAMES || l->list[i].count > l->list[best].count))
                best = i;
        done[best] = true;
        page_text(p, n ? ", " : " ");
        page_text(p, l->list[best].name);
        page_text(p, " ");
        page_uint(p, l->list[best].count);
    }
    page_line(p);
}

static void text_foot(gm_report *r)
{
    const struct tally *t = &r->tally;
    struct page page = text_page(r), *p = &page;

    if (r->c.single && t->items == 1)
        return;
    page_line(p);
    page_to(p, 1);
    page_paint(p, PAINT_BOLD);
    page_uint(p, t->items);
    page_text(p, t->items == 1 ? report_say(r, " item", "개 항목")
                               : report_say(r, " items", "개 항목"));
    page_paint(p, PAINT_NONE);
    page_text(p, ":");
    put_counts(r, p, t->by_verdict);
    if (t->errors) {
        page_text(p, report_say(r, " not fully read ", " 다 읽지 못함 "));
        page_uint(p, t->errors);
    }
    page_line(p);
    for (unsigned i = 0; t->law_count > 1 && i < t->law_count; i++) {
        page_to(p, INDENT);
        page_text(p, t->laws[i].law);
        page_text(p, ":");
        put_counts(r, p, t->laws[i].by_verdict);
        page_line(p);
    }
    put_top(p, report_say(r, "not met:", "미충족:"), &t->rules);
    put_top(p,
            report_say(r, "would decide more, by --fact:",
                       "--fact로 알려 주면 더 판정할 수 있음:"),
            &t->asks);
    put_top(p, report_say(r, "generators:", "생성 도구:"), &t->generators);
}

static void text_item(gm_report *r, const gm_item *it)
{
    struct page p = text_page(r);

    if (r->c.single)
        put_long(r, &p, it);
    else
        put_line(r, &p, it);
}

const struct writer writer_text = {
    .kind = "text", .item = text_item, .foot = text_foot};
