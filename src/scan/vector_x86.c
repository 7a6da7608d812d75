/* SPDX-License-Identifier: Apache-2.0
 * vector_x86.c - sieves by SSSE3, AVX2 and AVX-512 VBMI.  Built with no special
 * flags: each function says by attribute what it is for. */
#include "scan/vector.h"

#if defined(__x86_64__)
#include "base/cpu.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))
#define SSSE3  __attribute__((target("ssse3")))
#define AVX2   __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

#define LOAD16(p) _mm_loadu_si128((const void *)(p))

/* 128 bits. */
struct ssse3_tables {
    __m128i low[PLACES], high[PLACES];
};

struct ssse3_split {
    __m128i low, high;
};

SSSE3 INLINE struct ssse3_tables ssse3_load(const struct teddy *t, int bank)
{
    struct ssse3_tables to;

    for (int p = 0; p < PLACES; p++) {
        to.low[p] = LOAD16(t->low[bank][p]);
        to.high[p] = LOAD16(t->high[bank][p]);
    }
    return to;
}

SSSE3 INLINE struct ssse3_split ssse3_halve(__m128i v)
{
    const __m128i nibble = _mm_set1_epi8(15);

    return (struct ssse3_split){_mm_and_si128(v, nibble),
                                _mm_and_si128(_mm_srli_epi16(v, 4), nibble)};
}

SSSE3 INLINE void ssse3_gather(uint64_t *word, __m128i v, unsigned i)
{
    __m128i none = _mm_cmpeq_epi8(v, _mm_setzero_si128());
    uint16_t bits = (uint16_t)~_mm_movemask_epi8(none);

    word[0] |= (uint64_t)bits << i;
}

/* clang-format off */
#define NAME   ssse3
#define TARGET SSSE3
#define VEC    __m128i
#define ZERO   _mm_setzero_si128()
#define AND    _mm_and_si128
#define LANES  1
#define STEP   16
#define LOAD(p, part)  LOAD16(p)
#define FIRST(s, part) ((s).led ? LOAD16((s).text - BEFORE) : ZERO)
#define SPLIT          ssse3_halve
#define FIND(x, t, p)                                    \
    _mm_and_si128(_mm_shuffle_epi8((t)->low[p], (x).low), \
                  _mm_shuffle_epi8((t)->high[p], (x).high))
#define UP(cur, old, n) _mm_alignr_epi8(cur, old, 16 - (n))
#define GATHER          ssse3_gather
#include "scan/vector_body.h"
/* clang-format on */

/* 256 bits: two lanes, each with its own half of the strip. */
struct avx2_tables {
    __m256i low[PLACES], high[PLACES];
};

struct avx2_split {
    __m256i low, high;
};

AVX2 INLINE struct avx2_tables avx2_load(const struct teddy *t, int bank)
{
    struct avx2_tables to;

    for (int p = 0; p < PLACES; p++) {
        to.low[p] = _mm256_broadcastsi128_si256(LOAD16(t->low[bank][p]));
        to.high[p] = _mm256_broadcastsi128_si256(LOAD16(t->high[bank][p]));
    }
    return to;
}

AVX2 INLINE struct avx2_split avx2_halve(__m256i v)
{
    const __m256i nibble = _mm256_set1_epi8(15);

    return (struct avx2_split){
        _mm256_and_si256(v, nibble),
        _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)};
}

AVX2 INLINE __m256i avx2_lanes(__m128i a, const uint8_t *b)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(a), LOAD16(b), 1);
}

AVX2 INLINE __m256i avx2_first(struct strip s, size_t part)
{
    __m128i a = _mm_setzero_si128();

    if (s.led)
        a = LOAD16(s.text - BEFORE);
    return avx2_lanes(a, s.text + part - BEFORE);
}

AVX2 INLINE void avx2_gather(uint64_t *word, __m256i v, unsigned i)
{
    __m256i none = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());
    uint32_t bits = ~(uint32_t)_mm256_movemask_epi8(none);

    word[0] |= (uint64_t)(uint16_t)bits << i;
    word[1] |= (uint64_t)(bits >> 16) << i;
}

/* clang-format off */
#define NAME   avx2
#define TARGET AVX2
#define VEC    __m256i
#define ZERO   _mm256_setzero_si256()
#define AND    _mm256_and_si256
#define LANES  2
#define STEP   16
#define LOAD(p, part) avx2_lanes(LOAD16(p), (p) + (part))
#define FIRST  avx2_first
#define SPLIT  avx2_halve
#define FIND(x, t, p)                                          \
    _mm256_and_si256(_mm256_shuffle_epi8((t)->low[p], (x).low), \
                     _mm256_shuffle_epi8((t)->high[p], (x).high))
#define UP(cur, old, n) _mm256_alignr_epi8(cur, old, 16 - (n))
#define GATHER          avx2_gather
#include "scan/vector_body.h"
/* clang-format on */

/* 512 bits with VBMI, which looks up by six bits, and moves across lanes as
 * cheaply as within. */
struct avx512_tables {
    __m512i six[PLACES], up[3];
};

struct avx512_split {
    __m512i v;
};

/* What a byte moved up by n comes from, of the old and the new vector; from
 * entry 3 - n on. */
static const uint8_t count_up[67] = {
    61,  62,  63,  64,  65,  66,  67,  68,  69,  70,  71,  72,  73,  74,
    75,  76,  77,  78,  79,  80,  81,  82,  83,  84,  85,  86,  87,  88,
    89,  90,  91,  92,  93,  94,  95,  96,  97,  98,  99,  100, 101, 102,
    103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116,
    117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127};

AVX512 INLINE struct avx512_tables avx512_load(const struct teddy *t, int bank)
{
    struct avx512_tables to;

    for (int p = 0; p < PLACES; p++)
        to.six[p] = _mm512_loadu_si512(t->six[bank][p]);
    for (int n = 1; n < 3; n++)
        to.up[n] = _mm512_loadu_si512(count_up + 3 - n);
    return to;
}

AVX512 INLINE __m512i avx512_first(struct strip s)
{
    const __m512i zero = _mm512_setzero_si512();

    if (!s.led)
        return zero;
    return _mm512_inserti32x4(zero, LOAD16(s.text - BEFORE), 3);
}

/* clang-format off */
#define NAME   avx512
#define TARGET AVX512
#define VEC    __m512i
#define ZERO   _mm512_setzero_si512()
#define AND    _mm512_and_si512
#define OR     _mm512_or_si512
#define FUSED
#define LANES  1
#define STEP   64
#define LOAD(p, part)   _mm512_loadu_si512(p)
#define FIRST(s, part)  avx512_first(s)
#define SPLIT(v)        ((struct avx512_split){v})
#define FIND(x, t, p)   _mm512_permutexvar_epi8((x).v, (t)->six[p])
#define UP(cur, old, n) _mm512_permutex2var_epi8(old, t->up[n], cur)
#define GATHER(word, v, i) ((word)[0] = _mm512_test_epi8_mask(v, v))
#include "scan/vector_body.h"
/* clang-format on */

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
