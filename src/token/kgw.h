/* SPDX-License-Identifier: Apache-2.0
 * kgw.h - seeds and green lists of [KGW], for the schemes that share them. */
#ifndef TOKEN_KGW_H
#define TOKEN_KGW_H

#include "token/random.h"
#include "token/token.h"

enum {
    KGW_TABLE = 1000003
};

/* kgw_table is the permutation that hashes integers, in the arena. */
uint32_t *kgw_table(uint64_t seed, struct arena *a);

/* kgw_seed is the seed of a window of n tokens; table may be NULL for those
 * functions that do not hash. */
uint64_t kgw_seed(enum token_prf prf, int64_t key, const uint32_t *table,
                  const uint32_t *window, uint32_t n);

/* kgw_green is whether token stands among the first `size` of torch's
 * randperm(vocab) after this seed; with `last` among the last. */
bool kgw_green(uint64_t seed, uint32_t token, uint32_t vocab, uint32_t size,
               bool last);

#endif
