/* SPDX-License-Identifier: Apache-2.0
 * rivagan.h - the 32 bits that RivaGAN's decoder gives, and when they match.
 *
 * They have no check bits: whether a picture is marked can only be told by
 * someone who knows what was put in. */
#ifndef MARKS_RIVAGAN_H
#define MARKS_RIVAGAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RIVAGAN_BITS = 32
};

/* rivagan_bits reads what the network gives; the first is the highest bit. */
uint32_t rivagan_bits(const float *raw);

/* rivagan_fits is whether so many bits agree that chance does so less than
 * once in a million: 30 of 32 (one in 8 million). */
bool rivagan_fits(uint32_t bits, uint32_t payload);

/* rivagan_same is how many bits agree. */
unsigned rivagan_same(uint32_t bits, uint32_t payload);

#endif
