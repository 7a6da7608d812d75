/* SPDX-License-Identifier: Apache-2.0
 * binding.c - which hard binding ties the asset, and checking it.
 *
 * [C2PA] sections 9.2 and 15.12.  One hard binding counts: that of the active
 * manifest, or of the manifest that an update manifest updates. */
#include "c2pa/job.h"

bool is_hard_binding(struct span base)
{
    struct assertion a = {.base = base};

    return span_eq(base, SPAN("c2pa.hash.data")) ||
           span_eq(base, SPAN("c2pa.hash.boxes")) ||
           span_eq(base, SPAN("c2pa.hash.collection.data")) ||
           assertion_is(&a, SPAN("c2pa.hash.bmff"));
}

static struct manifest *parent_of(struct job *j, struct manifest *m)
{
    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];
        struct hashed_uri u;

        if (assertion_is(a, SPAN("c2pa.ingredient")) &&
            span_eq(ingredient_relation(j, a), SPAN("parentOf")) &&
            ingredient_of(j, a, &u))
            return store_find(j, ingredient_label(&u));
    }
    return NULL;
}

struct manifest *binding_of(struct job *j, struct manifest *m)
{
    uint32_t left = j->store.count;

    while (m && m->update && left-- > 0)
        m = parent_of(j, m);
    if (!m || m->update) {
        job_error(j, "the update manifest leads to no hard binding");
        return NULL;
    }
    return m;
}

/* missing tells that there is no asset that the hash could be of. */
static bool missing(struct job *j, struct manifest *m, struct assertion *a,
                    const char *why)
{
    enum status s = ST_BMFF_MISMATCH;

    if (span_eq(a->base, SPAN("c2pa.hash.data")))
        s = ST_DATA_MISMATCH;
    else if (span_eq(a->base, SPAN("c2pa.hash.boxes")))
        s = ST_BOX_MISMATCH;
    else if (span_eq(a->base, SPAN("c2pa.hash.collection.data")))
        s = ST_SET_MISMATCH;
    job_log(j, s, job_assertion_uri(j, m, a->label), why);
    return true;
}

static bool check(struct job *j, struct manifest *m, struct assertion *a)
{
    struct assertion film = {.base = a->base};

    if (j->alone)
        return missing(j, m, a, "the asset is not here");
    if (j->piece && !assertion_is(&film, SPAN("c2pa.hash.bmff")))
        return missing(j, m, a, "a fragment is bound by a BMFF hash only");
    if (span_eq(a->base, SPAN("c2pa.hash.data")))
        return span_eq(j->slot->key, SPAN("text-wrapper"))
                   ? hash_text_check(j, m, a)
                   : hash_data_check(j, m, a);
    if (span_eq(a->base, SPAN("c2pa.hash.boxes")))
        return hash_box_check(j, m, a);
    if (span_eq(a->base, SPAN("c2pa.hash.collection.data")))
        return collection_check(j, m, a);
    return hash_bmff_check(j, m, a);
}

static bool is_mismatch(enum status s)
{
    return s == ST_DATA_MISMATCH || s == ST_BOX_MISMATCH ||
           s == ST_BMFF_MISMATCH;
}

/* by_parts asks the parts where the hash over the whole does not hold; then
 * what they say stands in its place [C2PA 15.12.4]. */
static void by_parts(struct job *j, struct manifest *m, uint32_t from)
{
    uint32_t kept = from, end = j->log_count;
    bool wrong = false;

    for (uint32_t i = from; i < end; i++)
        wrong |= is_mismatch(j->log[i].status);
    if (!wrong || j->alone || j->piece || !multi_check(j, m))
        return;
    for (uint32_t i = from; i < j->log_count; i++)
        if (i >= end || !is_mismatch(j->log[i].status))
            j->log[kept++] = j->log[i];
    j->log_count = kept;
}

/* check_one checks one hard binding, by its parts where there are any. */
static bool check_one(struct job *j, struct manifest *m, struct assertion *a)
{
    uint32_t from = j->log_count;
    bool ok;

    if (a->content != CONTENT_CBOR || !assertion_cbor(j, a))
        return job_error(j, "hard binding cannot be read");
    j->keep = true;
    ok = check(j, m, a);
    if (ok && !j->error)
        by_parts(j, m, from);
    j->keep = false;
    return ok && !j->error && !j->memory && !j->stopped;
}

/* One hard binding is the rule; where there are more, which is a failure by
 * itself, each is told. */
bool binding_check(struct job *j, struct manifest *m)
{
    bool any = false;

    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];

        if (!is_hard_binding(a->base) || !a->created)
            continue;
        any = true;
        if (!check_one(j, m, a))
            return false;
    }
    return any || job_error(j, "no hard binding to check");
}
