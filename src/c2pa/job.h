/* SPDX-License-Identifier: Apache-2.0
 * job.h - one validation: what its steps share.
 *
 * A hard error ends it: there is then no verdict, only the reason.  Everything
 * else is an entry of the log, and the verdict is counted from the log. */
#ifndef C2PA_JOB_H
#define C2PA_JOB_H

#include "base/crypto.h"
#include "c2pa/c2pa.h"
#include "c2pa/status.h"
#include "c2pa/store.h"

struct entry {
    const struct manifest *of; /* that the URI names, once told */
    enum status status;
    struct span uri;
    struct span scope; /* URI of the ingredient assertion it is below; empty:
                          of the active manifest */
    const char *text;
    bool kept;    /* of the asset as it is here: no record outweighs it */
    bool dropped; /* an ingredient assertion had it on record */
};

struct job {
    struct arena *arena;
    const struct limits *lim;
    const struct trust *trust;
    const struct doc *doc;
    const struct source *src;
    const struct slot *slot; /* that holds the store */
    struct range at;         /* of the store in the file, its container's
                                headers included; len 0: not in this file */
    /* Of a fragment: doc and src are its initialization segment, where the
     * store is, and these are the fragment. */
    const struct doc *piece;
    const struct source *piece_src;
    struct range piece_at; /* of its Merkle box */
    int64_t now;
    int (*alive)(void *ctx);
    void *alive_ctx;

    struct store store;
    struct entry *log;
    uint32_t log_count, log_cap;
    struct span scope;

    const char *error; /* hard error, or NULL */
    const char *limit;
    bool memory, io, stopped;

    struct span
        *redacted; /* absolute URIs that reached claims redact, sorted */
    uint32_t redacted_count;
    bool keep;   /* entries from now on are `kept` */
    bool alone;  /* a store by itself: the asset is not here */
    bool partly; /* the binding leaves bytes of the asset unbound */
    bool bound;  /* the hard binding fits */
    struct note *notes;
    uint32_t note_count, note_cap;
    uint64_t effort; /* spent on signatures */
    uint64_t hashed; /* bytes, against limits.hash_bytes */
    uint8_t *chunk;  /* buffer of job_hash */
};

/* job_alloc is zeroed memory of the scan; NULL sets j->memory. */
void *job_alloc(struct job *j, size_t n);

/* job_raw is job_alloc for what is written before it is read. */
void *job_raw(struct job *j, size_t n);

/* job_error keeps the first hard error, and is false. */
bool job_error(struct job *j, const char *why);

/* job_limit is a hard error by the name of a limit, and is false. */
bool job_limit(struct job *j, const char *name);

/* job_log adds an entry in the present scope; text NULL: the usual one. */
void job_log(struct job *j, enum status s, struct span uri, const char *text);
void job_note(struct job *j, uint64_t off, const char *what);

bool job_alive(struct job *j);

/* job_hash feeds [off, off + len) of the file; false where it cannot be read,
 * which also stands in the job. */
bool job_hash(struct job *j, struct hasher *h, uint64_t off, uint64_t len);

/* URIs of a manifest's own parts. */
struct span job_uri(struct job *j, const struct manifest *m);
struct span job_assertion_uri(struct job *j, const struct manifest *m,
                              struct span label);
struct span job_signature_uri(struct job *j, const struct manifest *m);

/* ---- the steps, in their order ------------------------------------------ */

/* carrier_check logs what is wrong with where a text keeps its store, and is
 * then false; carrier_reference is the nth reference of a text to a store that
 * stands elsewhere, or NULL. */
bool carrier_check(struct job *j);
const struct slot *carrier_reference(const struct doc *d, uint32_t nth);

bool ingredients_collect(struct job *j); /* which manifests are reached */
bool verify_manifest(struct job *j, struct manifest *m);
bool ingredients_check(struct job *j);

/* ingredients_redact is whether a reached claim redacts that assertion;
 * ingredients_settle drops from the log what ingredient assertions already
 * have on record. */
bool ingredients_redact(const struct job *j, struct span uri);
bool ingredients_settle(struct job *j);

/* ingredient_of is the reference of an ingredient assertion to its manifest;
 * false where it has none. */
bool ingredient_of(struct job *j, struct assertion *a, struct hashed_uri *to);
struct span ingredient_label(const struct hashed_uri *u); /* of its manifest */
struct span ingredient_relation(struct job *j, struct assertion *a);
bool binding_check(struct job *j, struct manifest *m);

/* icon_check looks at the `icon` of a generator or template. */
void icon_check(struct job *j, struct manifest *m, const struct cbor *info);
bool known_check(struct job *j, struct manifest *m, struct assertion *a);
bool actions_check(struct job *j, struct manifest *m);
bool signature_check(struct job *j, struct manifest *m);
bool cawg_check(struct job *j);

/* binding_of is the manifest whose hard binding is of the asset: m itself, or
 * of an update manifest the nearest ancestor; NULL after a hard error. */
struct manifest *binding_of(struct job *j, struct manifest *m);
bool is_hard_binding(struct span base);

bool hash_data_check(struct job *j, struct manifest *m, struct assertion *a);
bool hash_text_check(struct job *j, struct manifest *m, struct assertion *a);
bool hash_box_check(struct job *j, struct manifest *m, struct assertion *a);
bool hash_bmff_check(struct job *j, struct manifest *m, struct assertion *a);
bool collection_check(struct job *j, struct manifest *m, struct assertion *a);

/* multi_check judges the parts of a file of several; false where the manifest
 * tells of none. */
bool multi_check(struct job *j, struct manifest *m);

/* told_fill makes of the log and the store what reports tell. */
void told_fill(struct c2pa *out, struct job *j);
void told_absent(struct c2pa *out, struct job *j, const struct fields *fields,
                 bool stray, bool init);

#endif
