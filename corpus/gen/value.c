/* SPDX-License-Identifier: Apache-2.0
 * value.c - values of assertions and claims, from recipe words to CBOR. */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS = 200
};

/* next copies the next word, which the reader would overwrite. */
static const char *next(struct words *w, char to[WORDS])
{
    const char *s = words_next(w);

    if (!s)
        words_fail(w, "a value is wanted here");
    snprintf(to, WORDS, "%s", s);
    return to;
}

static void put_sum(struct words *w, struct out *o)
{
    struct out in = {0};
    uint8_t sum[32];

    words_block(w, &in);
    sha256_of(in.ptr, in.len, sum);
    cbor_bytes(o, sum, sizeof(sum));
    out_free(&in);
}

static void put_bytes(struct words *w, struct out *o)
{
    struct out in = {0};

    words_block(w, &in);
    cbor_bytes(o, in.ptr, in.len);
    out_free(&in);
}

static void put_place(struct out *o)
{
    cbor_head(o, 4, 1);
    cbor_head(o, 5, 2);
    cbor_text(o, "start");
    cbor_wide(o, place.start);
    cbor_text(o, "length");
    cbor_wide(o, place.len);
}

static void put_cert(const char *who, struct out *o)
{
    struct out cert = {0};

    cert_put(&cert, strcmp(who, "ca") == 0        ? WHO_CA
                    : strcmp(who, "expired") == 0 ? WHO_EXPIRED
                                                  : WHO_SIGNER);
    cbor_bytes(o, cert.ptr, cert.len);
    out_free(&cert);
}

static void put_computed(struct words *w, const char *what, struct out *o)
{
    char name[WORDS];

    if (strcmp(what, "@sum") == 0) {
        put_sum(w, o);
    } else if (strcmp(what, "@bytes") == 0) {
        put_bytes(w, o);
    } else if (strcmp(what, "@film") == 0) {
        place.film = true;
        cbor_bytes(o, place.hash, sizeof(place.hash));
    } else if (strcmp(what, "@asset") == 0) {
        cbor_bytes(o, place.hash, sizeof(place.hash));
    } else if (strcmp(what, "@place") == 0) {
        put_place(o);
    } else if (strcmp(what, "@wide") == 0) {
        cbor_wide(o, words_number(w));
    } else if (strcmp(what, "@cert") == 0) {
        put_cert(next(w, name), o);
    } else if (strcmp(what, "@tag") == 0) {
        cbor_head(o, 6, words_number(w));
        value_put(w, o);
    } else if (!credential_ref(o, what + 1, next(w, name))) {
        words_fail(w, "nothing of that name stands before");
    }
}

static void put_word(struct words *w, const char *s, struct out *o)
{
    struct out text = {0};
    char *end;
    unsigned long long n = strtoull(s, &end, 0);

    if (s[0] == '"') {
        words_text(w, &text);
        out_be(&text, 0, 1);
        cbor_text(o, (const char *)text.ptr);
        out_free(&text);
    } else if (s[0] == '-' && end > s && !*end) {
        cbor_head(o, 1, (uint64_t)(-strtoll(s, NULL, 0) - 1));
    } else if (end > s && !*end) {
        cbor_head(o, 0, n);
    } else if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0) {
        out_be(o, s[0] == 't' ? 0xf5 : 0xf4, 1);
    } else if (strcmp(s, "null") == 0) {
        out_be(o, 0xf6, 1);
    } else if (s[0] == 'x' && words_hex(s, &text)) {
        cbor_bytes(o, text.ptr, text.len);
        out_free(&text);
    } else {
        cbor_text(o, s);
    }
}

/* put_key puts a name, or a number behind a =. */
static void put_key(struct words *w, struct out *o)
{
    char s[WORDS];

    next(w, s);
    if (s[0] == '=')
        put_word(w, s + 1, o);
    else
        cbor_text(o, s + (s[0] == '"'));
}

/* put_many puts a list or map: how many are in it stands before them. */
static void put_many(struct words *w, struct out *o, unsigned major,
                     const char *end)
{
    struct out in = {0};
    uint64_t n = 0;
    char s[WORDS];

    while (!words_peek(w, end)) {
        if (major == 5)
            put_key(w, &in);
        value_put(w, &in);
        n++;
    }
    next(w, s);
    cbor_head(o, major, n);
    out_put(o, in.ptr, in.len);
    out_free(&in);
}

void value_put(struct words *w, struct out *o)
{
    char s[WORDS];

    next(w, s);
    if (strcmp(s, "{") == 0)
        put_many(w, o, 5, "}");
    else if (strcmp(s, "[") == 0)
        put_many(w, o, 4, "]");
    else if (s[0] == '@')
        put_computed(w, s, o);
    else
        put_word(w, s, o);
}
