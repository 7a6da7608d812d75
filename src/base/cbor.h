/* SPDX-License-Identifier: Apache-2.0
 * cbor.h - bounded CBOR reading [RFC 8949] into a tree in the arena.
 *
 * Every item keeps the bytes it was read from, for what is hashed or signed is
 * those bytes and never a copy written anew. */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H

#include "base/arena.h"
#include "base/limits.h"

enum cbor_kind {
    CBOR_UINT,  /* number */
    CBOR_NEG,   /* -1 - number */
    CBOR_BYTES, /* text */
    CBOR_TEXT,  /* text, UTF-8 */
    CBOR_LIST,
    CBOR_MAP,
    CBOR_BOOL, /* number is 0 or 1 */
    CBOR_NULL, /* and undefined */
    CBOR_FLOAT,
    CBOR_SIMPLE
};

struct cbor {
    enum cbor_kind kind;
    bool tagged;
    uint32_t count; /* members of a list, pairs of a map */
    uint64_t tag;   /* the outermost, where tagged */
    uint64_t number;
    double real;            /* of a CBOR_FLOAT */
    struct span raw;        /* the whole item with its tags */
    struct span text;       /* of a string, its parts joined */
    const struct cbor *key; /* in a map: what this is the value of */
    const struct cbor *child, *next;
};

enum cbor_end {
    CBOR_WHOLE,
    CBOR_TRAILING, /* a value, and bytes behind it */
    CBOR_BROKEN,   /* no well-formed value */
    CBOR_DEEP,     /* over limits.cbor_depth */
    CBOR_MANY,     /* over limits.cbor_items */
    CBOR_MEMORY
};

/* cbor_read is how the reading ended; *out is the value for the first two,
 * else NULL.  Lengths may be indefinite and keys may repeat. */
enum cbor_end cbor_read(const struct cbor **out, struct arena *a, struct span s,
                        const struct limits *lim);

/* cbor_get is the member of a map with this text as key, the last of several,
 * or NULL; cbor_at that with this integer.  m may be NULL or no map. */
const struct cbor *cbor_get(const struct cbor *m, struct span key);
const struct cbor *cbor_at(const struct cbor *m, int64_t key);

/* cbor_text and cbor_bytes are the text of such an item, else empty; i may be
 * NULL.  cbor_uint is false where i is no unsigned integer. */
struct span cbor_text(const struct cbor *i);
struct span cbor_bytes(const struct cbor *i);
bool cbor_uint(const struct cbor *i, uint64_t *to);
bool cbor_is(const struct cbor *i, enum cbor_kind kind);

#endif
