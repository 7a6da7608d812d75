/* SPDX-License-Identifier: Apache-2.0
 * known.c - assertions of a form that the specification knows, each checked for
 * what its readers must find in it.
 *
 * [C2PA] 15.10.3.2, and 18 for the fields.  What the validators in use let pass
 * passes here. */
#include "c2pa/job.h"

#include "base/json.h"

static bool is_text(const struct cbor *c)
{
    return cbor_is(c, CBOR_TEXT);
}

static bool is_none(const struct cbor *c)
{
    return !c || c->kind == CBOR_NULL;
}

/* is_bytes takes what careless writers have for bytes, too. */
static bool is_bytes(const struct cbor *c)
{
    return cbor_is(c, CBOR_BYTES) || cbor_is(c, CBOR_TEXT) ||
           cbor_is(c, CBOR_LIST);
}

/* fails logs what is wrong with an assertion. */
static bool fails(struct job *j, struct manifest *m, struct assertion *a,
                  enum status s)
{
    job_log(j, s, job_assertion_uri(j, m, a->label), NULL);
    return true;
}

/* ---- c2pa.cloud-data [C2PA 18.18] --------------------------------------- */

/* location_ok is whether a hashed URI to the outside is whole. */
static bool location_ok(const struct cbor *c)
{
    return is_text(cbor_get(c, SPAN("url"))) &&
           is_bytes(cbor_get(c, SPAN("hash"))) &&
           is_text(cbor_get(c, SPAN("alg")));
}

static bool is_kept_in(struct span label)
{
    struct assertion a = {.base = label};

    return span_has(label, SPAN("c2pa.actions")) ||
           assertion_is(&a, SPAN("c2pa.ingredient")) ||
           assertion_is(&a, SPAN("c2pa.cloud-data"));
}

static bool check_cloud(struct job *j, struct manifest *m, struct assertion *a)
{
    const struct cbor *c = assertion_cbor(j, a);
    const struct cbor *label = cbor_get(c, SPAN("label"));
    uint64_t size;

    if (!c)
        return true;
    if (is_text(label) && (is_hard_binding(label->text) ||
                           span_eq(label->text, SPAN("c2pa.hash.multi-asset"))))
        return fails(j, m, a, ST_CLOUD_BINDING);
    if (m->update && span_has(cbor_text(label), SPAN("c2pa.actions")))
        fails(j, m, a, ST_CLOUD_ACTIONS);
    if (!is_text(label) || is_kept_in(label->text) ||
        !cbor_uint(cbor_get(c, SPAN("size")), &size) || size < 1 ||
        !location_ok(cbor_get(c, SPAN("location"))))
        fails(j, m, a, ST_CLOUD_MALFORMED);
    return true;
}

/* ---- others ------------------------------------------------------------- */

static bool is_object(const struct json *o)
{
    return o && o->kind == JSON_MAP;
}

/* Metadata is JSON-LD, whose names need a context [C2PA 18.20]. */
static bool check_metadata(struct job *j, struct manifest *m,
                           struct assertion *a)
{
    const struct json *o;

    if (a->content != CONTENT_JSON || m->claim.version < 2)
        return true;
    o = json_read(j->arena, a->data, 0, j->lim, NULL);
    if (o && !is_object(json_get(o, SPAN("@context"))))
        return job_error(j, "assertion of metadata without a context");
    return true;
}

static bool check_external(struct job *j, struct manifest *m,
                           struct assertion *a)
{
    const struct cbor *c = assertion_cbor(j, a);

    if (c && !is_text(cbor_get(cbor_get(c, SPAN("location")), SPAN("url"))))
        fails(j, m, a, ST_EXTERNAL_MALFORMED);
    return true;
}

static bool check_answers(struct job *j, struct manifest *m,
                          struct assertion *a)
{
    const struct cbor *c = cbor_get(assertion_cbor(j, a), SPAN("ocspVals"));

    (void)m;
    if (!cbor_is(c, CBOR_LIST))
        return job_error(j, "certificate status cannot be read");
    for (c = c->child; c; c = c->next)
        if (!is_bytes(c))
            return job_error(j, "certificate status cannot be read");
    return true;
}

/* block_ok is whether a block says what it covers; its value may be absent. */
static bool block_ok(const struct cbor *c)
{
    const struct cbor *value = cbor_get(c, SPAN("value"));

    return cbor_is(cbor_get(c, SPAN("scope")), CBOR_MAP) &&
           (!value || is_bytes(value));
}

static bool soft_ok(const struct cbor *c)
{
    static const struct span texts[] = {SPAN_OF("alg"), SPAN_OF("name"),
                                        SPAN_OF("url")};
    const struct cbor *pad = cbor_get(c, SPAN("pad"));
    const struct cbor *b = cbor_get(c, SPAN("blocks"));

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (!is_none(cbor_get(c, texts[i])) && !is_text(cbor_get(c, texts[i])))
            return false;
    if ((!is_none(pad) && !is_bytes(pad)) || !cbor_is(b, CBOR_LIST))
        return false;
    for (b = b->child; b; b = b->next)
        if (!block_ok(b))
            return false;
    return true;
}

static bool check_soft(struct job *j, struct manifest *m, struct assertion *a)
{
    if (!soft_ok(assertion_cbor(j, a)))
        job_log(j, ST_CLAIM_MALFORMED, job_assertion_uri(j, m, a->label),
                "soft binding malformed");
    return true;
}

static bool ends_in(struct span s, struct span end)
{
    return s.len >= end.len &&
           span_eq(span_cut(s, s.len - end.len, end.len), end);
}

bool known_check(struct job *j, struct manifest *m, struct assertion *a)
{
    static const struct {
        struct span label;
        bool (*check)(struct job *j, struct manifest *m, struct assertion *a);
    } forms[] = {
        {SPAN_OF("c2pa.cloud-data"), check_cloud},
        {SPAN_OF("c2pa.external-reference"), check_external},
        {SPAN_OF("c2pa.certificate-status"), check_answers},
        {SPAN_OF("c2pa.soft-binding"), check_soft},
    };

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
        if (assertion_is(a, forms[i].label))
            return forms[i].check(j, m, a);
    return !ends_in(a->base, SPAN(".metadata")) || check_metadata(j, m, a);
}
