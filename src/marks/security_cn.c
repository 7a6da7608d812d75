/* SPDX-License-Identifier: Apache-2.0
 * security_cn.c - the security data in the reserved fields of an AIGC record.
 */
#include "marks/security_cn.h"

#include "base/buf.h"
#include "base/crypto.h"
#include "base/hex.h"
#include "base/peek.h"
#include "marks/shape.h"

enum {
    X = 32,            /* bytes of a coordinate on SM2 */
    POINT = 1 + 2 * X, /* 04 x y */
    HEX_MAX = 4096,
    MESSAGE_MAX = 16 << 10,
    ITEMS_MAX = 8 /* of PubSD: more are not looked at */
};

/* SM3withSM2, and the signer's id where none is agreed. */
#define SM3_WITH_SM2 SPAN("1.2.156.10197.1.501")
#define SIGNER       SPAN("1234567812345678")

/* bytes_of is what hex digits say; empty where they are none. */
static struct span bytes_of(struct arena *a, struct span hex)
{
    uint8_t *to = NULL;

    if (hex.len && hex.len % 2 == 0 && hex.len <= HEX_MAX)
        to = arena_alloc(a, hex.len / 2);
    if (!to)
        return (struct span){0};
    for (size_t i = 0; i < hex.len / 2; i++) {
        int v = hex_pair(hex.ptr[2 * i], hex.ptr[2 * i + 1]);

        if (v < 0)
            return (struct span){0};
        to[i] = (uint8_t)v;
    }
    return (struct span){to, hex.len / 2};
}

static bool is_zero(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i])
            return false;
    return true;
}

/* point_of takes the forms that keys have in real labels: a certificate's
 * SubjectPublicKeyInfo, whose last bytes are the point; 04 x y; x y; and x
 * alone, padded with zeros, of which either y may be meant. */
static struct span point_of(struct arena *a, struct span key)
{
    uint8_t *to = arena_alloc(a, POINT);
    struct span tail =
        key.len > POINT ? span_cut(key, key.len - POINT, POINT) : key;

    if (!to)
        return (struct span){0};
    if (tail.len == POINT && tail.ptr[0] == 4)
        return tail;
    if (key.len == 1 + X && (key.ptr[0] == 2 || key.ptr[0] == 3))
        return key;
    if (key.len == 2 * (size_t)X && !is_zero(span_cut(key, 0, X)) &&
        !is_zero(span_cut(key, X, X))) {
        to[0] = 4;
        memcpy(to + 1, key.ptr, 2 * (size_t)X);
        return (struct span){to, POINT};
    }
    to[0] = 2;
    if (key.len >= X && is_zero(span_cut(key, X, key.len - X)))
        memcpy(to + 1, key.ptr, X);
    else if (key.len > X && is_zero(span_cut(key, 0, key.len - X)))
        memcpy(to + 1, key.ptr + key.len - X, X);
    else
        return (struct span){0};
    return (struct span){to, 1 + X};
}

static void put_member(struct buf *b, const char *key, struct span value)
{
    buf_put(b, SPAN("\""));
    buf_put(b, (struct span){(const uint8_t *)key, strlen(key)});
    buf_put(b, SPAN("\":\""));
    buf_put(b, value);
    buf_put(b, SPAN("\""));
}

/* message is what is signed [202511 A.1]: the label, and who with what number,
 * without the outer braces. */
static struct span message(struct arena *a, const struct aigc *r,
                           enum aigc_key who, enum aigc_key number)
{
    struct buf b;

    buf_init(&b, a, MESSAGE_MAX);
    put_member(&b, aigc_key_name(AIGC_LABEL), r->value[AIGC_LABEL]);
    buf_byte(&b, ',');
    put_member(&b, aigc_key_name(who), r->value[who]);
    buf_byte(&b, ',');
    put_member(&b, aigc_key_name(number), r->value[number]);
    return b.failed ? (struct span){0} : buf_span(&b);
}

static bool holds(struct arena *a, struct span point, struct span data,
                  struct span sig, unsigned *tries)
{
    uint8_t *other;

    if (!*tries || !point.len || !data.len || !sig.len)
        return false;
    --*tries;
    if (sm2_verify(point, SIGNER, data, sig))
        return true;
    if (point.len != 1 + X || !*tries)
        return false;
    other = arena_alloc(a, point.len);
    if (!other)
        return false;
    --*tries;
    memcpy(other, point.ptr, point.len);
    other[0] ^= 1; /* the other y of the same x */
    return sm2_verify((struct span){other, point.len}, SIGNER, data, sig);
}

/* A list's items are taken twice: keys first, for they stand behind the
 * signatures. */
static struct span key_in(struct arena *a, struct span list)
{
    struct peek p;
    struct span none, item;

    if (!peek_open(&p, list))
        return (struct span){0};
    for (unsigned i = 0; i < ITEMS_MAX && peek_next(&p, &none, &item); i++)
        if (span_eq(peek_text(a, peek_get(item, SPAN("Type"))), SPAN("PubKey")))
            return point_of(
                a, bytes_of(a, peek_text(a, peek_get(item, SPAN("KeyValue")))));
    return (struct span){0};
}

static bool signed_by(struct arena *a, struct span list, struct span point,
                      const struct aigc *r, unsigned *tries)
{
    const struct span said[] = {
        message(a, r, AIGC_PRODUCER, AIGC_PRODUCE_ID),
        message(a, r, AIGC_PROPAGATOR, AIGC_PROPAGATE_ID)};
    struct peek p;
    struct span none, item;

    if (!peek_open(&p, list))
        return false;
    for (unsigned i = 0; i < ITEMS_MAX && peek_next(&p, &none, &item); i++) {
        struct span sig =
            bytes_of(a, peek_text(a, peek_get(item, SPAN("Signature"))));

        if (!span_eq(peek_text(a, peek_get(item, SPAN("AlgID"))), SM3_WITH_SM2))
            continue;
        for (size_t k = 0; k < sizeof(said) / sizeof(said[0]); k++)
            if (holds(a, point, said[k], sig, tries))
                return true;
    }
    return false;
}

enum security security_cn(struct arena *a, struct span reserved,
                          const struct aigc *record, unsigned *tries)
{
    struct span s = shape_trim(reserved), data, list;

    if (!s.len)
        return SECURITY_NONE;
    data =
        peek_is_map(s) ? peek_get(s, SPAN("SecurityData")) : (struct span){0};
    if (!data.len)
        return SECURITY_OPAQUE;
    list = peek_get(data, SPAN("PubSD"));
    if (!list.len)
        list = peek_get(data, SPAN("PubSd")); /* as one writer spells it */
    return signed_by(a, list, key_in(a, list), record, tries)
               ? SECURITY_VERIFIED
               : SECURITY_DATA;
}
