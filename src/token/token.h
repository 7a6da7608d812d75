/* SPDX-License-Identifier: Apache-2.0
 * token.h - statistical watermarks of language models, for who holds the key.
 *
 * A text is a row of token ids of the model's own tokenizer.  With the scheme
 * and the key the share of "green" tokens (or the mean g-value) of unmarked
 * text is known, and so is how unlikely a larger one is.  Without the key
 * nothing can be said: no scheme here detects the text of an unknown model.
 *
 * The keyed lists are those of PyTorch's CPU generator; text that was marked
 * with a GPU's generator cannot be tested.
 *
 * [KGW] Kirchenbauer et al. 2023 and 2024, lm-watermarking.  [HF] transformers,
 * WatermarkDetector.  [UNI] Zhao et al. 2023, Unigram-Watermark.  [SYN]
 * Dathathri et al. 2024, SynthID-Text.  [EXP] Aaronson's scheme as MarkLLM has
 * it. [3B] Fernandez et al. 2023, three_bricks. */
#ifndef TOKEN_TOKEN_H
#define TOKEN_TOKEN_H

#include "base/arena.h"
#include "base/limits.h"

enum token_family {
    TOKEN_KGW,     /* green list seeded by the tokens before */
    TOKEN_UNIGRAM, /* one green list */
    TOKEN_SYNTHID, /* g-values of a tournament */
    TOKEN_EXP,     /* exponential minimum */
    TOKEN_BRICKS_EXP,
    TOKEN_BRICKS_KGW
};

/* How a window of tokens becomes a seed [KGW, alternative_prf_schemes]. */
enum token_prf {
    PRF_ADDITIVE,
    PRF_MULTIPLICATIVE,
    PRF_MIN,
    PRF_SKIP,
    PRF_SKIPGRAM,
    PRF_ANCHORED_SKIPGRAM,
    PRF_MINHASH,
    PRF_ANCHORED_MINHASH,
    PRF_MINSKIPGRAM,
    PRF_NONCOMM,
    PRF_POSITION
};

enum {
    TOKEN_KEYS = 64, /* of SynthID */
    TOKEN_WIDTH = 16 /* longest window */
};

/* Token ids, borrowed. */
struct ids {
    const uint32_t *list;
    uint32_t count;
};

struct token_scheme {
    enum token_family family;
    enum token_prf prf;
    uint32_t width; /* tokens before; of a self-salted scheme the token too;
                       of SYNTHID the n-gram's length */
    bool self_salt;
    bool last_green; /* the green tokens are the last of the permutation */
    bool hf;         /* SYNTHID: the table of g-values of [HF] */
    bool unique;     /* each n-gram counts once */
    unsigned dedupe; /* BRICKS: 0 none, 1 by context, 2 by context and token */
    double gamma;    /* share of green tokens */
    uint32_t vocab;
    uint64_t table; /* seed of the hash table of [KGW] or [HF] */
    int64_t key;
    int64_t keys[TOKEN_KEYS]; /* of SynthID */
    uint32_t key_count;
};

struct token_score {
    uint32_t scored; /* tokens that were looked at */
    double sum;      /* green tokens, or the sum of their scores */
    double mean;     /* SYNTHID: of the g-values, and weighted by depth */
    double weighted;
    double z, p; /* of `sum` or `mean` under no watermark */
    double z_weighted, p_weighted;
    uint8_t *green; /* per scored position: 0 or 1; of SYNTHID its g-values,
                       one bit a key, are in g */
    uint64_t *g;
    uint8_t *counted; /* per position: 0 where de-duplication passed over it */
    uint32_t positions;
};

/* token_named is a scheme by its name ("kgw", "kgw-selfhash", "synthid" ...)
 * with its published defaults; false where there is none. */
bool token_named(struct token_scheme *s, struct span name);
const char *token_name_at(size_t i); /* NULL past the last */

/* token_check scores ids.  False, with a constant text in *why, where the
 * scheme cannot be used (a vocabulary of 0, an id beyond it, no memory). */
bool token_check(struct token_score *out, const struct token_scheme *s,
                 struct ids ids, struct arena *a, const char **why);

#endif
