/* SPDX-License-Identifier: Apache-2.0
 * immintrin.h - the instructions of AVX-512 that vector_vbmi.c uses, byte by
 * byte, for processors that have none of them.  cpus.sh puts it before the
 * compiler's own, which it includes for the rest. [SDM] Intel: Software
 * Developer's Manual, volume 2. */
#include_next <immintrin.h>

#include <stdint.h>
#include <string.h>

struct bytes64 {
    uint8_t b[64];
};

static inline struct bytes64 load64(const void *p)
{
    struct bytes64 r;

    memcpy(&r, p, sizeof r);
    return r;
}

static inline struct bytes64 all64(int byte)
{
    struct bytes64 r;

    memset(&r, byte, sizeof r);
    return r;
}

static inline struct bytes64 insert64(struct bytes64 a, __m128i v, int lane)
{
    memcpy(a.b + 16 * lane, &v, sizeof v);
    return a;
}

#define BY_BYTE(name, op)                                                 \
    static inline struct bytes64 name(struct bytes64 a, struct bytes64 b) \
    {                                                                     \
        for (int i = 0; i < 64; i++)                                      \
            a.b[i] = (uint8_t)(a.b[i] op b.b[i]);                         \
        return a;                                                         \
    }

BY_BYTE(and64, &)
BY_BYTE(or64, |)
BY_BYTE(xor64, ^)

static inline struct bytes64 look_up(struct bytes64 at, struct bytes64 in)
{
    struct bytes64 r;

    for (int i = 0; i < 64; i++)
        r.b[i] = in.b[at.b[i] & 63];
    return r;
}

static inline struct bytes64 look_up_two(struct bytes64 a, struct bytes64 at,
                                         struct bytes64 b)
{
    struct bytes64 r;

    for (int i = 0; i < 64; i++)
        r.b[i] = at.b[i] & 64 ? b.b[at.b[i] & 63] : a.b[at.b[i] & 63];
    return r;
}

static inline struct bytes64 choose64(__mmask64 second, struct bytes64 a,
                                      struct bytes64 b)
{
    for (int i = 0; i < 64; i++)
        a.b[i] = second >> i & 1 ? b.b[i] : a.b[i];
    return a;
}

/* Bit i of kind is the result of bits of a, b and c that make the number i. */
static inline struct bytes64 any_of_three(struct bytes64 a, struct bytes64 b,
                                          struct bytes64 c, int kind)
{
    for (int i = 0; i < 512; i++) {
        int byte = i / 8, bit = i % 8;
        int at = (a.b[byte] >> bit & 1) << 2 | (b.b[byte] >> bit & 1) << 1 |
                 (c.b[byte] >> bit & 1);

        a.b[byte] &= (uint8_t) ~(1 << bit);
        a.b[byte] |= (uint8_t)((kind >> at & 1) << bit);
    }
    return a;
}

/* The double words of old and, above them, cur, from number first on. */
static inline struct bytes64 cut_doubles(struct bytes64 cur, struct bytes64 old,
                                         int first)
{
    uint8_t both[128];
    struct bytes64 r;

    memcpy(both, old.b, 64);
    memcpy(both + 64, cur.b, 64);
    memcpy(r.b, both + 4 * first, 64);
    return r;
}

static inline struct bytes64 roll_doubles(struct bytes64 a, int n)
{
    for (int i = 0; i < 64; i += 4) {
        uint32_t x;

        memcpy(&x, a.b + i, 4);
        x = x << n | x >> (32 - n);
        memcpy(a.b + i, &x, 4);
    }
    return a;
}

/* shift_quads shifts to the left by n, which may be negative. */
static inline struct bytes64 shift_quads(struct bytes64 a, int n)
{
    for (int i = 0; i < 64; i += 8) {
        uint64_t x;

        memcpy(&x, a.b + i, 8);
        x = n < 0 ? x >> -n : x << n;
        memcpy(a.b + i, &x, 8);
    }
    return a;
}

/* pack_some puts the bytes that which says at the start, before zeros. */
static inline struct bytes64 pack_some(__mmask64 which, struct bytes64 a)
{
    struct bytes64 r = all64(0);
    int n = 0;

    for (int i = 0; i < 64; i++) {
        if (which >> i & 1)
            r.b[n++] = a.b[i];
    }
    return r;
}

static inline __m128i lowest16(struct bytes64 a)
{
    __m128i v;

    memcpy(&v, a.b, sizeof v);
    return v;
}

static inline uint64_t none64(struct bytes64 a, struct bytes64 b)
{
    uint64_t bits = 0;

    for (int i = 0; i < 64; i++)
        bits |= (uint64_t) !(a.b[i] & b.b[i]) << i;
    return bits;
}

static inline struct bytes64 load_words(__mmask8 which, const uint64_t *p)
{
    struct bytes64 r = all64(0);

    for (int i = 0; i < 8; i++) {
        if (which >> i & 1)
            memcpy(r.b + 8 * i, p + i, 8);
    }
    return r;
}

static inline void store_words(uint64_t *p, __mmask8 which, struct bytes64 v)
{
    for (int i = 0; i < 8; i++) {
        if (which >> i & 1)
            memcpy(p + i, v.b + 8 * i, 8);
    }
}

static inline __mmask8 test_words(__mmask8 which, struct bytes64 a,
                                  struct bytes64 b)
{
    struct bytes64 both = and64(a, b);
    unsigned bits = 0;

    for (int i = 0; i < 8; i++) {
        uint64_t word;

        memcpy(&word, both.b + 8 * i, 8);
        bits |= (unsigned)(word != 0) << i;
    }
    return (__mmask8)(bits & which);
}

#define __m512i                     struct bytes64
#define _mm512_loadu_si512          load64
#define _mm512_setzero_si512()      all64(0)
#define _mm512_set1_epi8            all64
#define _mm512_inserti32x4          insert64
#define _mm512_and_si512            and64
#define _mm512_or_si512             or64
#define _mm512_xor_si512            xor64
#define _mm512_castsi512_si128      lowest16
#define _mm512_maskz_compress_epi8  pack_some
#define _mm512_permutexvar_epi8     look_up
#define _mm512_permutex2var_epi8    look_up_two
#define _mm512_mask_blend_epi8      choose64
#define _mm512_ternarylogic_epi64   any_of_three
#define _mm512_alignr_epi32         cut_doubles
#define _mm512_rol_epi32            roll_doubles
#define _mm512_slli_epi64(v, n)     shift_quads(v, (int)(n))
#define _mm512_srli_epi64(v, n)     shift_quads(v, -(int)(n))
#define _mm512_testn_epi8_mask      none64
#define _mm512_maskz_loadu_epi64    load_words
#define _mm512_mask_storeu_epi64    store_words
#define _mm512_mask_test_epi64_mask test_words
