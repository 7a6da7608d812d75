/* SPDX-License-Identifier: Apache-2.0
 * compare_json.c - a comparison as one line of JSON: schema genmark-diff/1. */
#include "tool/compare.h"

#include <jansson.h>
#include <stdio.h>

static json_t *text_json(gm_str s)
{
    return json_stringn(s.ptr, s.len);
}

static json_t *mark_json(const gm_mark *m, bool redact)
{
    if (!m)
        return json_null();
    return json_pack("{s:o, s:s, s:s, s:o}", "value",
                     redact ? json_null() : text_json(m->value), "claim",
                     gm_claim_name(m->claim), "proof", gm_proof_name(m->proof),
                     "place", text_json(m->place.path));
}

void comparison_json(FILE *to, const struct comparison *c,
                     const gm_item *before, const gm_item *after, bool redact)
{
    json_t *marks = json_array(), *counts = json_object();
    json_t *root;

    for (size_t i = 0; i < c->count; i++) {
        const struct compared *p = &c->list[i];
        const gm_mark *m = p->before ? p->before : p->after;

        json_array_append_new(
            marks, json_pack("{s:s, s:s, s:o, s:o, s:o}", "outcome",
                             outcome_name(p->outcome), "kind",
                             gm_kind_name(m->kind), "name", text_json(m->name),
                             "before", mark_json(p->before, redact), "after",
                             mark_json(p->after, redact)));
    }
    for (int o = 0; o < OUTCOMES; o++)
        json_object_set_new(counts, outcome_name((enum outcome)o),
                            json_integer((json_int_t)c->counts[o]));
    root = json_pack("{s:s, s:o, s:o, s:o, s:{s:s, s:s, s:s}, s:o}", "schema",
                     "genmark-diff/1", "before", text_json(before->path),
                     "after", text_json(after->path), "marks", marks, "c2pa",
                     "outcome", outcome_name(c->credential), "before",
                     gm_c2pa_state_name(before->credential.state), "after",
                     gm_c2pa_state_name(after->credential.state), "counts",
                     counts);
    if (root)
        json_dumpf(root, to, JSON_COMPACT);
    fputc('\n', to);
    json_decref(root);
}
