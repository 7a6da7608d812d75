/* SPDX-License-Identifier: Apache-2.0
 * text_report.c - for a terminal: one item at length, or a line each and a
 * summary. */
#include "report/findings.h"
#include "report/words.h"

enum {
    INDENT = 3,
    MOST_VALUE = 120,
    LINE_VERDICT = 15, /* columns of the lines of many items */
    LINE_ORIGIN = 14,
    LINE_PATH = 24, /* columns of a path, at least */
    LINE_RULES = 3, /* that one line names */
    TOP = 5         /* of a list in the summary */
};

struct page text_page(gm_report *r)
{
    return (struct page){
        .out = &r->out, .width = r->c.width, .colour = r->c.colour != 0};
}

static void put_bytes(gm_report *r, struct page *p, const gm_item *it)
{
    char to[3];

    if (!report_odd(it))
        return;
    page_text(p, report_say(r, " (bytes ", " (바이트 "));
    for (size_t i = 0; i < it->path.len; i++)
        page_str(p, (gm_str){to, report_escape(it->path.ptr[i], to)});
    page_text(p, ")");
}

void text_path(gm_report *r, struct page *p, const gm_item *it)
{
    page_str(p, it->path);
    put_bytes(r, p, it);
}

/* ---- one item at length ------------------------------------------------ */

/* is_word: "text text" is said once. */
static bool is_word(gm_str s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.ptr, word, s.len) == 0;
}

static void put_head(gm_report *r, struct page *p, const gm_item *it)
{
    page_line(p);
    page_to(p, 1);
    page_paint(p, PAINT_BOLD);
    text_path(r, p, it);
    page_paint(p, PAINT_NONE);
    page_line(p);
    page_to(p, INDENT);
    if (it->format.len) {
        if (!is_word(it->format, gm_media_name(it->media))) {
            page_str(p, it->format);
            page_text(p, " ");
        }
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

    text_heading(p, report_say(r, "Origin", "출처"));
    page_to(p, INDENT);
    page_painted(p, PAINT_BOLD, word_claim(r->ko, o->claim));
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
                  str_of(report_say(
                      r, "The absence of marks proves nothing.",
                      "표시가 없다고 해서 AI를 쓰지 않았다는 뜻은 아닙니다.")));
    }
    if (o->conflict) {
        page_to(p, INDENT);
        page_painted(p, PAINT_YELLOW,
                     report_say(r, "The marks contradict each other.",
                                "표시들이 서로 모순됩니다."));
        page_line(p);
    }
}

static void put_value(gm_report *r, struct page *p, const gm_mark *m)
{
    struct shown s = report_value(r, m);

    if (s.held) {
        page_painted(p, PAINT_DIM, report_say(r, " (withheld)", " (가림)"));
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
    page_painted(p,
                 m->claim == GM_GENERATED || m->claim == GM_ALTERED
                     ? PAINT_BLUE
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
    text_heading(p, report_say(r, "Marks", "표시"));
    for (size_t i = 0; i < it->mark_count; i++)
        put_mark(r, p, it, i);
}

static void put_credential(gm_report *r, struct page *p, const gm_credential *c)
{
    if (c->state == GM_C2PA_NONE)
        return;
    text_heading(p, report_say(r, "Content Credentials (C2PA)",
                               "C2PA 콘텐츠 자격 증명"));
    page_to(p, INDENT);
    page_painted(p, PAINT_BOLD, word_state(r->ko, c->state));
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

/* put_gap writes the finders that did not run for one reason, and it: on one
 * line where both fit. */
static void put_gap(const gm_report *r, struct page *p, const gm_item *it,
                    size_t i)
{
    gm_str why = word_said(r->ko, it->coverage[i].why);

    page_to(p, INDENT);
    for (size_t k = i; k < it->coverage_count; k++) {
        if (!report_same(it, i, k))
            continue;
        if (k > i)
            page_text(p, ",");
        if (p->column + it->coverage[k].finder.len + 2 > p->width) {
            page_line(p);
            page_to(p, INDENT);
        } else if (k > i) {
            page_text(p, " ");
        }
        page_str(p, it->coverage[k].finder);
    }
    page_text(p, ":");
    if (p->column + page_columns(why) + 1 > p->width) {
        page_line(p);
        page_to(p, INDENT + 4);
    } else {
        page_text(p, " ");
    }
    page_wrap(p, INDENT + 4, why);
}

static void put_gaps(gm_report *r, struct page *p, const gm_item *it)
{
    bool any = false;

    for (size_t i = 0; i < it->coverage_count; i++) {
        if (!report_gap(it, i))
            continue;
        if (!any)
            text_heading(p, report_say(r, "Not looked at", "살펴보지 못한 것"));
        any = true;
        put_gap(r, p, it, i);
    }
    if (it->note_count)
        text_heading(p, report_say(r, "Odd in the file", "파일에서 이상한 점"));
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

/* put_rules names up to `most` of the rules that decide, and counts the rest;
 * with none to name there is nothing to say. */
static void put_rules(gm_report *r, struct page *p, const gm_item *it,
                      unsigned most)
{
    gm_verdict worst;
    unsigned rules = 0;

    tally_worst(it, &worst);
    for (size_t i = 0; i < it->finding_count; i++) {
        if (!is_deciding(it, i, worst))
            continue;
        if (++rules > most)
            continue;
        page_text(p, rules == 1 ? "  " : ", ");
        if (it->findings[i].known)
            page_text(p, word_known(r->ko));
        page_str(p, it->findings[i].rule);
    }
    if (most && rules > most) {
        page_text(p, " +");
        page_uint(p, rules - most);
    }
}

/* put_tail writes what stands behind the path. */
static void put_tail(gm_report *r, struct page *p, const gm_item *it,
                     unsigned rules)
{
    gm_verdict worst;

    tally_worst(it, &worst);
    put_bytes(r, p, it);
    if (it->error.kind != GM_FAULT_NONE) {
        page_text(p, "  ");
        page_str(p, word_said(r->ko, it->error.message));
    } else if (it->note_count && it->origin.claim == GM_CLAIM_NONE) {
        page_text(p, "  ");
        page_str(p, word_said(r->ko, it->notes[0].what));
    }
    /* Where no law has anything to say, the first column says it for all. */
    for (size_t i = 0;
         it->verdict_count > 1 && worst > GM_INFO && i < it->verdict_count;
         i++) {
        page_text(p, i ? ", " : "  ");
        page_str(p, it->verdicts[i].law);
        page_text(p, " ");
        page_text(p, word_verdict(r->ko, it->verdicts[i].verdict));
    }
    put_rules(r, p, it, rules);
}

/* put_fitting writes the path and its tail on what a terminal's line has left:
 * with the end of the path, which tells more than its beginning, then with
 * fewer rules, and last with the beginning of the tail. */
static void put_fitting(gm_report *r, struct page *p, const gm_item *it)
{
    unsigned path = page_columns(it->path), rules = LINE_RULES, room;
    unsigned least = path < LINE_PATH ? path : LINE_PATH;

    for (;; rules--) {
        struct page tail = {0};

        put_tail(r, &tail, it, rules);
        room = p->width - p->column - 1;
        room = room > tail.column + least ? room - tail.column : least;
        if (p->column + room + tail.column < p->width || !rules)
            break;
    }
    p->edge = p->width;
    page_end(p, it->path, room);
    page_paint(p, PAINT_DIM);
    put_tail(r, p, it, rules);
}

static void put_line(gm_report *r, struct page *p, const gm_item *it)
{
    gm_verdict worst;
    bool judged = tally_worst(it, &worst);

    if (it->error.kind != GM_FAULT_NONE && worst != GM_FAIL)
        page_painted(p, PAINT_YELLOW, word_fault(r->ko, it->error.kind));
    else if (judged)
        page_painted(p, text_paint(worst), word_verdict(r->ko, worst));
    page_to(p, LINE_VERDICT);
    if (it->format.len)
        page_text(p, word_claim(r->ko, it->origin.claim));
    page_to(p, LINE_VERDICT + LINE_ORIGIN);
    if (r->c.fit) {
        put_fitting(r, p, it);
    } else {
        page_str(p, it->path);
        page_paint(p, PAINT_DIM);
        put_tail(r, p, it, LINE_RULES);
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
        page_paint(p, text_paint(order[v]));
        page_text(p, word_verdict(r->ko, order[v]));
        page_text(p, " ");
        page_uint(p, counts[v]);
        page_paint(p, PAINT_NONE);
    }
}

static void put_top(struct page *p, const char *title,
                    const struct tally_list *l)
{
    const struct tally_name *top[TOP];
    unsigned n = tally_top(l, top, TOP);

    if (!n)
        return;
    page_to(p, 1);
    page_painted(p, PAINT_DIM, title);
    for (unsigned i = 0; i < n; i++) {
        page_text(p, i ? ", " : " ");
        page_text(p, top[i]->name);
        page_text(p, " ");
        page_uint(p, top[i]->count);
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
