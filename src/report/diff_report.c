/* SPDX-License-Identifier: Apache-2.0
 * diff_report.c - of two items of one work: what became of each mark, and what
 * the laws say of it; for people ("diff"), and a line of schema genmark-diff/1
 * for programs ("diff-json").  An item that was compared with none is left
 * out. */
#include "report/findings.h"
#include "report/words.h"

enum {
    VALUE_MOST = 100, /* bytes of a value that are shown */
    OUTCOMES = GM_INVENTED + 1
};

/* ---- for people ---------------------------------------------------------- */

static void put_value(gm_report *r, struct page *p, const gm_mark *m)
{
    struct shown s = report_value(r, m);

    if (r->c.redact || s.held || !s.value.len)
        return;
    page_text(p, " = ");
    if (s.value.len > VALUE_MOST) {
        s.value.len = VALUE_MOST;
        while (s.value.len &&
               ((uint8_t)m->value.ptr[s.value.len] & 0xC0) == 0x80)
            s.value.len--;
        s.cut = true;
    }
    page_str(p, s.value);
    if (s.cut)
        page_text(p, "\xE2\x80\xA6");
}

static void put_pair(gm_report *r, struct page *p, const gm_pair *pair)
{
    const gm_mark *m = pair->before ? pair->before : pair->after;

    page_text(p, "  ");
    page_text(p, word_outcome(r->ko, pair->outcome));
    page_text(p, ": ");
    page_text(p, word_kind(r->ko, m->kind));
    page_text(p, ", ");
    page_str(p, m->name);
    put_value(r, p, m);
    if (pair->outcome == GM_CHANGED) {
        page_text(p, " ->");
        put_value(r, p, pair->after);
    }
    if (pair->outcome == GM_WEAKENED) {
        page_text(p, " (");
        page_text(p, word_proof(r->ko, pair->before->proof));
        page_text(p, " -> ");
        page_text(p, word_proof(r->ko, pair->after->proof));
        page_text(p, ")");
    }
    page_line(p);
}

/* put_credential says what became of the credential as a whole; false where
 * there is none in either. */
static bool put_credential(gm_report *r, struct page *p, const gm_item *it)
{
    gm_c2pa_state was = it->before->credential.state, is = it->credential.state;

    if (was == GM_C2PA_NONE && is == GM_C2PA_NONE)
        return false;
    page_text(p, "  ");
    page_text(p, word_outcome(r->ko, it->kept));
    page_text(p, ": C2PA, ");
    page_text(p, word_state(r->ko, was));
    page_text(p, " -> ");
    page_text(p, word_state(r->ko, is));
    page_line(p);
    return true;
}

static void diff_item(gm_report *r, const gm_item *it)
{
    struct page page = text_page(r), *p = &page;

    if (!it->before)
        return;
    text_path(r, p, it->before);
    page_text(p, " -> ");
    text_path(r, p, it);
    page_line(p);
    for (size_t i = 0; i < it->pair_count; i++)
        put_pair(r, p, &it->pairs[i]);
    if (!put_credential(r, p, it) && !it->pair_count) {
        page_text(p, report_say(r, "  no marks in either",
                                "  두 파일 모두 표시가 없습니다"));
        page_line(p);
    }
    text_laws(r, p, it);
}

/* ---- for programs ------------------------------------------------------- */

static void put_mark(gm_report *r, struct jout *j, const char *key,
                     const gm_mark *m)
{
    if (!m) {
        jout_null(j, key);
        return;
    }
    jout_map(j, key);
    if (r->c.redact)
        jout_null(j, "value");
    else
        jout_str(j, "value", m->value.ptr, m->value.len);
    jout_text(j, "claim", gm_claim_name(m->claim));
    jout_text(j, "proof", gm_proof_name(m->proof));
    jout_str(j, "place", m->place.path.ptr, m->place.path.len);
    jout_end(j);
}

static void put_pairs(gm_report *r, struct jout *j, const gm_item *it)
{
    uint64_t counts[OUTCOMES] = {0};

    jout_list(j, "marks");
    for (size_t i = 0; i < it->pair_count; i++) {
        const gm_pair *p = &it->pairs[i];
        const gm_mark *m = p->before ? p->before : p->after;

        counts[p->outcome]++;
        jout_map(j, NULL);
        jout_text(j, "outcome", gm_outcome_name(p->outcome));
        jout_text(j, "kind", gm_kind_name(m->kind));
        jout_str(j, "name", m->name.ptr, m->name.len);
        put_mark(r, j, "before", p->before);
        put_mark(r, j, "after", p->after);
        jout_end(j);
    }
    jout_end(j);
    jout_map(j, "counts");
    for (int i = 0; i < OUTCOMES; i++)
        jout_uint(j, gm_outcome_name((gm_outcome)i), counts[i]);
    jout_end(j);
}

static void json_item(gm_report *r, const gm_item *it)
{
    const gm_item *was = it->before;
    struct jout json, *j = &json;

    if (!was)
        return;
    jout_init(j, &r->out);
    jout_map(j, NULL);
    jout_text(j, "schema", "genmark-diff/1");
    jout_str(j, "before", was->path.ptr, was->path.len);
    json_bytes(j, "before_bytes", was);
    jout_str(j, "after", it->path.ptr, it->path.len);
    json_bytes(j, "after_bytes", it);
    put_pairs(r, j, it);
    jout_map(j, "c2pa");
    jout_text(j, "outcome", gm_outcome_name(it->kept));
    jout_text(j, "before", gm_c2pa_state_name(was->credential.state));
    jout_text(j, "after", gm_c2pa_state_name(it->credential.state));
    jout_end(j);
    json_verdicts(j, r, it);
    jout_end(j);
    out_char(&r->out, '\n');
}

const struct writer writer_diff = {.kind = "diff", .item = diff_item};
const struct writer writer_diff_json = {.kind = "diff-json", .item = json_item};
