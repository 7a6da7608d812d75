/* SPDX-License-Identifier: Apache-2.0
 * trust.h - the caller's lists: anchors, allowed certificates, key usages. */
#ifndef C2PA_TRUST_H
#define C2PA_TRUST_H

#include "c2pa/c2pa.h"
#include "c2pa/cert.h"

#define OID_TIMESTAMPING SPAN("\x2b\x06\x01\x05\x05\x07\x03\x08")
#define OID_OCSP_SIGNING SPAN("\x2b\x06\x01\x05\x05\x07\x03\x09")

struct anchor {
    struct cert cert;
    gm_trust_kind kind;
    struct span list;     /* name of the text it came from */
    int64_t since, until; /* an ETSI list's own dates; else all time */
};

/* trust_usage is whether one of the accepted key usages is listed; t NULL has
 * the usual ones. */
bool trust_usage(const struct trust *t, const struct cert *c);

/* trust_service is the same for those who stamp and answer: the usages that
 * need no configuration. */
bool trust_service(const struct cert *c);

enum {
    CHAIN_MAX = 32
};

/* A signer and those that its signature brought along, leaf first. */
struct chain {
    struct cert cert[CHAIN_MAX];
    uint32_t count;
    bool broken; /* one of them is no certificate, or there are too many */
};

/* trust_chain is the anchor that the chain leads to, or NULL.  Certificates
 * must stand leaf to issuer, each valid at that time and signed by the next,
 * which must be a CA; none may stand there that does not fit.  An anchor that
 * is not in the chain is believed as it is. */
const struct anchor *trust_chain(const struct trust *t, const struct chain *c,
                                 int64_t at);

/* trust_anchor is the i-th anchor, or NULL past the last. */
const struct anchor *trust_anchor(const struct trust *t, size_t i);

/* trust_allowed is whether this very certificate is on an allowed list. */
bool trust_allowed(const struct trust *t, const struct cert *c);

#endif
