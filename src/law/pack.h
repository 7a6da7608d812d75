/* SPDX-License-Identifier: Apache-2.0
 * pack.h - rules as data: what the stanzas of a pack become.
 *
 * The grammar stands in docs/law.md.  Everything here lives in the arena of
 * its `struct law` and never changes after law_new. */
#ifndef LAW_PACK_H
#define LAW_PACK_H

#include "base/arena.h"
#include "genmark.h"
#include "law/facts.h"

enum op {
    OP_NEVER,
    OP_AI,          /* a mark or the fact `origin` says AI */
    OP_SAID,        /* a mark says AI, whatever the facts say */
    OP_PERCEIVABLE, /* a person can notice the mark in the output */
    OP_MACHINE,     /* a machine-readable statement of AI origin */
    OP_TRACE,       /* a tool left traces, without a statement */
    OP_CONFLICT,    /* marks, or a mark and a fact, contradict each other */
    OP_LIMIT,       /* the scan ended at a limit or a fault */
    OP_SIZE,        /* bytes of the input */
    OP_FACT,
    OP_GIVEN,
    OP_MEDIA,
    OP_FORMAT, /* of the item: one of a list */
    OP_ORIGIN, /* item.origin.claim */
    OP_MARK,
    OP_COUNT,
    OP_FIELD,
    OP_MEASURE,
    OP_DATE,     /* left is before, or not before, right */
    OP_WITHIN,   /* left lies within n days before right */
    OP_COVERS,   /* of two facts that are ranges: the first covers the second */
    OP_STARTS,   /* when a range begins, in seconds */
    OP_LASTS,    /* how long some range is */
    OP_BEFORE,   /* of two items of one work: the earlier has such a mark, */
    OP_LOST,     /* and the later has not, */
    OP_WEAKENED, /* or proves it less, */
    OP_ALTERED   /* or with another detail */
};

enum channel { /* of OP_PERCEIVABLE */
    CHANNEL_ANY,
    CHANNEL_VISIBLE,
    CHANNEL_AUDIBLE,
    CHANNEL_TEXT
};

enum compare {
    IS_LESS,
    IS_AT_MOST,
    IS_EQUAL,
    IS_AT_LEAST,
    IS_MORE
};

enum {
    CLASS_MAX = 4, /* phrase classes of one pattern, parts of a text, or words
                      of one `says:` */
    SAYS_MAX = 2   /* such lists of words */
};

struct choice { /* one of these words */
    gm_str word[CLASS_MAX];
    uint32_t count; /* 0: any */
};

#define ANY_BITS (~0u) /* of a pattern: every value of the enum */

/* Which marks an atom is about: each word of it narrows the set. */
struct pattern {
    unsigned kinds, claims, proofs, forms, makes; /* bits of the enums */
    gm_str finder, generator, name;               /* empty: any */
    struct choice classes, parts;
    struct choice says[SAYS_MAX]; /* its value has a word of each list */
    bool not_class;               /* the classes are those it must not have */
    bool doubtful;                /* and marks that are hardly sure count too */
    bool pixels; /* finders that look at pixels could make such a mark */
    bool other;  /* and so could others */
};

/* A date: of a fact, of the day that is judged, or written in the rule. */
struct when {
    enum {
        WHEN_FACT,
        WHEN_TODAY,
        WHEN_DAY
    } kind;
    uint8_t fact;
    int32_t day;
};

struct atom {
    enum op op;
    bool negate;   /* `not`, applied last */
    bool told;     /* unknown counts as false */
    bool inverse;  /* of a date: applied first */
    uint8_t arg;   /* fact, channel or comparison */
    uint8_t of;    /* of ranges: the fact, or the one that must be covered */
    uint32_t bits; /* values of a fact, media, claims */
    double number;
    struct pattern *pattern; /* NULL where it is about no mark and no list */
    gm_str name, value;      /* of a detail */
    struct when left, right;
};

struct line { /* atoms joined by OR */
    const struct atom *atoms;
    uint32_t count;
    bool need; /* else: when */
};

enum tone {
    TONE_SEVERITY,
    TONE_WARN,
    TONE_INFO
};

struct rule {
    gm_str id, cite, basis, from, to, text;
    int32_t from_day, to_day; /* INT32_MIN, INT32_MAX: open */
    gm_severity severity;
    enum tone tone; /* `else`: what a false `need` answers */
    bool quiet;     /* speaks only where it surely applies and is not met */
    bool gated;     /* has the line `when ai` */
    bool pair;      /* asks what became of an earlier item's marks */
    gm_words say, fix;
    const struct line *lines;
    uint32_t line_count;
    gm_str unless_id;
    uint32_t unless; /* index of an earlier rule; own index: none */
};

/* A waiver: this rule, below this path, until that day. */
struct waiver {
    gm_str path, rule, reason, until;
    int32_t until_day;
};

struct pack {
    gm_str law, checked;
    gm_words title;
    struct rule *rules;
    uint32_t rule_count;
    bool sized; /* some rule asks for the length */
};

enum {
    PACK_DIGEST = sizeof("sha256:") + 64
};

struct law {
    struct arena arena;
    struct pack *packs;
    uint32_t pack_count;
    struct waiver *waivers;
    uint32_t waiver_count;
    char digest[PACK_DIGEST];
};

/* pack_read adds the stanzas of one text to l; false with "file:line: what"
 * in why. */
bool pack_read(struct law *l, const gm_text *text, char *why, size_t why_size);

struct words;
/* pack_atoms parses "a | b | c" into an array of l's arena. */
bool pack_atoms(struct law *l, struct words *w, struct line *to);

/* pack_builtin fills *out with the i-th pack of the library, whose name is that
 * of its one law and ".rules"; false past the last. */
bool pack_builtin(size_t i, gm_text *out);

/* pack_digest writes "sha256:..." of the built-in packs and `count` others in
 * their order; "sha256:" alone where hashing failed. */
void pack_digest(const gm_text *packs, size_t count, char to[PACK_DIGEST]);

/* What it writes of the built-in packs alone. */
extern const char pack_builtin_digest[PACK_DIGEST];

#endif
