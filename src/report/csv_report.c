/* SPDX-License-Identifier: Apache-2.0
 * csv_report.c - a row for each item [RFC 4180], lines ended by LF.
 *
 * Every cell with a quote, comma, or line end is quoted, so that what is read
 * back is what was written.  Lists in a cell are parted by ";". */
#include "report/csv.h"

#include "base/str.h"
#include "base/utf.h"

static const char head[] =
    "path,format,mime,media,size,sha256,origin,basis,conflict,generator,"
    "c2pa,marks,verdict,verdicts,failed,unknown,ask,error,message,as_of,"
    "packs,path_bytes\n";

static void quoted(struct out *o, gm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"')
            out_char(o, '"');
        out_char(o, s.ptr[i]);
    }
}

static bool is_plain(gm_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (strchr("\",\r\n;", s.ptr[i]))
            return false;
    return true;
}

/* repaired writes what is no UTF-8 as U+FFFD. */
static void repaired(struct out *o, gm_str s)
{
    struct span t = str_span(s);
    uint8_t to[4];

    for (size_t at = 0; at < t.len;) {
        bool bad;
        size_t n = utf8_put(utf8_next(t, &at, &bad), to);

        quoted(o, (gm_str){(const char *)to, n});
    }
}

void csv_cell(struct out *o, gm_str s)
{
    if (!utf8_ok(str_span(s))) {
        out_char(o, '"');
        repaired(o, s);
        out_char(o, '"');
    } else if (is_plain(s)) {
        out_str(o, s);
    } else {
        out_char(o, '"');
        quoted(o, s);
        out_char(o, '"');
    }
    out_char(o, ',');
}

void csv_bytes(struct out *o, const gm_item *it)
{
    if (report_odd(it))
        report_percent(o, it->path);
    out_char(o, '\n');
}

void csv_word(struct out *o, const char *s)
{
    csv_cell(o, str_of(s));
}

static void put_marks(struct out *o, const gm_item *it)
{
    out_char(o, '"');
    for (size_t i = 0; i < it->mark_count; i++) {
        out_text(o, i ? ";" : "");
        quoted(o, it->marks[i].finder);
        out_char(o, ':');
        quoted(o, it->marks[i].name);
    }
    out_text(o, "\",");
}

static void put_rules(struct out *o, const gm_item *it, gm_verdict v)
{
    bool any = false;

    out_char(o, '"');
    for (size_t i = 0; i < it->finding_count; i++) {
        if (it->findings[i].verdict != v)
            continue;
        out_text(o, any ? ";" : "");
        quoted(o, it->findings[i].rule);
        any = true;
    }
    out_text(o, "\",");
}

static void put_asks(struct out *o, const gm_item *it)
{
    bool any = false;

    out_char(o, '"');
    for (size_t i = 0; i < it->finding_count; i++) {
        const gm_finding *f = &it->findings[i];

        for (size_t k = 0; f->verdict == GM_UNKNOWN && k < f->ask_count; k++) {
            out_text(o, any ? ";" : "");
            quoted(o, f->ask[k]);
            any = true;
        }
    }
    out_text(o, "\",");
}

static void put_verdicts(struct out *o, const gm_item *it)
{
    gm_verdict worst;

    if (tally_worst(it, &worst))
        csv_word(o, gm_verdict_name(worst));
    else
        out_char(o, ',');
    out_char(o, '"');
    for (size_t i = 0; i < it->verdict_count; i++) {
        out_text(o, i ? ";" : "");
        quoted(o, it->verdicts[i].law);
        out_char(o, '=');
        out_text(o, gm_verdict_name(it->verdicts[i].verdict));
    }
    out_text(o, "\",");
}

static void csv_head(gm_report *r)
{
    out_text(&r->out, head);
}

static void csv_item(gm_report *r, const gm_item *it)
{
    struct out *o = &r->out;

    csv_cell(o, it->path);
    csv_cell(o, it->format);
    csv_cell(o, it->mime);
    csv_word(o, gm_media_name(it->media));
    out_uint(o, it->length);
    out_char(o, ',');
    csv_cell(o, it->sha256);
    csv_word(o, gm_claim_name(it->origin.claim));
    csv_word(o, gm_basis_name(it->origin.basis));
    csv_word(o, it->origin.conflict ? "true" : "false");
    csv_cell(o, it->origin.generator);
    csv_word(o, gm_c2pa_state_name(it->credential.state));
    put_marks(o, it);
    put_verdicts(o, it);
    put_rules(o, it, GM_FAIL);
    put_rules(o, it, GM_UNKNOWN);
    put_asks(o, it);
    csv_word(o, it->error.kind == GM_FAULT_NONE
                    ? ""
                    : gm_fault_name(it->error.kind));
    csv_cell(o, it->error.message);
    csv_cell(o, it->as_of);
    csv_cell(o, it->packs);
    csv_bytes(o, it);
}

const struct writer writer_csv = {
    .kind = "csv", .head = csv_head, .item = csv_item};
