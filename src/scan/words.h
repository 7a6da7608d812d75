/* SPDX-License-Identifier: Apache-2.0
 * words.h - where ASCII letters and digits are, as bits: short words are found
 * by them, which no sieve tells from the middle of longer ones. */
#ifndef SCAN_WORDS_H
#define SCAN_WORDS_H

#include "base/span.h"

/* words_mask sets bit i % 64 of masks[i / 64] for each byte i of s that is an
 * ASCII letter or digit; bits behind the end are clear.  masks has room for
 * (s.len + 63) / 64. */
void words_mask(struct span s, uint64_t *masks);

void words_plain(struct span s, uint64_t *masks); /* the reference */

#endif
