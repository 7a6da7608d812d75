/* SPDX-License-Identifier: Apache-2.0
 * ingredients.c - the manifests that a manifest was made from.
 *
 * [C2PA] sections 11.2 and 15.11.3.  Manifests refer to older ones in
 * ingredient assertions.  They form a graph without cycles, which is walked
 * with a stack; each manifest is checked once, and told below every reference.
 * What an ingredient assertion has on record about the state its author found
 * is no news and does not count again [C2PA 15.2]. */
#include "c2pa/job.h"

#include <stdlib.h>

enum {
    DEPTH = 200,
    OPEN = 1,
    DONE = 2
};

struct frame {
    struct manifest *m;
    uint32_t next; /* assertion */
};

static bool is_ingredient(const struct assertion *a)
{
    return assertion_is(a, SPAN("c2pa.ingredient"));
}

bool ingredient_of(struct job *j, struct assertion *a, struct hashed_uri *to)
{
    const struct cbor *c = assertion_cbor(j, a);
    const struct cbor *m = cbor_get(c, SPAN("activeManifest"));

    if (!m)
        m = cbor_get(c, SPAN("c2pa_manifest"));
    return m && hashed_uri_of(m, to);
}

struct span ingredient_label(const struct hashed_uri *u)
{
    struct span label = uri_manifest(u->url);

    return label.len ? label : u->url;
}

struct span ingredient_relation(struct job *j, struct assertion *a)
{
    return cbor_text(cbor_get(assertion_cbor(j, a), SPAN("relationship")));
}

/* ---- which manifests are reached ---------------------------------------- */

static int by_span(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    size_t n = x->len < y->len ? x->len : y->len;
    int d = n ? memcmp(x->ptr, y->ptr, n) : 0;

    return d ? d : (x->len > y->len) - (x->len < y->len);
}

bool ingredients_redact(const struct job *j, struct span uri)
{
    return j->redacted_count && bsearch(&uri, j->redacted, j->redacted_count,
                                        sizeof(*j->redacted), by_span);
}

static bool collect_redacted(struct job *j)
{
    uint32_t total = 0;

    for (uint32_t i = 0; i < j->store.count; i++)
        if (j->store.list[i]->reached && j->store.list[i]->claim.redacted)
            total += j->store.list[i]->claim.redacted->count;
    j->redacted = job_alloc(j, total * sizeof(*j->redacted));
    if (!j->redacted)
        return false;
    for (uint32_t i = 0; i < j->store.count; i++) {
        struct manifest *m = j->store.list[i];
        const struct cbor *r =
            m->reached && m->claim.redacted ? m->claim.redacted->child : NULL;

        for (; r; r = r->next) {
            struct span uri = cbor_text(r);
            struct manifest *of = store_find(j, uri_manifest(uri));

            if (of)
                of->touched = true;
            j->redacted[j->redacted_count++] = uri;
        }
    }
    if (j->redacted_count)
        qsort(j->redacted, j->redacted_count, sizeof(*j->redacted), by_span);
    return true;
}

/* take_stamps reads c2pa.time-stamp: a map from manifest labels to tokens
 * [C2PA 18.17]. */
static bool take_stamps(struct job *j, struct manifest *m)
{
    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];
        const struct cbor *c;

        if (!assertion_is(a, SPAN("c2pa.time-stamp")))
            continue;
        c = assertion_cbor(j, a);
        if (!cbor_is(c, CBOR_MAP)) {
            job_log(j, ST_STAMP_MALFORMED, job_assertion_uri(j, m, a->label),
                    NULL);
            return job_error(j, "time-stamp assertion malformed");
        }
        for (c = c->child; c; c = c->next) {
            struct manifest *of = store_find(j, cbor_text(c->key));

            if (of && cbor_is(c, CBOR_BYTES))
                of->stamp = c;
        }
    }
    return true;
}

/* descend is the next manifest that frame f leads to and that is new, NULL at
 * its end. */
static struct manifest *descend(struct job *j, struct frame *f)
{
    while (f->next < f->m->assertion_count && !j->error) {
        struct assertion *a = &f->m->assertions[f->next++];
        struct hashed_uri u;
        struct manifest *to;

        if (!is_ingredient(a) || !ingredient_of(j, a, &u))
            continue;
        to = store_find(j, ingredient_label(&u));
        if (!to)
            job_log(j, ST_INGREDIENT_MISSING,
                    job_assertion_uri(j, f->m, a->label), NULL);
        else if (to->mark == OPEN)
            job_error(j, "manifests refer to each other in a circle");
        else if (to->mark == 0)
            return to;
    }
    return NULL;
}

bool ingredients_collect(struct job *j)
{
    struct frame *stack = job_alloc(j, DEPTH * sizeof(*stack));
    uint32_t depth = 0;

    if (!stack)
        return false;
    stack[depth++] = (struct frame){j->store.active, 0};
    j->store.active->mark = OPEN;
    j->store.active->reached = true;
    j->store.active->role = ROLE_WHOLE;
    while (depth && !j->error && !j->memory) {
        struct frame *f = &stack[depth - 1];
        struct manifest *to =
            f->next == 0 && !take_stamps(j, f->m) ? NULL : descend(j, f);

        if (!to) {
            f->m->mark = DONE;
            depth--;
            continue;
        }
        if (depth == DEPTH)
            return job_error(j, "ingredients nested too deep");
        to->mark = OPEN;
        to->reached = true;
        stack[depth++] = (struct frame){to, 0};
    }
    return !j->error && !j->memory && collect_redacted(j);
}

/* ---- checking ----------------------------------------------------------- */

static enum digest digest_for(const struct hashed_uri *u, struct span alg)
{
    return digest_named(u->alg.len ? u->alg : alg);
}

/* A manifest with redactions no longer has the hash on record; its signature
 * still has [C2PA 15.11.3.3.1]. */
static bool check_signature(struct job *j, struct manifest *of,
                            const struct cbor *ingredient, struct manifest *m)
{
    struct hashed_uri u;
    struct hash h;

    if (!cbor_get(ingredient, SPAN("activeManifest")))
        return true;
    if (!hashed_uri_of(cbor_get(ingredient, SPAN("claimSignature")), &u))
        return job_error(j, "ingredient with redactions names no signature");
    h = hash_of(digest_for(&u, m->claim.alg), of->signature_box->body);
    job_log(j,
            hashed_uri_is(&u, &h) ? ST_INGREDIENT_SIG_VALIDATED
                                  : ST_INGREDIENT_SIG_MISMATCH,
            job_uri(j, of), NULL);
    return true;
}

static void check_hash(struct job *j, struct manifest *m, struct manifest *of,
                       const struct hashed_uri *u)
{
    enum digest d = digest_for(u, m->claim.alg);
    struct hash h = hash_of(d, of->outer->body);

    if (hashed_uri_is(u, &h)) {
        job_log(j, ST_INGREDIENT_VALIDATED, job_uri(j, of), NULL);
        return;
    }
    h = hash_of(d, of->claim.raw); /* as version 1.0 had it */
    if (!hashed_uri_is(u, &h))
        job_log(j, ST_INGREDIENT_MISMATCH, job_uri(j, of), NULL);
}

static bool is_zero(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i])
            return false;
    return true;
}

/* take_role is what an ingredient is to the asset: the nearest of what its
 * references make it. */
static void take_role(const struct manifest *m, struct manifest *of,
                      struct span relation)
{
    enum role role = span_eq(relation, SPAN("parentOf"))      ? ROLE_WHOLE
                     : span_eq(relation, SPAN("componentOf")) ? ROLE_PART
                                                              : ROLE_INPUT;

    if (role < m->role)
        role = m->role;
    if (role < of->role)
        of->role = role;
}

/* complete is whether an ingredient has what its version asks for. */
static bool complete(const struct assertion *a, const struct cbor *c)
{
    bool first = span_eq(a->base, SPAN("c2pa.ingredient"));

    if (!first && !span_eq(a->base, SPAN("c2pa.ingredient.v2")))
        return true;
    return cbor_is(cbor_get(c, SPAN("dc:title")), CBOR_TEXT) &&
           cbor_is(cbor_get(c, SPAN("dc:format")), CBOR_TEXT) &&
           (!first || cbor_is(cbor_get(c, SPAN("instanceID")), CBOR_TEXT));
}

/* codes_ok is whether results are three lists of codes. */
static bool codes_ok(const struct cbor *results)
{
    static const struct span lists[] = {
        SPAN_OF("success"), SPAN_OF("informational"), SPAN_OF("failure")};

    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
        const struct cbor *c = cbor_get(results, lists[i]);

        if (!cbor_is(c, CBOR_LIST))
            return false;
        for (c = c->child; c; c = c->next)
            if (!cbor_is(cbor_get(c, SPAN("code")), CBOR_TEXT))
                return false;
    }
    return true;
}

/* results_ok is whether what an ingredient's author found has its form. */
static bool results_ok(const struct cbor *all)
{
    const struct cbor *own = cbor_get(all, SPAN("activeManifest"));
    const struct cbor *d = cbor_get(all, SPAN("ingredientDeltas"));

    if (!cbor_is(all, CBOR_MAP) ||
        (own && own->kind != CBOR_NULL && !codes_ok(own)))
        return false;
    if (!d || d->kind == CBOR_NULL)
        return true;
    if (!cbor_is(d, CBOR_LIST))
        return false;
    for (d = d->child; d; d = d->next)
        if (!cbor_is(cbor_get(d, SPAN("ingredientAssertionURI")), CBOR_TEXT) ||
            !codes_ok(cbor_get(d, SPAN("validationDeltas"))))
            return false;
    return true;
}

/* sound is whether an ingredient of version 3 with a manifest says what was
 * found of it, and leaves its source to it [C2PA 2.4, 18.15]. */
static bool sound(const struct cbor *c)
{
    return results_ok(cbor_get(c, SPAN("validationResults"))) &&
           !cbor_is(cbor_get(c, SPAN("digitalSourceType")), CBOR_TEXT);
}

/* check_one checks one ingredient assertion; *to is the manifest to walk. */
static bool check_one(struct job *j, struct manifest *m, struct assertion *a,
                      struct manifest **to)
{
    const struct cbor *c = assertion_cbor(j, a);
    struct span relation = ingredient_relation(j, a);
    struct span uri = job_assertion_uri(j, m, a->label);
    struct hashed_uri u;
    struct manifest *of;

    if (a->content == CONTENT_REDACTED || ingredients_redact(j, uri))
        return true;
    if (is_zero(a->data) || !cbor_is(c, CBOR_MAP))
        return job_error(j, "ingredient assertion cannot be read");
    if (!span_eq(relation, SPAN("parentOf")) &&
        !span_eq(relation, SPAN("componentOf")) &&
        !span_eq(relation, SPAN("inputTo")))
        return job_error(j, "ingredient assertion without relationship");
    if (span_has(a->base, SPAN(".v")) &&
        !span_eq(a->base, SPAN("c2pa.ingredient.v2")) &&
        !span_eq(a->base, SPAN("c2pa.ingredient.v3")))
        return job_error(j, "ingredient of a version too new");
    if (!complete(a, c))
        return job_error(j, "ingredient assertion lacks a field");
    if (!ingredient_of(j, a, &u)) {
        if (!span_eq(relation, SPAN("inputTo")))
            job_log(j, ST_INGREDIENT_UNKNOWN, uri, NULL);
        return true;
    }
    if (span_eq(a->base, SPAN("c2pa.ingredient.v3")) && !sound(c))
        job_log(j, ST_INGREDIENT_MALFORMED, uri, NULL);
    of = store_find(j, ingredient_label(&u));
    if (!of) {
        job_log(j, ST_INGREDIENT_MISSING, uri, NULL);
        return true;
    }
    if (of->touched) {
        if (!check_signature(j, of, c, m))
            return false;
    } else {
        check_hash(j, m, of, &u);
    }
    *to = of;
    take_role(m, of, relation);
    return verify_manifest(j, of);
}

bool ingredients_check(struct job *j)
{
    struct frame *stack = job_alloc(j, DEPTH * sizeof(*stack));
    uint32_t depth = 0;

    if (!stack)
        return false;
    stack[depth++] = (struct frame){j->store.active, 0};
    while (depth && !j->error && !j->memory && job_alive(j)) {
        struct frame *f = &stack[depth - 1];
        struct assertion *a;
        struct manifest *to = NULL;
        bool ok;

        if (f->next == f->m->assertion_count) {
            depth--;
            continue;
        }
        a = &f->m->assertions[f->next++];
        if (!is_ingredient(a))
            continue;
        j->scope = job_assertion_uri(j, f->m, a->label);
        ok = check_one(j, f->m, a, &to);
        j->scope = (struct span){0};
        if (!ok)
            return false;
        if (to && !to->walked && depth < DEPTH) {
            to->walked = true;
            stack[depth++] = (struct frame){to, 0};
        }
    }
    return !j->error && !j->memory && !j->stopped;
}

/* ---- what is on record -------------------------------------------------- */

struct record {
    struct span code, uri;
};

struct records {
    struct record *list;
    uint32_t count, cap;
};

static int by_record(const void *a, const void *b)
{
    const struct record *x = a, *y = b;
    int d = by_span(&x->uri, &y->uri);

    return d ? d : by_span(&x->code, &y->code);
}

static void record_list(struct job *j, struct records *r,
                        const struct cbor *list, struct span label)
{
    if (!cbor_is(list, CBOR_LIST))
        return;
    for (list = list->child; list; list = list->next) {
        struct span uri = cbor_text(cbor_get(list, SPAN("url")));

        if (span_starts(uri, SPAN("self#jumbf")))
            uri = uri_absolute(j->arena, label, uri);
        if (r->count < r->cap)
            r->list[r->count++] =
                (struct record){cbor_text(cbor_get(list, SPAN("code"))), uri};
    }
}

static void record_results(struct job *j, struct records *r,
                           const struct cbor *results, struct span label)
{
    record_list(j, r, cbor_get(results, SPAN("success")), label);
    record_list(j, r, cbor_get(results, SPAN("informational")), label);
    record_list(j, r, cbor_get(results, SPAN("failure")), label);
}

static uint32_t members(const struct cbor *results)
{
    const struct cbor *s = cbor_get(results, SPAN("success"));
    const struct cbor *i = cbor_get(results, SPAN("informational"));
    const struct cbor *f = cbor_get(results, SPAN("failure"));

    return (s ? s->count : 0) + (i ? i->count : 0) + (f ? f->count : 0);
}

/* record_one counts (fill false) or lists what one ingredient assertion has. */
static void record_one(struct job *j, struct records *r, struct assertion *a,
                       bool fill)
{
    const struct cbor *c = assertion_cbor(j, a), *d;
    const struct cbor *all = cbor_get(c, SPAN("validationResults"));
    const struct cbor *old = cbor_get(c, SPAN("validationStatus"));
    struct hashed_uri u = {0};
    struct span label;

    ingredient_of(j, a, &u);
    label = uri_manifest(u.url);
    if (fill) {
        record_list(j, r, old, label);
        record_results(j, r, cbor_get(all, SPAN("activeManifest")), label);
    } else {
        r->cap += old ? old->count : 0;
        r->cap += members(cbor_get(all, SPAN("activeManifest")));
    }
    d = cbor_get(all, SPAN("ingredientDeltas"));
    for (d = cbor_is(d, CBOR_LIST) ? d->child : NULL; d; d = d->next) {
        const struct cbor *x = cbor_get(d, SPAN("validationDeltas"));

        if (fill)
            record_results(j, r, x, label);
        else
            r->cap += members(x);
    }
}

static void record_all(struct job *j, struct records *r, bool fill)
{
    for (uint32_t i = 0; i < j->store.count; i++) {
        struct manifest *m = j->store.list[i];

        for (uint32_t k = 0; m->reached && k < m->assertion_count; k++)
            if (is_ingredient(&m->assertions[k]))
                record_one(j, r, &m->assertions[k], fill);
    }
}

bool ingredients_settle(struct job *j)
{
    struct records r = {0};

    record_all(j, &r, false);
    r.list = job_alloc(j, r.cap * sizeof(*r.list));
    if (!r.list)
        return false;
    record_all(j, &r, true);
    if (r.count)
        qsort(r.list, r.count, sizeof(*r.list), by_record);
    for (uint32_t i = 0; i < j->log_count && r.count; i++) {
        struct entry *e = &j->log[i];
        struct record key = {status_code(e->status), e->uri};

        if (e->kept || span_eq(uri_manifest(e->uri), j->store.active->label))
            continue;
        e->dropped = bsearch(&key, r.list, r.count, sizeof(*r.list), by_record);
        if (e->dropped || e->status != ST_CRED_EXPIRED)
            continue;
        /* Its author found the signature inside its validity: that the
         * certificate has run out since then is no fault of it. */
        key.code = status_code(ST_SIG_INSIDE);
        e->dropped = bsearch(&key, r.list, r.count, sizeof(*r.list), by_record);
    }
    return true;
}
