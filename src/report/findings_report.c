/* SPDX-License-Identifier: Apache-2.0
 * findings_report.c - a CSV row for each finding that is not settled: failed,
 * warned or unknown.  The program takes such a list back as a baseline of what
 * is known. */
#include "report/csv.h"

static void findings_head(gm_report *r)
{
    out_text(&r->out, "path,law,rule,verdict,known,say,path_bytes\n");
}

static void findings_item(gm_report *r, const gm_item *it)
{
    struct out *o = &r->out;

    for (size_t i = 0; i < it->finding_count; i++) {
        const gm_finding *f = &it->findings[i];

        if (f->verdict < GM_WARN)
            continue;
        csv_cell(o, it->path);
        csv_cell(o, f->law);
        csv_cell(o, f->rule);
        csv_word(o, gm_verdict_name(f->verdict));
        csv_word(o, f->known ? "true" : "false");
        csv_cell(o, report_pick(r, f->say));
        csv_bytes(o, it);
    }
}

const struct writer writer_findings = {
    .kind = "findings", .head = findings_head, .item = findings_item};
