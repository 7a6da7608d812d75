/* SPDX-License-Identifier: Apache-2.0
 * cert.c - reading certificates and judging one by its profile.
 *
 * [X509] RFC 5280, [PSS] RFC 4055, [C2PA] section 14.5.1.  The checks stand in
 * the order in which the first one that fails is the one that is told. */
#include "c2pa/cert.h"

#include "c2pa/trust.h"

#define OID(lit) SPAN_OF(lit)

static const struct algorithm {
    struct span oid;
    enum scheme scheme;
    enum digest digest;
} algorithms[] = {
    {OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"), SCHEME_PKCS1, DIGEST_SHA256},
    {OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c"), SCHEME_PKCS1, DIGEST_SHA384},
    {OID("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d"), SCHEME_PKCS1, DIGEST_SHA512},
    {OID("\x2a\x86\x48\xce\x3d\x04\x03\x02"), SCHEME_ECDSA, DIGEST_SHA256},
    {OID("\x2a\x86\x48\xce\x3d\x04\x03\x03"), SCHEME_ECDSA, DIGEST_SHA384},
    {OID("\x2a\x86\x48\xce\x3d\x04\x03\x04"), SCHEME_ECDSA, DIGEST_SHA512},
    {OID("\x2b\x65\x70"), SCHEME_ED25519, DIGEST_NONE},
};

#define OID_PSS    SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a")
#define OID_RSA    SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01")
#define OID_MGF1   SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08")
#define OID_SHA1   SPAN("\x2b\x0e\x03\x02\x1a")
#define OID_SHA256 SPAN("\x60\x86\x48\x01\x65\x03\x04\x02\x01")
#define OID_SHA384 SPAN("\x60\x86\x48\x01\x65\x03\x04\x02\x02")
#define OID_SHA512 SPAN("\x60\x86\x48\x01\x65\x03\x04\x02\x03")
#define OID_ANY    SPAN("\x55\x1d\x25\x00")
#define OID_CN     SPAN("\x55\x04\x03")
#define OID_O      SPAN("\x55\x04\x0a")

enum {
    KEY_BITS_MIN = 2048
};

enum digest digest_oid(struct span oid)
{
    if (span_eq(oid, OID_SHA1))
        return DIGEST_SHA1;
    if (span_eq(oid, OID_SHA256))
        return DIGEST_SHA256;
    if (span_eq(oid, OID_SHA384))
        return DIGEST_SHA384;
    if (span_eq(oid, OID_SHA512))
        return DIGEST_SHA512;
    return DIGEST_NONE;
}

/* RSASSA-PSS-params [PSS 3.1]: hash [0], mask generation [1], salt length. */
static void pss_params(struct reader *r, struct sig_alg *s)
{
    struct der seq = der_take(r, DER_SEQ), d;
    struct reader in = reader_over(seq.body), x, y;
    enum digest mask = DIGEST_NONE;

    d = der_maybe(&in, der_context(0));
    x = reader_over(d.body);
    x = reader_over(der_take(&x, DER_SEQ).body);
    s->digest = digest_oid(der_take(&x, DER_OID).body);
    d = der_maybe(&in, der_context(1));
    y = reader_over(d.body);
    y = reader_over(der_take(&y, DER_SEQ).body);
    if (span_eq(der_take(&y, DER_OID).body, OID_MGF1)) {
        y = reader_over(der_take(&y, DER_SEQ).body);
        mask = digest_oid(der_take(&y, DER_OID).body);
    }
    s->known = mask == s->digest && s->digest > DIGEST_SHA1;
    /* Left out they mean SHA-1 [PSS 3.1]: the profile in use lets that pass,
     * but no such signature is ever found to hold. */
    if (seq.tag && !seq.body.len)
        s->known = true;
}

struct sig_alg sig_alg_of(struct span body)
{
    struct reader r = reader_over(body);
    struct span oid = der_take(&r, DER_OID).body;
    struct sig_alg s = {SCHEME_NONE, DIGEST_NONE, false};

    for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
        if (span_eq(oid, algorithms[i].oid))
            return (struct sig_alg){algorithms[i].scheme, algorithms[i].digest,
                                    true};
    if (span_eq(oid, OID_PSS)) {
        s.scheme = SCHEME_PSS;
        pss_params(&r, &s);
    }
    return s;
}

static void read_name(struct span name, struct span *cn, struct span *o)
{
    struct reader r = reader_over(name), set, pair;

    r = reader_over(der_take(&r, DER_SEQ).body);
    while (reader_left(&r)) {
        set = reader_over(der_take(&r, DER_SET).body);
        while (reader_left(&set)) {
            struct span oid;

            pair = reader_over(der_take(&set, DER_SEQ).body);
            oid = der_take(&pair, DER_OID).body;
            if (span_eq(oid, OID_CN))
                *cn = der_next(&pair).body;
            else if (span_eq(oid, OID_O))
                *o = der_next(&pair).body;
        }
    }
}

static void read_key_usage(struct cert *c, struct span value)
{
    struct reader r = reader_over(value);
    struct der d = der_take(&r, DER_BITS);

    c->has_usage = true;
    c->strange |= !reader_ok(&r);
    if (d.body.len > 1)
        for (unsigned i = 0; i < 8; i++)
            if (d.body.ptr[1] & (0x80u >> i))
                c->usage |= 1u << i;
}

static void read_constraints(struct cert *c, struct span value)
{
    struct reader r = reader_over(value);
    struct der d;

    r = reader_over(der_take(&r, DER_SEQ).body);
    d = der_maybe(&r, DER_BOOL);
    c->has_constraints = true;
    c->strange |= !reader_ok(&r);
    c->ca = d.body.len && d.body.ptr[0];
    d = der_maybe(&r, DER_INT);
    if (d.body.len == 1)
        c->path = d.body.ptr[0];
}

static void read_ids(struct cert *c, struct span value, bool authority)
{
    struct reader r = reader_over(value);

    if (authority) {
        r = reader_over(der_take(&r, DER_SEQ).body);
        c->aki = der_maybe(&r, 0x80).body;
        c->strange |= !reader_ok(&r);
        c->has_aki = true;
    } else {
        c->ski = der_take(&r, DER_OCTETS).body;
        c->has_ski = true;
    }
}

/* is_known is whether a critical extension is one that is understood: those of
 * id-ce (2.5.29.n) in the list, authority information access [X509 4.2.2.1],
 * and Netscape's certificate type. */
static bool is_known(struct span oid, unsigned ce)
{
    static const uint8_t known[] = {9,  14, 15, 16, 17, 19, 30,
                                    31, 32, 33, 35, 36, 37, 54};

    for (size_t i = 0; ce && i < sizeof(known); i++)
        if (known[i] == ce)
            return true;
    return span_eq(oid, SPAN("\x2b\x06\x01\x05\x05\x07\x01\x01")) ||
           span_eq(oid, SPAN("\x60\x86\x48\x01\x86\xf8\x42\x01\x01"));
}

/* extension reads one; false where it is none. */
static bool extension(struct cert *c, struct reader *r)
{
    struct reader in = reader_over(der_take(r, DER_SEQ).body), x;
    struct span oid = der_take(&in, DER_OID).body;
    struct der critical = der_maybe(&in, DER_BOOL);
    struct span value = der_take(&in, DER_OCTETS).body;
    bool ce = oid.len == 3 && oid.ptr[0] == 0x55 && oid.ptr[1] == 0x1d;
    unsigned n = ce ? oid.ptr[2] : 0;

    if (critical.body.len && critical.body.ptr[0] && !is_known(oid, n))
        c->strange = true;
    switch (n) {
    case 14: read_ids(c, value, false); break;
    case 15: read_key_usage(c, value); break;
    case 19: read_constraints(c, value); break;
    case 35: read_ids(c, value, true); break;
    case 37:
        x = reader_over(value);
        c->ext_usage = der_take(&x, DER_SEQ).body;
        c->has_ext_usage = true;
        c->strange |= !reader_ok(&x);
        break;
    }
    return reader_ok(&in);
}

static bool read_tbs(struct cert *c, struct span body, struct span *alg)
{
    struct reader r = reader_over(body), x;
    struct der d = der_maybe(&r, der_context(0));
    bool from_ok, to_ok;

    c->version = 1;
    if (d.tag) {
        x = reader_over(d.body);
        d = der_take(&x, DER_INT);
        c->version = d.body.len == 1 ? d.body.ptr[0] + 1u : 0;
    }
    c->serial = der_take(&r, DER_INT).body;
    *alg = der_take(&r, DER_SEQ).body;
    c->issuer = der_take(&r, DER_SEQ).whole;
    d = der_take(&r, DER_SEQ);
    x = reader_over(d.body);
    d = der_next(&x);
    c->from = der_time(&d, &from_ok);
    d = der_next(&x);
    c->to = der_time(&d, &to_ok);
    c->subject = der_take(&r, DER_SEQ).whole;
    c->spki = der_take(&r, DER_SEQ).whole;
    if (!reader_ok(&r) || !from_ok || !to_ok)
        return false;
    while (reader_left(&r)) {
        d = der_next(&r);
        if ((d.tag & 0x1f) == 1 || (d.tag & 0x1f) == 2)
            c->unique_ids = true;
        if (d.tag != der_context(3))
            continue;
        x = reader_over(d.body);
        x = reader_over(der_take(&x, DER_SEQ).body);
        while (reader_left(&x))
            if (!extension(c, &x))
                return false;
    }
    return reader_ok(&r);
}

bool cert_read(struct cert *c, struct span der)
{
    struct reader r = reader_over(der), x;
    struct der d = der_take(&r, DER_SEQ), tbs;
    struct span unused = {0}, outer, inner;

    *c = (struct cert){.der = d.whole, .path = -1};
    r = reader_over(d.body);
    tbs = der_take(&r, DER_SEQ);
    c->tbs = tbs.whole;
    outer = der_take(&r, DER_SEQ).body;
    c->alg = sig_alg_of(outer);
    d = der_take(&r, DER_BITS);
    c->signature = der_bits(&d);
    if (!reader_ok(&r) || !read_tbs(c, tbs.body, &inner))
        return false;
    c->strange |= !span_eq(inner, outer); /* [X509 4.1.1.2] */
    read_name(c->issuer, &unused, &c->issuer_o);
    read_name(c->subject, &c->cn, &c->o);
    x = reader_over(c->spki);
    x = reader_over(der_take(&x, DER_SEQ).body);
    der_take(&x, DER_SEQ);
    d = der_take(&x, DER_BITS);
    c->key_bits = der_bits(&d);
    c->key = key_info(c->spki);
    return reader_ok(&x);
}

bool cert_signed_by(const struct cert *c, const struct cert *issuer)
{
    return span_eq(c->issuer, issuer->subject) && c->alg.known &&
           key_verify(issuer->spki, c->alg.scheme, c->alg.digest, c->tbs,
                      c->signature);
}

bool ext_usage_has(const struct cert *c, struct span oid)
{
    struct reader r = reader_over(c->ext_usage);

    while (reader_left(&r))
        if (span_eq(der_take(&r, DER_OID).body, oid))
            return true;
    return false;
}

static const char *key_fault(const struct cert *c)
{
    switch (c->key.kind) {
    case KEY_RSA:
    case KEY_RSA_PSS:
        if (c->key.bits < KEY_BITS_MIN)
            return "certificate key length too short";
        if (c->key.bits > RSA_BITS_MAX)
            return "certificate key too long to be checked";
        return c->key.exponent_ok ? NULL : "certificate RSA exponent too weak";
    case KEY_CURVE: return "certificate unsupported EC curve";
    case KEY_OTHER: return "certificate key not supported";
    case KEY_P256:
    case KEY_P384:
    case KEY_P521:
    case KEY_ED25519: return NULL;
    }
    return NULL;
}

static const char *usage_fault(const struct cert *c, const struct trust *t,
                               enum purpose purpose)
{
    struct reader r = reader_over(c->ext_usage);
    unsigned count = 0;
    bool tsa, ocsp;

    if (!c->has_ext_usage)
        return c->ca ? NULL : "certificate missing required EKU";
    if (ext_usage_has(c, OID_ANY))
        return "certificate 'any' EKU not allowed";
    if ((purpose == PURPOSE_CLAIM && !trust_usage(t, c)) ||
        (purpose == PURPOSE_TSA && !ext_usage_has(c, OID_TIMESTAMPING)) ||
        (purpose == PURPOSE_OCSP && !trust_service(c)))
        return "certificate missing required EKU";
    while (reader_left(&r)) {
        der_next(&r);
        count++;
    }
    tsa = ext_usage_has(c, OID_TIMESTAMPING);
    ocsp = ext_usage_has(c, OID_OCSP_SIGNING);
    if ((tsa || ocsp) && count > 1)
        return "certificate invalid set of EKUs";
    return NULL;
}

static const char *key_usage_fault(const struct cert *c)
{
    if (!c->has_usage ||
        !(c->usage & (USAGE_SIGN | USAGE_NONREPUDIATION | USAGE_CERT_SIGN)))
        return "certificate missing key usage";
    if ((c->usage & USAGE_SIGN) && (c->usage & USAGE_CERT_SIGN) && !c->ca)
        return "certificate signs certificates but is no CA";
    return NULL;
}

static const char *first_fault(const struct cert *c, const struct trust *t,
                               enum purpose purpose)
{
    const char *why;

    if (!c->alg.known)
        return c->alg.scheme == SCHEME_PSS
                   ? "certificate PSS parameters not supported"
                   : "certificate algorithm not supported";
    why = key_fault(c);
    if (why)
        return why;
    if (c->ca && span_eq(c->issuer, c->subject))
        return "certificate issuer and subject cannot be the same";
    if (c->unique_ids)
        return "certificate has unique identifiers";
    why = usage_fault(c, t, purpose);
    if (!why)
        why = key_usage_fault(c);
    if (why)
        return why;
    if (!c->has_aki || (c->ca && !c->has_ski) || c->strange)
        return "certificate params incorrect";
    return c->ca ? "expected end-entity certificate" : NULL;
}

struct fault cert_profile(const struct cert *c, const struct trust *t,
                          enum purpose purpose, int64_t at)
{
    if (c->version != 3)
        return (struct fault){false, "certificate version incorrect"};
    if (at < c->from || at > c->to)
        return (struct fault){true, "certificate expired"};
    return (struct fault){false, first_fault(c, t, purpose)};
}
