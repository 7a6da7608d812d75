/* SPDX-License-Identifier: Apache-2.0
 * store.h - a manifest store: manifests, their claims and assertions.
 *
 * [C2PA] sections 8.4, 10 and 11.  What is hashed or signed stays a span of
 * the store; nothing is ever written anew to be checked. */
#ifndef C2PA_STORE_H
#define C2PA_STORE_H

#include "base/cbor.h"
#include "c2pa/c2pa.h"
#include "c2pa/jumbf.h"

struct job;

enum content {
    CONTENT_CBOR,
    CONTENT_JSON,
    CONTENT_UUID,
    CONTENT_FILE,   /* embedded file: media type and bytes */
    CONTENT_STREAM, /* codestream, of old thumbnails */
    CONTENT_REDACTED
};

struct reference;

struct assertion {
    const struct reference *ref; /* of the claim, once listed */
    struct span label;           /* with its instance */
    struct span base;            /* without */
    enum content content;
    const struct box *box;
    struct span data;  /* content */
    struct span media; /* of an embedded file */
    const struct cbor *cbor;
    enum cbor_end end; /* of reading it, once `read` is set */
    bool read, listed, created, redacted;
    bool odd; /* its bytes are not those of its meaning written anew */
    struct assertion *same; /* next in its bucket */
};

/* {url, hash, alg}, as CBOR maps have it [C2PA 8.4.2.1]. */
struct hashed_uri {
    struct span url, hash, alg;
    const struct cbor *list; /* a hash that is a list of numbers instead */
};

struct reference {
    struct hashed_uri uri;
    bool created; /* else gathered; of a version 1 claim always */
};

struct claim {
    unsigned version;
    struct span raw; /* what the signature is of */
    struct span instance, generator, signature, alg, soft_alg, title, format;
    const struct cbor *info; /* claim_generator_info */
    const struct cbor *redacted, *tree;
    struct reference *refs;
    uint32_t ref_count;
};

struct manifest {
    struct span label;
    bool update;
    bool reached;   /* from the active one */
    bool verified;  /* its log entries stand in [log_from, log_to) */
    uint32_t index; /* in the store, once told */
    bool walked;    /* its ingredients were checked */
    bool touched;   /* a reached claim redacts one of its assertions */
    enum role role; /* once reached */
    unsigned mark;  /* of the search for cycles: 0 new, 1 open, 2 done */
    const struct box *outer; /* as it stands in the store: compressed or not */
    const struct box *box;
    const struct box *signature;     /* its content */
    const struct box *signature_box; /* its superbox */
    struct claim claim;
    struct assertion *assertions;
    uint32_t assertion_count;
    struct assertion **table; /* by label */
    uint32_t mask;
    const struct box *databoxes;
    uint32_t log_from, log_to;
    struct span signer;       /* organisation of the certificate */
    gm_signer told;           /* the signer as reports tell it */
    bool signed_ok, trusted;  /* claimSignature.validated; .trusted */
    const struct cbor *stamp; /* token of a c2pa.time-stamp assertion */
};

struct store {
    struct manifest **list; /* in the file's order */
    uint32_t count;
    struct manifest *active;
    uint64_t boxes; /* read so far, against limits.jumbf_boxes */
};

/* store_read adds the manifests of the superbox s to job->store: false after a
 * hard error, which stands in the job. */
bool store_read(struct job *j, struct span s);

/* store_find is the manifest of that label, the last of several, or NULL. */
struct manifest *store_find(const struct job *j, struct span label);

/* claim_read reads the bytes of a claim box. */
bool claim_read(struct job *j, struct manifest *m, const struct box *box);

/* assertion_find is by whole label, the first of several; NULL. */
struct assertion *assertion_find(const struct manifest *m, struct span label);

/* assertion_cbor reads the content once, and is NULL where it is none. */
const struct cbor *assertion_cbor(struct job *j, struct assertion *a);

/* assertion_is is whether a has that base label, or one of its versions:
 * "c2pa.actions" takes c2pa.actions.v2__1 too. */
bool assertion_is(const struct assertion *a, struct span base);

/* generator_ok is whether the fields of a generator's description are of their
 * kinds: it has a name, and an icon is a hashed URI or a resource by name. */
bool generator_ok(const struct cbor *info);

/* hashed_uri_of is false where c is no such map. */
bool hashed_uri_of(const struct cbor *c, struct hashed_uri *to);

/* hashed_uri_is is whether h is the hash that u has. */
bool hashed_uri_is(const struct hashed_uri *u, const struct hash *h);

#endif
