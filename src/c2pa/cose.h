/* SPDX-License-Identifier: Apache-2.0
 * cose.h - a COSE_Sign1 [RFC 9052] as C2PA writes it: signer and signature. */
#ifndef C2PA_COSE_H
#define C2PA_COSE_H

#include "base/cbor.h"
#include "c2pa/trust.h"

struct cose {
    const struct cbor *head, *open; /* protected and unprotected headers */
    struct span protected_raw;      /* as signed */
    struct span payload;            /* where it is carried along */
    struct span signature;
    bool has_alg;
    int64_t alg; /* COSE number */
    struct chain chain;
};

enum cose_end {
    COSE_OK,
    COSE_BROKEN,     /* no tagged COSE_Sign1, or one with critical headers */
    COSE_NO_CHAIN,   /* no certificate where one must be */
    COSE_TWO_CHAINS, /* in both headers */
    COSE_BAD_CERT,   /* the signer's certificate does not parse */
    COSE_MEMORY
};

/* cose_read reads the structure, and the certificates where `chain` is true.
 */
enum cose_end cose_read(struct cose *c, struct arena *a, struct span s,
                        const struct limits *lim, bool chain);

struct cose_alg {
    int64_t id;
    const char *name; /* "es256" */
    enum scheme scheme;
    enum digest digest;
    enum key_kind key;
};

/* cose_alg is what the header says, NULL where that is not one of C2PA's
 * [C2PA 13.2]. */
const struct cose_alg *cose_alg(const struct cose *c);

/* cose_key_fits is whether the key is of the kind that the algorithm takes. */
bool cose_key_fits(const struct cose_alg *alg, const struct key_info *key);

/* sig_structure is [context, protected, h'', payload] in CBOR: what signatures
 * and time-stamps are of; empty without memory. */
struct span sig_structure(struct arena *a, struct span context,
                          struct span head, struct span payload);

/* cbor_wrapped is s as a CBOR byte string. */
struct span cbor_wrapped(struct arena *a, struct span s);

/* cose_verify is whether the signature is of payload by this key. */
bool cose_verify(const struct cose *c, struct arena *a, struct span spki,
                 struct span payload);

#endif
