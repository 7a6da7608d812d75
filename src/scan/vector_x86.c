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
    __m128i low[PLACES], mix[PLACES];
};

struct ssse3_split {
    __m128i low, mix;
};

SSSE3 INLINE struct ssse3_tables ssse3_load(const struct teddy *t, int bank)
{
    struct ssse3_tables to;

    for (int p = 0; p < PLACES; p++) {
        to.low[p] = LOAD16(t->low[bank][p]);
        to.mix[p] = LOAD16(t->mix[bank][p]);
    }
    return to;
}

SSSE3 INLINE struct ssse3_split ssse3_halve(__m128i v)
{
    __m128i low = _mm_and_si128(v, _mm_set1_epi8(15));
    __m128i high =
        _mm_and_si128(_mm_srli_epi16(v, 4), _mm_set1_epi8(CASELESS_HALF));

    return (struct ssse3_split){low, _mm_add_epi8(high, low)};
}

SSSE3 INLINE uint16_t ssse3_none(__m128i v)
{
    return (uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_setzero_si128()));
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
                  _mm_shuffle_epi8((t)->mix[p], (x).mix))
#define UP(cur, old, n) _mm_alignr_epi8(cur, old, 16 - (n))
#define BITS            uint16_t
#define NONE            ssse3_none
#define WORDS           words_straight
#include "scan/vector_body.h"
/* clang-format on */

/* 256 bits: two lanes, each with its own half of the strip. */
struct avx2_tables {
    __m256i low[PLACES], mix[PLACES];
};

struct avx2_split {
    __m256i low, mix;
};

AVX2 INLINE struct avx2_tables avx2_load(const struct teddy *t, int bank)
{
    struct avx2_tables to;

    for (int p = 0; p < PLACES; p++) {
        to.low[p] = _mm256_broadcastsi128_si256(LOAD16(t->low[bank][p]));
        to.mix[p] = _mm256_broadcastsi128_si256(LOAD16(t->mix[bank][p]));
    }
    return to;
}

AVX2 INLINE struct avx2_split avx2_halve(__m256i v)
{
    __m256i low = _mm256_and_si256(v, _mm256_set1_epi8(15));
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(v, 4),
                                    _mm256_set1_epi8(CASELESS_HALF));

    return (struct avx2_split){low, _mm256_add_epi8(high, low)};
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

AVX2 INLINE uint32_t avx2_none(__m256i v)
{
    __m256i none = _mm256_cmpeq_epi8(v, _mm256_setzero_si256());

    return (uint32_t)_mm256_movemask_epi8(none);
}

/* avx2_words takes the bits of the two lanes apart: of four vectors, each
 * lane's are a word. */
AVX2 INLINE uint64_t avx2_words(const uint32_t *bits, size_t words,
                                uint64_t *masks)
{
    const __m128i apart =
        _mm_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
    const __m128i ones = _mm_set1_epi8(-1), zero = _mm_setzero_si128();
    size_t half = words / 2;
    uint64_t none = 0;

    for (size_t i = 0; i < half; i++) {
        __m128i v = _mm_shuffle_epi8(LOAD16(bits + 4 * i), apart);

        v = _mm_xor_si128(v, ones);
        _mm_storel_epi64((void *)(masks + i), v);
        _mm_storeh_pd((void *)(masks + half + i), _mm_castsi128_pd(v));
    }
    for (size_t i = 0; i < words; i += 2) {
        __m128i v = _mm_cmpeq_epi64(LOAD16(masks + i), zero);

        none |= (uint64_t)(unsigned)_mm_movemask_pd(_mm_castsi128_pd(v)) << i;
    }
    return ~none & UINT64_MAX >> (64 - words);
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
                     _mm256_shuffle_epi8((t)->mix[p], (x).mix))
#define UP(cur, old, n) _mm256_alignr_epi8(cur, old, 16 - (n))
#define BITS            uint32_t
#define NONE            avx2_none
#define WORDS           avx2_words
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

AVX512 INLINE uint64_t avx512_none(__m512i v)
{
    return _mm512_testn_epi8_mask(v, v);
}

AVX512 INLINE uint64_t avx512_words(const uint64_t *bits, size_t words,
                                    uint64_t *masks)
{
    const __m512i ones = _mm512_set1_epi8(-1);
    uint64_t some = 0;

    for (size_t i = 0; i < words; i += 8) {
        __mmask8 there =
            (__mmask8)(words - i < 8 ? (1 << (words - i)) - 1 : -1);
        __m512i v = _mm512_maskz_loadu_epi64(there, bits + i);

        v = _mm512_xor_si512(v, ones);
        _mm512_mask_storeu_epi64(masks + i, there, v);
        some |= (uint64_t)_mm512_mask_test_epi64_mask(there, v, v) << i;
    }
    return some;
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
#define BITS            uint64_t
#define NONE            avx512_none
#define WORDS           avx512_words
#include "scan/vector_body.h"
/* clang-format on */

const struct kernel *kernel_x86(uint32_t cpu)
{
    static const struct kernel ssse3 = {"ssse3",     false,     ssse3_light,
                                        ssse3_brief, ssse3_one, ssse3_two};
    static const struct kernel avx2 = {"avx2",     false,    avx2_light,
                                       avx2_brief, avx2_one, avx2_two};
    static const struct kernel avx512 = {"avx512",     true,       avx512_light,
                                         avx512_brief, avx512_one, avx512_two};

    if (cpu & CPU_AVX512)
        return &avx512;
    if (cpu & CPU_AVX2)
        return &avx2;
    return cpu & CPU_SSSE3 ? &ssse3 : NULL;
}
#endif
