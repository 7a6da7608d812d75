/* SPDX-License-Identifier: Apache-2.0
 *
 * genmark.h - find the marks of AI generation in a file, and judge them.
 *
 * This is the whole public interface.
 *
 *   engine  what a scan needs to know: rules, phrases, trust anchors, limits.
 *           Built once, never changed, shared by any number of threads.
 *   worker  the memory of one thread.  Not shared.
 *   item    what one scan found: one borrowed tree, good until the worker's
 *           next scan.  gm_judge and the report writers eat it too, so a
 *           stored item can be judged and printed without its media.
 *
 * Structs that the caller fills begin with `size`: set it by the _INIT macro.
 * A field is only ever added at the end, and zero always means the default, so
 * that a program built with an older header than the library's runs as it did;
 * with a newer one it is refused (GM_BAD_ARG).
 * Strings are valid UTF-8, but for what the caller calls an input, which begins
 * each path and stays as it is.  They end in a NUL that `len` does not count.
 * New values of an enum may appear; take one that you do not know for the one
 * at 0.  The library starts no thread, prints nothing, reads no environment,
 * no clock and no network. */
#ifndef GENMARK_H
#define GENMARK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define GM_API __attribute__((visibility("default")))
#else
#define GM_API
#endif

#define GM_VERSION "0.1.0"           /* of this header */
GM_API const char *gm_version(void); /* of the library */

typedef struct gm_engine gm_engine;
typedef struct gm_worker gm_worker;
struct gm_item;

typedef enum gm_status {
    GM_OK = 0,
    GM_STOPPED = 1,    /* `alive` said so */
    GM_BAD_ARG = -1,   /* a call that breaks this header's rules */
    GM_NO_MEMORY = -2, /* of the process; a scan's own limit is no error */
    GM_IO = -3,        /* the input could not be read */
    GM_BAD_PACK = -4   /* a rule pack, fact or trust list does not parse */
} gm_status;

GM_API const char *gm_status_text(gm_status s);

typedef struct gm_str {
    const char *ptr; /* NULL only where len is 0 */
    size_t len;
} gm_str;

/* ---- engine ---------------------------------------------------------- */

typedef struct gm_setting {
    const char *name; /* of a limit: "inflate_bytes" */
    uint64_t value;
} gm_setting;

/* A text that the caller has read: a rule pack, a PEM or JSON trust list. */
typedef struct gm_text {
    const char *name; /* for messages: "my.rules" */
    const char *ptr;
    size_t len;
} gm_text;

/* What a trust text is for. */
typedef enum gm_trust_kind {
    GM_TRUST_SIGNERS = 0, /* anchors of claim signatures */
    GM_TRUST_TSA = 1,     /* anchors of time-stamps */
    GM_TRUST_ALLOWED = 2, /* end-entity certificates, trusted as they are */
    GM_TRUST_USAGES = 3   /* accepted key usages, one dotted OID a line */
} gm_trust_kind;

typedef struct gm_trust {
    gm_trust_kind kind;
    gm_text text;
} gm_trust;

typedef struct gm_config {
    size_t size;
    const gm_text *packs; /* beside those built in; same law name replaces */
    size_t pack_count;
    const gm_trust *trust; /* none is built in */
    size_t trust_count;
    const gm_setting *limits; /* those that differ from the default */
    size_t limit_count;
    /* Laws that will be judged by, such as "kr,eu": of the packs built in no
     * others are read, which takes most of an engine's time.  NULL: all. */
    const char *laws;
} gm_config;
#define GM_CONFIG_INIT                                     \
    {                                                      \
        sizeof(gm_config), NULL, 0, NULL, 0, NULL, 0, NULL \
    }

/* Where building fails, `why` (if not NULL) gets a line such as
 * "eu.rules:14: unknown mark 'c2pb'". */
GM_API gm_status gm_engine_new(const gm_config *c, gm_engine **out, char *why,
                               size_t why_size);
GM_API gm_engine *gm_engine_ref(gm_engine *e);
/* The last one to let go frees it.  NULL is fine. */
GM_API void gm_engine_unref(gm_engine *e);

/* ---- input ----------------------------------------------------------- */

typedef struct gm_fact {
    const char *name, *value; /* "role" "deployer", "delivery" "exported" */
} gm_fact;

typedef enum gm_effort {
    GM_EFFORT_NORMAL = 0,
    GM_EFFORT_FAST = 1, /* no pixels are decoded */
    GM_EFFORT_DEEP = 2  /* and the expensive searches too */
} gm_effort;

enum {
    GM_WANT_TREE = 1,     /* fill blocks, slots and fields: for `show` */
    GM_WANT_HASH = 2,     /* fill sha256 */
    GM_REDACT = 4,        /* withhold prompts and names of persons */
    GM_WANT_THUMBNAIL = 8 /* fill thumbnail, where pixels are decoded */
};

/* Numbers for a neural network, in the order of its shape. */
typedef struct gm_tensor {
    float *at;
    size_t count;
    int64_t shape[5];
    size_t rank;
} gm_tensor;

enum {
    GM_NO_NETWORK = -2 /* gm_input.infer has none of that name */
};

typedef struct gm_input {
    size_t size;
    const char *name; /* path for reports; its ending tells code from prose */

    const void *data; /* the bytes, or NULL ... */
    uint64_t length;
    int (*read)(void *ctx, uint64_t off, void *to, size_t n); /* ... and this */
    void *ctx; /* read fills all n bytes and returns 0, or returns nonzero */

    const gm_fact *facts; /* what the rules may ask that no file tells */
    size_t fact_count;
    const char *laws;  /* "kr,eu"; NULL: "kr"; "none": marks only */
    const char *as_of; /* "2026-11-23" or "2026-11-23T12:00:00Z": whose law
                          applies, and the clock of certificates */
    gm_effort effort;
    unsigned want;                 /* GM_WANT_... */
    int (*alive)(void *alive_ctx); /* nonzero stops: a place for a deadline */
    void *alive_ctx;
    const char *watermark_bits; /* "0110...": a payload to look for too */

    /* Where given, the bytes are token ids in decimal, separated by anything
     * but digits, and a statistical watermark is looked for in them: "scheme"
     * (a name of gm_scheme_at), "key", and where they differ from the scheme's
     * published values "vocab", "gamma", "width", "prf", "unique", "dedupe",
     * "self-salt", "last-green", "table", "keys" (a comma list). */
    const gm_fact *tokens;
    size_t token_count;
    gm_text tokenizer; /* a tokenizer.json: then the bytes are text */

    /* Reads what is written in a part of a picture, dark on white, a byte a
     * pixel: puts UTF-8 into `to` and is its length, at most size, or less
     * than 0 where it could not read.  NULL: visible text is not looked at. */
    int (*read_text)(void *read_text_ctx, const unsigned char *grey,
                     unsigned width, unsigned height, char *to, size_t size);
    void *read_text_ctx;

    /* Of gm_judge: the same work, earlier, from another worker.  Then the
     * marks of both are paired, and only the rules that ask what became of
     * them are judged; the marks of a finding count in `pairs`. */
    const struct gm_item *before;

    /* Where the input is a fragment of a film (DASH, HLS), the initialization
     * segment that it continues: its C2PA credential stands there.  Of this
     * only the bytes are looked at (data, length, read, ctx), and not at all
     * where the input is no fragment or has a credential of its own. */
    const struct gm_input *init;

    /* Runs a neural network of the caller's: "rivagan" (1, 3, 1, height,
     * width), "trustmark" (1, 3, 256, 256) or "trustmark-p" (1, 3, 224, 224).
     * Puts at most `most` numbers into out and is how many; GM_NO_NETWORK, or
     * another number below 0 where it failed.  With `in` NULL it only says
     * whether there is one.  NULL: no network is asked. */
    int (*infer)(void *infer_ctx, const char *network, const gm_tensor *in,
                 float *out, size_t most);
    void *infer_ctx;
} gm_input;
#define GM_INPUT_INIT                                                        \
    {                                                                        \
        sizeof(gm_input), NULL, NULL, 0, NULL, NULL, NULL, 0, NULL, NULL,    \
            GM_EFFORT_NORMAL, 0, NULL, NULL, NULL, NULL, 0, {NULL, NULL, 0}, \
            NULL, NULL, NULL, NULL, NULL, NULL                               \
    }

/* ---- what a scan says ------------------------------------------------ */

typedef enum gm_media {
    GM_MEDIA_NONE = 0, /* not one that we know */
    GM_IMAGE,
    GM_AUDIO,
    GM_VIDEO,
    GM_TEXT,
    GM_CODE,     /* source code: text with comments */
    GM_DOCUMENT, /* PDF, office files, books */
    GM_PACKAGE   /* other files in one */
} gm_media;

typedef enum gm_kind {
    GM_KIND_NONE = 0,
    GM_METADATA,
    GM_C2PA,
    GM_AIGC,        /* GB 45438 record */
    GM_GENERATOR,   /* parameters, workflow, tool name */
    GM_WATERMARK,   /* decoded from pixels or tokens */
    GM_VISIBLE,     /* in the picture */
    GM_KIND_NOTICE, /* disclosure in text */
    GM_HIDDEN_TEXT,
    GM_RIGHTS /* do-not-train; never an origin mark */
} gm_kind;

typedef enum gm_claim {
    GM_CLAIM_NONE = 0, /* says nothing of origin */
    GM_GENERATED,      /* made by a model */
    GM_ALTERED,        /* changed by one */
    GM_CAPTURED,       /* of the world: a camera, a microphone, a person */
    GM_TRACE,          /* left by such a tool, without saying so */
    GM_NOTICE,         /* tells a person */
    GM_DENIAL,         /* says that no AI was used */
    GM_NEAR_MISS       /* looks like a label: prohibition, question, topic */
} gm_claim;

typedef enum gm_proof {
    GM_STATED = 0,  /* anyone could have written it */
    GM_BOUND = 1,   /* and it fits these very bytes */
    GM_SIGNED = 2,  /* and a key has signed it */
    GM_TRUSTED = 3, /* and we trust that key */
    GM_BROKEN = 4   /* it claims one of these, and that does not hold */
} gm_proof;

typedef enum gm_form {
    GM_MACHINE = 0,
    GM_SEEN,
    GM_HEARD,
    GM_READ
} gm_form;

typedef struct gm_place {
    gm_str slot;       /* "xmp", "exif", "jumbf", "text", "pixels" */
    gm_str path;       /* "a.png!tEXt[parameters]" */
    uint64_t off, len; /* in the input; len 0 where it is not one range */
} gm_place;

/* A detail of a mark: a label's field, a measured height.  Rules ask for them
 * by name (`field`, `measure`). */
typedef struct gm_attr {
    gm_str name, value;
    double number; /* where numeric */
    int numeric;
} gm_attr;

typedef struct gm_mark {
    gm_str finder; /* "source-type" */
    gm_kind kind;
    gm_str name;  /* "DigitalSourceType" */
    gm_str value; /* "trainedAlgorithmicMedia" */
    gm_claim claim;
    gm_claim makes; /* of a GM_TRACE or GM_NOTICE: what such a tool or
                       sentence says was done, generated or altered; else
                       GM_CLAIM_NONE */
    gm_proof proof;
    gm_form form;
    gm_str generator; /* slug of the generator table; empty if unknown */
    gm_str cls;       /* class of a phrase: "A", "service", "election" */
    unsigned sure;    /* 0 to 100: how likely it is a mark at all */
    gm_place place;
    const gm_attr *attrs;
    size_t attr_count;
} gm_mark;

typedef enum gm_verdict { /* in falling order of weight */
    GM_NOT_APPLICABLE = 0,
    GM_INFO,
    GM_PASS,
    GM_WARN,
    GM_UNKNOWN, /* a fact or a finder that the rule needs is missing */
    GM_FAIL
} gm_verdict;

typedef enum gm_severity {
    GM_SEV_ERROR = 0,
    GM_SEV_WARNING,
    GM_SEV_INFO
} gm_severity;

/* Both languages stand side by side; either may be empty in a user's pack. */
typedef struct gm_words {
    gm_str en, ko;
} gm_words;

typedef struct gm_finding {
    gm_str law, rule; /* "kr", "kr-31-2-export" */
    gm_verdict verdict;
    gm_severity severity;
    gm_str cite;  /* "AI Basic Act, Art. 31(2)" */
    gm_str basis; /* "statute", "decree", "guideline", ... */
    gm_words say, fix;
    gm_words why;      /* of an unknown: what could not be looked at */
    const gm_str *ask; /* facts that would decide it */
    size_t ask_count;
    const uint32_t *marks; /* the marks it rests on, counted from 0; of a
                              comparison, the pairs */
    size_t mark_count;
    int known; /* 1: by a baseline of the caller's, who sets it */
} gm_finding;

typedef struct gm_law_verdict {
    gm_str law;
    gm_verdict verdict;
    gm_words title; /* of the law */
} gm_law_verdict;

typedef struct gm_note {
    gm_str what; /* "chunk passes the end of file" */
    uint64_t off;
    gm_str part; /* of a file inside: its path; else empty */
} gm_note;

typedef struct gm_coverage {
    gm_str finder;
    int ran;    /* 1: to its end; 0: not, or not to its end */
    gm_str why; /* "limit inflate_bytes", "no pixels for webp" */
} gm_coverage;

typedef enum gm_fault { /* why an item has no answer */
    GM_FAULT_NONE = 0,
    GM_FAULT_IO,
    GM_FAULT_UNSUPPORTED,
    GM_FAULT_LIMIT,
    GM_FAULT_TIMEOUT,
    GM_FAULT_CRASH
} gm_fault;

typedef struct gm_error {
    gm_fault kind;
    gm_str limit; /* of GM_FAULT_LIMIT: its name */
    gm_str message;
} gm_error;

typedef enum gm_basis {
    GM_BASIS_NONE = 0,
    GM_BASIS_TRACE,
    GM_BASIS_DECLARED
} gm_basis;

typedef struct gm_origin {
    gm_claim claim; /* GENERATED, ALTERED, CAPTURED, NOTICE or NONE */
    gm_basis basis;
    int conflict; /* marks contradict each other */
    gm_str generator;
    const uint32_t *marks;
    size_t mark_count;
} gm_origin;

/* ---- C2PA ------------------------------------------------------------ */

typedef enum gm_c2pa_state {
    GM_C2PA_NONE = 0,
    GM_C2PA_REMOTE, /* a reference, not fetched */
    GM_C2PA_ERROR,  /* present but unreadable: no verdict */
    GM_C2PA_INVALID,
    GM_C2PA_VALID,
    GM_C2PA_TRUSTED
} gm_c2pa_state;

typedef enum gm_code_kind {
    GM_CODE_SUCCESS = 0,
    GM_CODE_INFO,
    GM_CODE_FAILURE
} gm_code_kind;

typedef struct gm_code { /* a status code of the specification */
    gm_code_kind kind;
    gm_str code; /* "assertion.dataHash.mismatch" */
    gm_str uri;  /* the JUMBF URI it is of */
    gm_str explanation;
} gm_code;

typedef struct gm_signer {
    gm_str cn, o, alg, issuer, serial;
    gm_str time; /* RFC 3339; of the time-stamp, empty where there is none */
} gm_signer;

typedef struct gm_assertion {
    gm_str label, summary;
} gm_assertion;

typedef struct gm_action {
    gm_str action, source_type, agent, when;
} gm_action;

typedef struct gm_ingredient {
    gm_str title, format, relationship;
    gm_str manifest; /* label of its manifest; empty where it has none */
} gm_ingredient;

typedef struct gm_manifest {
    gm_str label, title, format, generator;
    int active;
    gm_signer signer;
    const gm_assertion *assertions;
    size_t assertion_count;
    const gm_action *actions;
    size_t action_count;
    const gm_ingredient *ingredients;
    size_t ingredient_count;
    const gm_code *codes; /* all of this manifest */
    size_t code_count;
} gm_manifest;

typedef struct gm_credential {
    gm_c2pa_state state;
    gm_str active;        /* label of the active manifest */
    gm_str generator;     /* its claim generator */
    gm_signer signer;     /* of it */
    gm_str remote;        /* URL of a remote manifest */
    const gm_code *codes; /* of the active manifest, without cawg.* */
    size_t code_count;
    const gm_code *cawg;
    size_t cawg_count;
    const gm_manifest *manifests;
    size_t manifest_count;
} gm_credential;

/* ---- the tree that `show` draws --------------------------------------- */

typedef struct gm_block {
    gm_str name;
    uint64_t off, len;
    uint32_t up; /* index of the block that holds it; its own at the top */
} gm_block;

typedef struct gm_slot {
    gm_str kind; /* "exif", "field" */
    gm_str key;
    gm_str value; /* of text: its beginning; else empty */
    uint64_t off, len;
    uint32_t block;
} gm_slot;

typedef struct gm_field {
    gm_str space, ns, name, value;
    uint32_t slot;
} gm_field;

/* ---- two items of one work -------------------------------------------- */

typedef enum gm_outcome {
    GM_SURVIVED = 0,
    GM_WEAKENED, /* it proves less than before */
    GM_CHANGED,  /* another value */
    GM_LOST,
    GM_UNSURE,  /* not found, but its finder did not run to its end */
    GM_INVENTED /* only in the second */
} gm_outcome;

typedef struct gm_pair {
    gm_outcome outcome;
    const gm_mark *before, *after; /* NULL: there is none */
} gm_pair;

typedef struct gm_item {
    size_t size;
    gm_str path, format, mime;
    gm_media media;
    uint64_t length, bytes_read;
    gm_str sha256; /* empty where the bytes were not all read */
    gm_origin origin;
    const gm_mark *marks;
    size_t mark_count;
    gm_credential credential;
    const gm_note *notes;
    size_t note_count;
    const gm_coverage *coverage;
    size_t coverage_count;
    const gm_finding *findings;
    size_t finding_count;
    const gm_law_verdict *verdicts;
    size_t verdict_count;
    gm_error error;
    gm_str as_of;
    gm_str packs; /* "sha256:...": digest of the rules it was judged by */
    const gm_block *blocks;
    size_t block_count;
    const gm_slot *slots;
    size_t slot_count;
    const gm_field *fields;
    size_t field_count;
    const gm_pair *pairs; /* of gm_judge with `before`: first its marks, then
                             those that only this item has */
    size_t pair_count;
    const struct gm_item *before; /* likewise: the earlier one */
    gm_outcome kept;  /* likewise: what became of the credential; SURVIVED also
                         where there never was one */
    gm_str created;   /* the day the work says it was made, "2026-11-28" or as
                         far as it tells it; empty: it does not */
    gm_str thumbnail; /* a JPEG of 96 by 96 pixels at most, where it was asked
                         for and the picture was decoded; may hold zeros */
    double seconds; /* a recording lasts, as its container tells; 0: unknown */
} gm_item;

/* ---- scan ------------------------------------------------------------ */

GM_API gm_worker *gm_worker_new(gm_engine *e); /* NULL: no memory */
GM_API void gm_worker_free(gm_worker *w);

/* gm_scan reads one input.  GM_OK says that the scan ended, not that the file
 * is well formed: damage is a note, a limit shows in coverage, and what could
 * not be read at all in (*out)->error.  *out is the worker's, good until its
 * next call.  GM_BAD_PACK: a fact, a law or a date of the input is none. */
GM_API gm_status gm_scan(gm_worker *w, const gm_input *in, const gm_item **out);

/* gm_judge judges a stored item again, by its marks and coverage alone, with
 * the facts, laws and date of `how` (whose data and read are not used). */
GM_API gm_status gm_judge(gm_worker *w, const gm_item *stored,
                          const gm_input *how, const gm_item **out);

/* gm_error_item makes the item of an input that could not even be opened. */
GM_API gm_status gm_error_item(gm_worker *w, const gm_input *in,
                               const gm_error *error, const gm_item **out);

/* ---- trust ------------------------------------------------------------- */

typedef struct gm_anchor_info {
    gm_trust_kind kind;
    char list[256];   /* the text it came from */
    char name[160];   /* common name and organisation */
    int64_t from, to; /* seconds since 1970: of the certificate, and within
                         the dates that its list gives */
} gm_anchor_info;

/* Fills *out for i = 0, 1, ... and is 0 past the last.  Certificates that are
 * allowed as they are, and key usages, are no anchors. */
GM_API int gm_anchor_at(const gm_engine *e, size_t i, gm_anchor_info *out);

/* gm_cpu hides what a processor can do beyond "plain", "ssse3", "avx2",
 * "avx512" or "neon": for measuring, before any thread scans.  GM_BAD_ARG for
 * another name. */
GM_API gm_status gm_cpu(const char *most);

/* gm_alone says that nothing else in the process uses OpenSSL, before any
 * thread scans: it then reads no openssl.cnf, and does without the names and
 * texts that its own callers may look up, and a cleaning at the exit, which
 * take as long as a credential.  Verdicts are the same. */
GM_API void gm_alone(void);

/* ---- what is known ---------------------------------------------------- */

typedef struct gm_rule_info {
    gm_str law, rule, cite, basis, from, to;
    gm_severity severity;
    gm_words say, fix;
    gm_str text; /* the stanza itself */
    int pair;    /* it asks what became of the marks of an earlier item */
} gm_rule_info;

typedef struct gm_format_info {
    const char *name, *mime, *files;
    gm_media media;
    int pixels;           /* whether this build decodes its pixels */
    const char *verified; /* by what: "real files", "specification" */
} gm_format_info;

/* Each fills *out for i = 0, 1, ... and is 0 past the last. */
GM_API int gm_rule_at(const gm_engine *e, size_t i, gm_rule_info *out);
GM_API int gm_format_at(size_t i, gm_format_info *out);
GM_API int gm_limit_at(size_t i, const char **name, uint64_t *dflt,
                       const char **what);
/* A finder's name and one line on what it finds. */
GM_API int gm_finder_at(size_t i, const char **name, const char **what);
/* A fact's name, its values ("yes no", or "date"), and what it means. */
GM_API int gm_fact_at(size_t i, const char **name, const char **values,
                      gm_words *what);

/* The name of a token watermark's scheme. */
GM_API int gm_scheme_at(size_t i, const char **name);

/* gm_tokens_check is GM_OK where gm_input.tokens names a scheme and settings
 * that it knows, or GM_BAD_ARG with a line in why. */
GM_API gm_status gm_tokens_check(const gm_fact *tokens, size_t count, char *why,
                                 size_t why_size);

/* gm_fact_check is GM_OK, or GM_BAD_PACK with a line in why. */
GM_API gm_status gm_fact_check(const gm_fact *f, char *why, size_t why_size);

/* gm_digest writes the SHA-256 of n bytes as 64 hex digits and a NUL; an empty
 * string without memory or libcrypto. */
GM_API void gm_digest(const void *p, size_t n, char out[65]);

/* gm_nfc writes a text in its composed normal form [UAX 15] with a NUL, and is
 * the length of that: paths that look alike are alike then.  0 where it does
 * not fit, is empty or no UTF-8, or there is no memory. */
GM_API size_t gm_nfc(const char *text, char *to, size_t room);

/* gm_hash writes a checksum of a whole input (data or read, and alive) as hex
 * digits and a NUL, by the algorithm of this name: "md5", "sha1", "sha256",
 * "sha384", "sha512".  GM_BAD_ARG: no such algorithm; GM_IO: it could not be
 * read; GM_STOPPED by alive. */
GM_API gm_status gm_hash(const gm_input *in, const char *algorithm,
                         char out[129]);

/* Names as reports spell them: "near-miss", "not-applicable". */
GM_API const char *gm_media_name(gm_media m);
GM_API const char *gm_kind_name(gm_kind k);
GM_API const char *gm_claim_name(gm_claim c);
GM_API const char *gm_proof_name(gm_proof p);
GM_API const char *gm_form_name(gm_form f);
GM_API const char *gm_verdict_name(gm_verdict v);
GM_API const char *gm_severity_name(gm_severity s);
GM_API const char *gm_fault_name(gm_fault f);
GM_API const char *gm_basis_name(gm_basis b);
GM_API const char *gm_c2pa_state_name(gm_c2pa_state s);
GM_API const char *gm_outcome_name(gm_outcome o);

/* ---- reports ----------------------------------------------------------- */

typedef struct gm_report gm_report;

typedef struct gm_report_config {
    size_t size;
    const char *kind; /* "text", "json", "csv", "sarif", "junit", "premis",
                         "html", "tree"; of comparisons "diff" and
                         "diff-json" */
    const char *lang; /* "en" or "ko" */
    int colour;       /* 1: with terminal colours */
    int single;       /* 1: one item, told at length */
    unsigned width;   /* of the terminal; 0: 80 */
    int (*write)(void *ctx, const char *p, size_t n); /* nonzero stops; NULL:
                                                         this is a part */
    void *ctx;
    int redact;
    int stats; /* 1: with the bytes read of each item */
    /* PREMIS has all objects before all events.  The events are given to
     * `hold`, and asked back by `held` at the end, in order: it fills `to` and
     * is how many bytes that are, 0 behind the last, negative on failure.
     * NULL: they wait in memory, up to 256 MiB. */
    int (*hold)(void *ctx, const char *p, size_t n);
    long (*held)(void *ctx, char *to, size_t room);
    /* 1: what the caller takes for a failure beside GM_FAIL.  JUnit has no
     * other word for it. */
    int unknown_fails, warn_fails;
    int fit; /* 1: a line of many items ends within the width, with the end of
                a long path: for a terminal.  0: it says all that it has */
} gm_report_config;
#define GM_REPORT_CONFIG_INIT                                              \
    {                                                                      \
        sizeof(gm_report_config), "text", "en", 0, 0, 0, NULL, NULL, 0, 0, \
            NULL, NULL, 0, 0, 0                                            \
    }

/* A report is fed items and then ended; ending frees it.  GM_STOPPED says
 * that `write` refused. */
GM_API gm_status gm_report_new(const gm_report_config *c, gm_report **out);
GM_API gm_status gm_report_add(gm_report *r, const gm_item *item);
GM_API gm_status gm_report_flush(gm_report *r);
GM_API gm_status gm_report_end(gm_report *r);

/* gm_said is what an item says in a text of the library's - the message of an
 * error, `what` of a note, `why` of a coverage - in a report's language; the
 * text itself where it is no such. */
GM_API gm_str gm_said(gm_str text, const char *lang);

/* For several threads: each writes its items to a part, a report of the same
 * kind without a `write`, and whoever owns the report joins the parts to it in
 * the order wanted.  A part is empty after that, and used again; it may also be
 * joined to another part, which waits for its turn.  Only one thread at a time
 * may touch a report or a part. */
GM_API gm_status gm_report_join(gm_report *r, gm_report *part);

#ifdef __cplusplus
}
#endif
#endif
