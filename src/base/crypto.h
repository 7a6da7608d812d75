/* SPDX-License-Identifier: Apache-2.0
 * crypto.h - hashing and signatures; crypto.c is the one file with OpenSSL.
 *
 * Nothing here knows a certificate, a list or a clock: keys come as
 * SubjectPublicKeyInfo [RFC 5280, 4.1], and all else is read by der.h. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H

#include "base/arena.h"
#include "base/source.h"

enum digest {
    DIGEST_NONE,
    DIGEST_MD5,  /* keys of old encrypted documents only */
    DIGEST_SHA1, /* imprints of time-stamps and OCSP names only */
    DIGEST_SHA256,
    DIGEST_SHA384,
    DIGEST_SHA512
};

enum {
    DIGEST_MAX = 64,
    RSA_BITS_MAX = 16384 /* a larger key costs seconds */
};

struct hash {
    uint8_t bytes[DIGEST_MAX];
    size_t len; /* 0: failed */
};

/* crypto_ready is whether OpenSSL is here, which is loaded for the first who
 * asks; without it no hash can be had, and nothing be verified. */
bool crypto_ready(void);

/* crypto_alone says that nobody else in the process uses OpenSSL: gm_alone. */
void crypto_alone(void);

size_t digest_size(enum digest d);

/* digest_named takes the names of [C2PA 13.1]: "sha256"; DIGEST_NONE. */
enum digest digest_named(struct span name);

/* A hasher is on OpenSSL's heap; hasher_end frees it, and NULL is fine
 * everywhere (its hash then has failed). */
struct hasher *hasher_new(enum digest d);
void hasher_put(struct hasher *h, struct span s);
struct hash hasher_end(struct hasher *h);

struct hash hash_of(enum digest d, struct span s);
bool hash_is(const struct hash *h, struct span expected);

/* aes_cbc is AES in CBC mode without padding: opens, or closes where `close`
 * is set.  The key has 16 or 32 bytes, iv 16, and in is whole blocks of 16;
 * false where one is not, and then nothing holds of *out.  in and out may be
 * the same bytes. */
struct aes {
    struct span key, iv;
    bool close;
};

bool aes_cbc(const struct aes *a, struct span in, uint8_t *out);

enum key_kind {
    KEY_OTHER,
    KEY_RSA,
    KEY_RSA_PSS,
    KEY_P256,
    KEY_P384,
    KEY_P521,
    KEY_CURVE, /* another curve */
    KEY_ED25519
};

struct key_info {
    enum key_kind kind;
    unsigned bits;
    bool exponent_ok; /* of RSA: odd and at least 3 */
};

struct key_info key_info(struct span spki);

enum scheme {
    SCHEME_NONE,
    SCHEME_PKCS1, /* RSASSA-PKCS1-v1_5 */
    SCHEME_PSS,   /* RSASSA-PSS: MGF1 and salt of the hash [RFC 8230, 2] */
    SCHEME_SALTY, /* the same with a salt of any length: certificates */
    SCHEME_ECDSA, /* DER */
    SCHEME_RAW,   /* ECDSA as r || s [RFC 9053, 2.1] */
    SCHEME_ED25519
};

/* key_verify is whether sig is of data by the key. */
bool key_verify(struct span spki, enum scheme scheme, enum digest d,
                struct span data, struct span sig);

/* sm2_verify is whether sig (DER) is SM3withSM2 of data by the key whose point
 * is given, compressed or not, under a signer's id [GM/T 0003.2, GM/T 0009]. */
bool sm2_verify(struct span point, struct span id, struct span data,
                struct span sig);

#endif
