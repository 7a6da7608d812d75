/* SPDX-License-Identifier: Apache-2.0
 * claim.c - the claim: who says what about which assertions.
 *
 * [C2PA] section 10.  Version 1 has one list of assertions and knows its
 * fields; version 2 tells created from gathered ones and is open.  Which of
 * the two a claim is follows from its lists, not from its label. */
#include "c2pa/job.h"

static const struct span v1_fields[] = {
    SPAN_OF("claim_generator"),
    SPAN_OF("claim_generator_info"),
    SPAN_OF("claim_generator_hints"),
    SPAN_OF("signature"),
    SPAN_OF("assertions"),
    SPAN_OF("dc:format"),
    SPAN_OF("dc:title"),
    SPAN_OF("instanceID"),
    SPAN_OF("redacted_assertions"),
    SPAN_OF("alg"),
    SPAN_OF("alg_soft"),
    SPAN_OF("metadata"),
};

/* A hash is bytes; text and lists of numbers, as careless writers have them,
 * are taken for bytes too. */
bool hashed_uri_of(const struct cbor *c, struct hashed_uri *to)
{
    const struct cbor *url = cbor_get(c, SPAN("url"));
    const struct cbor *hash = cbor_get(c, SPAN("hash"));
    const struct cbor *alg = cbor_get(c, SPAN("alg"));

    *to = (struct hashed_uri){.url = cbor_text(url), .alg = cbor_text(alg)};
    if (cbor_is(hash, CBOR_LIST))
        to->list = hash;
    else if (cbor_is(hash, CBOR_BYTES) || cbor_is(hash, CBOR_TEXT))
        to->hash = hash->text;
    else
        return false;
    return cbor_is(url, CBOR_TEXT) &&
           (!alg || alg->kind == CBOR_TEXT || alg->kind == CBOR_NULL);
}

bool hashed_uri_is(const struct hashed_uri *u, const struct hash *h)
{
    const struct cbor *c = u->list ? u->list->child : NULL;
    uint64_t n;

    if (!u->list)
        return hash_is(h, u->hash);
    for (size_t i = 0; i < h->len; i++, c = c->next)
        if (!cbor_uint(c, &n) || n != h->bytes[i])
            return false;
    return h->len && !c;
}

static bool v1_known(struct span name)
{
    for (size_t i = 0; i < sizeof(v1_fields) / sizeof(*v1_fields); i++)
        if (span_eq(v1_fields[i], name))
            return true;
    return false;
}

/* text_field is false where a field that must be there is not, or is no text;
 * an optional one that is no text is as if it were not there. */
static bool text_field(const struct cbor *t, struct span name, bool must,
                       struct span *to)
{
    const struct cbor *c = cbor_get(t, name);

    *to = cbor_text(c);
    return !must || cbor_is(c, CBOR_TEXT);
}

static bool refs_add(struct job *j, struct claim *c, const struct cbor *list,
                     bool created)
{
    if (!cbor_is(list, CBOR_LIST))
        return job_error(j, "claim: a list of assertions is missing");
    for (const struct cbor *i = list->child; i; i = i->next) {
        struct reference *r = &c->refs[c->ref_count];

        if (!hashed_uri_of(i, &r->uri))
            return job_error(j, "claim: an assertion is no hashed URI");
        r->created = created;
        c->ref_count++;
    }
    return true;
}

static uint32_t count_of(const struct cbor *c)
{
    return cbor_is(c, CBOR_LIST) ? c->count : 0;
}

static bool read_refs(struct job *j, struct claim *c)
{
    const struct cbor *v1 = cbor_get(c->tree, SPAN("assertions"));
    const struct cbor *made = cbor_get(c->tree, SPAN("created_assertions"));
    const struct cbor *more = cbor_get(c->tree, SPAN("gathered_assertions"));
    uint32_t n = count_of(v1) + count_of(made) + count_of(more);

    if (!v1 == !made)
        return job_error(j, "claim: unsupported version");
    c->version = made ? 2 : 1;
    c->refs = job_alloc(j, n * sizeof(*c->refs));
    if (!c->refs)
        return false;
    if (v1)
        return refs_add(j, c, v1, true);
    return refs_add(j, c, made, true) &&
           (!count_of(more) || refs_add(j, c, more, false));
}

static bool read_v1(struct job *j, struct claim *c)
{
    const struct cbor *t = c->tree;

    for (const struct cbor *i = t->child; i; i = i->next)
        if (!v1_known(cbor_text(i->key)))
            return job_error(j, "claim: unknown field in a version 1 claim");
    if (!text_field(t, SPAN("claim_generator"), true, &c->generator) ||
        !text_field(t, SPAN("dc:format"), true, &c->format))
        return job_error(j, "claim: a field is missing or no text");
    return true;
}

static bool text_or_none(const struct cbor *c)
{
    return !c || c->kind == CBOR_TEXT || c->kind == CBOR_NULL;
}

bool generator_ok(const struct cbor *info)
{
    const struct cbor *icon = cbor_get(info, SPAN("icon"));
    struct hashed_uri u;

    if (icon && icon->kind != CBOR_NULL && !hashed_uri_of(icon, &u) &&
        (!cbor_is(cbor_get(icon, SPAN("format")), CBOR_TEXT) ||
         !cbor_is(cbor_get(icon, SPAN("identifier")), CBOR_TEXT)))
        return false;
    return cbor_is(cbor_get(info, SPAN("name")), CBOR_TEXT) &&
           text_or_none(cbor_get(info, SPAN("operating_system")));
}

static bool read_v2(struct job *j, struct claim *c)
{
    const struct cbor *version = cbor_get(c->info, SPAN("version"));

    if (!cbor_is(c->info, CBOR_MAP) ||
        (version && !cbor_is(version, CBOR_TEXT) &&
         !cbor_is(version, CBOR_NULL)) ||
        !generator_ok(c->info))
        return job_error(j,
                         "claim: claim_generator_info is missing or invalid");
    c->generator = cbor_text(cbor_get(c->info, SPAN("name")));
    c->format = cbor_text(cbor_get(c->tree, SPAN("dc:format")));
    return true;
}

static bool read_fields(struct job *j, struct claim *c)
{
    const struct cbor *t = c->tree;

    c->info = cbor_get(t, SPAN("claim_generator_info"));
    c->redacted = cbor_get(t, SPAN("redacted_assertions"));
    if (!(c->version == 1 ? read_v1(j, c) : read_v2(j, c)))
        return false;
    if (!text_field(t, SPAN("instanceID"), true, &c->instance) ||
        !text_field(t, SPAN("signature"), true, &c->signature) ||
        !text_field(t, SPAN("dc:title"), false, &c->title) ||
        !text_field(t, SPAN("alg"), false, &c->alg) ||
        !text_field(t, SPAN("alg_soft"), false, &c->soft_alg))
        return job_error(j, "claim: a field is missing or no text");
    if (!cbor_is(c->redacted, CBOR_LIST))
        c->redacted = NULL;
    if (!cbor_is(cbor_get(t, SPAN("alg")), CBOR_TEXT)) /* though each reference
                                                          could say it */
        return job_error(j, "claim: no hash algorithm");
    return true;
}

/* label_version is 2 of "c2pa.claim.v2". */
static unsigned label_version(struct span label)
{
    struct span head = SPAN("c2pa.claim.v");
    unsigned v = 0;

    if (!span_starts(label, head))
        return 1;
    for (size_t i = head.len; i < label.len && v < 1000; i++)
        v = v * 10 + (label.ptr[i] - (unsigned)'0') % 10;
    return v;
}

bool claim_read(struct job *j, struct manifest *m, const struct box *box)
{
    const struct box *content = box_first(box, FOURCC('c', 'b', 'o', 'r'));
    struct claim *c = &m->claim;

    if (label_version(box->label) > 2)
        return job_error(j, "claim: version too new");
    if (!content && box_first(box, FOURCC('j', 's', 'o', 'n')))
        return job_error(j, "claim: a JSON claim, of a draft before 1.0");
    if (!content)
        return job_error(j, "claim: box without content");
    c->raw = content->body;
    switch (cbor_read(&c->tree, j->arena, c->raw, j->lim)) {
    case CBOR_WHOLE: break;
    case CBOR_TRAILING: return job_error(j, "claim: bytes behind the CBOR");
    case CBOR_BROKEN: return job_error(j, "claim: not CBOR");
    case CBOR_DEEP: return job_limit(j, "cbor_depth");
    case CBOR_MANY: return job_limit(j, "cbor_items");
    case CBOR_MEMORY: j->memory = true; return false;
    }
    if (!cbor_is(c->tree, CBOR_MAP))
        return job_error(j, "claim: not a map");
    return read_refs(j, c) && read_fields(j, c);
}
