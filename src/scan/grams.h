/* SPDX-License-Identifier: Apache-2.0
 * grams.h - how often bytes and four-byte keys occur in text, for choosing the
 * places by which patterns are found. */
#ifndef SCAN_GRAMS_H
#define SCAN_GRAMS_H

#include <stdint.h>

enum {
    GRAM_CLASSES = 6, /* kinds of text that were counted */
    GRAM_BITS = 14,   /* keys are hashed to so many */
    GRAM_SLOTS = 1 << GRAM_BITS,
    GRAM_SCALE = 20 /* level n is about 2^(n - GRAM_SCALE) of all places */
};

/* gram_bytes is the share of each byte in each class, of 65535. */
extern const uint16_t gram_bytes[GRAM_CLASSES][256];

/* gram_most is the most over the classes. */
extern const uint16_t gram_most[256];

/* gram_levels has four bits a slot: the most over the classes. */
extern const uint8_t gram_levels[GRAM_SLOTS / 2];

/* key_four is a key of four bytes in which ASCII letters have no case; all else
 * that it puts together is ASCII too. */
static inline uint32_t key_four(uint32_t word)
{
    return word | (~word & 0x80808080) >> 2;
}

static inline unsigned gram_level(uint32_t key)
{
    uint32_t slot = key * 0x9e3779b1 >> (32 - GRAM_BITS);

    return gram_levels[slot / 2] >> slot % 2 * 4 & 15;
}

#endif
