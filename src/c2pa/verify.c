/* SPDX-License-Identifier: Apache-2.0
 * verify.c - one claim: label, signature, redactions, assertions, actions.
 *
 * [C2PA] sections 15.6 to 15.10. */
#include "c2pa/job.h"

#include "base/json.h"

/* ---- the manifest's label [C2PA 8.1] ------------------------------------ */

enum {
    PARTS = 8,
    VENDOR_MAX = 32
};

static unsigned split(struct span s, struct span part[PARTS])
{
    unsigned n = 0;
    size_t from = 0;

    for (size_t i = 0; i <= s.len; i++) {
        if (i < s.len && s.ptr[i] != ':')
            continue;
        if (n < PARTS)
            part[n] = span_cut(s, from, i - from);
        n++;
        from = i + 1;
    }
    return n;
}

static bool is_number(struct span s)
{
    uint64_t n = 0;

    for (size_t i = 0; i < s.len && n <= UINT32_MAX; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        n = n * 10 + (s.ptr[i] - (unsigned)'0');
    }
    return s.len > 0 && n <= UINT32_MAX;
}

/* version_ok takes 2 and 2_1; what follows a second bar is not looked at. */
static bool version_ok(struct span s)
{
    struct span part[2] = {s, SPAN("0")};

    for (unsigned i = 0; i < 2; i++) {
        const uint8_t *bar = s.len ? memchr(s.ptr, '_', s.len) : NULL;
        size_t at = bar ? (size_t)(bar - s.ptr) : s.len;

        part[i] = span_cut(s, 0, at);
        if (!bar)
            break;
        s = span_cut(s, at + 1, s.len - at - 1);
        if (i == 0)
            part[1] = s;
    }
    return is_number(part[0]) && is_number(part[1]);
}

static bool vendor_ok(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 0x7f)
            return false;
    return s.len <= VENDOR_MAX;
}

static bool label_ok(struct span label)
{
    struct span part[PARTS] = {{0}};
    unsigned n = split(label, part);

    if (n < 3 || n > 5)
        return false;
    if (!span_eq(part[0], SPAN("urn")))
        return n == 4 && span_eq(part[1], SPAN("urn")) &&
               span_eq(part[2], SPAN("uuid"));
    if (span_eq(part[1], SPAN("uuid")))
        return true;
    return span_eq(part[1], SPAN("c2pa")) && (n < 4 || vendor_ok(part[3])) &&
           (n < 5 || !part[4].len || version_ok(part[4]));
}

/* ---- redactions [C2PA 15.10.2] ------------------------------------------ */

/* is_gone is whether a redacted assertion was taken out or overwritten. */
static bool is_gone(const struct manifest *of, struct span label)
{
    const struct assertion *a = assertion_find(of, label);

    for (size_t i = 0; a && i < a->data.len; i++)
        if (a->data.ptr[i] && a->content != CONTENT_REDACTED)
            return false;
    return true;
}

static bool check_redactions(struct job *j, struct manifest *m)
{
    const struct cbor *r =
        cbor_is(m->claim.redacted, CBOR_LIST) ? m->claim.redacted->child : NULL;
    uint64_t steps = 0;

    for (; r; r = r->next) {
        struct span uri = cbor_text(r), label = uri_manifest(uri);
        struct manifest *of = store_find(j, label);

        if (!uri.len)
            continue;
        if (label.len == 0 || span_eq(label, m->label)) {
            job_log(j, ST_SELF_REDACTED, uri, NULL);
            of = NULL;
        }
        if (span_has(uri, SPAN("c2pa.actions")))
            job_log(j, ST_ACTION_REDACTED, uri, NULL);
        if (is_hard_binding(label_base(uri_name(uri))))
            job_log(j, ST_BINDING_REDACTED, uri, NULL);
        if (of && !is_gone(of, uri_name(uri)))
            job_log(j, ST_NOT_REDACTED, uri, NULL);
        steps += of ? of->claim.ref_count : 0;
        if (steps > j->lim->steps)
            return job_limit(j, "steps");
    }
    return true;
}

/* ---- assertions --------------------------------------------------------- */

static enum digest digest_for(const struct hashed_uri *u, const struct claim *c)
{
    return digest_named(u->alg.len ? u->alg : c->alg);
}

static void check_reference(struct job *j, struct manifest *m,
                            struct reference *r)
{
    struct span label = uri_manifest(r->uri.url);
    struct span uri = uri_absolute(j->arena, m->label, r->uri.url);
    struct assertion *a;
    struct hash h;

    if (label.len && !span_eq(label, m->label)) {
        job_log(j, ST_ASSERTION_OUTSIDE, uri, NULL);
        if (!store_find(j, label))
            job_log(j, ST_CLAIM_MISSING, uri, NULL);
    }
    a = assertion_find(m, uri_name(r->uri.url));
    if (a) {
        a->listed = true;
        a->ref = r;
        a->created |= r->created;
    }
    if (ingredients_redact(j, uri)) {
        if (a)
            a->redacted = true;
        return;
    }
    if (!a) {
        job_log(j, ST_ASSERTION_MISSING, uri, NULL);
        return;
    }
    h = hash_of(digest_for(&r->uri, &m->claim), a->box->body);
    if (!a->odd && hashed_uri_is(&r->uri, &h))
        job_log(j, ST_URI_MATCH, uri, NULL);
    else
        job_log(j, ST_URI_MISMATCH, uri, NULL);
}

enum oddity {
    ODD_BIG = 1,   /* an integer that a signed number of 64 bits cannot hold */
    ODD_SIMPLE = 2 /* a simple value that means nothing */
};

static unsigned oddity(const struct cbor *c)
{
    if (c->kind == CBOR_UINT && c->number > INT64_MAX)
        return ODD_BIG;
    return c->kind == CBOR_SIMPLE ? ODD_SIMPLE : 0;
}

/* oddities looks at every value of a tree, with a stack of those it is in. */
static unsigned oddities(struct job *j, const struct cbor *root)
{
    const struct cbor **stack =
        job_alloc(j, (size_t)(j->lim->cbor_depth + 1) * sizeof(*stack));
    size_t depth = 0;
    const struct cbor *c = root;
    unsigned found = 0;

    while (stack && c) {
        found |= oddity(c);
        if (c->child && depth <= j->lim->cbor_depth) {
            stack[depth++] = c;
            c = c->child;
            continue;
        }
        while (c && !(c != root && c->next)) {
            c = depth ? stack[--depth] : NULL;
            if (c == root)
                c = NULL;
        }
        c = c ? c->next : NULL;
    }
    return found;
}

/* tell_content says what is wrong with an assertion that cannot be read.  It
 * is a reader's complaint, of the whole and not of one ingredient.  *lost is
 * set where the reader could not show the manifest for it; hard bindings are
 * not shown. */
static void tell_content(struct job *j, struct manifest *m, struct assertion *a,
                         bool *lost)
{
    struct span uri = job_assertion_uri(j, m, a->label);
    bool binding = is_hard_binding(a->base);

    if (a->content == CONTENT_CBOR) {
        const struct cbor *c = assertion_cbor(j, a);
        unsigned odd = c ? oddities(j, c) : 0;

        if (a->end != CBOR_WHOLE || odd)
            job_log(j, ST_ASSERTION_CBOR, uri, NULL);
        *lost |= (!c || (odd & ODD_SIMPLE)) && !binding;
    } else if (a->content == CONTENT_JSON &&
               !json_read(j->arena, a->data, 0, j->lim, NULL)) {
        job_log(j, ST_ASSERTION_JSON, uri, NULL);
        *lost = true;
    }
    /* A reader shows thumbnails, and so wants files. */
    *lost |= a->content != CONTENT_FILE && a->content != CONTENT_STREAM &&
             span_starts(a->base, SPAN("c2pa.thumbnail.claim"));
}

static void check_content(struct job *j, struct manifest *m,
                          struct assertion *a, bool *lost)
{
    struct span scope = j->scope;

    j->scope = (struct span){0};
    tell_content(j, m, a, lost);
    j->scope = scope;
}

static bool check_assertions(struct job *j, struct manifest *m)
{
    bool lost = false;

    for (uint32_t i = 0; i < m->claim.ref_count; i++)
        check_reference(j, m, &m->claim.refs[i]);
    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];
        struct assertion *first = assertion_find(m, a->label);

        if (!job_alive(j) || j->memory)
            return false;
        if (!first->listed) {
            job_log(j, ST_ASSERTION_UNDECLARED,
                    job_assertion_uri(j, m, a->label), NULL);
            return job_error(j, "an assertion that the claim does not list");
        }
        if (a->content == CONTENT_REDACTED || (a->redacted && !a->data.len))
            continue;
        check_content(j, m, a, &lost);
        if (!a->redacted && !known_check(j, m, a))
            return false;
    }
    if (lost) {
        struct span scope = j->scope;

        j->scope = (struct span){0};
        job_log(j, ST_ASSERTION_REQUIRED, job_uri(j, m), NULL);
        j->scope = scope;
    }
    return true;
}

/* ---- update manifests [C2PA 11.2.3] ---- */

/* names_signature is whether an ingredient holds the hash of its claim's
 * signature; only its third version can. */
static bool names_signature(struct job *j, struct assertion *a)
{
    return !span_eq(a->base, SPAN("c2pa.ingredient.v3")) ||
           cbor_is(cbor_get(assertion_cbor(j, a), SPAN("claimSignature")),
                   CBOR_MAP);
}

static void check_parents(struct job *j, struct manifest *m)
{
    uint32_t parents = 0, all = 0;

    for (uint32_t i = 0; i < m->assertion_count; i++) {
        struct assertion *a = &m->assertions[i];

        if (m->update && span_starts(a->base, SPAN("c2pa.thumbnail.claim")))
            job_log(j, ST_UPDATE_INVALID, job_uri(j, m),
                    "update manifests hold no thumbnails");
        if (m->update && span_eq(a->base, SPAN("c2pa.hash.multi-asset")))
            job_log(j, ST_UPDATE_INVALID, job_uri(j, m),
                    "update manifests hold no hashes of parts");
        if (!assertion_is(a, SPAN("c2pa.ingredient")))
            continue;
        all++;
        if (span_eq(ingredient_relation(j, a), SPAN("parentOf")) &&
            (!m->update || names_signature(j, a)))
            parents++;
    }
    if (!m->update && parents > 1)
        job_log(j, ST_MANY_PARENTS, job_uri(j, m), NULL);
    if (m->update && parents == 0)
        job_log(j, ST_UPDATE_PARENTS, job_uri(j, m), NULL);
    else if (m->update && all > 1)
        job_log(j, parents > 1 ? ST_UPDATE_INVALID : ST_UPDATE_PARENTS,
                job_uri(j, m), "update manifests have one ingredient");
}

/* Only the asset's own manifest has to bind something that is here. */
static bool check_bindings(struct job *j, struct manifest *m)
{
    uint32_t n = 0;

    if (m != j->store.active)
        return true;
    for (uint32_t i = 0; i < m->assertion_count; i++)
        if (is_hard_binding(m->assertions[i].base) && m->assertions[i].created)
            n++;
    if (n > 1)
        job_log(j, ST_MANY_BINDINGS, job_uri(j, m), NULL);
    if (n == 0 && !m->update) {
        job_log(j, ST_NO_BINDING, job_uri(j, m), NULL);
        return job_error(j, "the claim has no hard binding");
    }
    return true;
}

static const struct box *databox_find(const struct manifest *m,
                                      struct span label)
{
    const struct box *b = m->databoxes ? m->databoxes->child : NULL;

    while (b && !span_eq(b->label, label))
        b = b->next;
    return b;
}

void icon_check(struct job *j, struct manifest *m, const struct cbor *info)
{
    const struct cbor *icon = cbor_get(info, SPAN("icon"));
    struct assertion *a;
    const struct box *box;
    struct hashed_uri u;
    struct span uri;
    struct hash h;

    if (!cbor_is(icon, CBOR_MAP) || !hashed_uri_of(icon, &u))
        return;
    a = assertion_find(m, uri_name(u.url));
    box = a ? a->box : databox_find(m, uri_name(u.url));
    uri = uri_absolute(j->arena, m->label, u.url);
    if (!box) {
        job_log(j, ST_ASSERTION_MISSING, uri, NULL);
        if (span_has(u.url, SPAN("c2pa.databoxes")))
            job_log(j, ST_GENERAL, job_uri(j, m), "the icon is missing");
        return;
    }
    h = hash_of(digest_for(&u, &m->claim), box->body);
    if (!hashed_uri_is(&u, &h))
        job_log(j, ST_URI_MISMATCH, uri, NULL);
}

/* check_info looks at the claim generator's name and icon. */
static void check_info(struct job *j, struct manifest *m)
{
    const struct cbor *info = m->claim.info;
    const struct cbor *name = cbor_get(info, SPAN("name"));

    if (m->claim.version > 1 && cbor_is(name, CBOR_TEXT) && !name->text.len)
        job_log(j, ST_CLAIM_MALFORMED, job_uri(j, m),
                "claim_generator_info name must not be empty");
    if (!cbor_is(info, CBOR_LIST))
        icon_check(j, m, info);
    else
        for (info = info->child; info; info = info->next)
            icon_check(j, m, info);
}

static bool verify(struct job *j, struct manifest *m)
{
    if (m->claim.version > 1 && !label_ok(m->label))
        job_log(j, ST_CLAIM_MALFORMED, job_uri(j, m),
                "claim box label invalid");
    if (!signature_check(j, m))
        return false;
    if (!check_redactions(j, m) || !check_assertions(j, m))
        return false;
    check_parents(j, m);
    check_info(j, m);
    return check_bindings(j, m) && actions_check(j, m);
}

bool verify_manifest(struct job *j, struct manifest *m)
{
    if (m->verified) { /* the same again, below another reference */
        for (uint32_t i = m->log_from; i < m->log_to && !j->error; i++)
            job_log(j, j->log[i].status, j->log[i].uri, j->log[i].text);
        return !j->error && !j->memory;
    }
    m->verified = true;
    m->log_from = j->log_count;
    if (!verify(j, m))
        return false;
    m->log_to = j->log_count;
    return !j->error && !j->memory;
}
