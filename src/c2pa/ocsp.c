/* SPDX-License-Identifier: Apache-2.0
 * ocsp.c - the answer of a revocation service that was stapled on.
 *
 * [OCSP] RFC 6960, [C2PA] section 15.9.1.  Only an answer that says who signed
 * it, with the certificate along, about this very signer, is used; any other
 * is as if it were not there. */
#include "base/civil.h"
#include "c2pa/time.h"

enum {
    SINGLE_GOOD = 0x80,
    SINGLE_REVOKED = 0xa1,
    REASON_REMOVED = 8, /* removeFromCRL */
    TAGGED_OCTETS = 0x80
};

#define OID_BASIC SPAN("\x2b\x06\x01\x05\x05\x07\x30\x01\x01")

struct answer {
    struct span id; /* body of CertID */
    unsigned status;
    bool reasoned;
    unsigned reason;
    int64_t revoked, from, until;
};

struct basic {
    struct span tbs, certs, sig;
    struct sig_alg alg;
    struct span single; /* the one answer */
    int64_t made;
};

static bool read_basic(struct basic *b, struct span der)
{
    struct reader r = reader_over(der), x, all;
    struct der d;
    bool ok;

    r = reader_over(der_take(&r, DER_SEQ).body);
    d = der_take(&r, DER_ENUM);
    if (d.body.len != 1 || d.body.ptr[0] != 0)
        return false;
    r = reader_over(der_take(&r, der_context(0)).body);
    r = reader_over(der_take(&r, DER_SEQ).body);
    if (!span_eq(der_take(&r, DER_OID).body, OID_BASIC))
        return false;
    r = reader_over(der_take(&r, DER_OCTETS).body);
    r = reader_over(der_take(&r, DER_SEQ).body);
    d = der_take(&r, DER_SEQ);
    b->tbs = d.whole;
    x = reader_over(d.body);
    b->alg = sig_alg_of(der_take(&r, DER_SEQ).body);
    d = der_take(&r, DER_BITS);
    b->sig = der_bits(&d);
    d = der_maybe(&r, der_context(0));
    all = reader_over(d.body);
    b->certs = der_maybe(&all, DER_SEQ).body;
    der_maybe(&x, der_context(0));
    der_next(&x); /* responder's name or key */
    d = der_take(&x, DER_TIME);
    b->made = der_time(&d, &ok);
    all = reader_over(der_take(&x, DER_SEQ).body);
    b->single = der_take(&all, DER_SEQ).body;
    return ok && reader_ok(&r) && reader_ok(&x) && reader_ok(&all) &&
           reader_left(&all) == 0;
}

static bool read_answer(struct answer *a, const struct basic *b)
{
    struct reader r = reader_over(b->single), x;
    struct der d;
    bool ok = true, more;

    *a = (struct answer){.id = der_take(&r, DER_SEQ).body};
    d = der_next(&r);
    a->status = d.tag;
    if (a->status == SINGLE_REVOKED) {
        x = reader_over(d.body);
        d = der_take(&x, DER_TIME);
        a->revoked = der_time(&d, &ok);
        d = der_maybe(&x, der_context(0));
        x = reader_over(d.body);
        d = der_maybe(&x, DER_ENUM);
        a->reasoned = d.body.len == 1;
        a->reason = a->reasoned ? d.body.ptr[0] : 0;
    }
    d = der_take(&r, DER_TIME);
    a->from = der_time(&d, &more);
    ok &= more;
    a->until = b->made + DAY_SECONDS;
    d = der_maybe(&r, der_context(0));
    if (d.tag) {
        x = reader_over(d.body);
        d = der_take(&x, DER_TIME);
        a->until = der_time(&d, &more);
        ok &= more;
    }
    return ok && reader_ok(&r);
}

/* is_about compares a CertID with the signer: hashes of its issuer's name and
 * key, and its serial number [OCSP 4.1.1]. */
static bool is_about(struct span id, const struct chain *c)
{
    struct reader r = reader_over(id), x;
    struct span name, key, serial;
    struct hash h;
    enum digest alg;

    x = reader_over(der_take(&r, DER_SEQ).body);
    alg = digest_oid(der_take(&x, DER_OID).body);
    name = der_take(&r, DER_OCTETS).body;
    key = der_take(&r, DER_OCTETS).body;
    serial = der_take(&r, DER_INT).body;
    if (!reader_ok(&r) || c->count < 2 ||
        (alg != DIGEST_SHA1 && alg != DIGEST_SHA256))
        return false;
    h = hash_of(alg, c->cert[0].issuer);
    if (!hash_is(&h, name) || !span_eq(serial, c->cert[0].serial))
        return false;
    h = hash_of(alg, c->cert[1].key_bits);
    return hash_is(&h, key);
}

/* responder is whether certs[0] signed the answer, may do so, and leads to an
 * anchor, over its own company or the signer's. */
static bool responder(const struct basic *b, const struct ocsp_config *c)
{
    struct reader r = reader_over(b->certs);
    struct chain ch = {.count = 0};
    const struct cert *leaf = &ch.cert[0];

    while (reader_left(&r) && ch.count < CHAIN_MAX / 2) {
        struct der d = der_next(&r);

        if (!cert_read(&ch.cert[ch.count], d.whole))
            return false;
        ch.count++;
    }
    if (!ch.count || !b->alg.known ||
        !key_verify(leaf->spki, b->alg.scheme, b->alg.digest, b->tbs, b->sig))
        return false;
    if (cert_profile(leaf, c->trust, PURPOSE_OCSP, c->time).why)
        return false;
    for (uint32_t i = 1; i < c->chain->count && ch.count < CHAIN_MAX; i++)
        if (span_eq(c->chain->cert[i].subject, ch.cert[ch.count - 1].issuer) &&
            !span_eq(c->chain->cert[i].der, ch.cert[ch.count - 1].der))
            ch.cert[ch.count++] = c->chain->cert[i];
    return trust_allowed(c->trust, leaf) || trust_chain(c->trust, &ch, c->time);
}

static enum ocsp judge(const struct answer *a, const struct ocsp_config *c)
{
    if (a->status == SINGLE_GOOD) {
        bool in = c->stamped ? c->time <= a->until : c->time >= a->from;

        return in ? OCSP_GOOD : OCSP_REVOKED;
    }
    if (a->status != SINGLE_REVOKED)
        return OCSP_NONE;
    if (!a->reasoned)
        return OCSP_REVOKED;
    if (a->reason == REASON_REMOVED)
        return c->stamped && c->time >= a->revoked ? OCSP_GOOD : OCSP_REVOKED;
    return c->stamped && c->time < a->revoked ? OCSP_GOOD : OCSP_REVOKED;
}

enum ocsp ocsp_read(struct span der, const struct ocsp_config *c)
{
    struct basic b;
    struct answer a;

    if (!read_basic(&b, der) || !b.certs.len || !read_answer(&a, &b) ||
        !is_about(a.id, c->chain) || !responder(&b, c))
        return OCSP_NONE;
    return judge(&a, c);
}
