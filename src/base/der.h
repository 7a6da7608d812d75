/* SPDX-License-Identifier: Apache-2.0
 * der.h - DER values over spans [X.690], for certificates, time-stamps and
 * OCSP answers.
 *
 * der_next takes one value from a reader; like every read it fails for good.
 * Nothing is copied and nothing nests by itself: to look into a value, open a
 * reader over its body. */
#ifndef BASE_DER_H
#define BASE_DER_H

#include "base/reader.h"

enum {
    DER_BOOL = 0x01,
    DER_INT = 0x02,
    DER_BITS = 0x03,
    DER_OCTETS = 0x04,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_ENUM = 0x0a,
    DER_UTC = 0x17,
    DER_TIME = 0x18,
    DER_SEQ = 0x30,
    DER_SET = 0x31
};

struct der {
    unsigned tag; /* first byte; 0 where there was none */
    struct span whole, body;
};

/* A context tag [n], constructed. */
static inline unsigned der_context(unsigned n)
{
    return 0xa0u | n;
}

/* der_next takes the next value; der_take one that must have this tag;
 * der_maybe one only if it has this tag (else tag is 0 and nothing moved). */
struct der der_next(struct reader *r);
struct der der_take(struct reader *r, unsigned tag);
struct der der_maybe(struct reader *r, unsigned tag);
bool der_peek(const struct reader *r, unsigned tag);

/* der_bits is the bytes of a BIT STRING; empty where it has spare bits. */
struct span der_bits(const struct der *d);

/* der_time is the seconds since 1970 of a UTCTime or GeneralizedTime, with
 * *ok false where it is neither [RFC 5280, 4.1.2.5]. */
int64_t der_time(const struct der *d, bool *ok);

#endif
