/* SPDX-License-Identifier: Apache-2.0
 * html_item.c - a row with verdict and origin; below it the rules with their
 * reasons, the marks with their places, the credential as a tree. */
#include "report/html_item.h"

#include "base/str.h"
#include "law/judge.h"
#include "report/html.h"
#include "report/html_rows.h"
#include "report/manifests.h"
#include "report/page.h"
#include "report/words.h"

const char *html_verdict_class(gm_verdict v)
{
    switch (v) {
    case GM_FAIL: return "fail";
    case GM_UNKNOWN: return "unknown";
    case GM_WARN: return "warning";
    case GM_PASS: return "pass";
    case GM_INFO: return "info";
    case GM_NOT_APPLICABLE: return "none";
    }
    return "none";
}

static void heading(struct gm_report *r, const char *en, const char *ko)
{
    html_in(&r->later_out, "h3", NULL, str_of(report_say(r, en, ko)));
}

/* ---- rules -------------------------------------------------------------- */

static void put_ask(struct gm_report *r, gm_str ask)
{
    struct out *o = &r->later_out;
    const char *name, *values;
    gm_words what;

    out_text(o, "<li><code>--fact ");
    html_str(o, ask);
    out_text(o, "=");
    for (size_t i = 0; law_fact_at(i, &name, &values, &what); i++) {
        if (strlen(name) != ask.len || memcmp(name, ask.ptr, ask.len) != 0)
            continue;
        for (const char *c = values; *c; c++)
            html_str(o, *c == ' ' ? str_of("|") : (gm_str){c, 1});
        out_text(o, "</code> ");
        html_str(o, report_pick(r, what));
        out_text(o, "</li>");
        return;
    }
    out_text(o, "</code></li>");
}

static void put_marks_named(struct gm_report *r, const gm_finding *f)
{
    struct out *o = &r->later_out;

    if (!f->mark_count)
        return;
    out_text(o, " \xC2\xB7 ");
    out_text(o, report_say(r, "rests on mark", "근거 표시"));
    for (size_t i = 0; i < f->mark_count; i++) {
        out_text(o, i ? ", " : " ");
        out_uint(o, f->marks[i]);
    }
}

static void put_labelled(struct out *o, const char *label, gm_str text)
{
    if (!text.len)
        return;
    out_text(o, "<p><b>");
    out_text(o, label);
    out_text(o, "</b> ");
    html_str(o, text);
    out_text(o, "</p>");
}

static void put_finding(struct gm_report *r, const gm_finding *f)
{
    struct out *o = &r->later_out;

    out_text(o, "<div class=\"rule ");
    out_text(o, html_verdict_class(f->verdict));
    out_text(o, "\"><p class=\"say\"><b class=\"");
    out_text(o, html_verdict_class(f->verdict));
    out_text(o, "\">");
    out_text(o, word_verdict(r->ko, f->verdict));
    out_text(o, "</b> ");
    if (f->known)
        out_text(o, word_known(r->ko));
    html_str(o, report_pick(r, f->say));
    out_text(o, "</p><p class=\"soft\"><code>");
    html_str(o, f->rule);
    out_text(o, "</code> ");
    html_str(o, f->cite);
    if (*word_source(r->ko, f->basis)) {
        out_text(o, " (");
        out_text(o, word_source(r->ko, f->basis));
        out_text(o, ")");
    }
    put_marks_named(r, f);
    out_text(o, "</p>");
    if (f->verdict == GM_UNKNOWN)
        put_labelled(o, report_say(r, "Unknown because:", "판단 불가 이유:"),
                     report_pick(r, f->why));
    if (f->ask_count) {
        out_text(o, "<p><b>");
        out_text(o, report_say(r, "What would decide it:",
                               "알려 주면 판정할 수 있습니다:"));
        out_text(o, "</b></p><ul class=\"plain\">");
        for (size_t i = 0; i < f->ask_count; i++)
            put_ask(r, f->ask[i]);
        out_text(o, "</ul>");
    }
    if (f->verdict >= GM_WARN)
        put_labelled(o, report_say(r, "To mend:", "고치려면:"),
                     report_pick(r, f->fix));
    out_text(o, "</div>");
}

static void put_findings(struct gm_report *r, const gm_item *it)
{
    for (size_t v = 0; v < it->verdict_count; v++) {
        const gm_law_verdict *law = &it->verdicts[v];

        out_text(&r->later_out, "<h3>");
        out_text(&r->later_out, report_say(r, "Law ", "법령 "));
        html_str(&r->later_out, law->law);
        out_text(&r->later_out, ": <span class=\"");
        out_text(&r->later_out, html_verdict_class(law->verdict));
        out_text(&r->later_out, "\">");
        out_text(&r->later_out, word_verdict(r->ko, law->verdict));
        out_text(&r->later_out, "</span> ");
        html_in(&r->later_out, "span", "soft", report_pick(r, law->title));
        out_text(&r->later_out, "</h3>");
        for (int w = GM_FAIL; w >= GM_INFO; w--)
            for (size_t i = 0; i < it->finding_count; i++)
                if ((int)it->findings[i].verdict == w &&
                    it->findings[i].law.len == law->law.len &&
                    memcmp(it->findings[i].law.ptr, law->law.ptr,
                           law->law.len) == 0)
                    put_finding(r, &it->findings[i]);
    }
}

/* ---- marks -------------------------------------------------------------- */

static void put_mark(struct gm_report *r, const gm_item *it, size_t i)
{
    const gm_mark *m = &it->marks[i];
    struct out *o = &r->later_out;
    struct shown s = report_value(r, m);

    out_text(o, "<tr><td>");
    out_uint(o, i);
    out_text(o, "</td><td>");
    html_str(o, m->name);
    if (s.held) {
        out_text(o, report_say(r, " (withheld)", " (가림)"));
    } else if (s.value.len) {
        out_text(o, " = ");
        html_in(o, "code", NULL, s.value);
        if (s.cut)
            out_text(o, "\xE2\x80\xA6");
    }
    out_text(o, "</td><td>");
    out_text(o, word_says(r->ko, m->claim));
    out_text(o, "</td><td>");
    out_text(o, word_kind(r->ko, m->kind));
    out_text(o, ", ");
    out_text(o, word_form(r->ko, m->form));
    out_text(o, "</td><td>");
    out_text(o, word_proof(r->ko, m->proof));
    if (m->sure < 100) {
        out_text(o, ", ");
        out_uint(o, m->sure);
        out_text(o, "%");
    }
    out_text(o, "</td><td><code>");
    html_str(o, report_place(it, m));
    out_text(o, "</code>");
    if (m->place.len) {
        out_text(o, " <span class=\"soft\">");
        html_count(o, m->place.off);
        out_text(o, " + ");
        html_count(o, m->place.len);
        out_text(o, "</span>");
    }
    out_text(o, "</td></tr>");
}

static void put_marks(struct gm_report *r, const gm_item *it)
{
    static const char *const columns[][2] = {
        {"#", "#"},        {"Mark", "표시"},
        {"Says", "뜻"},    {"Kind", "종류"},
        {"Proof", "증명"}, {"Place: byte + length", "위치: 바이트 + 길이"}};

    if (!it->mark_count)
        return;
    heading(r, "Marks", "표시");
    out_text(&r->later_out,
             "<div class=\"scroll\"><table class=\"marks\"><tr>");
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        html_in(&r->later_out, "th", NULL,
                str_of(report_say(r, columns[i][0], columns[i][1])));
    out_text(&r->later_out, "</tr>");
    for (size_t i = 0; i < it->mark_count; i++)
        put_mark(r, it, i);
    out_text(&r->later_out, "</table></div>");
}

/* ---- credential --------------------------------------------------------- */

static void put_pair(struct out *o, const char *label, gm_str v)
{
    if (!v.len)
        return;
    out_text(o, "<li><span class=\"soft\">");
    out_text(o, label);
    out_text(o, "</span> ");
    html_str(o, v);
    out_text(o, "</li>");
}

static void put_actions(struct gm_report *r, const gm_manifest *m)
{
    struct out *o = &r->later_out;

    for (size_t i = 0; i < m->action_count; i++) {
        out_text(o, "<li><span class=\"soft\">");
        out_text(o, report_say(r, "action", "작업"));
        out_text(o, "</span> <code>");
        html_str(o, m->actions[i].action);
        out_text(o, "</code> ");
        html_str(o, m->actions[i].source_type);
        out_text(o, " ");
        html_str(o, m->actions[i].agent);
        out_text(o, "</li>");
    }
}

static void put_codes(struct out *o, const gm_manifest *m)
{
    static const char *const classes[] = {"pass", "none", "fail"};

    if (!m->code_count)
        return;
    out_text(o, "<li><ul class=\"plain\">");
    for (size_t i = 0; i < m->code_count; i++) {
        const gm_code *c = &m->codes[i];

        out_text(o, "<li><code class=\"");
        out_text(o, classes[c->kind <= GM_CODE_FAILURE ? c->kind : 0]);
        out_text(o, "\">");
        html_str(o, c->code);
        out_text(o, "</code> ");
        if (c->kind == GM_CODE_FAILURE)
            html_str(o, c->explanation);
        out_text(o, "</li>");
    }
    out_text(o, "</ul></li>");
}

static void open_manifest(void *ctx, const gm_manifest *m, unsigned depth)
{
    struct gm_report *r = ctx;
    struct out *o = &r->later_out;

    out_text(o, "<li><details");
    out_text(o, depth == 0 ? " open" : "");
    out_text(o, "><summary><code>");
    html_str(o, m->label);
    out_text(o, "</code>");
    if (m->active)
        out_text(o, report_say(r, " <b>active</b>", " <b>활성</b>"));
    out_text(o, "</summary><ul>");
    put_pair(o, report_say(r, "title", "제목"),
             r->c.redact ? (gm_str){"", 0} : m->title);
    put_pair(o, report_say(r, "made by", "생성 프로그램"), m->generator);
    put_pair(o, report_say(r, "signer", "서명자"), m->signer.cn);
    put_pair(o, report_say(r, "organisation", "기관"), m->signer.o);
    put_pair(o, report_say(r, "algorithm", "알고리즘"), m->signer.alg);
    put_pair(o, report_say(r, "time-stamp", "타임스탬프"), m->signer.time);
    put_actions(r, m);
    for (size_t i = 0; i < m->assertion_count; i++)
        put_pair(o, report_say(r, "assertion", "주장"), m->assertions[i].label);
}

static void put_ingredient(void *ctx, const gm_ingredient *n, unsigned depth)
{
    struct gm_report *r = ctx;
    struct out *o = &r->later_out;

    (void)depth;
    out_text(o, "<li><span class=\"soft\">");
    out_text(o, report_say(r, "ingredient", "재료"));
    out_text(o, "</span> ");
    html_str(o, n->relationship);
    out_text(o, " ");
    if (!r->c.redact)
        html_str(o, n->title);
    out_text(o, "</li>");
}

static void close_manifest(void *ctx, const gm_manifest *m, unsigned depth)
{
    struct gm_report *r = ctx;

    (void)depth;
    put_codes(&r->later_out, m);
    out_text(&r->later_out, "</ul></details></li>");
}

static void put_credential(struct gm_report *r, const gm_credential *c)
{
    static const struct manifest_calls calls = {open_manifest, put_ingredient,
                                                close_manifest};

    if (c->state == GM_C2PA_NONE)
        return;
    out_text(&r->later_out, "<h3>C2PA: ");
    out_text(&r->later_out, word_state(r->ko, c->state));
    out_text(&r->later_out, "</h3><ul class=\"tree\">");
    put_pair(&r->later_out, report_say(r, "remote", "원격"), c->remote);
    manifests_walk(c, &calls, r);
    out_text(&r->later_out, "</ul>");
}

/* ---- the item ------------------------------------------------------------ */

static void put_gaps(struct gm_report *r, const gm_item *it)
{
    struct out *o = &r->later_out;
    bool any = false;

    for (size_t i = 0; i < it->coverage_count; i++) {
        if (!report_gap(it, i))
            continue;
        if (!any) {
            heading(r, "Not looked at", "살펴보지 못한 것");
            out_text(o, "<ul class=\"plain\">");
        }
        any = true;
        out_text(o, "<li><code>");
        for (size_t k = i; k < it->coverage_count; k++) {
            if (!report_same(it, i, k))
                continue;
            out_text(o, k > i ? ", " : "");
            html_str(o, it->coverage[k].finder);
        }
        out_text(o, "</code> ");
        html_str(o, word_said(r->ko, it->coverage[i].why));
        out_text(o, "</li>");
    }
    if (any)
        out_text(o, "</ul>");
    if (!it->note_count)
        return;
    heading(r, "Odd in the file", "파일에서 이상한 점");
    out_text(o, "<ul class=\"plain\">");
    for (size_t i = 0; i < it->note_count; i++) {
        out_text(o, "<li>");
        html_str(o, word_said(r->ko, it->notes[i].what));
        out_text(o, " <span class=\"soft\">");
        html_count(o, it->notes[i].off);
        out_text(o, " ");
        html_str(o, it->notes[i].part);
        out_text(o, "</span></li>");
    }
    out_text(o, "</ul>");
}

/* put_bytes tells a path that is no UTF-8 by its bytes. */
static void put_bytes(struct gm_report *r, const gm_item *it)
{
    struct out *o = &r->later_out;

    if (!report_odd(it))
        return;
    out_text(o, "<p class=\"soft\">");
    out_text(o, report_say(r, "bytes of the name ", "이름의 바이트 "));
    out_text(o, "<code>");
    report_percent(o, it->path);
    out_text(o, "</code></p>");
}

/* put_about is what many items have alike; the size and the digest, which
 * they have not, stand before it. */
static void put_about(struct gm_report *r, const gm_item *it)
{
    struct out *o = &r->later_out;

    out_text(o, "<p class=\"soft\">");
    html_str(o, it->mime.len ? it->mime : str_of("?"));
    if (it->origin.basis != GM_BASIS_NONE) {
        out_text(o, " \xC2\xB7 ");
        out_text(o, word_basis(r->ko, it->origin.basis));
    }
    if (it->as_of.len) {
        out_text(o, " \xC2\xB7 ");
        out_text(o, report_say(r, "law as of ", "법령 기준일 "));
        html_str(o, it->as_of);
    }
    out_text(o, "</p>");
    put_bytes(r, it);
    if (it->error.kind != GM_FAULT_NONE) {
        out_text(o, "<p class=\"err\"><b>");
        out_text(o, word_fault(r->ko, it->error.kind));
        out_text(o, "</b> ");
        html_str(o, word_said(r->ko, it->error.message));
        if (it->error.limit.len) {
            out_text(o, " <code>--limit ");
            html_str(o, it->error.limit);
            out_text(o, "=N</code>");
        }
        out_text(o, "</p>");
    }
    if (it->origin.conflict) {
        out_text(o, "<p class=\"err\"><b>");
        out_text(o, report_say(r, "The marks contradict each other.",
                               "표시들이 서로 모순됩니다."));
        out_text(o, "</b></p>");
    }
}

/* put_path sets the folder apart from the name. */
static void put_path(struct out *o, gm_str path)
{
    size_t n = path.len;

    while (n && path.ptr[n - 1] != '/')
        n--;
    if (n)
        html_in(o, "span", "dir", (gm_str){path.ptr, n});
    html_str(o, (gm_str){path.ptr + n, path.len - n});
}

/* put_laws is the item's line of the matrix, where several laws were asked. */
static void put_laws(struct gm_report *r, const gm_item *it)
{
    if (it->verdict_count < 2)
        return;
    out_text(&r->later_out, "<div class=\"laws-of\">");
    for (size_t i = 0; i < it->verdict_count; i++) {
        out_text(&r->later_out, "<span class=\"");
        out_text(&r->later_out, html_verdict_class(it->verdicts[i].verdict));
        out_text(&r->later_out, "\" title=\"");
        out_text(&r->later_out, word_verdict(r->ko, it->verdicts[i].verdict));
        out_text(&r->later_out, "\">");
        html_str(&r->later_out, it->verdicts[i].law);
        out_text(&r->later_out, "</span> ");
    }
    out_text(&r->later_out, "</div>");
}

static void put_row(struct gm_report *r, const gm_item *it, bool judged,
                    gm_verdict worst)
{
    struct out *o = &r->later_out;
    const char *cls = judged ? html_verdict_class(worst) : "none";

    out_text(o, "<tr class=\"row\"><td class=\"v ");
    out_text(o, cls);
    out_text(o, "\"><span class=\"dot\"></span>");
    out_text(o, judged ? word_verdict(r->ko, worst)
                       : report_say(r, "not judged", "판정 안 함"));
    put_laws(r, it);
    out_text(o, "</td><td class=\"p\"><details class=\"open\"><summary>");
    put_path(o, it->path);
    if (it->error.kind != GM_FAULT_NONE) {
        out_text(o, " <span class=\"err\">");
        out_text(o, word_fault(r->ko, it->error.kind));
        out_text(o, "</span>");
    }
    out_text(o, "</summary></details></td><td class=\"c\">");
    if (it->format.len)
        out_text(o, word_claim(r->ko, it->origin.claim));
    out_text(o, "</td>");
    html_in(o, "td", "c", it->origin.generator);
    html_in(o, "td", "f", it->format);
    out_text(o, "</tr><tr class=\"more\"><td colspan=\"5\">"
                "<p class=\"soft\">");
    html_count(o, it->length);
    out_text(o, report_say(r, " bytes", "바이트"));
    if (it->sha256.len) {
        out_text(o, "<br>sha256 ");
        html_in(o, "code", NULL, it->sha256);
    }
    out_text(o, "</p>");
    if (it->thumbnail.len && !r->c.redact) {
        out_text(o, "<img class=\"thumb\" alt=\"\" src=\""
                    "data:image/jpeg;base64,");
        out_base64(o, str_span(it->thumbnail));
        out_text(o, "\">");
    }
}

/* put_fields writes what script makes a row of, where the row itself is left
 * out: parts with a tab between; html_rows.c says which. */
static void put_fields(struct gm_report *r, const gm_item *it, bool judged,
                       gm_verdict worst)
{
    struct out *o = &r->later_out;
    const gm_str texts[] = {it->path, it->origin.generator, it->format,
                            it->sha256};

    out_char(o, (char)('6' - (judged ? (int)worst : -1)));
    out_char(o, it->format.len ? (char)('a' + (int)it->origin.claim) : '-');
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        out_char(o, '\t');
        rows_str(o, texts[i]);
    }
    out_char(o, '\t');
    out_uint(o, it->length);
    out_char(o, '\t');
    if (it->error.kind != GM_FAULT_NONE)
        out_text(o, word_fault(r->ko, it->error.kind));
    out_char(o, '\t');
    for (size_t i = 0; it->verdict_count > 1 && i < it->verdict_count; i++) {
        out_char(o, (char)('6' - (int)it->verdicts[i].verdict));
        rows_str(o, it->verdicts[i].law);
        out_char(o, ' ');
    }
}

void html_item(struct gm_report *r, const gm_item *it)
{
    gm_verdict worst;
    bool judged = tally_worst(it, &worst);
    struct pieces p;

    pieces_begin(r, &p);
    put_fields(r, it, judged, worst);
    pieces_next(r, &p);
    if (!r->late) /* the row is left to script */
        put_row(r, it, judged, worst);
    pieces_next(r, &p);
    put_about(r, it);
    put_findings(r, it);
    pieces_next(r, &p);
    put_marks(r, it);
    put_credential(r, &it->credential);
    put_gaps(r, it);
    pieces_next(r, &p);
    rows_item(r, &p);
}
