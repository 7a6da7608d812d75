/* SPDX-License-Identifier: Apache-2.0
 * vector_arm.c - sieves by NEON, whose tables of 64 take six bits as VBMI's. */
#include "scan/vector.h"

#if defined(__aarch64__)
#include "base/cpu.h"

#include <arm_neon.h>

#define INLINE static inline __attribute__((always_inline))

struct neon_tables {
    uint8x16x4_t six[PLACES];
};

struct neon_split {
    uint8x16_t six;
};

INLINE struct neon_tables neon_load(const struct teddy *t, int bank)
{
    struct neon_tables to;

    for (int p = 0; p < PLACES; p++)
        to.six[p] = vld1q_u8_x4(t->six[bank][p]);
    return to;
}

INLINE struct neon_split neon_cut(uint8x16_t v)
{
    return (struct neon_split){vandq_u8(v, vdupq_n_u8(63))};
}

/* neon_none makes a bit of each byte: each keeps the bit of its number, and
 * three sums of pairs put eight together. */
INLINE uint16_t neon_none(uint8x16_t v)
{
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128,
                                     1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t m = vandq_u8(vceqzq_u8(v), vld1q_u8(bits));

    m = vpaddq_u8(m, m);
    m = vpaddq_u8(m, m);
    m = vpaddq_u8(m, m);
    return vgetq_lane_u16(vreinterpretq_u16_u8(m), 0);
}

#define NAME neon
#define TARGET
#define VEC             uint8x16_t
#define ZERO            vdupq_n_u8(0)
#define AND             vandq_u8
#define LANES           1
#define STEP            16
#define LOAD(p, part)   vld1q_u8(p)
#define FIRST(s, part)  ((s).led ? vld1q_u8((s).text - BEFORE) : ZERO)
#define SPLIT           neon_cut
#define FIND(x, t, p)   vqtbl4q_u8((t)->six[p], (x).six)
#define UP(cur, old, n) vextq_u8(old, cur, 16 - (n))
#define BITS            uint16_t
#define NONE            neon_none
#define WORDS           words_straight
#define LIST            list_straight
#include "scan/vector_body.h"

const struct kernel *kernel_arm(uint32_t cpu)
{
    static const struct kernel neon = {"neon",     true,       128,
                                       neon_light, neon_brief, neon_one,
                                       neon_two,   neon_list};

    return cpu & CPU_NEON ? &neon : NULL;
}
#endif
