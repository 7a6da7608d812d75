/* SPDX-License-Identifier: Apache-2.0
 * crypto.c - hashing and signatures by libcrypto, and nothing but that. */
#include "c2pa/crypto.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <limits.h>

enum {
    RAW_MAX = 132,   /* r || s on P-521 */
    DER_MAX = 160,   /* the same as DER */
    SPKI_MAX = 8192, /* more than any key of RSA_BITS_MAX */
    POINT_MAX = 65   /* 04 x y on SM2 */
};

/* A hasher is OpenSSL's context by another name. */
struct hasher {
    char unused;
};

static const EVP_MD *md_of(enum digest d)
{
    switch (d) {
    case DIGEST_NONE: return NULL;
    case DIGEST_SHA1: return EVP_sha1();
    case DIGEST_SHA256: return EVP_sha256();
    case DIGEST_SHA384: return EVP_sha384();
    case DIGEST_SHA512: return EVP_sha512();
    }
    return NULL;
}

size_t digest_size(enum digest d)
{
    static const size_t size[] = {0, 20, 32, 48, 64};

    return size[d];
}

enum digest digest_named(struct span name)
{
    if (span_eq(name, SPAN("sha256")))
        return DIGEST_SHA256;
    if (span_eq(name, SPAN("sha384")))
        return DIGEST_SHA384;
    if (span_eq(name, SPAN("sha512")))
        return DIGEST_SHA512;
    return DIGEST_NONE;
}

struct hasher *hasher_new(enum digest d)
{
    EVP_MD_CTX *ctx = md_of(d) ? EVP_MD_CTX_new() : NULL;

    if (ctx && EVP_DigestInit_ex(ctx, md_of(d), NULL) != 1) {
        EVP_MD_CTX_free(ctx);
        ctx = NULL;
    }
    return (struct hasher *)(void *)ctx;
}

void hasher_put(struct hasher *h, struct span s)
{
    if (h && s.len)
        EVP_DigestUpdate((EVP_MD_CTX *)(void *)h, s.ptr, s.len);
}

struct hash hasher_end(struct hasher *h)
{
    EVP_MD_CTX *ctx = (EVP_MD_CTX *)(void *)h;
    struct hash out = {{0}, 0};
    unsigned len = 0;

    if (ctx && EVP_DigestFinal_ex(ctx, out.bytes, &len) == 1)
        out.len = len;
    EVP_MD_CTX_free(ctx);
    return out;
}

struct hash hash_of(enum digest d, struct span s)
{
    struct hasher *h = hasher_new(d);

    hasher_put(h, s);
    return hasher_end(h);
}

bool hash_is(const struct hash *h, struct span expected)
{
    return h->len && h->len == expected.len &&
           memcmp(h->bytes, expected.ptr, h->len) == 0;
}

static EVP_PKEY *key_read(struct span spki)
{
    const uint8_t *at = spki.ptr;

    if (!spki.len || spki.len > SPKI_MAX)
        return NULL;
    return d2i_PUBKEY(NULL, &at, (long)spki.len);
}

static enum key_kind curve_of(const EVP_PKEY *k)
{
    char name[64] = "";
    size_t len = 0;

    if (EVP_PKEY_get_utf8_string_param(k, OSSL_PKEY_PARAM_GROUP_NAME, name,
                                       sizeof(name), &len) != 1)
        return KEY_CURVE;
    if (strcmp(name, "prime256v1") == 0 || strcmp(name, "P-256") == 0)
        return KEY_P256;
    if (strcmp(name, "secp384r1") == 0 || strcmp(name, "P-384") == 0)
        return KEY_P384;
    if (strcmp(name, "secp521r1") == 0 || strcmp(name, "P-521") == 0)
        return KEY_P521;
    return KEY_CURVE;
}

static bool exponent_ok(const EVP_PKEY *k)
{
    BIGNUM *e = NULL;
    bool ok = EVP_PKEY_get_bn_param(k, OSSL_PKEY_PARAM_RSA_E, &e) == 1 &&
              BN_is_odd(e) && BN_num_bits(e) >= 2;

    BN_free(e);
    return ok;
}

static struct key_info info_of(const EVP_PKEY *k)
{
    struct key_info i = {KEY_OTHER, (unsigned)EVP_PKEY_get_bits(k), true};

    switch (EVP_PKEY_get_base_id(k)) {
    case EVP_PKEY_RSA: i.kind = KEY_RSA; break;
    case EVP_PKEY_RSA_PSS: i.kind = KEY_RSA_PSS; break;
    case EVP_PKEY_EC: i.kind = curve_of(k); break;
    case EVP_PKEY_ED25519: i.kind = KEY_ED25519; break;
    default: break;
    }
    if (i.kind == KEY_RSA || i.kind == KEY_RSA_PSS)
        i.exponent_ok = exponent_ok(k);
    return i;
}

struct key_info key_info(struct span spki)
{
    EVP_PKEY *k = key_read(spki);
    struct key_info i = {KEY_OTHER, 0, false};

    if (k)
        i = info_of(k);
    EVP_PKEY_free(k);
    ERR_clear_error();
    return i;
}

/* raw_to_der turns r || s into what OpenSSL verifies; 0 where it cannot. */
static size_t raw_to_der(struct span raw, uint8_t to[DER_MAX])
{
    ECDSA_SIG *sig = ECDSA_SIG_new();
    int half = (int)(raw.len / 2), len = 0;
    BIGNUM *r = BN_bin2bn(raw.ptr, half, NULL);
    BIGNUM *s = BN_bin2bn(raw.ptr + half, half, NULL);

    if (sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1) {
        uint8_t *at = to;

        r = s = NULL; /* now the signature's */
        if (i2d_ECDSA_SIG(sig, NULL) <= DER_MAX)
            len = i2d_ECDSA_SIG(sig, &at);
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(sig);
    return len > 0 ? (size_t)len : 0;
}

static bool fits(enum scheme scheme, const struct key_info *i, struct span sig)
{
    bool rsa = i->kind == KEY_RSA || i->kind == KEY_RSA_PSS;
    size_t raw = i->kind == KEY_P256   ? 64
                 : i->kind == KEY_P384 ? 96
                 : i->kind == KEY_P521 ? 132
                                       : 0;

    if (i->kind == KEY_OTHER || i->bits > RSA_BITS_MAX)
        return false;
    switch (scheme) {
    case SCHEME_NONE: return false;
    case SCHEME_PKCS1: return i->kind == KEY_RSA;
    case SCHEME_PSS:
    case SCHEME_SALTY: return rsa;
    case SCHEME_ECDSA: return raw || i->kind == KEY_CURVE;
    case SCHEME_RAW: return raw && sig.len == raw;
    case SCHEME_ED25519: return i->kind == KEY_ED25519;
    }
    return false;
}

static bool verify(EVP_PKEY *k, enum scheme scheme, const EVP_MD *md,
                   struct span data, struct span sig)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pk = NULL;
    bool ok = ctx && EVP_DigestVerifyInit(ctx, &pk, md, NULL, k) == 1;
    int salt = RSA_PSS_SALTLEN_DIGEST;

    if (scheme == SCHEME_SALTY && EVP_PKEY_get_base_id(k) == EVP_PKEY_RSA)
        salt = RSA_PSS_SALTLEN_AUTO; /* a key bound to PSS refuses to guess */
    if (ok && (scheme == SCHEME_PSS || scheme == SCHEME_SALTY))
        ok = EVP_PKEY_CTX_set_rsa_padding(pk, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(pk, salt) == 1 &&
             EVP_PKEY_CTX_set_rsa_mgf1_md(pk, md) == 1;
    ok = ok && EVP_DigestVerify(ctx, sig.ptr, sig.len, data.ptr, data.len) == 1;
    EVP_MD_CTX_free(ctx);
    return ok;
}

bool key_verify(struct span spki, enum scheme scheme, enum digest d,
                struct span data, struct span sig)
{
    EVP_PKEY *k = key_read(spki);
    struct key_info i = {KEY_OTHER, 0, false};
    uint8_t der[DER_MAX];
    bool ok = false;

    if (k)
        i = info_of(k);
    if (k && sig.len && fits(scheme, &i, sig) &&
        (scheme == SCHEME_ED25519 || d > DIGEST_SHA1)) {
        if (scheme == SCHEME_RAW) {
            size_t n = raw_to_der(sig, der);

            sig = (struct span){der, n};
        }
        ok = sig.len &&
             verify(k, scheme, scheme == SCHEME_ED25519 ? NULL : md_of(d), data,
                    sig);
    }
    EVP_PKEY_free(k);
    ERR_clear_error();
    return ok;
}

static EVP_PKEY *sm2_key(struct span point)
{
    char group[] = "SM2";
    uint8_t copy[POINT_MAX];
    OSSL_PARAM params[3];
    EVP_PKEY_CTX *c;
    EVP_PKEY *k = NULL;

    if (!point.len || point.len > sizeof(copy))
        return NULL;
    memcpy(copy, point.ptr, point.len);
    params[0] =
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
    params[1] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy,
                                                  point.len);
    params[2] = OSSL_PARAM_construct_end();
    c = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    if (c && EVP_PKEY_fromdata_init(c) == 1 &&
        EVP_PKEY_fromdata(c, &k, EVP_PKEY_PUBLIC_KEY, params) != 1)
        k = NULL;
    EVP_PKEY_CTX_free(c);
    return k;
}

bool sm2_verify(struct span point, struct span id, struct span data,
                struct span sig)
{
    EVP_PKEY *k = sm2_key(point);
    EVP_PKEY_CTX *kc = k ? EVP_PKEY_CTX_new(k, NULL) : NULL;
    EVP_MD_CTX *c = kc ? EVP_MD_CTX_new() : NULL;
    bool ok = false;

    if (c && sig.len && id.len <= INT_MAX &&
        EVP_PKEY_CTX_set1_id(kc, id.ptr, (int)id.len) == 1) {
        EVP_MD_CTX_set_pkey_ctx(c, kc);
        ok = EVP_DigestVerifyInit(c, NULL, EVP_sm3(), NULL, k) == 1 &&
             EVP_DigestVerify(c, sig.ptr, sig.len, data.ptr, data.len) == 1;
    }
    EVP_MD_CTX_free(c);
    EVP_PKEY_CTX_free(kc);
    EVP_PKEY_free(k);
    ERR_clear_error();
    return ok;
}
