/* SPDX-License-Identifier: Apache-2.0
 * keys.c - the test authority and its signers: Ed25519 keys from fixed seeds,
 * so that every signature is the same on every machine.
 *
 * [RFC 5280] certificates, [RFC 8032] Ed25519, [RFC 8410] their key form.  The
 * keys are public on purpose: nobody may ever trust this authority. */
#include "sign.h"

#include <openssl/evp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SEED = 32
};

static EVP_PKEY *key_of(enum who who)
{
    uint8_t seed[SEED];

    for (int i = 0; i < SEED; i++)
        seed[i] = (uint8_t)("genmark test key, never trust it"[i] + who);
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SEED);
}

void sign_put(struct out *o, enum who who, const void *p, size_t n)
{
    EVP_PKEY *k = key_of(who);
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    uint8_t sig[64];
    size_t len = sizeof(sig);

    if (!k || !c || EVP_DigestSignInit(c, NULL, NULL, NULL, k) != 1 ||
        EVP_DigestSign(c, sig, &len, p, n) != 1) {
        fputs("gen: signing failed\n", stderr);
        exit(1);
    }
    out_put(o, sig, len);
    EVP_MD_CTX_free(c);
    EVP_PKEY_free(k);
}

void sha256_of(const void *p, size_t n, uint8_t to[32])
{
    unsigned len = 32;

    if (EVP_Digest(p, n, to, &len, EVP_sha256(), NULL) != 1)
        exit(1);
}

void sha256_tail(const void *p, size_t n, uint64_t zeros, uint8_t to[32])
{
    static const uint8_t zero[1 << 16];
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    unsigned len = 32;
    bool ok = c && EVP_DigestInit_ex(c, EVP_sha256(), NULL) == 1 &&
              EVP_DigestUpdate(c, p, n) == 1;

    while (ok && zeros) {
        size_t k = zeros < sizeof(zero) ? (size_t)zeros : sizeof(zero);

        ok = EVP_DigestUpdate(c, zero, k) == 1;
        zeros -= k;
    }
    if (!ok || EVP_DigestFinal_ex(c, to, &len) != 1)
        exit(1);
    EVP_MD_CTX_free(c);
}

/* der puts tag, length and body. */
static void der(struct out *o, unsigned tag, const struct out *body)
{
    size_t n = body->len;

    out_be(o, tag, 1);
    if (n < 128) {
        out_be(o, n, 1);
    } else if (n < 256) {
        out_be(o, 0x8100 | n, 2);
    } else {
        out_be(o, 0x820000 | n, 3);
    }
    out_put(o, body->ptr, n);
}

static void der_bytes(struct out *o, unsigned tag, const char *p, size_t n)
{
    struct out b = {0};

    out_put(&b, p, n);
    der(o, tag, &b);
    out_free(&b);
}

#define DER(o, tag, lit) der_bytes(o, tag, lit, sizeof(lit) - 1)

static void name(struct out *o, const char *cn)
{
    struct out all = {0};
    const char *const value[] = {"Genmark Test", cn};

    for (int i = 0; i < 2; i++) {
        struct out pair = {0}, seq = {0}, set = {0};

        DER(&pair, 0x06, "\x55\x04\x0a"); /* organizationName */
        if (i)
            pair.ptr[4] = 0x03; /* commonName */
        der_bytes(&pair, 0x0c, value[i], strlen(value[i]));
        der(&seq, 0x30, &pair);
        der(&set, 0x31, &seq);
        out_put(&all, set.ptr, set.len);
        out_free(&pair);
        out_free(&seq);
        out_free(&set);
    }
    der(o, 0x30, &all);
    out_free(&all);
}

static void algorithm(struct out *o)
{
    DER(o, 0x30, "\x06\x03\x2b\x65\x70");
}

static void key_info(struct out *o, enum who who)
{
    EVP_PKEY *k = key_of(who);
    uint8_t raw[33] = {0};
    size_t len = 32;
    struct out b = {0};

    EVP_PKEY_get_raw_public_key(k, raw + 1, &len);
    algorithm(&b);
    der_bytes(&b, 0x03, (const char *)raw, sizeof(raw));
    der(o, 0x30, &b);
    out_free(&b);
    EVP_PKEY_free(k);
}

static void extensions(struct out *o, enum who who)
{
    struct out all = {0}, seq = {0};

    if (who == WHO_CA) {
        DER(&all, 0x30, /* basicConstraints: a CA */
            "\x06\x03\x55\x1d\x13\x01\x01\xff\x04\x05\x30\x03\x01\x01\xff");
        DER(&all, 0x30, /* keyUsage: keyCertSign */
            "\x06\x03\x55\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x02\x04");
    } else {
        DER(&all, 0x30, /* keyUsage: digitalSignature */
            "\x06\x03\x55\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x07\x80");
        DER(&all, 0x30, /* extKeyUsage: emailProtection */
            "\x06\x03\x55\x1d\x25\x04\x0c\x30\x0a\x06\x08\x2b\x06\x01\x05\x05"
            "\x07\x03\x04");
    }
    DER(&all, 0x30, /* subjectKeyIdentifier */
        "\x06\x03\x55\x1d\x0e\x04\x06\x04\x04\x67\x65\x6e\x6d");
    DER(&all, 0x30, /* authorityKeyIdentifier */
        "\x06\x03\x55\x1d\x23\x04\x08\x30\x06\x80\x04\x67\x65\x6e\x6d");
    der(&seq, 0x30, &all);
    der(o, 0xa3, &seq);
    out_free(&all);
    out_free(&seq);
}

void cert_put(struct out *o, enum who who)
{
    struct out body = {0}, tbs = {0}, all = {0}, dates = {0};
    char serial = (char)(who + 1);
    uint8_t unused = 0;
    struct out sig = {0};

    DER(&body, 0xa0, "\x02\x01\x02");
    der_bytes(&body, 0x02, &serial, 1);
    algorithm(&body);
    name(&body, "Genmark Test CA");
    DER(&dates, 0x17, "200101000000Z");
    if (who == WHO_EXPIRED)
        DER(&dates, 0x17, "210101000000Z");
    else
        DER(&dates, 0x17, "491231235959Z");
    der(&body, 0x30, &dates);
    name(&body, who == WHO_CA ? "Genmark Test CA" : "Genmark Test Signer");
    key_info(&body, who);
    extensions(&body, who);
    der(&tbs, 0x30, &body);
    out_put(&all, tbs.ptr, tbs.len);
    algorithm(&all);
    out_put(&sig, &unused, 1);
    sign_put(&sig, WHO_CA, tbs.ptr, tbs.len);
    der(&all, 0x03, &sig);
    der(o, 0x30, &all);
    out_free(&body);
    out_free(&tbs);
    out_free(&all);
    out_free(&dates);
    out_free(&sig);
}

void pem_print(enum who who)
{
    struct out o = {0};
    uint8_t text[4096];
    int n;

    cert_put(&o, who);
    n = EVP_EncodeBlock(text, o.ptr, (int)o.len);
    printf("The test authority of the corpus. Its key is public: trust it "
           "nowhere else.\n-----BEGIN CERTIFICATE-----\n");
    for (int i = 0; i < n; i += 64)
        printf("%.*s\n", n - i < 64 ? n - i : 64, (char *)text + i);
    printf("-----END CERTIFICATE-----\n");
    out_free(&o);
}
