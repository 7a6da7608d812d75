/* SPDX-License-Identifier: Apache-2.0
 * cawg.c - identity assertions: who stands behind the asset, by their word.
 *
 * [CAWG] Identity Assertion 1.1 and 1.2.  A signer_payload names assertions of
 * the claim by hash; it is signed either by an X.509 certificate
 * (cawg.x509.cose) or by an aggregator, who signs a W3C credential that quotes
 * it (cawg.identity_claims_aggregation).  Nothing is fetched: of the ways to
 * name an aggregator's key only did:jwk, which is the key, can be followed.
 * There are no anchors for identities, so none is ever trusted. */
#include "c2pa/job.h"

#include "base/base64.h"
#include "base/civil.h"
#include "base/json.h"
#include "c2pa/time.h"

enum {
    HEAD_CONTENT_TYPE = 3,
    KEY_BYTES = 160
};

struct identity {
    struct job *j;
    struct manifest *m;
    struct span uri;
    const struct cbor *payload; /* signer_payload */
    struct span signature;
    struct cose cose;
};

static void say(struct identity *i, enum status s)
{
    job_log(i->j, s, i->uri, NULL);
}

/* ---- what both kinds share [CAWG 5, 7] ---------------------------------- */

static bool is_zero(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i])
            return false;
    return true;
}

static const struct reference *listed(struct identity *i,
                                      const struct hashed_uri *u)
{
    const struct assertion *a = assertion_find(i->m, uri_name(u->url));

    return a ? a->ref : NULL;
}

static void check_payload(struct identity *i, const struct cbor *top)
{
    const struct cbor *list =
        cbor_get(i->payload, SPAN("referenced_assertions"));
    bool binding = false, twice = false;

    for (const struct cbor *c = list->child; c; c = c->next) {
        struct hashed_uri u;
        const struct reference *r;
        unsigned back = 0;

        if (!hashed_uri_of(c, &u) || !job_alive(i->j))
            continue;
        r = listed(i, &u);
        if (!r || !span_eq(r->uri.hash, u.hash))
            say(i, ST_IDENTITY_MISMATCH);
        binding |= is_hard_binding(label_base(uri_name(u.url)));
        for (const struct cbor *d = list->child; d != c && back++ < 64;
             d = d->next)
            twice |= span_eq(cbor_text(cbor_get(d, SPAN("url"))), u.url);
    }
    if (twice)
        say(i, ST_IDENTITY_DUPLICATE);
    if (!binding)
        say(i, ST_IDENTITY_NO_BINDING);
    if (!is_zero(cbor_bytes(cbor_get(top, SPAN("pad1")))) ||
        !is_zero(cbor_bytes(cbor_get(top, SPAN("pad2")))))
        say(i, ST_IDENTITY_PAD);
}

/* ---- X.509 [CAWG 8.2] --------------------------------------------------- */

static void check_x509(struct identity *i)
{
    enum cose_end end =
        cose_read(&i->cose, i->j->arena, i->signature, i->j->lim, true);
    const struct cose_alg *alg = cose_alg(&i->cose);

    if (end != COSE_OK || !alg ||
        !cose_key_fits(alg, &i->cose.chain.cert[0].key) ||
        !cose_verify(&i->cose, i->j->arena, i->cose.chain.cert[0].spki,
                     i->payload->raw)) {
        say(i, ST_X509_MISMATCH);
    } else {
        say(i, ST_X509_VALIDATED);
        say(i, ST_IDENTITY_GOOD);
    }
    say(i, ST_X509_UNTRUSTED);
}

/* ---- aggregators [CAWG 8.1] --------------------------------------------- */

static bool put_key(struct identity *i, const struct json *jwk,
                    const char *name, uint8_t *to, size_t len)
{
    struct span text = json_text(
        json_get(jwk, (struct span){(const uint8_t *)name, strlen(name)}));
    struct span got;

    if (!base64_decode(i->j->arena, text, BASE64_LAX, &got) || got.len != len)
        return false;
    memcpy(to, got.ptr, len);
    return true;
}

/* key_of_jwk writes a JSON Web Key [RFC 7517] as SubjectPublicKeyInfo. */
static struct span key_of_jwk(struct identity *i, const struct json *jwk)
{
    static const struct kind {
        struct span curve, head;
        size_t size;
        bool two;
    } kinds[] = {
        {SPAN_OF("Ed25519"),
         SPAN_OF("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"), 32,
         false},
        {SPAN_OF("P-256"),
         SPAN_OF("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08"
                 "\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04"),
         32, true},
        {SPAN_OF("P-384"),
         SPAN_OF("\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05"
                 "\x2b\x81\x04\x00\x22\x03\x62\x00\x04"),
         48, true},
    };
    struct span curve = json_text(json_get(jwk, SPAN("crv")));
    uint8_t *to = job_alloc(i->j, KEY_BYTES);

    for (size_t k = 0; to && k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct kind *x = &kinds[k];
        size_t n = x->head.len;

        if (!span_eq(curve, x->curve))
            continue;
        memcpy(to, x->head.ptr, n);
        if (!put_key(i, jwk, "x", to + n, x->size) ||
            (x->two && !put_key(i, jwk, "y", to + n + x->size, x->size)))
            return (struct span){0};
        return (struct span){to, n + x->size * (x->two ? 2 : 1)};
    }
    return (struct span){0};
}

/* check_issuer tells whether the issuer's key signed the credential. */
static void check_issuer(struct identity *i, const struct json *vc)
{
    const struct json *issuer = json_get(vc, SPAN("issuer"));
    struct span did = json_text(issuer), json, key, jwk = SPAN("did:jwk:");
    const struct json *k;
    size_t end;

    if (!did.len)
        did = json_text(json_get(issuer, SPAN("id")));
    for (end = 0; end < did.len && did.ptr[end] != '#';)
        end++;
    did.len = end;
    if (span_starts(did, SPAN("did:web:"))) {
        say(i, ST_ICA_DID);
        return;
    }
    if (!span_starts(did, jwk)) {
        say(i, ST_ICA_ISSUER);
        return;
    }
    if (!base64_decode(i->j->arena, span_cut(did, jwk.len, did.len - jwk.len),
                       BASE64_LAX, &json)) {
        say(i, ST_ICA_DID);
        return;
    }
    k = json_read(i->j->arena, json, 0, i->j->lim, NULL);
    key = key_of_jwk(i, k);
    if (!key.len) {
        say(i, ST_ICA_DOCUMENT);
        return;
    }
    if (!cose_verify(&i->cose, i->j->arena, key, i->cose.payload)) {
        say(i, ST_ICA_SIGNATURE);
        return;
    }
    say(i, ST_ICA_UNTRUSTED);
}

/* two is the number that two digits make; more than any part of a time where
 * they are none. */
static unsigned two(const uint8_t *p)
{
    bool digits = p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9';

    return digits ? (unsigned)(p[0] - '0') * 10 + (p[1] - '0') : 100;
}

/* rfc3339 is the seconds since 1970 of a date-time [RFC 3339, 5.6]. */
static bool rfc3339(struct span s, int64_t *to)
{
    static const uint8_t shape[] = "0000-00-00T00:00:00";
    enum {
        TIME = sizeof(shape) - 1,
        ZONE = 6 /* "+09:00" */
    };
    const uint8_t *p = s.ptr;
    struct civil when;
    size_t at = TIME;

    if (s.len <= TIME)
        return false;
    for (size_t i = 0; i < TIME; i++)
        if (shape[i] != '0' && p[i] != shape[i] &&
            !(shape[i] == 'T' && p[i] == ' '))
            return false;
    when = (struct civil){two(p) * 100 + two(p + 2),
                          two(p + 5),
                          two(p + 8),
                          two(p + 11),
                          two(p + 14),
                          two(p + 17)};
    if (two(p) > 99 || two(p + 2) > 99 || !civil_ok(&when))
        return false;
    *to = civil_seconds(&when);
    if (p[at] == '.')
        for (at++; at < s.len && p[at] >= '0' && p[at] <= '9';)
            at++;
    if (s.len - at == ZONE && (p[at] == '+' || p[at] == '-')) {
        unsigned hours = two(p + at + 1), minutes = two(p + at + 4);
        int64_t zone = hours * HOUR_SECONDS + minutes * MINUTE_SECONDS;

        if (hours > 23 || minutes > 59)
            return false;
        *to -= p[at] == '+' ? zone : -zone;
    }
    return true;
}

/* check_stamp is the time that the signature's stamp says, where it has one;
 * false where that does not fit. */
static bool check_stamp(struct identity *i, bool *stamped, int64_t *time)
{
    const struct cbor *t = cbor_get(i->cose.open, SPAN("sigTst2")), *list;
    struct stamp_config c = {
        .arena = i->j->arena, .trust = i->j->trust, .old = true};
    struct stamp s;

    *stamped = false;
    if (!t)
        return true;
    list = cbor_get(t, SPAN("tstTokens"));
    list = cbor_is(list, CBOR_LIST) ? list->child : NULL;
    c.data = sig_structure(i->j->arena, SPAN("CounterSignature"),
                           i->cose.protected_raw,
                           cbor_wrapped(i->j->arena, i->cose.signature));
    s = stamp_read(cbor_bytes(cbor_get(list, SPAN("val"))), &c);
    *stamped = s.good;
    *time = s.time;
    say(i, s.good ? ST_ICA_TIME_VALIDATED : ST_ICA_TIME);
    return s.good;
}

static void check_dates(struct identity *i, const struct json *vc)
{
    const struct json *from = json_get(vc, SPAN("validFrom"));
    const struct json *until = json_get(vc, SPAN("validUntil"));
    int64_t t, stamp = 0;
    bool stamped;

    if (!check_stamp(i, &stamped, &stamp))
        return;
    if (!from)
        say(i, ST_ICA_FROM_MISSING);
    else if (!rfc3339(json_text(from), &t) || t > i->j->now ||
             (stamped && t > stamp))
        say(i, ST_ICA_FROM);
    if (until && (!rfc3339(json_text(until), &t) || t < i->j->now))
        say(i, ST_ICA_UNTIL);
}

/* quoted_hash is a hash in JSON: base64, or, as one writer has it, a list of
 * the bytes of that base64. */
static struct span quoted_hash(struct identity *i, const struct json *q)
{
    struct span text = json_text(q), out = {0};
    uint8_t *to;
    size_t n = 0;

    if (q && q->kind == JSON_LIST) {
        to = job_alloc(i->j, q->count);
        if (!to)
            return out;
        for (q = q->child; q; q = q->next)
            to[n++] =
                q->number >= 0 && q->number < 256 ? (uint8_t)q->number : 0;
        text = (struct span){to, n};
    }
    return base64_decode(i->j->arena, text, BASE64_LAX, &out) ? out : text;
}

/* quotes compares what the credential quotes with the signer_payload. */
static bool quotes(struct identity *i, const struct json *asset)
{
    const struct cbor *c =
        cbor_get(i->payload, SPAN("referenced_assertions"))->child;
    const struct json *q = json_get(asset, SPAN("referenced_assertions"));

    if (!span_eq(json_text(json_get(asset, SPAN("sig_type"))),
                 cbor_text(cbor_get(i->payload, SPAN("sig_type")))))
        return false;
    for (q = q ? q->child : NULL; q && c; q = q->next, c = c->next) {
        struct hashed_uri u;
        struct span hash;

        hash = quoted_hash(i, json_get(q, SPAN("hash")));
        if (!hashed_uri_of(c, &u) ||
            !span_eq(json_text(json_get(q, SPAN("url"))), u.url) ||
            !span_eq(hash, u.hash))
            return false;
    }
    return !q && !c;
}

static void check_ica(struct identity *i)
{
    enum cose_end end =
        cose_read(&i->cose, i->j->arena, i->signature, i->j->lim, false);
    const struct json *vc;

    if (end != COSE_OK) {
        say(i, ST_ICA_COSE);
        return;
    }
    if (!cose_alg(&i->cose)) {
        say(i, ST_ICA_ALG);
        return;
    }
    if (!span_eq(cbor_text(cbor_at(i->cose.head, HEAD_CONTENT_TYPE)),
                 SPAN("application/vc")))
        say(i, ST_ICA_CONTENT);
    vc = i->cose.payload.len
             ? json_read(i->j->arena, i->cose.payload, 0, i->j->lim, NULL)
             : NULL;
    if (!vc || vc->kind != JSON_MAP || !json_get(vc, SPAN("issuer"))) {
        say(i, ST_ICA_CREDENTIAL);
        return;
    }
    check_issuer(i, vc);
    check_dates(i, vc);
    if (!quotes(i, json_get(json_get(vc, SPAN("credentialSubject")),
                            SPAN("c2paAsset"))))
        say(i, ST_ICA_PAYLOAD);
}

static void check_one(struct job *j, struct manifest *m, struct assertion *a)
{
    struct identity *i = job_alloc(j, sizeof(*i));
    const struct cbor *top = assertion_cbor(j, a);
    struct span type;

    if (!i)
        return;
    i->j = j;
    i->m = m;
    i->uri = job_assertion_uri(j, m, a->label);
    i->payload = cbor_get(top, SPAN("signer_payload"));
    i->signature = cbor_bytes(cbor_get(top, SPAN("signature")));
    type = cbor_text(cbor_get(i->payload, SPAN("sig_type")));
    if (!cbor_is(cbor_get(i->payload, SPAN("referenced_assertions")),
                 CBOR_LIST)) {
        say(i, ST_IDENTITY_CBOR);
        return;
    }
    check_payload(i, top);
    if (span_eq(type, SPAN("cawg.x509.cose")))
        check_x509(i);
    else if (span_eq(type, SPAN("cawg.identity_claims_aggregation")))
        check_ica(i);
    else
        say(i, ST_IDENTITY_TYPE);
}

bool cawg_check(struct job *j)
{
    for (uint32_t i = 0; i < j->store.count; i++) {
        struct manifest *m = j->store.list[i];

        for (uint32_t k = 0; m->reached && k < m->assertion_count; k++)
            if (assertion_is(&m->assertions[k], SPAN("cawg.identity")) &&
                m->assertions[k].content == CONTENT_CBOR && job_alive(j))
                check_one(j, m, &m->assertions[k]);
    }
    return !j->error && !j->memory && !j->stopped;
}
