/* SPDX-License-Identifier: Apache-2.0
 * bpe.h - text to token ids by a byte-level tokenizer.json, so that an operator
 * can start from text.
 *
 * [BPE] Sennrich et al. 2016; the byte-level form of GPT-2 and those after it,
 * as Hugging Face's tokenizers store it: model.type "BPE", a vocabulary, merges
 * in the order of their rank, and a pattern that cuts the text into words. */
#ifndef TOKEN_BPE_H
#define TOKEN_BPE_H

#include "base/arena.h"
#include "base/limits.h"
#include "token/token.h"

struct bpe;

/* bpe_new reads a tokenizer.json.  NULL, with a constant text in *why, where it
 * is not of this kind or there is no memory; what it keeps is the arena's, but
 * for the compiled pattern: bpe_free lets that go. */
struct bpe *bpe_new(struct span json, struct arena *a, const struct limits *lim,
                    const char **why);
void bpe_free(struct bpe *b); /* NULL is fine */

uint32_t bpe_vocab(const struct bpe *b); /* one more than the largest id */

/* bpe_encode puts the ids of UTF-8 text in the arena.  False without memory,
 * where a byte has no token, or where the pattern passes its limits.  Special
 * tokens are not looked for: text is text. */
bool bpe_encode(const struct bpe *b, struct span text, struct arena *a,
                struct ids *out, const char **why);

#endif
