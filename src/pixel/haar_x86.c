/* SPDX-License-Identifier: Apache-2.0
 * haar_x86.c - the kernels for AVX2.
 *
 * Each operation is the plain kernel's, in its order, eight or four at a time:
 * a sum of two is the same whichever comes first, and no product is fused into
 * a sum.  What does not fill a vector goes to the plain kernel. */
#if defined(__x86_64__)
#include "base/cpu.h"
#include "pixel/haar.h"

#include <immintrin.h>

#define TARGET __attribute__((target("avx2")))

enum {
    WIDE = 8,
    READ = 28 /* bytes that eight RGB pixels touch: two loads of 16, 12 apart */
};

/* Pairs of 16 bits for multiply-and-add: blue and green, red and a one. */
TARGET static inline __m256i pairs_bg(__m256i p, bool alpha)
{
    const __m256i rgb = _mm256_setr_epi8(
        2, -1, 1, -1, 5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1, 2, -1, 1, -1,
        5, -1, 4, -1, 8, -1, 7, -1, 11, -1, 10, -1);
    const __m256i rgba = _mm256_setr_epi8(
        2, -1, 1, -1, 6, -1, 5, -1, 10, -1, 9, -1, 14, -1, 13, -1, 2, -1, 1, -1,
        6, -1, 5, -1, 10, -1, 9, -1, 14, -1, 13, -1);

    return _mm256_shuffle_epi8(p, alpha ? rgba : rgb);
}

TARGET static inline __m256i just_red(__m256i p, bool alpha)
{
    const __m256i rgb = _mm256_setr_epi8(
        0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1, 0, -1, -1,
        -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1, -1, -1);
    const __m256i rgba = _mm256_setr_epi8(
        0, -1, -1, -1, 4, -1, -1, -1, 8, -1, -1, -1, 12, -1, -1, -1, 0, -1, -1,
        -1, 4, -1, -1, -1, 8, -1, -1, -1, 12, -1, -1, -1);

    return _mm256_shuffle_epi8(p, alpha ? rgba : rgb);
}

TARGET static void chroma(const uint8_t *rgb, uint32_t channels, uint32_t width,
                          uint8_t *byte, float *real)
{
    const __m256i low = _mm256_set1_epi32(0xFFFF);
    const __m256i luma_bg = _mm256_set1_epi32(9617 << 16 | 1868);
    const __m256i luma_r = _mm256_set1_epi32(8192 << 16 | 4899);
    const __m256i one = _mm256_set1_epi32(1 << 16);
    const __m256i scale = _mm256_set1_epi32(8061);
    const __m256i centre = _mm256_set1_epi32((128 << 14) + 8192);
    uint32_t x = 0;

    for (; x + WIDE <= width &&
           (size_t)x * channels + READ + 4 <= (size_t)width * channels;
         x += WIDE) {
        const uint8_t *at = rgb + (size_t)x * channels;
        __m256i p = _mm256_loadu2_m128i(
            (const __m128i *)(const void *)(at + 4 * channels),
            (const __m128i *)(const void *)at);
        __m256i bg = pairs_bg(p, channels == 4);
        __m256i r = just_red(p, channels == 4);
        __m256i b = _mm256_and_si256(bg, low), y, u;
        __m256 fb = _mm256_cvtepi32_ps(b), luma;

        y = _mm256_add_epi32(
            _mm256_madd_epi16(bg, luma_bg),
            _mm256_madd_epi16(_mm256_or_si256(r, one), luma_r));
        y = _mm256_srli_epi32(y, 14);
        u = _mm256_madd_epi16(_mm256_sub_epi32(b, y), scale);
        u = _mm256_srai_epi32(_mm256_add_epi32(u, centre), 14);
        u = _mm256_packs_epi32(u, u); /* both packings clamp */
        u = _mm256_packus_epi16(u, u);
        memcpy(byte + x, &(int32_t){_mm256_extract_epi32(u, 0)}, 4);
        memcpy(byte + x + 4, &(int32_t){_mm256_extract_epi32(u, 4)}, 4);
        luma = _mm256_add_ps(
            _mm256_mul_ps(fb, _mm256_set1_ps(0.114f)),
            _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_srli_epi32(bg, 16)),
                          _mm256_set1_ps(0.587f)));
        luma = _mm256_add_ps(
            luma, _mm256_mul_ps(_mm256_cvtepi32_ps(r), _mm256_set1_ps(0.299f)));
        luma = _mm256_mul_ps(_mm256_sub_ps(fb, luma), _mm256_set1_ps(0.492f));
        _mm256_storeu_ps(real + x, _mm256_add_ps(luma, _mm256_set1_ps(0.5f)));
    }
    haar_plain.chroma(rgb + (size_t)x * channels, channels, width - x, byte + x,
                      real + x);
}

/* Four columns of two rows of bytes: c * bottom + c * top, times c. */
TARGET static inline __m256d column(const uint8_t *top, const uint8_t *bottom)
{
    const __m256d c = _mm256_set1_pd(0.70710678118654752440);
    int32_t t, b;
    __m256d x, y;

    memcpy(&t, top, 4);
    memcpy(&b, bottom, 4);
    x = _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(b)));
    y = _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(t)));
    x = _mm256_add_pd(_mm256_mul_pd(c, x), _mm256_mul_pd(c, y));
    return _mm256_mul_pd(c, x);
}

TARGET static void low_byte(const uint8_t *top, const uint8_t *bottom,
                            uint32_t count, double *low)
{
    uint32_t i = 0;

    for (; i + 4 <= count; i += 4) {
        __m256d a = column(top + 2 * i, bottom + 2 * i);
        __m256d b = column(top + 2 * i + 4, bottom + 2 * i + 4);

        _mm256_storeu_pd(low + i,
                         _mm256_permute4x64_pd(_mm256_hadd_pd(a, b), 0xD8));
    }
    haar_plain.low_byte(top + 2 * i, bottom + 2 * i, count - i, low + i);
}

TARGET static inline __m256 column_float(const float *top, const float *bottom)
{
    const __m256 c = _mm256_set1_ps(0.70710678118654752440f);
    __m256 x = _mm256_add_ps(_mm256_mul_ps(c, _mm256_loadu_ps(bottom)),
                             _mm256_mul_ps(c, _mm256_loadu_ps(top)));

    return _mm256_mul_ps(c, x);
}

TARGET static void low_float(const float *top, const float *bottom,
                             uint32_t count, float *low)
{
    uint32_t i = 0;

    for (; i + WIDE <= count; i += WIDE) {
        __m256 a = column_float(top + 2 * i, bottom + 2 * i);
        __m256 b = column_float(top + 2 * i + 8, bottom + 2 * i + 8);
        __m256d sums = _mm256_castps_pd(_mm256_hadd_ps(a, b));

        _mm256_storeu_ps(low + i,
                         _mm256_castpd_ps(_mm256_permute4x64_pd(sums, 0xD8)));
    }
    haar_plain.low_float(top + 2 * i, bottom + 2 * i, count - i, low + i);
}

/* Whether each of four |v| mod 36 is above 18: the plain is_upper. */
TARGET static inline unsigned upper_of(__m256d v)
{
    const __m256d step = _mm256_set1_pd(36);
    __m256d n = _mm256_round_pd(_mm256_div_pd(v, step),
                                _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    __m256d rest = _mm256_sub_pd(v, _mm256_mul_pd(step, n));
    __m256d under = _mm256_cmp_pd(rest, _mm256_setzero_pd(), _CMP_LT_OQ);

    rest = _mm256_add_pd(rest, _mm256_and_pd(under, step));
    return (unsigned)_mm256_movemask_pd(
        _mm256_cmp_pd(rest, _mm256_set1_pd(18), _CMP_GT_OQ));
}

/* The four column maxima of one block of doubles, its first left out. */
TARGET static inline __m256d block_max(const double *low, size_t stride)
{
    const __m256d sign = _mm256_set1_pd(-0.0);
    const __m256d skip = _mm256_castsi256_pd(_mm256_setr_epi64x(0, -1, -1, -1));
    __m256d m = _mm256_and_pd(skip, _mm256_loadu_pd(low));

    m = _mm256_andnot_pd(sign, m);
    for (size_t y = 1; y < 4; y++)
        m = _mm256_max_pd(
            m, _mm256_andnot_pd(sign, _mm256_loadu_pd(low + y * stride)));
    return m;
}

TARGET static void upper_byte(const double *low, size_t stride, uint32_t blocks,
                              uint8_t *bits)
{
    uint32_t x = 0;

    for (; x + 4 <= blocks; x += 4) {
        __m256d a = block_max(low + 4 * x, stride);
        __m256d b = block_max(low + 4 * x + 4, stride);
        __m256d c = block_max(low + 4 * x + 8, stride);
        __m256d d = block_max(low + 4 * x + 12, stride);
        __m256d ab =
            _mm256_max_pd(_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
        __m256d cd =
            _mm256_max_pd(_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
        unsigned m =
            upper_of(_mm256_max_pd(_mm256_permute2f128_pd(ab, cd, 0x20),
                                   _mm256_permute2f128_pd(ab, cd, 0x31)));

        for (unsigned i = 0; i < 4; i++)
            bits[x + i] = m >> i & 1;
    }
    haar_plain.upper_byte(low + 4 * (size_t)x, stride, blocks - x, bits + x);
}

/* The same of two blocks of floats side by side. */
TARGET static inline __m256 blocks_max(const float *low, size_t stride)
{
    const __m256 sign = _mm256_set1_ps(-0.0f);
    const __m256 skip =
        _mm256_castsi256_ps(_mm256_setr_epi32(0, -1, -1, -1, 0, -1, -1, -1));
    __m256 m = _mm256_and_ps(skip, _mm256_loadu_ps(low));

    m = _mm256_andnot_ps(sign, m);
    for (size_t y = 1; y < 4; y++)
        m = _mm256_max_ps(
            m, _mm256_andnot_ps(sign, _mm256_loadu_ps(low + y * stride)));
    m = _mm256_max_ps(m, _mm256_permute_ps(m, 0x4E));
    return _mm256_max_ps(m, _mm256_permute_ps(m, 0xB1));
}

TARGET static void upper_float(const float *low, size_t stride, uint32_t blocks,
                               uint8_t *bits)
{
    uint32_t x = 0;

    for (; x + 4 <= blocks; x += 4) {
        __m256 a = blocks_max(low + 4 * x, stride);
        __m256 b = blocks_max(low + 4 * x + 8, stride);
        /* a holds blocks 0 and 1 in its halves, b 2 and 3 */
        __m128 m = _mm_shuffle_ps(_mm_unpacklo_ps(_mm256_castps256_ps128(a),
                                                  _mm256_extractf128_ps(a, 1)),
                                  _mm_unpacklo_ps(_mm256_castps256_ps128(b),
                                                  _mm256_extractf128_ps(b, 1)),
                                  0x44);
        unsigned mask = upper_of(_mm256_cvtps_pd(m));

        for (unsigned i = 0; i < 4; i++)
            bits[x + i] = mask >> i & 1;
    }
    haar_plain.upper_float(low + 4 * (size_t)x, stride, blocks - x, bits + x);
}

static const struct haar_kernel haar_avx2 = {chroma, low_byte, low_float,
                                             upper_byte, upper_float};

const struct haar_kernel *haar_x86(uint32_t cpu)
{
    return cpu & CPU_AVX2 ? &haar_avx2 : NULL;
}
#endif
