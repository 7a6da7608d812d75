/* SPDX-License-Identifier: Apache-2.0
 * unseen.c - three bytes at a time, by nibbles; plain and AVX2.
 *
 * Which first, second and third bytes go together is one bit of eight (a
 * bucket); a place is looked at where one bit is in all three.  The tables are
 * products of nibbles, so they may take more than is meant, never less.
 *
 *   bit  first          second        third    characters
 *   0    E2             80            8x, Ax   U+200B..200F, 202A..202F
 *   1    E2             81            Ax       U+2060..206F
 *   2    E1             85 9E A0      8x 9x Ax Bx   fillers, Khmer, Mongolian
 *   3    E3, EF         85 / BE       Ax       U+3164, FFA0
 *   4    EF             B8 BB         8x Bx    variation selectors, BOM
 *   5    F3, F0         A0 / 9D       8x..Bx   tags, selectors, music
 *   6    C2 / CD        AD / 8F       any      U+00AD, 034F
 *   7    CE CF D0 D1    8x..Bx        any      Greek, Cyrillic */
#include "scan/unseen.h"

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* clang-format off */
static const uint8_t first_low[16] = {
    [0x0] = 0x80 | 0x20, [0x1] = 0x80 | 0x04, [0x2] = 0x03 | 0x40,
    [0x3] = 0x08 | 0x20, [0xD] = 0x40, [0xE] = 0x80, [0xF] = 0x80 | 0x18};
static const uint8_t first_high[16] = {
    [0xC] = 0x40 | 0x80, [0xD] = 0x80, [0xE] = 0x1F, [0xF] = 0x20};
static const uint8_t second_low[16] = {
    [0x0] = 0x01 | 0x04 | 0x20 | 0x80, [0x1] = 0x02 | 0x80, [0x2] = 0x80,
    [0x3] = 0x80, [0x4] = 0x80, [0x5] = 0x04 | 0x08 | 0x80, [0x6] = 0x80,
    [0x7] = 0x80, [0x8] = 0x10 | 0x80, [0x9] = 0x80, [0xA] = 0x80,
    [0xB] = 0x10 | 0x80, [0xC] = 0x80, [0xD] = 0x20 | 0x40 | 0x80,
    [0xE] = 0x04 | 0x08 | 0x80, [0xF] = 0x40 | 0x80};
static const uint8_t second_high[16] = {
    [0x8] = 0x01 | 0x02 | 0x04 | 0x08 | 0x40 | 0x80,
    [0x9] = 0x04 | 0x20 | 0x80, [0xA] = 0x04 | 0x20 | 0x40 | 0x80,
    [0xB] = 0x08 | 0x10 | 0x80};
static const uint8_t third_low[16] = {
    [0x0] = 0xFE, [0x1] = 0xFE, [0x2] = 0xFE, [0x3] = 0xFE, [0x4] = 0xFE,
    [0x5] = 0xFE, [0x6] = 0xFE, [0x7] = 0xFE, [0x8] = 0xFE, [0x9] = 0xFE,
    [0xA] = 0xFF, [0xB] = 0xFF, [0xC] = 0xFF, [0xD] = 0xFF, [0xE] = 0xFF,
    [0xF] = 0xFF};
static const uint8_t third_high[16] = {
    [0x0] = 0xC0, [0x1] = 0xC0, [0x2] = 0xC0, [0x3] = 0xC0, [0x4] = 0xC0,
    [0x5] = 0xC0, [0x6] = 0xC0, [0x7] = 0xC0, [0x8] = 0xF5, [0x9] = 0xE4,
    [0xA] = 0xEF, [0xB] = 0xF4, [0xC] = 0xC0, [0xD] = 0xC0, [0xE] = 0xC0,
    [0xF] = 0xC0};
/* clang-format on */

static bool may_begin(const uint8_t *p, size_t left)
{
    uint8_t b = p[0], c = left > 1 ? p[1] : 0, d = left > 2 ? p[2] : 0;

    return first_low[b & 15] & first_high[b >> 4] & second_low[c & 15] &
           second_high[c >> 4] & third_low[d & 15] & third_high[d >> 4];
}

size_t unseen_plain(struct span s, size_t at)
{
    for (; at < s.len; at++)
        if (s.ptr[at] >= 0xC2 && may_begin(s.ptr + at, s.len - at))
            return at;
    return s.len;
}

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2")))

TARGET static inline __m256i table(const uint8_t *t)
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)t));
}

TARGET static inline __m256i look(__m256i v, __m256i low, __m256i high)
{
    const __m256i nibble = _mm256_set1_epi8(15);

    return _mm256_and_si256(
        _mm256_shuffle_epi8(low, _mm256_and_si256(v, nibble)),
        _mm256_shuffle_epi8(high,
                            _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)));
}

TARGET static inline __m256i load(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

TARGET static size_t unseen_avx2(struct span s, size_t at)
{
    const __m256i fl = table(first_low), fh = table(first_high);
    const __m256i sl = table(second_low), sh = table(second_high);
    const __m256i tl = table(third_low), th = table(third_high);

    for (; at + 34 <= s.len; at += 32) {
        const uint8_t *p = s.ptr + at;
        __m256i v = load(p), hit;
        uint32_t mask;

        if (!_mm256_movemask_epi8(v)) /* ASCII alone */
            continue;
        hit = _mm256_and_si256(look(v, fl, fh), look(load(p + 1), sl, sh));
        hit = _mm256_and_si256(hit, look(load(p + 2), tl, th));
        mask = ~(uint32_t)_mm256_movemask_epi8(
            _mm256_cmpeq_epi8(hit, _mm256_setzero_si256()));
        if (mask)
            return at + (size_t)__builtin_ctz(mask);
    }
    return unseen_plain(s, at);
}
#endif

size_t unseen_next(struct span s, size_t at)
{
#if defined(__x86_64__)
    if (cpu_has() & CPU_AVX2)
        return unseen_avx2(s, at);
#endif
    return unseen_plain(s, at);
}
