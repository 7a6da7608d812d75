/* SPDX-License-Identifier: Apache-2.0
 * signature.c - the signature of a claim: who, when, and whether it holds.
 *
 * [C2PA] sections 14 and 15.7.  Each check tells its own code and the next
 * goes on, so that a report shows all that is wrong. */
#include "c2pa/job.h"

#include <stdio.h>

#include "base/civil.h"
#include "c2pa/time.h"

enum {
    EFFORT = 1 << 16
};

struct signing {
    struct job *j;
    struct manifest *m;
    struct cose cose;
    struct span uri;
    bool stamped;
    int64_t at; /* stamped: when; else the caller's now */
};

static gm_str told(struct job *j, struct span s)
{
    char *to = job_alloc(j, s.len + 1);

    if (!to)
        return (gm_str){"", 0};
    if (s.len)
        memcpy(to, s.ptr, s.len);
    return (gm_str){to, s.len};
}

/* decimal writes a serial number of any length; *to is of 64 + 3 a byte. */
static gm_str decimal(struct job *j, struct span s)
{
    size_t cap = s.len * 3 + 2, used = 1;
    uint8_t *digits = job_alloc(j, cap);
    char *to = job_alloc(j, cap + 1);

    if (!digits || !to || s.len > 64)
        return (gm_str){"", 0};
    for (size_t i = 0; i < s.len; i++) {
        unsigned carry = s.ptr[i];

        for (size_t k = 0; k < used; k++) {
            carry += digits[k] * 256u;
            digits[k] = (uint8_t)(carry % 10);
            carry /= 10;
        }
        while (carry && used < cap) {
            digits[used++] = (uint8_t)(carry % 10);
            carry /= 10;
        }
    }
    for (size_t i = 0; i < used; i++)
        to[i] = (char)('0' + digits[used - 1 - i]);
    return (gm_str){to, used};
}

/* time_text is RFC 3339 of seconds since 1970. */
static gm_str time_text(struct job *j, int64_t t)
{
    char buf[32];
    struct civil c = civil_of(t);
    int n = snprintf(buf, sizeof(buf), "%04d-%02u-%02uT%02u:%02u:%02uZ",
                     (int)c.year, c.month, c.day, c.hour, c.minute, c.second);

    return told(j, (struct span){(const uint8_t *)buf, (size_t)n});
}

static void tell_signer(struct signing *s)
{
    const struct cert *leaf = &s->cose.chain.cert[0];
    const struct cose_alg *alg = cose_alg(&s->cose);
    const char *name = alg ? alg->name : "";

    s->m->signer = leaf->o;
    s->m->told.cn = told(s->j, leaf->cn);
    s->m->told.o = told(s->j, leaf->o);
    s->m->told.alg = (gm_str){name, strlen(name)};
    s->m->told.issuer = told(s->j, leaf->issuer_o);
    s->m->told.serial = decimal(s->j, leaf->serial);
    s->m->told.time = s->stamped ? time_text(s->j, s->at) : (gm_str){"", 0};
}

/* ---- time-stamps --------------------------------------------------------- */

static bool take_stamp(struct signing *s, struct span token, struct span data)
{
    struct stamp_config c = {s->j->arena, s->j->trust, data,
                             s->m->claim.version == 1};
    struct stamp t = stamp_read(token, &c);

    if (!t.good) {
        job_log(s->j, t.status, s->uri, NULL);
        return false;
    }
    job_log(s->j, ST_TIME_VALIDATED, s->uri, NULL);
    job_log(s->j, t.trusted ? ST_TIME_TRUSTED : ST_TIME_UNTRUSTED, s->uri,
            NULL);
    /* A stamp's bad certificate counts against the claim in the
     * validators in use; docs/c2pa-differences.md. */
    if (t.profile)
        job_log(s->j, ST_CRED_INVALID, s->uri, t.profile);
    if (t.trusted) {
        s->stamped = true;
        s->at = t.time;
    }
    return t.trusted;
}

/* The stamp in the signature's own headers: the first of the two forms that
 * is there [C2PA 10.3.2.5.4]. */
static void header_stamp(struct signing *s)
{
    const struct cbor *c = s->cose.open->child, *list;
    struct span data = s->m->claim.raw;
    bool new_form = false;

    while (c && !span_eq(cbor_text(c->key), SPAN("sigTst2")) &&
           !span_eq(cbor_text(c->key), SPAN("sigTst")))
        c = c->next;
    if (!c)
        return;
    new_form = span_eq(c->key->text, SPAN("sigTst2"));
    list = cbor_get(c, SPAN("tstTokens"));
    if (!cbor_is(list, CBOR_LIST) || list->count != 1) {
        job_log(s->j, ST_TIME_MALFORMED, s->uri,
                "a signature has one time-stamp");
        return;
    }
    if (new_form)
        data = cbor_wrapped(s->j->arena, s->cose.signature);
    take_stamp(s, cbor_bytes(cbor_get(list->child, SPAN("val"))),
               sig_structure(s->j->arena, SPAN("CounterSignature"),
                             s->cose.protected_raw, data));
}

static void find_time(struct signing *s)
{
    s->at = s->j->now;
    if (s->m->stamp &&
        take_stamp(s, cbor_bytes(s->m->stamp), s->cose.signature))
        return;
    header_stamp(s);
}

/* ---- revocation --------------------------------------------------------- */

static enum ocsp try_list(const struct signing *s, const struct cbor *list,
                          bool first)
{
    struct ocsp_config c = {s->j->trust, &s->cose.chain, s->stamped, s->at};
    enum ocsp o = OCSP_NONE;

    if (!cbor_is(list, CBOR_LIST))
        return o;
    for (list = list->child; list && o == OCSP_NONE; list = list->next) {
        o = ocsp_read(cbor_bytes(list), &c);
        if (first)
            break;
    }
    return o;
}

static enum ocsp try_assertions(const struct signing *s)
{
    enum ocsp o = OCSP_NONE;

    for (uint32_t i = 0; i < s->j->store.count && o == OCSP_NONE; i++) {
        struct manifest *m = s->j->store.list[i];

        for (uint32_t k = 0; m->reached && k < m->assertion_count; k++)
            if (assertion_is(&m->assertions[k],
                             SPAN("c2pa.certificate-status")) &&
                o == OCSP_NONE)
                o = try_list(s,
                             cbor_get(assertion_cbor(s->j, &m->assertions[k]),
                                      SPAN("ocspVals")),
                             false);
    }
    return o;
}

static void find_revocation(struct signing *s)
{
    const struct cbor *list =
        cbor_get(cbor_get(s->cose.open, SPAN("rVals")), SPAN("ocspVals"));
    bool stapled = cbor_is(list, CBOR_LIST) && list->count;
    enum ocsp o = try_list(s, list, true);

    if (o == OCSP_NONE)
        o = try_assertions(s);
    if (o != OCSP_NONE)
        job_log(s->j, o == OCSP_GOOD ? ST_OCSP_GOOD : ST_OCSP_REVOKED, s->uri,
                NULL);
    else if (!stapled) /* one that cannot be used says nothing */
        job_log(s->j, ST_OCSP_SKIPPED, s->uri, NULL);
}

/* ---- the signature ------------------------------------------------------ */

/* is_der is whether an ECDSA signature has the form that COSE does not use. */
static bool is_der(struct span sig)
{
    struct reader r = reader_over(sig),
                  x = reader_over(der_take(&r, DER_SEQ).body);

    der_take(&x, DER_INT);
    der_take(&x, DER_INT);
    return reader_ok(&r) && reader_ok(&x) && !reader_left(&r) &&
           !reader_left(&x);
}

static void check_trust(struct signing *s)
{
    const struct cert *leaf = &s->cose.chain.cert[0];
    const struct trust *t = s->j->trust;

    s->m->trusted =
        trust_allowed(t, leaf) ||
        (trust_usage(t, leaf) && trust_chain(t, &s->cose.chain, s->at) != NULL);
    job_log(s->j, s->m->trusted ? ST_CRED_TRUSTED : ST_CRED_UNTRUSTED, s->uri,
            NULL);
}

static bool check_credential(struct signing *s, const struct cose_alg *alg)
{
    struct fault f;

    if (!alg) {
        job_log(s->j, ST_ALG_UNSUPPORTED, s->uri, NULL);
        return false;
    }
    if (alg->scheme == SCHEME_RAW && is_der(s->cose.signature)) {
        job_log(s->j, ST_CRED_INVALID, s->uri,
                "signature is not in the form r || s");
        return false;
    }
    f = cert_profile(&s->cose.chain.cert[0], s->j->trust, PURPOSE_CLAIM, s->at);
    if (f.why)
        job_log(s->j, f.expired ? ST_CRED_EXPIRED : ST_CRED_INVALID, s->uri,
                f.why);
    check_trust(s);
    if (cose_key_fits(alg, &s->cose.chain.cert[0].key))
        return true;
    job_log(s->j, ST_CRED_INVALID, s->uri,
            "certificate key does not fit the signature algorithm");
    return false;
}

static bool read_cose(struct signing *s)
{
    struct job *j = s->j;

    switch (
        cose_read(&s->cose, j->arena, s->m->signature->body, j->lim, true)) {
    case COSE_OK: return true;
    case COSE_BROKEN: return job_error(j, "signature: no COSE_Sign1");
    case COSE_NO_CHAIN: return job_error(j, "signature: no certificate");
    case COSE_TWO_CHAINS:
        return job_error(j, "signature: two chains of certificates");
    case COSE_BAD_CERT:
        return job_error(j, "signature: its certificate does not parse");
    case COSE_MEMORY: j->memory = true; return false;
    }
    return false;
}

/* The claim must name the signature box of its own manifest. */
static void check_reference(struct signing *s)
{
    struct span uri = s->m->claim.signature, label = uri_manifest(uri);

    if ((label.len && !span_eq(label, s->m->label)) ||
        !span_eq(uri_name(uri), SPAN("c2pa.signature")))
        job_log(s->j, ST_SIG_MISSING, s->uri, NULL);
}

/* charge bounds the work that keys of the file's choosing cost: a unit is about
 * that of RSA with 2048 bits. */
static bool charge(struct signing *s)
{
    uint64_t cost = s->m->signature->body.len / 1024;

    for (uint32_t i = 0; i < s->cose.chain.count; i++) {
        uint64_t k = s->cose.chain.cert[i].key.bits / 2048 + 1;

        cost += k * k;
    }
    s->j->effort += cost;
    return s->j->effort <= EFFORT || job_limit(s->j, "certs");
}

bool signature_check(struct job *j, struct manifest *m)
{
    struct signing *s = job_alloc(j, sizeof(*s));

    if (!s)
        return false;
    s->j = j;
    s->m = m;
    s->uri = job_signature_uri(j, m);
    check_reference(s);
    if (!read_cose(s) || !charge(s))
        return false;
    find_time(s);
    find_revocation(s);
    tell_signer(s);
    m->signed_ok = check_credential(s, cose_alg(&s->cose)) &&
                   cose_verify(&s->cose, j->arena, s->cose.chain.cert[0].spki,
                               m->claim.raw);
    if (m->signed_ok) {
        job_log(j, ST_SIG_VALIDATED, s->uri, NULL);
        job_log(j, ST_SIG_INSIDE, s->uri, NULL);
    } else {
        job_log(j, ST_SIG_MISMATCH, s->uri, NULL);
    }
    return true;
}
