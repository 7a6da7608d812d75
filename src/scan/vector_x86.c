/* SPDX-License-Identifier: Apache-2.0
 * vector_x86.c - sieves by SSSE3 and AVX2.  Built with no special flags: each
 * function says by attribute what it is for. */
#include "scan/vector.h"

#if defined(__x86_64__)
#include "base/cpu.h"

#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))
#define SSSE3  __attribute__((target("ssse3")))
#define AVX2   __attribute__((target("avx2")))

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
#define LIST            list_straight
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
#define LIST            list_straight
#include "scan/vector_body.h"
/* clang-format on */

const struct kernel *kernel_x86(uint32_t cpu)
{
    static const struct kernel ssse3 = {"ssse3",     false,       128,
                                        ssse3_light, ssse3_brief, ssse3_one,
                                        ssse3_two,   ssse3_list};
    static const struct kernel avx2 = {"avx2",     false,      128,
                                       avx2_light, avx2_brief, avx2_one,
                                       avx2_two,   avx2_list};

    if (cpu & CPU_AVX512)
        return &kernel_vbmi;
    if (cpu & CPU_AVX2)
        return &avx2;
    return cpu & CPU_SSSE3 ? &ssse3 : NULL;
}
#endif
