/* SPDX-License-Identifier: Apache-2.0
 * json_write.h - JSON out [RFC 8259]: always valid, keys in the order written.
 *
 *     jout_map(&j, NULL);              {
 *     jout_list(&j, "marks");            "marks":[
 *     jout_uint(&j, NULL, 3);              3
 *     jout_end(&j);                      ]
 *     jout_end(&j);                    }
 *
 * A key is a short constant of ours that needs no escape, or NULL in a list,
 * at the top and behind jout_key.  Texts may be any bytes: what is no UTF-8
 * becomes U+FFFD. */
#ifndef BASE_JSON_WRITE_H
#define BASE_JSON_WRITE_H

#include "base/out.h"

#include <assert.h>

enum {
    JOUT_DEPTH = 32, /* of our own nesting, which no input chooses */
    JOUT_KEY = 60    /* bytes of a key */
};

struct jout {
    struct out *out;
    unsigned depth;
    bool comma;
    char close[JOUT_DEPTH];
};

void jout_init(struct jout *j, struct out *o);

/* jout_key writes a key that may be any text; its value has the key NULL. */
void jout_key(struct jout *j, const char *p, size_t n);

/* jout_quote writes one JSON string with its quotes and nothing else. */
void jout_quote(struct out *o, const char *p, size_t n);
void jout_number(struct out *o, double x); /* null if not finite */

/* jout_name writes what stands before a value.  It is inline, like all that
 * take a key, so that a constant key is copied and not measured. */
static inline void jout_name(struct jout *j, const char *key)
{
    size_t n = key ? strlen(key) : 0;
    char *to = out_room(j->out, JOUT_KEY + 4), *at = to;

    assert(n <= JOUT_KEY);
    if (j->comma)
        *at++ = ',';
    j->comma = true;
    if (key) {
        *at++ = '"';
        memcpy(at, key, n);
        at += n;
        *at++ = '"';
        *at++ = ':';
    }
    out_took(j->out, (size_t)(at - to));
}

static inline void jout_open(struct jout *j, const char pair[2])
{
    out_char(j->out, pair[0]);
    assert(j->depth < JOUT_DEPTH);
    j->close[j->depth++] = pair[1];
    j->comma = false;
}

/* jout_end closes the innermost map or list. */
static inline void jout_end(struct jout *j)
{
    assert(j->depth > 0);
    out_char(j->out, j->close[--j->depth]);
    j->comma = true;
}

static inline void jout_map(struct jout *j, const char *key)
{
    jout_name(j, key);
    jout_open(j, "{}");
}

static inline void jout_list(struct jout *j, const char *key)
{
    jout_name(j, key);
    jout_open(j, "[]");
}

static inline void jout_str(struct jout *j, const char *key, const char *p,
                            size_t n)
{
    jout_name(j, key);
    jout_quote(j->out, p, n);
}

static inline void jout_text(struct jout *j, const char *key, const char *s)
{
    jout_str(j, key, s, strlen(s));
}

static inline void jout_uint(struct jout *j, const char *key, uint64_t n)
{
    jout_name(j, key);
    out_uint(j->out, n);
}

static inline void jout_real(struct jout *j, const char *key, double x)
{
    jout_name(j, key);
    jout_number(j->out, x);
}

static inline void jout_bool(struct jout *j, const char *key, bool b)
{
    jout_name(j, key);
    out_put(j->out, b ? "true" : "false", b ? 4 : 5);
}

static inline void jout_null(struct jout *j, const char *key)
{
    jout_name(j, key);
    out_put(j->out, "null", 4);
}

#endif
