/* SPDX-License-Identifier: Apache-2.0
 * sign.h - manifest stores of the corpus, signed by a test authority. */
#ifndef GEN_SIGN_H
#define GEN_SIGN_H

#include "out.h"

enum who {
    WHO_CA,
    WHO_SIGNER,
    WHO_EXPIRED, /* a signer whose certificate ran out in 2021 */
    WHO_OTHER    /* a key that no certificate is about */
};

void cert_put(struct out *o, enum who who);
void pem_print(enum who who);
void sign_put(struct out *o, enum who who, const void *p, size_t n);
void sha256_of(const void *p, size_t n, uint8_t to[32]);

/* sha256_tail is the same of p and `zeros` zeros behind it. */
void sha256_tail(const void *p, size_t n, uint64_t zeros, uint8_t to[32]);

/* A store is made twice: first to learn where it comes to stand, then with the
 * hash of the file around it.  Both have the same length. */
struct place {
    uint64_t start, len; /* what the data hash leaves out */
    uint8_t hash[32];
    bool film; /* the hash is that of a film */
};

/* credential_read takes the words `credential BEFORE AFTER { ... }`; BEFORE and
 * AFTER are how many bytes of its container are left out with it. */
void credential_read(struct words *w);

/* credential_put puts the store that was read last. */
void credential_put(struct out *o);

/* credential_place looks for the store in the finished file and fills in the
 * hash; false where no store was made. */
bool credential_place(const struct out *file);

#endif
