/* SPDX-License-Identifier: Apache-2.0
 * trustmark.h - what the 100 bits of a TrustMark packet hold.
 *
 * The bits come out of a neural network, which this library does not have.
 * The mark is a durable link to a credential and is put on photographs too: it
 * says nothing of AI. */
#ifndef MARKS_TRUSTMARK_H
#define MARKS_TRUSTMARK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TRUSTMARK_BITS = 100,
    TRUSTMARK_SCHEMAS = 4,
    TRUSTMARK_MOST = 75 /* bits of data of the roomiest schema */
};

struct trustmark {
    unsigned schema;               /* 0 to 3 */
    unsigned count;                /* bits of data */
    unsigned mended;               /* bits that were wrong */
    char data[TRUSTMARK_MOST + 1]; /* "0110..." */
};

/* trustmark_bits reads what the network gives: a bit is set above zero. */
void trustmark_bits(const float *logits, uint8_t *bits);

/* trustmark_read takes a packet in its schema's code; false where it is no
 * word of it.  The schema is what the last two bits name, and, where that
 * fails and `lost` is set, 0, 1 and 2 are tried in their place. */
bool trustmark_read(const uint8_t *bits, bool lost, struct trustmark *out);

/* trustmark_sure is whether such a packet is more than chance: of random
 * packets the codes of schemas 2 and 3 take 1.5 and 9 in a hundred, so that
 * these need `again`, the reading of the same picture after it was coded anew
 * (NULL: there is none). */
bool trustmark_sure(const struct trustmark *t, const struct trustmark *again);

#endif
