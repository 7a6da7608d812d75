/* SPDX-License-Identifier: Apache-2.0
 * vector_x86.c - sieves by SSSE3, AVX2 and AVX-512 VBMI.  Built with no special
 * flags: each function says by attribute what it is for. */
#include "scan/vector.h"

#if defined(__x86_64__)
#include "base/cpu.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))

/* 128 bits. */
struct ssse3_tables {
    __m128i low[BANKS][PLACES], high[BANKS][PLACES];
};

struct ssse3_split {
    __m128i low, high;
};

__attribute__((target("ssse3"))) INLINE struct ssse3_tables
ssse3_load(const struct teddy *t)
{
    struct ssse3_tables to;

    for (int b = 0; b < BANKS; b++) {
        for (int p = 0; p < PLACES; p++) {
            to.low[b][p] = _mm_loadu_si128((const void *)t->low[b][p]);
            to.high[b][p] = _mm_loadu_si128((const void *)t->high[b][p]);
        }
    }
    return to;
}

__attribute__((target("ssse3"))) INLINE struct ssse3_split
ssse3_halve(__m128i v)
{
    const __m128i nibble = _mm_set1_epi8(15);

    return (struct ssse3_split){_mm_and_si128(v, nibble),
                                _mm_and_si128(_mm_srli_epi16(v, 4), nibble)};
}

__attribute__((target("ssse3"))) INLINE void ssse3_keep(uint64_t *masks,
                                                        size_t at, __m128i v)
{
    __m128i none = _mm_cmpeq_epi8(v, _mm_setzero_si128());
    uint16_t m = (uint16_t)~_mm_movemask_epi8(none);

    memcpy((uint8_t *)masks + at / 8, &m, 2);
}

#define NAME           ssse3
#define TARGET         __attribute__((target("ssse3")))
#define VEC            __m128i
#define ZERO           _mm_setzero_si128()
#define AND            _mm_and_si128
#define OR             _mm_or_si128
#define LANES          1
#define STEP           16
#define LOAD(p, part)  _mm_loadu_si128((const void *)(p))
#define FIRST(s, part) ((s).led ? LOAD((s).text - BEFORE, part) : ZERO)
#define SPLIT          ssse3_halve
#define FIND(x, t, b, p)                                     \
    _mm_and_si128(_mm_shuffle_epi8((t)->low[b][p], (x).low), \
                  _mm_shuffle_epi8((t)->high[b][p], (x).high))
#define UP(cur, old, n)          _mm_alignr_epi8(cur, old, 16 - (n))
#define KEEP(masks, at, part, v) ssse3_keep(masks, at, v)
#include "scan/vector_body.h"

/* 256 bits: two lanes of 128, each with its own half of the strip. */
struct avx2_tables {
    __m256i low[BANKS][PLACES], high[BANKS][PLACES];
};

struct avx2_split {
    __m256i low, high;
};

__attribute__((target("avx2"))) INLINE __m256i avx2_twice(const uint8_t *p)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)p));
}

__attribute__((target("avx2"))) INLINE struct avx2_tables
avx2_load(const struct teddy *t)
{
    struct avx2_tables to;

    for (int b = 0; b < BANKS; b++) {
        for (int p = 0; p < PLACES; p++) {
            to.low[b][p] = avx2_twice(t->low[b][p]);
            to.high[b][p] = avx2_twice(t->high[b][p]);
        }
    }
    return to;
}

__attribute__((target("avx2"))) INLINE struct avx2_split avx2_halve(__m256i v)
{
    const __m256i nibble = _mm256_set1_epi8(15);

    return (struct avx2_split){
        _mm256_and_si256(v, nibble),
        _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)};
}

__attribute__((target("avx2"))) INLINE __m256i avx2_pair(const uint8_t *p,
                                                         size_t part)
{
    __m128i a = _mm_loadu_si128((const void *)p);
    __m128i b = _mm_loadu_si128((const void *)(p + part));

    return _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
}

__attribute__((target("avx2"))) INLINE __m256i avx2_first(struct strip s,
                                                          size_t part)
{
    __m128i a = _mm_setzero_si128();
    __m128i b = _mm_loadu_si128((const void *)(s.text + part - BEFORE));

    if (s.led)
        a = _mm_loadu_si128((const void *)(s.text - BEFORE));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
}

__attribute__((target("avx2"))) INLINE void
avx2_keep(uint64_t *masks, size_t at, size_t part, __m256i v)
{
    __m256i none = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());
    uint32_t m = ~(uint32_t)_mm256_movemask_epi8(none);
    uint16_t a = (uint16_t)m, b = (uint16_t)(m >> 16);

    memcpy((uint8_t *)masks + at / 8, &a, 2);
    memcpy((uint8_t *)masks + (at + part) / 8, &b, 2);
}

#define NAME   avx2
#define TARGET __attribute__((target("avx2")))
#define VEC    __m256i
#define ZERO   _mm256_setzero_si256()
#define AND    _mm256_and_si256
#define OR     _mm256_or_si256
#define LANES  2
#define STEP   16
#define LOAD   avx2_pair
#define FIRST  avx2_first
#define SPLIT  avx2_halve
#define FIND(x, t, b, p)                                           \
    _mm256_and_si256(_mm256_shuffle_epi8((t)->low[b][p], (x).low), \
                     _mm256_shuffle_epi8((t)->high[b][p], (x).high))
#define UP(cur, old, n) _mm256_alignr_epi8(cur, old, 16 - (n))
#define KEEP            avx2_keep
#include "scan/vector_body.h"

/* 512 bits with VBMI: look-ups by six bits, and moves across the vector. */
#define WIDE "avx512f,avx512bw,avx512vl,avx512vbmi"

struct avx512_tables {
    __m512i six[BANKS][PLACES];
    __m512i up[3];
};

struct avx512_split {
    __m512i v;
};

static const uint8_t count_up[66] = {
    62,  63,  64,  65,  66,  67,  68,  69,  70,  71,  72,  73,  74,  75,
    76,  77,  78,  79,  80,  81,  82,  83,  84,  85,  86,  87,  88,  89,
    90,  91,  92,  93,  94,  95,  96,  97,  98,  99,  100, 101, 102, 103,
    104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117,
    118, 119, 120, 121, 122, 123, 124, 125, 126, 127};

__attribute__((target(WIDE))) INLINE struct avx512_tables
avx512_load(const struct teddy *t)
{
    struct avx512_tables to;

    for (int b = 0; b < BANKS; b++) {
        for (int p = 0; p < PLACES; p++)
            to.six[b][p] = _mm512_loadu_si512(t->six[b][p]);
    }
    to.up[1] = _mm512_loadu_si512(count_up + 1);
    to.up[2] = _mm512_loadu_si512(count_up);
    to.up[0] = to.up[1];
    return to;
}

__attribute__((target(WIDE))) INLINE __m512i avx512_first(struct strip s)
{
    const __m512i zero = _mm512_setzero_si512();

    if (!s.led)
        return zero;
    return _mm512_inserti32x4(
        zero, _mm_loadu_si128((const void *)(s.text - BEFORE)), 3);
}

__attribute__((target(WIDE))) INLINE void avx512_keep(uint64_t *masks,
                                                      size_t at, __m512i v)
{
    masks[at / 64] = _mm512_test_epi8_mask(v, v);
}

#define NAME                     avx512
#define TARGET                   __attribute__((target(WIDE)))
#define VEC                      __m512i
#define ZERO                     _mm512_setzero_si512()
#define AND                      _mm512_and_si512
#define OR                       _mm512_or_si512
#define LANES                    1
#define STEP                     64
#define LOAD(p, part)            _mm512_loadu_si512(p)
#define FIRST(s, part)           avx512_first(s)
#define SPLIT(v)                 ((struct avx512_split){v})
#define FIND(x, t, b, p)         _mm512_permutexvar_epi8((x).v, (t)->six[b][p])
#define UP(cur, old, n)          _mm512_permutex2var_epi8(old, t->up[n], cur)
#define KEEP(masks, at, part, v) avx512_keep(masks, at, v)
#include "scan/vector_body.h"

const struct kernel *kernel_x86(uint32_t cpu)
{
    static const struct kernel ssse3 = {"ssse3", false, ssse3_one, ssse3_two,
                                        ssse3_brief};
    static const struct kernel avx2 = {"avx2", false, avx2_one, avx2_two,
                                       avx2_brief};
    static const struct kernel avx512 = {"avx512", true, avx512_one, avx512_two,
                                         avx512_brief};

    if (cpu & CPU_AVX512)
        return &avx512;
    if (cpu & CPU_AVX2)
        return &avx2;
    return cpu & CPU_SSSE3 ? &ssse3 : NULL;
}
#endif
