/* SPDX-License-Identifier: Apache-2.0
 * sarif_report.c - one SARIF 2.1.0 run; a result for each finding.
 *
 * [SARIF] OASIS Static Analysis Results Interchange Format 2.1.0.
 * fail and warn are of kind "fail", unknown is "open" (3.27.9: what could not
 * be decided), so a viewer never shows one for the other.  An item that could
 * not be read is a result of the rule "genmark-unread". */
#include "base/json_write.h"
#include "report/report.h"

static void str(struct jout *j, const char *key, gm_str s)
{
    jout_str(j, key, s.ptr, s.len);
}

/* put_uri writes a path as a relative or absolute URI reference [RFC 3986]. */
static void put_uri(struct jout *j, gm_str path)
{
    jout_name(j, "uri");
    out_char(j->out, '"');
    if (path.len && path.ptr[0] == '/')
        out_text(j->out, "file://");
    report_percent(j->out, path);
    out_char(j->out, '"');
}

static void put_place(struct jout *j, const gm_item *it, const gm_mark *m)
{
    jout_list(j, "locations");
    jout_map(j, NULL);
    jout_map(j, "physicalLocation");
    jout_map(j, "artifactLocation");
    put_uri(j, it->path);
    jout_end(j);
    if (m && m->place.len) {
        jout_map(j, "region");
        jout_uint(j, "byteOffset", m->place.off);
        jout_uint(j, "byteLength", m->place.len);
        jout_end(j);
    }
    jout_end(j);
    jout_end(j);
    jout_end(j);
}

static void put_message(struct jout *j, gm_str text)
{
    jout_map(j, "message");
    str(j, "text", text);
    jout_end(j);
}

static const char *kind_of(gm_verdict v)
{
    switch (v) {
    case GM_FAIL:
    case GM_WARN: return "fail";
    case GM_UNKNOWN: return "open";
    case GM_PASS: return "pass";
    case GM_INFO: return "informational";
    case GM_NOT_APPLICABLE: return "notApplicable";
    }
    return "open";
}

static void put_finding(gm_report *r, const gm_item *it, const gm_finding *f)
{
    struct jout j;
    const gm_mark *m = NULL;

    if (f->mark_count && f->marks[0] < it->mark_count)
        m = &it->marks[f->marks[0]];
    report_element(r);
    jout_init(&j, &r->out);
    jout_map(&j, NULL);
    str(&j, "ruleId", f->rule);
    jout_text(&j, "kind", kind_of(f->verdict));
    if (f->known)
        jout_text(&j, "baselineState", "unchanged");
    jout_text(&j, "level",
              f->verdict == GM_FAIL   ? "error"
              : f->verdict == GM_WARN ? "warning"
                                      : "none");
    put_message(&j, report_pick(r, f->say));
    put_place(&j, it, m);
    jout_map(&j, "properties");
    str(&j, "law", f->law);
    jout_text(&j, "verdict", gm_verdict_name(f->verdict));
    str(&j, "cite", f->cite);
    str(&j, "basis", f->basis);
    str(&j, "fix", report_pick(r, f->fix));
    jout_list(&j, "ask");
    for (size_t i = 0; i < f->ask_count; i++)
        str(&j, NULL, f->ask[i]);
    jout_end(&j);
    jout_end(&j);
    jout_end(&j);
}

static void put_error(gm_report *r, const gm_item *it)
{
    struct jout j;

    report_element(r);
    jout_init(&j, &r->out);
    jout_map(&j, NULL);
    jout_text(&j, "ruleId", "genmark-unread");
    jout_text(&j, "kind", "fail");
    jout_text(&j, "level", "warning");
    put_message(&j, it->error.message);
    put_place(&j, it, NULL);
    jout_map(&j, "properties");
    jout_text(&j, "error", gm_fault_name(it->error.kind));
    if (it->error.limit.len)
        str(&j, "limit", it->error.limit);
    jout_end(&j);
    jout_end(&j);
}

static void sarif_head(gm_report *r)
{
    out_text(&r->out,
             "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
             "\"version\":\"2.1.0\",\"runs\":[{\"results\":[\n");
}

static void sarif_item(gm_report *r, const gm_item *it)
{
    if (it->error.kind != GM_FAULT_NONE)
        put_error(r, it);
    for (size_t i = 0; i < it->finding_count; i++)
        if (it->findings[i].verdict != GM_NOT_APPLICABLE)
            put_finding(r, it, &it->findings[i]);
}

static void sarif_foot(gm_report *r)
{
    struct jout j;

    out_text(&r->out, "\n],\"invocations\":[{\"executionSuccessful\":");
    out_text(&r->out, r->tally.errors ? "false" : "true");
    out_text(&r->out, "}],\"tool\":");
    jout_init(&j, &r->out);
    jout_map(&j, NULL);
    jout_map(&j, "driver");
    jout_text(&j, "name", "genmark");
    jout_text(&j, "version", gm_version());
    jout_map(&j, "properties");
    jout_text(&j, "packs", r->tally.packs);
    jout_text(&j, "as_of", r->tally.as_of);
    jout_end(&j);
    jout_end(&j);
    jout_end(&j);
    out_text(&r->out, "}]}\n");
}

const struct writer writer_sarif = {.kind = "sarif",
                                    .between = ",\n",
                                    .head = sarif_head,
                                    .item = sarif_item,
                                    .foot = sarif_foot};
