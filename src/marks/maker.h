/* SPDX-License-Identifier: Apache-2.0
 * maker.h - the slug of the generator that a name stands for.
 *
 * One table for all who meet names: software agents and claim generators of
 * C2PA, AISystemUsed of IPTC 2025.1, <meta name="generator">.  A name says who
 * made the file only where the field is about that; the caller knows it. */
#ifndef MARKS_MAKER_H
#define MARKS_MAKER_H

#include "base/span.h"

/* maker_of is the slug for the first known product name in words ("GPT-4o",
 * "Adobe_Firefly/1.0"), or an empty span. */
struct span maker_of(struct span words);

/* maker_at is the i-th row, for tests and listings; false past the last. */
bool maker_at(size_t i, const char **word, const char **slug);

#endif
