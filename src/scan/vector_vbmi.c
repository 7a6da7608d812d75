/* SPDX-License-Identifier: Apache-2.0
 * vector_vbmi.c - the sieves by AVX-512 VBMI, which looks up by six bits.
 *
 * Look-ups and moves of 64 bytes wait for the same ports.  The four look-ups
 * that a bank takes cannot be helped; its three moves can.  64 bytes of each of
 * four parts of the strip are turned first, so that vector j has the j-th of
 * every four bytes in a row.  What is before a byte is then at the same place
 * of the vector before its own, and results are moved only where they go on
 * from the last of the four vectors to the first: three moves a bank, where
 * twelve would be.  To turn takes three more and choices between two vectors,
 * which the other ports make. */
#include "scan/vector.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))
#define AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))

#define LOAD16(p) _mm_loadu_si128((const void *)(p))
#define LOAD64(p) _mm512_loadu_si512(p)

enum {
    PARTS = 4,
    TURN = 64 * PARTS, /* bytes that are looked up together */
    TURNS = STRIP / TURN
};

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
        to.six[p] = LOAD64(t->six[bank][p]);
    for (int n = 1; n < 3; n++)
        to.up[n] = LOAD64(count_up + 3 - n);
    return to;
}

/* avx512_before is what is before a place, at the end of a vector. */
AVX512 INLINE __m512i avx512_before(const uint8_t *p)
{
    return _mm512_inserti32x4(_mm512_setzero_si512(), LOAD16(p - BEFORE), 3);
}

AVX512 INLINE __m512i avx512_first(struct strip s)
{
    return s.led ? avx512_before(s.text) : _mm512_setzero_si512();
}

AVX512 INLINE uint64_t avx512_none(__m512i v)
{
    return _mm512_testn_epi8_mask(v, v);
}

/* there_are says which of the eight words from i on there are. */
INLINE __mmask8 there_are(size_t words, size_t i)
{
    return (__mmask8)(words - i < 8 ? (1 << (words - i)) - 1 : -1);
}

/* put_words makes eight masks, or those there are, of their complements, and
 * returns which are not zero. */
AVX512 INLINE uint64_t put_words(uint64_t *masks, __mmask8 there, __m512i none)
{
    __m512i v = _mm512_xor_si512(none, _mm512_set1_epi8(-1));

    _mm512_mask_storeu_epi64(masks, there, v);
    return _mm512_mask_test_epi64_mask(there, v, v);
}

AVX512 INLINE uint64_t avx512_words(const uint64_t *bits, size_t words,
                                    uint64_t *masks)
{
    uint64_t some = 0;

    for (size_t i = 0; i < words; i += 8) {
        __mmask8 there = there_are(words, i);
        __m512i v = _mm512_maskz_loadu_epi64(there, bits + i);

        some |= put_words(masks + i, there, v) << i;
    }
    return some;
}

static const uint8_t numbers[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/* avx512_places packs the numbers of a mask's bits together and writes eight
 * at once; more are seldom in one mask. */
AVX512 INLINE size_t avx512_places(const uint64_t *masks, uint64_t some,
                                   uint16_t *list)
{
    const __m512i all = LOAD64(numbers);
    const __m128i zero = _mm_setzero_si128();
    size_t n = 0;

    for (; some; some &= some - 1) {
        size_t i = (size_t)__builtin_ctzll(some);
        size_t end = n + (size_t)__builtin_popcountll(masks[i]);
        __m128i base = _mm_set1_epi16((short)(64 * i));
        __m512i at = _mm512_maskz_compress_epi8(masks[i], all);

        do {
            __m128i wide = _mm_unpacklo_epi8(_mm512_castsi512_si128(at), zero);

            _mm_storeu_si128((void *)(list + n), _mm_add_epi16(wide, base));
            at = _mm512_alignr_epi32(at, at, LISTED / 4);
            n += LISTED;
        } while (n < end);
        n = end;
    }
    return n;
}

/* clang-format off */
#define NAME   avx512
#define TARGET AVX512
#define VEC    __m512i
#define ZERO   _mm512_setzero_si512()
#define AND    _mm512_and_si512
#define WOVEN
#define LANES  1
#define STEP   64
#define LOAD(p, part)   LOAD64(p)
#define FIRST(s, part)  avx512_first(s)
#define SPLIT(v)        ((struct avx512_split){v})
#define FIND(x, t, p)   _mm512_permutexvar_epi8((x).v, (t)->six[p])
#define UP(cur, old, n) _mm512_permutex2var_epi8(old, t->up[n], cur)
#define BITS            uint64_t
#define NONE            avx512_none
#define WORDS           avx512_words
#define LIST            avx512_places
#include "scan/vector_body.h"
/* clang-format on */

#define FIND(t, x, place) _mm512_permutexvar_epi8(x, (t)->six[place])
#define AND(x, y)         _mm512_and_si512(x, y)
#define AND3(x, y, z)     _mm512_ternarylogic_epi64(x, y, z, 0x80)
#define OR(x, y)          _mm512_or_si512(x, y)
#define UP(cur, old)      _mm512_alignr_epi32(cur, old, 15)
#define ODD(x, y)         _mm512_mask_blend_epi8(0xaaaaaaaaaaaaaaaa, x, y)
#define UPPER(x, y)       _mm512_mask_blend_epi8(0xcccccccccccccccc, x, y)

/* One vector for each part, or for each byte of four. */
struct four {
    __m512i a, b, c, d;
};

/* Of a bank, what goes on into the vectors a, b and c of the next turn. */
struct carry {
    __m512i a, b, c;
};

/* The places of each vector where nothing was found, by turns. */
struct bits {
    uint64_t a[TURNS], b[TURNS], c[TURNS], d[TURNS];
};

/* load_parts takes the 64 bytes from a place of each part. */
AVX512 INLINE struct four load_parts(const uint8_t *p, size_t part)
{
    const uint8_t *q = p + 2 * part;

    __builtin_prefetch(p + AHEAD);
    __builtin_prefetch(p + part + AHEAD);
    __builtin_prefetch(q + AHEAD);
    __builtin_prefetch(q + part + AHEAD);
    return (struct four){LOAD64(p), LOAD64(p + part), LOAD64(q),
                         LOAD64(q + part)};
}

/* diagonal takes byte j of every four bytes of vector i from vector i + j,
 * counted round. */
AVX512 INLINE struct four diagonal(struct four x)
{
    __m512i ab = ODD(x.a, x.b), bc = ODD(x.b, x.c);
    __m512i cd = ODD(x.c, x.d), da = ODD(x.d, x.a);

    return (struct four){UPPER(ab, cd), UPPER(bc, da), UPPER(cd, ab),
                         UPPER(da, bc)};
}

/* turn exchanges, in every four bytes, the number of the vector with that of
 * the byte: each diagonal goes to its new bytes, and then to its vectors. */
AVX512 INLINE struct four turn(struct four x)
{
    x = diagonal(x);
    x.b = _mm512_rol_epi32(x.b, 8);
    x.c = _mm512_rol_epi32(x.c, 16);
    x.d = _mm512_rol_epi32(x.d, 24);
    x = diagonal(x);
    return (struct four){x.a, x.d, x.c, x.b};
}

/* weave is one bank over a turn. */
AVX512 INLINE struct four weave(const struct avx512_tables *t, struct four x,
                                struct carry *old)
{
    __m512i a = AND3(FIND(t, x.b, 0), FIND(t, x.c, 1), FIND(t, x.d, 2));
    __m512i b = AND(FIND(t, x.c, 0), FIND(t, x.d, 1));
    __m512i c = FIND(t, x.d, 0);
    __m512i d = AND3(FIND(t, x.a, 0), FIND(t, x.b, 1), FIND(t, x.c, 2));
    struct four all;

    all.a = AND(UP(a, old->a), FIND(t, x.a, 3));
    all.b = AND3(UP(b, old->b), FIND(t, x.a, 2), FIND(t, x.b, 3));
    all.c = AND3(UP(c, old->c), FIND(t, x.a, 1), FIND(t, x.b, 2));
    all.c = AND(all.c, FIND(t, x.c, 3));
    all.d = AND(d, FIND(t, x.d, 3));
    *old = (struct carry){a, b, c};
    return all;
}

AVX512 INLINE void weave_all(const struct teddy *from, struct strip s,
                             int banks, struct bits *to)
{
    const size_t part = s.len / PARTS;
    const struct avx512_tables t = avx512_load(from, 0);
    const struct avx512_tables u = avx512_load(from, 1);
    struct four x = {avx512_first(s), avx512_before(s.text + part),
                     avx512_before(s.text + 2 * part),
                     avx512_before(s.text + 3 * part)};
    struct carry old, other;
    struct four y, z;

    x = turn(x);
    weave(&t, x, &old);
    weave(&u, x, &other);
    for (size_t i = 0; i < part / 64; i++) {
        x = turn(load_parts(s.text + 64 * i, part));
        y = weave(&t, x, &old);
        if (banks == 2) {
            z = weave(&u, x, &other);
            y = (struct four){OR(y.a, z.a), OR(y.b, z.b), OR(y.c, z.c),
                              OR(y.d, z.d)};
        }
        to->a[i] = avx512_none(y.a);
        to->b[i] = avx512_none(y.b);
        to->c[i] = avx512_none(y.c);
        to->d[i] = avx512_none(y.d);
    }
}

/* swap exchanges the bits of x that are n above those of mask with those of y
 * that are of mask. */
AVX512 INLINE void swap(__m512i *x, __m512i *y, unsigned n, uint8_t mask)
{
    __m512i differ = _mm512_xor_si512(_mm512_srli_epi64(*x, n), *y);

    differ = AND(differ, _mm512_set1_epi8((char)mask));
    *y = _mm512_xor_si512(*y, differ);
    *x = _mm512_xor_si512(*x, _mm512_slli_epi64(differ, n));
}

/* unturn does with bits what turn does with bytes, so that each word is of one
 * part, and makes masks of them. */
AVX512 INLINE uint64_t unturn(const struct bits *bits, size_t turns,
                              uint64_t *masks)
{
    uint64_t a = 0, b = 0, c = 0, d = 0;

    for (size_t i = 0; i < turns; i += 8) {
        __mmask8 there = there_are(turns, i);
        struct four x = {_mm512_maskz_loadu_epi64(there, bits->a + i),
                         _mm512_maskz_loadu_epi64(there, bits->b + i),
                         _mm512_maskz_loadu_epi64(there, bits->c + i),
                         _mm512_maskz_loadu_epi64(there, bits->d + i)};

        swap(&x.a, &x.b, 1, 0x55);
        swap(&x.c, &x.d, 1, 0x55);
        swap(&x.a, &x.c, 2, 0x33);
        swap(&x.b, &x.d, 2, 0x33);
        a |= put_words(masks + i, there, x.a) << i;
        b |= put_words(masks + turns + i, there, x.b) << i;
        c |= put_words(masks + 2 * turns + i, there, x.c) << i;
        d |= put_words(masks + 3 * turns + i, there, x.d) << i;
    }
    return a | b << turns | c << 2 * turns | d << 3 * turns;
}

AVX512 static uint64_t woven_one(const struct teddy *from, struct strip s,
                                 uint64_t *masks)
{
    struct bits bits;

    weave_all(from, s, 1, &bits);
    return unturn(&bits, s.len / TURN, masks);
}

AVX512 static uint64_t woven_two(const struct teddy *from, struct strip s,
                                 uint64_t *masks)
{
    struct bits bits;

    weave_all(from, s, 2, &bits);
    return unturn(&bits, s.len / TURN, masks);
}

const struct kernel kernel_vbmi = {"avx512",     true,         TURN,
                                   avx512_light, avx512_brief, woven_one,
                                   woven_two,    avx512_list};
#endif
