/* SPDX-License-Identifier: Apache-2.0
 * premis_report.c - PREMIS 3: an object and a validation event for each item,
 * and this program as the agent.
 *
 * [PREMIS] PREMIS Data Dictionary 3.0 and its schema, in which all objects
 * come before all events; so events wait in `later`. */
#include "report/html.h"

#include "base/str.h"
#include "report/report.h"

static void in(struct out *o, const char *name, gm_str s)
{
    html_in(o, name, NULL, s);
}

static void premis_head(gm_report *r)
{
    out_text(&r->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<premis xmlns=\"http://www.loc.gov/premis/v3\" "
                      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                      "version=\"3.0\">\n");
}

/* put_path writes the path, by its bytes where two could look alike; what type
 * of identifier that is, type_of says. */
static void put_path(struct out *o, const gm_item *it)
{
    if (report_odd(it))
        report_percent(o, it->path);
    else
        html_str(o, it->path);
}

static gm_str type_of(const gm_item *it)
{
    return str_of(report_odd(it) ? "path, percent-encoded" : "path");
}

static void put_object(struct out *o, const gm_item *it)
{
    out_text(o, "<object xsi:type=\"file\"><objectIdentifier>");
    in(o, "objectIdentifierType", type_of(it));
    out_text(o, "<objectIdentifierValue>");
    put_path(o, it);
    out_text(
        o,
        "</objectIdentifierValue></objectIdentifier><objectCharacteristics>");
    if (it->sha256.len) {
        out_text(o, "<fixity>");
        in(o, "messageDigestAlgorithm", str_of("SHA-256"));
        in(o, "messageDigest", it->sha256);
        out_text(o, "</fixity>");
    }
    out_text(o, "<size>");
    out_uint(o, it->length);
    out_text(o, "</size><format><formatDesignation>");
    in(o, "formatName",
       it->mime.len ? it->mime : str_of("application/octet-stream"));
    out_text(o, "</formatDesignation></format></objectCharacteristics>"
                "</object>\n");
}

static const char *outcome(const gm_item *it)
{
    gm_verdict worst;

    if (it->error.kind != GM_FAULT_NONE)
        return "error";
    return tally_worst(it, &worst) ? gm_verdict_name(worst) : "not judged";
}

static void put_notes(gm_report *r, struct out *o, const gm_item *it)
{
    out_text(o, "<eventOutcomeDetail><eventOutcomeDetailNote>origin ");
    out_text(o, gm_claim_name(it->origin.claim));
    out_text(o, ", ");
    out_text(o, gm_basis_name(it->origin.basis));
    if (it->error.kind != GM_FAULT_NONE) {
        out_text(o, "; ");
        html_str(o, it->error.message);
    }
    out_text(o, "</eventOutcomeDetailNote></eventOutcomeDetail>");
    for (size_t i = 0; i < it->finding_count; i++) {
        const gm_finding *f = &it->findings[i];

        if (f->verdict == GM_NOT_APPLICABLE || f->verdict == GM_INFO)
            continue;
        out_text(o, "<eventOutcomeDetail><eventOutcomeDetailNote>");
        html_str(o, f->rule);
        out_text(o, " ");
        out_text(o, gm_verdict_name(f->verdict));
        out_text(o, ": ");
        html_str(o, report_pick(r, f->say));
        out_text(o, "</eventOutcomeDetailNote></eventOutcomeDetail>");
    }
}

static void put_event(gm_report *r, struct out *o, const gm_item *it)
{
    out_text(o, "<event><eventIdentifier>");
    in(o, "eventIdentifierType",
       str_of(report_odd(it) ? "genmark, percent-encoded" : "genmark"));
    out_text(o, "<eventIdentifierValue>");
    put_path(o, it);
    out_text(o, "@");
    html_str(o, it->as_of);
    out_text(o, "</eventIdentifierValue></eventIdentifier>");
    in(o, "eventType", str_of("validation"));
    in(o, "eventDateTime", it->as_of);
    out_text(o, "<eventDetailInformation><eventDetail>AI disclosure check; "
                "rules ");
    html_str(o, it->packs);
    out_text(o, "</eventDetail></eventDetailInformation>"
                "<eventOutcomeInformation>");
    in(o, "eventOutcome", str_of(outcome(it)));
    put_notes(r, o, it);
    out_text(o, "</eventOutcomeInformation><linkingAgentIdentifier>");
    in(o, "linkingAgentIdentifierType", str_of("software"));
    in(o, "linkingAgentIdentifierValue", str_of("genmark " GM_VERSION));
    out_text(o, "</linkingAgentIdentifier><linkingObjectIdentifier>");
    in(o, "linkingObjectIdentifierType", type_of(it));
    out_text(o, "<linkingObjectIdentifierValue>");
    put_path(o, it);
    out_text(
        o,
        "</linkingObjectIdentifierValue></linkingObjectIdentifier></event>\n");
}

static void premis_item(gm_report *r, const gm_item *it)
{
    put_object(&r->out, it);
    put_event(r, &r->later_out, it);
}

static void premis_foot(gm_report *r)
{
    struct out *o = &r->out;

    report_later(r);
    out_text(o, "<agent><agentIdentifier>");
    in(o, "agentIdentifierType", str_of("software"));
    in(o, "agentIdentifierValue", str_of("genmark " GM_VERSION));
    out_text(o, "</agentIdentifier>");
    in(o, "agentName", str_of("genmark"));
    in(o, "agentType", str_of("software"));
    in(o, "agentVersion", str_of(GM_VERSION));
    out_text(o, "</agent>\n</premis>\n");
}

const struct writer writer_premis = {.kind = "premis",
                                     .head = premis_head,
                                     .item = premis_item,
                                     .foot = premis_foot};
