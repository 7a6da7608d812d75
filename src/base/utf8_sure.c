/* SPDX-License-Identifier: Apache-2.0
 * utf8_sure.c - the vector check of utf8_body.h for SSSE3, AVX2 and NEON. */
#include "base/utf8_sure.h"

#include "base/cpu.h"

/* Faults of a pair of bytes. */
enum {
    SHORT = 1 << 0,      /* a lead, then no continuation */
    LONG = 1 << 1,       /* ASCII, then a continuation */
    LONG_THREE = 1 << 2, /* E0, then below A0 */
    LARGE = 1 << 3,      /* F4, then above 8F; F5 and more */
    SURROGATE = 1 << 4,  /* ED, then above 9F */
    LONG_TWO = 1 << 5,   /* C0 and C1 */
    LARGER = 1 << 6,     /* F5 and more, then 80 to 8F */
    LONG_FOUR = 1 << 6,  /* F0, then below 90 */
    BOTH = 1 << 7,       /* two continuations; no fault after E0 or F0 */
    ANY_LOW = SHORT | LONG | BOTH
};

/* clang-format off */
static const uint8_t utf8_first_high[16] = {
    LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, BOTH, BOTH, BOTH, BOTH,
    SHORT | LONG_TWO, SHORT, SHORT | LONG_THREE | SURROGATE,
    SHORT | LARGE | LARGER | LONG_FOUR};

static const uint8_t utf8_first_low[16] = {
    ANY_LOW | LONG_THREE | LONG_TWO | LONG_FOUR, ANY_LOW | LONG_TWO,
    ANY_LOW, ANY_LOW, ANY_LOW | LARGE, ANY_LOW | LARGE | LARGER,
    ANY_LOW | LARGE | LARGER, ANY_LOW | LARGE | LARGER,
    ANY_LOW | LARGE | LARGER, ANY_LOW | LARGE | LARGER,
    ANY_LOW | LARGE | LARGER, ANY_LOW | LARGE | LARGER,
    ANY_LOW | LARGE | LARGER, ANY_LOW | LARGE | LARGER | SURROGATE,
    ANY_LOW | LARGE | LARGER, ANY_LOW | LARGE | LARGER};

static const uint8_t utf8_second_high[16] = {
    SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
    LONG | LONG_TWO | BOTH | LONG_THREE | LARGER | LONG_FOUR,
    LONG | LONG_TWO | BOTH | LONG_THREE | LARGE,
    LONG | LONG_TWO | BOTH | SURROGATE | LARGE,
    LONG | LONG_TWO | BOTH | SURROGATE | LARGE,
    SHORT, SHORT, SHORT, SHORT};

/* What a last, last but one, last but two byte may at most be, of a vector
 * that leaves no character open; the last 16 are of every width's end. */
static const uint8_t utf8_closed[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    0xf0 - 1, 0xe0 - 1, 0xc0 - 1};

#if defined(__x86_64__)
#include <immintrin.h>

#define NAME       sure_ssse3
#define TARGET     __attribute__((target("ssse3")))
#define VEC        __m128i
#define WIDTH      16
#define LOAD(p)    _mm_loadu_si128((const void *)(p))
#define TABLE(p)   LOAD(p)
#define LOOK       _mm_shuffle_epi8
#define HIGH(v)    _mm_and_si128(_mm_srli_epi16(v, 4), SET(15))
#define LOW(v)     _mm_and_si128(v, SET(15))
#define BACK(v, old, n) _mm_alignr_epi8(v, old, 16 - (n))
#define OVER(v, n) _mm_subs_epu8(v, SET(n))
#define AND        _mm_and_si128
#define OR         _mm_or_si128
#define XOR        _mm_xor_si128
#define SET(n)     _mm_set1_epi8((char)(n))
#define ZERO       _mm_setzero_si128()
#define ANY(v)     (_mm_movemask_epi8(_mm_cmpeq_epi8(v, ZERO)) != 0xffff)
#define ASCII(v)   (_mm_movemask_epi8(v) == 0)
#define OPEN(v)    _mm_subs_epu8(v, LOAD(utf8_closed + 16))
#include "base/utf8_body.h"

#define NAME       sure_avx2
#define TARGET     __attribute__((target("avx2")))
#define VEC        __m256i
#define WIDTH      32
#define LOAD(p)    _mm256_loadu_si256((const void *)(p))
#define TABLE(p)   _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)(p)))
#define LOOK       _mm256_shuffle_epi8
#define HIGH(v)    _mm256_and_si256(_mm256_srli_epi16(v, 4), SET(15))
#define LOW(v)     _mm256_and_si256(v, SET(15))
#define BACK(v, old, n) \
    _mm256_alignr_epi8(v, _mm256_permute2x128_si256(old, v, 0x21), 16 - (n))
#define OVER(v, n) _mm256_subs_epu8(v, SET(n))
#define AND        _mm256_and_si256
#define OR         _mm256_or_si256
#define XOR        _mm256_xor_si256
#define SET(n)     _mm256_set1_epi8((char)(n))
#define ZERO       _mm256_setzero_si256()
#define ANY(v)     (!_mm256_testz_si256(v, v))
#define ASCII(v)   (_mm256_movemask_epi8(v) == 0)
#define OPEN(v)    _mm256_subs_epu8(v, LOAD(utf8_closed))
#include "base/utf8_body.h"

static size_t sure(const uint8_t *p, size_t len)
{
    uint32_t cpu = cpu_has();

    if (cpu & CPU_AVX2)
        return sure_avx2(p, len);
    return cpu & CPU_SSSE3 ? sure_ssse3(p, len) : 0;
}
#elif defined(__aarch64__)
#include <arm_neon.h>

#define NAME       sure_neon
#define TARGET
#define VEC        uint8x16_t
#define WIDTH      16
#define LOAD(p)    vld1q_u8(p)
#define TABLE(p)   vld1q_u8(p)
#define LOOK       vqtbl1q_u8
#define HIGH(v)    vshrq_n_u8(v, 4)
#define LOW(v)     vandq_u8(v, SET(15))
#define BACK(v, old, n) vextq_u8(old, v, 16 - (n))
#define OVER(v, n) vqsubq_u8(v, SET(n))
#define AND        vandq_u8
#define OR         vorrq_u8
#define XOR        veorq_u8
#define SET(n)     vdupq_n_u8(n)
#define ZERO       vdupq_n_u8(0)
#define ANY(v)     (vmaxvq_u8(v) != 0)
#define ASCII(v)   (vmaxvq_u8(v) < 0x80)
#define OPEN(v)    vqsubq_u8(v, LOAD(utf8_closed + 16))
#include "base/utf8_body.h"

static size_t sure(const uint8_t *p, size_t len)
{
    return cpu_has() & CPU_NEON ? sure_neon(p, len) : 0;
}
#else
static size_t sure(const uint8_t *p, size_t len)
{
    (void)p;
    (void)len;
    return 0;
}
#endif
/* clang-format on */

size_t utf8_sure(struct span s)
{
    size_t at = s.len ? sure(s.ptr, s.len) : 0;

    /* The last character may go on where the check ended. */
    for (int i = 0; i < 4 && at > 0; i++) {
        at--;
        if ((s.ptr[at] & 0xc0) != 0x80)
            break;
    }
    return at;
}
