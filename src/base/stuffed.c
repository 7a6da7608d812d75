/* SPDX-License-Identifier: Apache-2.0
 * stuffed.c - an FF every two hundred bytes is too often to stop at: with AVX2
 * thirty-two bytes are held against those one further, and only what neither
 * zero nor restart marker follows is stopped at. */
#include "base/stuffed.h"

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static size_t pass_avx2(const uint8_t *p,
                                                        size_t len)
{
    enum {
        WIDTH = 32
    };
    const __m256i ff = _mm256_set1_epi8(-1), zero = _mm256_setzero_si256();
    const __m256i eight = _mm256_set1_epi8((char)0xf8);
    const __m256i rst = _mm256_set1_epi8((char)0xd0);
    size_t at = 0;

    for (; len - at > WIDTH; at += WIDTH) {
        __m256i one = _mm256_loadu_si256((const void *)(p + at));
        __m256i next = _mm256_loadu_si256((const void *)(p + at + 1));
        __m256i fine = _mm256_or_si256(
            _mm256_cmpeq_epi8(next, zero),
            _mm256_cmpeq_epi8(_mm256_and_si256(next, eight), rst));
        __m256i stop = _mm256_andnot_si256(fine, _mm256_cmpeq_epi8(one, ff));

        if (!_mm256_testz_si256(stop, stop))
            break;
    }
    return at;
}

static size_t pass(const uint8_t *p, size_t len)
{
    return cpu_has() & CPU_AVX2 ? pass_avx2(p, len) : 0;
}
#else
static size_t pass(const uint8_t *p, size_t len)
{
    (void)p;
    (void)len;
    return 0;
}
#endif

size_t stuffed(struct span s)
{
    size_t at = s.len ? pass(s.ptr, s.len) : 0;

    if (at && s.ptr[at - 1] == 0xff)
        at++; /* what follows it was looked at */
    while (at + 1 < s.len) {
        const uint8_t *hit = memchr(s.ptr + at, 0xff, s.len - 1 - at);

        if (!hit)
            return s.len - 1;
        at = (size_t)(hit - s.ptr);
        if (hit[1] != 0 && (hit[1] & 0xf8) != 0xd0)
            return at;
        at += 2;
    }
    return at;
}
