/* SPDX-License-Identifier: Apache-2.0
 * c2pa.h - JUMBF slots, blocks and source to a verdict on the credential.
 *
 * [C2PA] C2PA Technical Specification 2.2 to 2.4.  Each step is a file: boxes,
 * store, claim, assertions, bindings, signature, trust, time, ingredients. */
#ifndef C2PA_C2PA_H
#define C2PA_C2PA_H

#include "formats/walk.h"
#include "genmark.h"
#include "meta/field.h"

/* The anchors an engine holds: built once, read by many threads. */
struct trust;

/* trust_new reads the caller's texts (PEM, ETSI JSON, OID lists); NULL with a
 * line in why where one does not parse or memory ends. */
struct trust *trust_new(const gm_trust *list, size_t count, char *why,
                        size_t why_size);
void trust_free(struct trust *t);

/* What the manifest of a statement is to the asset. */
enum role {
    ROLE_WHOLE, /* it is of the asset, or of what the asset was made from */
    ROLE_PART,  /* of something placed in the asset */
    ROLE_INPUT, /* of something that a model was given */
    ROLE_LOST   /* nothing refers to it */
};

/* What an AI-relevant statement of a manifest says; the finder `credential`
 * turns each into a mark. */
struct statement {
    struct span name;     /* "c2pa.created", "c2pa.ai-disclosure" */
    struct span value;    /* digital source type, whole code or URI */
    struct span agent;    /* software agent or claim generator */
    struct span manifest; /* label of the manifest it stands in */
    struct span signer;   /* organisation of the signing certificate */
    bool active;          /* else: the history of an ingredient */
    enum role role;       /* what that ingredient is to this asset */
    gm_proof proof;
    struct range at;
};

struct c2pa {
    gm_credential told; /* strings NUL-terminated, in the arena */
    gm_proof proof;     /* of the credential as a whole */
    uint32_t slot;      /* that holds it; UINT32_MAX where none does */
    struct range from;  /* of a fragment: what leads to it */
    const struct statement *statements;
    uint32_t statement_count;
    const struct note *notes; /* our own: "asset only partly bound" */
    uint32_t note_count;
    const gm_code *deltas; /* of ingredients, and not on their record */
    size_t delta_count;
    const char *limit; /* name of the limit that cut it short, or NULL */
    bool memory, io, stopped;
};

struct c2pa_config {
    struct arena *arena;
    const struct limits *limits;
    const struct trust *trust;   /* may be NULL: no anchors */
    const struct fields *fields; /* for a remote reference; may be NULL */
    int64_t now;                 /* seconds since 1970; the caller's clock */
    int (*alive)(void *ctx);
    void *alive_ctx;
    /* Where the document is a fragment of a film, the initialization segment
     * that it continues [C2PA A.5.4.1.2]; else not looked at. */
    const struct doc *init;
    const struct source *init_src;
};

/* c2pa_read validates the credential of one document.  Where it has none,
 * out->told.state is GM_C2PA_NONE and nothing else is set. */
void c2pa_read(struct c2pa *out, const struct doc *doc,
               const struct source *src, const struct c2pa_config *c);

#endif
