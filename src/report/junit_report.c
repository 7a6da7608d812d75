/* SPDX-License-Identifier: Apache-2.0
 * junit_report.c - JUnit XML: a suite for each item, a case for each finding.
 * An unknown verdict is a skipped case, or a failure where the caller takes it
 * for one; what could not be read is an error.
 *
 * There are several schemas.  The reason of a skipped case is text, not an
 * attribute, for that is valid by the early and by the present one of Jenkins.
 */
#include "report/html.h"
#include "report/report.h"

static void junit_head(gm_report *r)
{
    out_text(&r->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<testsuites name=\"genmark\">\n");
}

static void attr(struct out *o, const char *name, gm_str s)
{
    out_char(o, ' ');
    out_text(o, name);
    out_text(o, "=\"");
    html_str(o, s);
    out_char(o, '"');
}

static void number(struct out *o, const char *name, uint64_t n)
{
    out_char(o, ' ');
    out_text(o, name);
    out_text(o, "=\"");
    out_uint(o, n);
    out_char(o, '"');
}

/* fails: the exit code counts it, so that the two never disagree. */
static bool fails(const gm_report *r, const gm_finding *f)
{
    return !f->known && (f->verdict == GM_FAIL ||
                         (f->verdict == GM_UNKNOWN && r->c.unknown_fails) ||
                         (f->verdict == GM_WARN && r->c.warn_fails));
}

static bool is_skipped(const gm_report *r, const gm_finding *f)
{
    return !fails(r, f) && (f->known || f->verdict == GM_UNKNOWN);
}

static void put_unknown(gm_report *r, const gm_finding *f)
{
    struct out *o = &r->out;

    out_text(o, "unknown:");
    for (size_t i = 0; i < f->ask_count; i++) {
        out_text(o, i ? ", " : " --fact ");
        html_str(o, f->ask[i]);
    }
    out_text(o, " ");
    html_str(o, report_pick(r, f->why));
}

static void put_failure(gm_report *r, const gm_finding *f)
{
    struct out *o = &r->out;

    out_text(o, "<failure message=\"");
    if (f->verdict == GM_UNKNOWN)
        out_text(o, "unknown: ");
    html_str(o, report_pick(r, f->say));
    out_text(o, "\">");
    if (f->verdict == GM_UNKNOWN) {
        put_unknown(r, f);
        out_text(o, "\n");
    }
    html_str(o, f->cite);
    out_text(o, "\n");
    html_str(o, report_pick(r, f->fix));
    out_text(o, "</failure>");
}

static void put_case(gm_report *r, const gm_finding *f)
{
    struct out *o = &r->out;

    out_text(o, "  <testcase");
    attr(o, "classname", f->law);
    attr(o, "name", f->rule);
    out_text(o, ">");
    if (fails(r, f)) {
        put_failure(r, f);
    } else if (f->known) {
        out_text(o, "<skipped>known: ");
        html_str(o, report_pick(r, f->say));
        out_text(o, "</skipped>");
    } else if (f->verdict == GM_UNKNOWN) {
        out_text(o, "<skipped>");
        put_unknown(r, f);
        out_text(o, "</skipped>");
    } else if (f->verdict == GM_WARN) {
        out_text(o, "<system-out>warning: ");
        html_str(o, report_pick(r, f->say));
        out_text(o, "</system-out>");
    }
    out_text(o, "</testcase>\n");
}

static bool is_case(const gm_finding *f)
{
    return f->verdict != GM_NOT_APPLICABLE && f->verdict != GM_INFO;
}

static void junit_item(gm_report *r, const gm_item *it)
{
    struct out *o = &r->out;
    uint64_t cases = 1, failures = 0, skipped = 0;
    bool unread = it->error.kind != GM_FAULT_NONE;

    for (size_t i = 0; i < it->finding_count; i++) {
        const gm_finding *f = &it->findings[i];

        cases += is_case(f);
        failures += fails(r, f);
        skipped += is_skipped(r, f);
    }
    out_text(o, " <testsuite");
    attr(o, "name", it->path);
    number(o, "tests", cases);
    number(o, "failures", failures);
    number(o, "errors", unread);
    number(o, "skipped", skipped);
    out_text(o, ">\n  <testcase classname=\"genmark\" name=\"read\">");
    if (unread) {
        out_text(o, "<error");
        attr(o, "type",
             (gm_str){gm_fault_name(it->error.kind),
                      strlen(gm_fault_name(it->error.kind))});
        attr(o, "message", it->error.message);
        out_text(o, "/>");
    }
    out_text(o, "</testcase>\n");
    for (size_t i = 0; i < it->finding_count; i++)
        if (is_case(&it->findings[i]))
            put_case(r, &it->findings[i]);
    out_text(o, " </testsuite>\n");
}

static void junit_foot(gm_report *r)
{
    out_text(&r->out, "</testsuites>\n");
}

const struct writer writer_junit = {.kind = "junit",
                                    .head = junit_head,
                                    .item = junit_item,
                                    .foot = junit_foot};
