/* SPDX-License-Identifier: Apache-2.0
 * rivagan.c - numbers of a network to bits.
 *
 * [IW] ShieldMnt/invisible-watermark, rivaGan: a bit is set above 0.52. */
#include "marks/rivagan.h"

enum {
    ENOUGH = 30 /* (1 + 32 + 496) / 2^32 = 1.2e-7; 29 would be 1.3e-6 */
};

uint32_t rivagan_bits(const float *raw)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < RIVAGAN_BITS; i++)
        bits = bits << 1 | (raw[i] > 0.52F);
    return bits;
}

unsigned rivagan_same(uint32_t bits, uint32_t payload)
{
    unsigned same = 0;

    for (uint32_t x = ~(bits ^ payload); x; x &= x - 1)
        same++;
    return same;
}

bool rivagan_fits(uint32_t bits, uint32_t payload)
{
    return rivagan_same(bits, payload) >= ENOUGH;
}
