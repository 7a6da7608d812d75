/* SPDX-License-Identifier: Apache-2.0
 * crypto.c - hashing and signatures by libcrypto, and nothing but that. */
#include "base/crypto.h"

#include "base/der.h"
#include "base/plug.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>

#include <limits.h>
#include <pthread.h>

#define CALLS(X)                        \
    X(BN_bin2bn)                        \
    X(BN_free)                          \
    X(ECDSA_SIG_free)                   \
    X(ECDSA_SIG_new)                    \
    X(ECDSA_SIG_set0)                   \
    X(ERR_clear_error)                  \
    X(EVP_CIPHER_CTX_free)              \
    X(EVP_CIPHER_CTX_new)               \
    X(EVP_CIPHER_CTX_set_padding)       \
    X(EVP_CIPHER_fetch)                 \
    X(EVP_CIPHER_free)                  \
    X(EVP_CipherInit_ex2)               \
    X(EVP_CipherUpdate)                 \
    X(EVP_DigestFinal_ex)               \
    X(EVP_DigestInit_ex2)               \
    X(EVP_DigestUpdate)                 \
    X(EVP_DigestVerify)                 \
    X(EVP_DigestVerifyInit_ex)          \
    X(EVP_MD_CTX_free)                  \
    X(EVP_MD_CTX_new)                   \
    X(EVP_MD_CTX_set_pkey_ctx)          \
    X(EVP_MD_fetch)                     \
    X(EVP_MD_get0_name)                 \
    X(EVP_PKEY_CTX_free)                \
    X(EVP_PKEY_CTX_new_from_name)       \
    X(EVP_PKEY_CTX_new_from_pkey)       \
    X(EVP_PKEY_CTX_set1_id)             \
    X(EVP_PKEY_CTX_set_rsa_mgf1_md)     \
    X(EVP_PKEY_CTX_set_rsa_padding)     \
    X(EVP_PKEY_CTX_set_rsa_pss_saltlen) \
    X(EVP_PKEY_dup)                     \
    X(EVP_PKEY_free)                    \
    X(EVP_PKEY_fromdata)                \
    X(EVP_PKEY_fromdata_init)           \
    X(EVP_PKEY_new_raw_public_key_ex)   \
    X(EVP_PKEY_set1_encoded_public_key) \
    X(OPENSSL_init_crypto)              \
    X(OSSL_LIB_CTX_new)                 \
    X(OSSL_PARAM_construct_BN)          \
    X(OSSL_PARAM_construct_end)         \
    X(OSSL_PARAM_construct_utf8_string) \
    X(OSSL_PROVIDER_load)               \
    X(i2d_ECDSA_SIG)

/* OpenSSL, loaded for the first hash: looking up what libcrypto asks of itself
 * was a third of a short run.  Filled where own.ctx is. */
static struct {
    CALLS(PLUG_MEMBER)
} lib;

enum {
    DER_MAX = 160, /* the same as DER */

    /* What OpenSSL does for the process at first use, and nothing here asks. */
    NOT_ASKED = OPENSSL_INIT_NO_LOAD_CONFIG |
                OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
                OPENSSL_INIT_NO_ADD_ALL_CIPHERS |
                OPENSSL_INIT_NO_ADD_ALL_DIGESTS | OPENSSL_INIT_NO_ATEXIT
};

/* A hasher is OpenSSL's context by another name. */
struct hasher {
    char unused;
};

/* What the algorithms are taken from: a context of this library, with OpenSSL's
 * own provider.  The process's default context follows openssl.cnf and
 * $OPENSSL_CONF, by which a hash could be missing and a sound file be called
 * tampered with. */
static struct {
    pthread_once_t once;
    OSSL_LIB_CTX *ctx; /* for the rest of the process */
    EVP_MD *md[DIGEST_SHA512 + 1], *sm3;
    bool alone;
} own = {.once = PTHREAD_ONCE_INIT};

static void own_make(void)
{
    static const char *const names[] = {[DIGEST_MD5] = "MD5",
                                        [DIGEST_SHA1] = "SHA1",
                                        [DIGEST_SHA256] = "SHA2-256",
                                        [DIGEST_SHA384] = "SHA2-384",
                                        [DIGEST_SHA512] = "SHA2-512"};
    static const char *const calls[] = {CALLS(PLUG_NAME)};

    if (!plug(LIBCRYPTO, calls, &lib, sizeof(calls) / sizeof(calls[0])))
        return;
    if (own.alone)
        lib.OPENSSL_init_crypto(NOT_ASKED, NULL);
    own.ctx = lib.OSSL_LIB_CTX_new();
    if (!own.ctx || !lib.OSSL_PROVIDER_load(own.ctx, "default"))
        return;
    for (size_t i = DIGEST_MD5; i < sizeof(names) / sizeof(names[0]); i++)
        own.md[i] = lib.EVP_MD_fetch(own.ctx, names[i], NULL);
    own.sm3 = lib.EVP_MD_fetch(own.ctx, "SM3", NULL);
}

void crypto_alone(void)
{
    own.alone = true;
}

static OSSL_LIB_CTX *own_ctx(void)
{
    pthread_once(&own.once, own_make);
    return own.ctx;
}

/* md_of is NULL where there is none. */
static const EVP_MD *md_of(enum digest d)
{
    return own_ctx() ? own.md[d] : NULL;
}

bool crypto_ready(void)
{
    return md_of(DIGEST_SHA256) != NULL;
}

size_t digest_size(enum digest d)
{
    static const size_t size[] = {0, 16, 20, 32, 48, 64};

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
    const EVP_MD *md = md_of(d);
    EVP_MD_CTX *ctx = md ? lib.EVP_MD_CTX_new() : NULL;

    if (ctx && lib.EVP_DigestInit_ex2(ctx, md, NULL) != 1) {
        lib.EVP_MD_CTX_free(ctx);
        ctx = NULL;
    }
    return (struct hasher *)(void *)ctx;
}

void hasher_put(struct hasher *h, struct span s)
{
    if (h && s.len)
        lib.EVP_DigestUpdate((EVP_MD_CTX *)(void *)h, s.ptr, s.len);
}

struct hash hasher_end(struct hasher *h)
{
    EVP_MD_CTX *ctx = (EVP_MD_CTX *)(void *)h;
    struct hash out = {{0}, 0};
    unsigned len = 0;

    if (!ctx)
        return out;
    if (lib.EVP_DigestFinal_ex(ctx, out.bytes, &len) == 1)
        out.len = len;
    lib.EVP_MD_CTX_free(ctx);
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

bool aes_cbc(const struct aes *a, struct span in, uint8_t *out)
{
    const char *name = a->key.len == 16 ? "AES-128-CBC" : "AES-256-CBC";
    EVP_CIPHER *kind;
    EVP_CIPHER_CTX *ctx;
    bool ok;
    int n = 0;

    if ((a->key.len != 16 && a->key.len != 32) || a->iv.len != 16 ||
        in.len % 16 || in.len > INT_MAX || !own_ctx())
        return false;
    kind = lib.EVP_CIPHER_fetch(own_ctx(), name, NULL);
    ctx = lib.EVP_CIPHER_CTX_new();
    ok = kind && ctx &&
         lib.EVP_CipherInit_ex2(ctx, kind, a->key.ptr, a->iv.ptr, a->close,
                                NULL) == 1 &&
         lib.EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
         lib.EVP_CipherUpdate(ctx, out, &n, in.ptr, (int)in.len) == 1;
    lib.EVP_CIPHER_CTX_free(ctx);
    lib.EVP_CIPHER_free(kind);
    return ok && (size_t)n == in.len;
}

/* A key taken apart: reading it by OpenSSL's decoders takes longer than most
 * signatures do. */
struct parts {
    struct key_info info;
    struct span point; /* of a curve, or the 32 bytes of Ed25519 */
    struct span n, e;  /* of RSA, without leading zeros */
};

static struct span unsigned_of(struct span s)
{
    while (s.len && s.ptr[0] == 0)
        s = span_cut(s, 1, s.len - 1);
    return s;
}

static void read_rsa(struct parts *p, struct span key, bool pss)
{
    struct reader r = reader_over(key);
    unsigned top = 8;

    r = reader_over(der_take(&r, DER_SEQ).body);
    p->n = unsigned_of(der_take(&r, DER_INT).body);
    p->e = unsigned_of(der_take(&r, DER_INT).body);
    if (!reader_ok(&r) || !p->n.len || p->n.len > RSA_BITS_MAX || !p->e.len ||
        p->e.len > 8)
        return;
    while (top > 1 && !(p->n.ptr[0] >> (top - 1)))
        top--;
    p->info.kind = pss ? KEY_RSA_PSS : KEY_RSA;
    p->info.bits = (unsigned)(p->n.len - 1) * 8 + top;
    p->info.exponent_ok =
        (p->e.ptr[p->e.len - 1] & 1) && (p->e.len > 1 || p->e.ptr[0] >= 3);
}

static void read_curve(struct parts *p, struct span curve, struct span point)
{
    static const struct curve {
        struct span oid;
        enum key_kind kind;
        unsigned bits;
    } curves[] = {
        {SPAN_OF("\x2a\x86\x48\xce\x3d\x03\x01\x07"), KEY_P256, 256},
        {SPAN_OF("\x2b\x81\x04\x00\x22"), KEY_P384, 384},
        {SPAN_OF("\x2b\x81\x04\x00\x23"), KEY_P521, 521},
    };

    p->info.kind = KEY_CURVE;
    p->point = point;
    for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++)
        if (span_eq(curve, curves[i].oid)) {
            p->info.kind = curves[i].kind;
            p->info.bits = curves[i].bits;
        }
}

static struct parts parts_of(struct span spki)
{
    struct reader r = reader_over(spki), alg;
    struct parts p = {.info = {KEY_OTHER, 0, true}};
    struct span oid, curve, key;
    struct der bits;

    r = reader_over(der_take(&r, DER_SEQ).body);
    alg = reader_over(der_take(&r, DER_SEQ).body);
    bits = der_take(&r, DER_BITS);
    oid = der_take(&alg, DER_OID).body;
    key = der_bits(&bits);
    if (!reader_ok(&r) || !reader_ok(&alg) || !key.len)
        return p;
    curve = der_maybe(&alg, DER_OID).body;
    if (span_eq(oid, SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"))) {
        read_rsa(&p, key, false);
    } else if (span_eq(oid, SPAN("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"))) {
        read_rsa(&p, key, true);
    } else if (span_eq(oid, SPAN("\x2a\x86\x48\xce\x3d\x02\x01"))) {
        read_curve(&p, curve, key);
    } else if (span_eq(oid, SPAN("\x2b\x65\x70")) && key.len == 32) {
        p.info.kind = KEY_ED25519;
        p.info.bits = 256;
        p.point = key;
    }
    return p;
}

struct key_info key_info(struct span spki)
{
    return parts_of(spki).info;
}

/* make turns parameters into a key, or into those of its curve; as all that
 * follows, where there is a context. */
static EVP_PKEY *make(const char *type, int selection, OSSL_PARAM *params)
{
    EVP_PKEY_CTX *c = lib.EVP_PKEY_CTX_new_from_name(own.ctx, type, NULL);
    EVP_PKEY *k = NULL;

    if (c && lib.EVP_PKEY_fromdata_init(c) == 1 &&
        lib.EVP_PKEY_fromdata(c, &k, selection, params) != 1)
        k = NULL;
    lib.EVP_PKEY_CTX_free(c);
    return k;
}

/* native writes a number as OpenSSL takes it: in the machine's order. */
static size_t native(struct span s, uint8_t *to)
{
    const uint16_t one = 1;
    bool little = *(const uint8_t *)&one == 1;

    for (size_t i = 0; i < s.len; i++)
        to[i] = s.ptr[little ? s.len - 1 - i : i];
    return s.len;
}

static EVP_PKEY *rsa_key(const struct parts *p)
{
    uint8_t n[RSA_BITS_MAX / 8], e[8];
    OSSL_PARAM params[3];

    if (p->info.bits > RSA_BITS_MAX)
        return NULL;
    params[0] =
        lib.OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, n, native(p->n, n));
    params[1] =
        lib.OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, e, native(p->e, e));
    params[2] = lib.OSSL_PARAM_construct_end();
    return make("RSA", EVP_PKEY_PUBLIC_KEY, params);
}

enum group {
    GROUP_P256,
    GROUP_P384,
    GROUP_P521,
    GROUP_SM2,
    GROUPS
};

/* group_of is a key of the group without its point.  It is made once: the
 * numbers of a curve take a quarter of the time of a signature. */
static EVP_PKEY *group_of(enum group g)
{
    static const char names[][12] = {"prime256v1", "secp384r1", "secp521r1",
                                     "SM2"};
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static EVP_PKEY *made[GROUPS];
    char name[sizeof(names[0])];
    OSSL_PARAM params[2];
    EVP_PKEY *k;

    memcpy(name, names[g], sizeof(name));
    params[0] = lib.OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
                                                     name, 0);
    params[1] = lib.OSSL_PARAM_construct_end();
    pthread_mutex_lock(&lock);
    if (!made[g])
        made[g] = make(g == GROUP_SM2 ? "SM2" : "EC", EVP_PKEY_KEY_PARAMETERS,
                       params);
    k = made[g];
    pthread_mutex_unlock(&lock);
    return k;
}

static EVP_PKEY *curve_key(enum group g, struct span point)
{
    EVP_PKEY *group = group_of(g);
    EVP_PKEY *k = group ? lib.EVP_PKEY_dup(group) : NULL;

    if (k &&
        lib.EVP_PKEY_set1_encoded_public_key(k, point.ptr, point.len) != 1) {
        lib.EVP_PKEY_free(k);
        k = NULL;
    }
    return k;
}

static EVP_PKEY *key_of(const struct parts *p)
{
    switch (p->info.kind) {
    case KEY_RSA:
    case KEY_RSA_PSS: return rsa_key(p);
    case KEY_P256: return curve_key(GROUP_P256, p->point);
    case KEY_P384: return curve_key(GROUP_P384, p->point);
    case KEY_P521: return curve_key(GROUP_P521, p->point);
    case KEY_ED25519:
        return lib.EVP_PKEY_new_raw_public_key_ex(own.ctx, "ED25519", NULL,
                                                  p->point.ptr, p->point.len);
    case KEY_CURVE:
    case KEY_OTHER: break;
    }
    return NULL;
}

/* raw_to_der turns r || s into what OpenSSL verifies; 0 where it cannot. */
static size_t raw_to_der(struct span raw, uint8_t to[DER_MAX])
{
    ECDSA_SIG *sig = lib.ECDSA_SIG_new();
    int half = (int)(raw.len / 2), len = 0;
    BIGNUM *r = lib.BN_bin2bn(raw.ptr, half, NULL);
    BIGNUM *s = lib.BN_bin2bn(raw.ptr + half, half, NULL);

    if (sig && r && s && lib.ECDSA_SIG_set0(sig, r, s) == 1) {
        uint8_t *at = to;

        r = s = NULL; /* now the signature's */
        if (lib.i2d_ECDSA_SIG(sig, NULL) <= DER_MAX)
            len = lib.i2d_ECDSA_SIG(sig, &at);
    }
    lib.BN_free(r);
    lib.BN_free(s);
    lib.ECDSA_SIG_free(sig);
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
    case SCHEME_ECDSA: return raw;
    case SCHEME_RAW: return raw && sig.len == raw;
    case SCHEME_ED25519: return i->kind == KEY_ED25519;
    }
    return false;
}

static bool verify(EVP_PKEY *k, enum scheme scheme, const EVP_MD *md,
                   struct span data, struct span sig)
{
    EVP_MD_CTX *ctx = lib.EVP_MD_CTX_new();
    EVP_PKEY_CTX *pk = NULL;
    bool ok = ctx && lib.EVP_DigestVerifyInit_ex(
                         ctx, &pk, md ? lib.EVP_MD_get0_name(md) : NULL,
                         own.ctx, NULL, k, NULL) == 1;
    int salt = RSA_PSS_SALTLEN_DIGEST;

    if (scheme == SCHEME_SALTY)
        salt = RSA_PSS_SALTLEN_AUTO;
    if (ok && (scheme == SCHEME_PSS || scheme == SCHEME_SALTY))
        ok = lib.EVP_PKEY_CTX_set_rsa_padding(pk, RSA_PKCS1_PSS_PADDING) == 1 &&
             lib.EVP_PKEY_CTX_set_rsa_pss_saltlen(pk, salt) == 1 &&
             lib.EVP_PKEY_CTX_set_rsa_mgf1_md(pk, md) == 1;
    ok = ok &&
         lib.EVP_DigestVerify(ctx, sig.ptr, sig.len, data.ptr, data.len) == 1;
    lib.EVP_MD_CTX_free(ctx);
    return ok;
}

bool key_verify(struct span spki, enum scheme scheme, enum digest d,
                struct span data, struct span sig)
{
    struct parts p = parts_of(spki);
    EVP_PKEY *k = NULL;
    uint8_t der[DER_MAX];
    bool ok = false;

    if (!sig.len || !fits(scheme, &p.info, sig) || !own_ctx() ||
        (scheme != SCHEME_ED25519 && d <= DIGEST_SHA1))
        return false;
    if (scheme == SCHEME_RAW)
        sig = (struct span){der, raw_to_der(sig, der)};
    k = sig.len ? key_of(&p) : NULL;
    ok = k && verify(k, scheme, scheme == SCHEME_ED25519 ? NULL : md_of(d),
                     data, sig);
    lib.EVP_PKEY_free(k);
    lib.ERR_clear_error();
    return ok;
}

bool sm2_verify(struct span point, struct span id, struct span data,
                struct span sig)
{
    EVP_PKEY *k = own_ctx() ? curve_key(GROUP_SM2, point) : NULL;
    EVP_PKEY_CTX *kc =
        k ? lib.EVP_PKEY_CTX_new_from_pkey(own.ctx, k, NULL) : NULL;
    EVP_MD_CTX *c = kc ? lib.EVP_MD_CTX_new() : NULL;
    bool ok = false;

    if (c && sig.len && id.len <= INT_MAX &&
        lib.EVP_PKEY_CTX_set1_id(kc, id.ptr, (int)id.len) == 1) {
        lib.EVP_MD_CTX_set_pkey_ctx(c, kc);
        ok = own.sm3 &&
             lib.EVP_DigestVerifyInit_ex(c, NULL, "SM3", own.ctx, NULL, k,
                                         NULL) == 1 &&
             lib.EVP_DigestVerify(c, sig.ptr, sig.len, data.ptr, data.len) == 1;
    }
    if (!own.ctx)
        return false;
    lib.EVP_MD_CTX_free(c);
    lib.EVP_PKEY_CTX_free(kc);
    lib.EVP_PKEY_free(k);
    lib.ERR_clear_error();
    return ok;
}
