/* SPDX-License-Identifier: Apache-2.0
 * cert.h - an X.509 certificate [RFC 5280] and the profile of [C2PA 14.5.1].
 */
#ifndef C2PA_CERT_H
#define C2PA_CERT_H

#include "base/crypto.h"
#include "base/der.h"

/* A signature algorithm as certificates and CMS name it. */
struct sig_alg {
    enum scheme scheme;
    enum digest digest;
    bool known; /* one that the profile allows */
};

struct cert {
    struct span der, tbs, signature, serial;
    struct span issuer, subject; /* DER of the names */
    struct span spki;            /* DER */
    struct span key_bits;        /* the key itself: what OCSP hashes */
    struct sig_alg alg;
    struct key_info key;
    unsigned version; /* 3 */
    int64_t path;     /* CAs that may stand below it; -1: any number */
    int64_t from, to; /* seconds since 1970 */
    bool unique_ids, strange;
    bool has_usage, has_ext_usage, has_aki, has_ski, has_constraints, ca;
    unsigned usage;        /* bits as in KeyUsage: 0 digitalSignature first */
    struct span ext_usage; /* body of the sequence of OIDs */
    struct span aki, ski;  /* key identifiers */
    struct span cn, o;     /* of the subject: the last of each */
    struct span issuer_o;
};

enum {
    USAGE_SIGN = 1 << 0,
    USAGE_NONREPUDIATION = 1 << 1,
    USAGE_CERT_SIGN = 1 << 5
};

/* cert_read reads the certificate that der begins with; bytes behind it are
 * ignored.  False where it is none. */
bool cert_read(struct cert *c, struct span der);

/* sig_alg_of reads an AlgorithmIdentifier's body. */
struct sig_alg sig_alg_of(struct span body);
enum digest digest_oid(struct span oid);

/* cert_signed_by is whether issuer's name and key are those of c's issuer;
 * only algorithms that the profile allows count. */
bool cert_signed_by(const struct cert *c, const struct cert *issuer);

/* What a certificate is to be used for, and the first rule it breaks. */
enum purpose {
    PURPOSE_CLAIM,
    PURPOSE_TSA,
    PURPOSE_OCSP
};

struct fault {
    bool expired;    /* else the certificate itself is wrong */
    const char *why; /* NULL: none */
};

struct trust;

/* cert_profile checks a leaf at that time.  ends is checked too: it must not
 * be a CA. */
struct fault cert_profile(const struct cert *c, const struct trust *t,
                          enum purpose purpose, int64_t at);

/* usage_is is whether the certificate lists this dotted OID's DER bytes. */
bool ext_usage_has(const struct cert *c, struct span oid);

#endif
