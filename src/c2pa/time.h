/* SPDX-License-Identifier: Apache-2.0
 * time.h - time-stamps [RFC 3161] and revocation answers [RFC 6960] that a
 * signature carries along.  Nothing is fetched. */
#ifndef C2PA_TIME_H
#define C2PA_TIME_H

#include "c2pa/cose.h"
#include "c2pa/status.h"

struct stamp {
    int64_t time;
    bool good;           /* the imprint fits and its signer's key signed it */
    bool trusted;        /* and the signer leads to an anchor */
    enum status status;  /* where not good: why */
    const char *profile; /* what is wrong with its signer's certificate */
    struct span name;    /* of its signer */
};

struct stamp_config {
    struct arena *arena;
    const struct trust *trust;
    struct span data; /* what was stamped */
    bool old;         /* of a version 1 claim: any signer will do */
};

/* stamp_read checks a TimeStampResp or a TimeStampToken. */
struct stamp stamp_read(struct span der, const struct stamp_config *c);

enum ocsp {
    OCSP_NONE, /* no answer that can be used */
    OCSP_GOOD,
    OCSP_REVOKED
};

struct ocsp_config {
    const struct trust *trust;
    const struct chain *chain; /* the signer's */
    bool stamped;
    int64_t time; /* of the signature where stamped, else now */
};

enum ocsp ocsp_read(struct span der, const struct ocsp_config *c);

#endif
