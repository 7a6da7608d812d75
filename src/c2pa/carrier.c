/* SPDX-License-Identifier: Apache-2.0
 * carrier.c - what is wrong with where a text keeps its store, by the codes
 * that the specification has for it.
 *
 * [C2PA 2.3] A.8 text wrappers; [C2PA 2.4] A.7 HTML, A.9 structured text. */
#include "c2pa/job.h"

static const struct carrier {
    struct span key;
    enum status cut, many;
    const char *why_cut, *why_many;
} carriers[] = {{SPAN_OF("text-wrapper"), ST_TEXT_CORRUPT, ST_TEXT_MANY,
                 "a text wrapper is damaged", "more than one text wrapper"},
                {SPAN_OF("structured-text"), ST_BLOCK_MALFORMED, ST_BLOCK_MANY,
                 "a manifest block is damaged", "more than one manifest block"},
                {SPAN_OF("html"), ST_GENERAL, ST_HTML_MANY,
                 "a manifest element is damaged",
                 "more than one manifest element"}};

static bool is_reference(const struct slot *s)
{
    return s->kind == SLOT_OTHER && span_eq(s->key, SPAN("c2pa-reference"));
}

const struct slot *carrier_reference(const struct doc *d, uint32_t nth)
{
    for (uint32_t i = 0; i < d->slot_count; i++)
        if (is_reference(&d->slots[i]) && nth-- == 0)
            return &d->slots[i];
    return NULL;
}

static enum status block_status(struct span why)
{
    if (span_eq(why, SPAN("open")))
        return ST_BLOCK_NONE;
    if (span_eq(why, SPAN("empty")))
        return ST_BLOCK_EMPTY;
    if (span_eq(why, SPAN("unresolved")))
        return ST_BLOCK_UNRESOLVED;
    return ST_BLOCK_MALFORMED;
}

static bool check(struct job *j, const struct carrier *c)
{
    const struct slot *cut = NULL;
    uint32_t count = 0;
    enum status why = c->cut;

    for (uint32_t i = 0; i < j->doc->slot_count; i++) {
        const struct slot *s = &j->doc->slots[i];
        bool store = s->kind == SLOT_JUMBF && span_eq(s->key, c->key);

        if (store && s->flags & SLOT_CUT)
            cut = s;
        count += store || (is_reference(s) && span_eq(s->space, c->key));
    }
    if (cut) {
        if (c->cut == ST_BLOCK_MALFORMED)
            why = block_status(cut->space);
        job_log(j, why, (struct span){0}, NULL);
        return job_error(j, c->why_cut);
    }
    if (count > 1) {
        job_log(j, c->many, (struct span){0}, NULL);
        return job_error(j, c->why_many);
    }
    return true;
}

bool carrier_check(struct job *j)
{
    for (size_t i = 0; i < sizeof(carriers) / sizeof(*carriers); i++)
        if (!check(j, &carriers[i]))
            return false;
    return true;
}
