/* SPDX-License-Identifier: Apache-2.0
 * words.c - letters and digits, by comparison; plain and AVX2. */
#include "scan/words.h"

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static bool is_alnum(uint8_t c)
{
    return (uint8_t)((c | 32) - 'a') < 26 || (uint8_t)(c - '0') < 10;
}

void words_plain(struct span s, uint64_t *masks)
{
    for (size_t i = 0; i < s.len; i++) {
        if (i % 64 == 0)
            masks[i / 64] = 0;
        masks[i / 64] |= (uint64_t)is_alnum(s.ptr[i]) << i % 64;
    }
}

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2")))

/* within: bytes of v that are from low to low + most. */
TARGET static inline __m256i within(__m256i v, char low, char most)
{
    __m256i off = _mm256_sub_epi8(v, _mm256_set1_epi8(low));

    return _mm256_cmpeq_epi8(_mm256_min_epu8(off, _mm256_set1_epi8(most)), off);
}

TARGET static inline uint32_t half(const uint8_t *p)
{
    __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(32));

    return (uint32_t)_mm256_movemask_epi8(
        _mm256_or_si256(within(small, 'a', 25), within(v, '0', 9)));
}

TARGET static void words_avx2(struct span s, uint64_t *masks)
{
    size_t i = 0;

    for (; s.len - i >= 64; i += 64)
        masks[i / 64] = half(s.ptr + i) | (uint64_t)half(s.ptr + i + 32) << 32;
    words_plain(span_cut(s, i, s.len - i), masks + i / 64);
}
#endif

void words_mask(struct span s, uint64_t *masks)
{
#if defined(__x86_64__)
    if (cpu_has() & CPU_AVX2) {
        words_avx2(s, masks);
        return;
    }
#endif
    words_plain(s, masks);
}
