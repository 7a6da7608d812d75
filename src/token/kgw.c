/* SPDX-License-Identifier: Apache-2.0
 * kgw.c - window to seed, seed to green or not.
 *
 * torch.randperm is a Fisher-Yates shuffle from the front: step i swaps place i
 * with place i + (u32 mod (n - i)), and place i is final.  To know where one
 * token ends up its place is all that has to be followed: it changes when the
 * token is drawn (then it is final) or when its own place comes up (then it
 * moves).  No list is built, and the walk ends as soon as it is drawn. */
#include "token/kgw.h"

#include "base/cpu.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

uint32_t *kgw_table(uint64_t seed, struct arena *a)
{
    uint32_t *t = arena_alloc(a, KGW_TABLE * sizeof(*t));
    struct mt *m = arena_alloc(a, sizeof(*m));

    if (!t || !m)
        return NULL;
    mt_seed(m, seed);
    for (uint32_t i = 0; i < KGW_TABLE; i++)
        t[i] = i;
    for (uint32_t i = 0; i + 1 < KGW_TABLE; i++) {
        uint32_t to = i + mt_next(m) % (KGW_TABLE - i), keep = t[i];

        t[i] = t[to];
        t[to] = keep;
    }
    return t;
}

/* Signed 64-bit arithmetic that wraps, as torch's does. */
static int64_t mul(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

static int64_t hash_int(const uint32_t *table, int64_t x)
{
    int64_t at = x % KGW_TABLE;

    return (int64_t)table[at < 0 ? at + KGW_TABLE : at] + 1;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The functions that only compute. */
static int64_t plain(enum token_prf prf, int64_t key, const uint32_t *w,
                     uint32_t n)
{
    int64_t sum = 0, product = 1, low = w[0], place = 0;

    for (uint32_t i = 0; i < n; i++) {
        sum += w[i];
        product = mul(product, w[i]);
        low = least(low, w[i]);
        place = (int64_t)((uint64_t)place +
                          (uint64_t)mul(mul(key, w[i]), (int64_t)i + 1));
    }
    if (prf == PRF_POSITION)
        return place;
    return mul(key, prf == PRF_ADDITIVE         ? sum
                    : prf == PRF_MULTIPLICATIVE ? product
                                                : low);
}

/* The functions that hash. */
static int64_t hashed(enum token_prf prf, int64_t key, const uint32_t *t,
                      const uint32_t *w, uint32_t n)
{
    int64_t v = INT64_MAX, h;

    if (prf == PRF_SKIPGRAM)
        return hash_int(t, mul(key, w[0]));
    if (prf == PRF_ANCHORED_SKIPGRAM)
        return mul(hash_int(t, mul(key, w[0])),
                   hash_int(t, mul(key, w[n - 1])));
    if (prf == PRF_SKIP || prf == PRF_NONCOMM)
        v = prf == PRF_SKIP ? 1 : key;
    for (uint32_t i = 0; i < n; i++) {
        if (prf == PRF_NONCOMM) {
            v = mul(v, hash_int(t, mul(v, w[i])));
            v = (int64_t)((uint64_t)v & 0xFFFFFFFFu);
            continue;
        }
        if (prf == PRF_ANCHORED_MINHASH) {
            h = mul(mul(key, hash_int(t, w[i])), hash_int(t, w[n - 1]));
            v = least(v, h);
            continue;
        }
        h = hash_int(t, mul(key, w[i]));
        if (prf == PRF_SKIP)
            v = i % 2 ? v : mul(v, h);
        else if (prf == PRF_MINHASH)
            v = least(v, h);
        else /* PRF_MINSKIPGRAM: of all pairs */
            for (uint32_t k = i + 1; k < n; k++)
                v = least(v, mul(h, hash_int(t, mul(key, w[k]))));
    }
    return v;
}

uint64_t kgw_seed(enum token_prf prf, int64_t key, const uint32_t *table,
                  const uint32_t *window, uint32_t n)
{
    int64_t v;

    switch (prf) {
    case PRF_ADDITIVE:
    case PRF_MULTIPLICATIVE:
    case PRF_MIN:
    case PRF_POSITION: v = plain(prf, key, window, n); break;
    case PRF_SKIP:
    case PRF_SKIPGRAM:
    case PRF_ANCHORED_SKIPGRAM:
    case PRF_MINHASH:
    case PRF_ANCHORED_MINHASH:
    case PRF_MINSKIPGRAM:
    case PRF_NONCOMM: v = hashed(prf, key, table, window, n); break;
    default: return 0;
    }
    /* Python: seed % (2**64 - 1), of a number that may be negative */
    if (v < 0)
        return (uint64_t)v - 1; /* 2^64 - 1 + v */
    return (uint64_t)v;
}

/* search looks at steps [i, end) of one block for the one that draws `place`:
 * i + u mod (vocab - i) == place.  It is that step, or end. */
static uint32_t search(const uint32_t *u, uint32_t i, uint32_t end,
                       uint32_t vocab, uint32_t place)
{
    for (; i < end; i++, u++)
        if (*u % (vocab - i) == place - i)
            break;
    return i;
}

#if defined(__x86_64__)
/* The same four steps at a time; what is left over goes to the plain one.  u
 * is under 2^32, so that the quotient, its rounding and the product are exact
 * in double wherever the remainder is nothing. */
__attribute__((target("avx2"))) static uint32_t
search_avx2(const uint32_t *u, uint32_t i, uint32_t end, uint32_t vocab,
            uint32_t place)
{
    const __m256d lanes = _mm256_setr_pd(0, 1, 2, 3);
    const __m128i flip = _mm_set1_epi32(INT32_MIN);
    const __m256d back = _mm256_set1_pd(2147483648.0);

    for (; i + 4 <= end; i += 4, u += 4) {
        __m256d range = _mm256_sub_pd(_mm256_set1_pd(vocab - i), lanes);
        __m256d want = _mm256_sub_pd(_mm256_set1_pd((double)place - i), lanes);
        __m128i word = _mm_loadu_si128((const __m128i *)(const void *)u);
        __m256d v =
            _mm256_add_pd(_mm256_cvtepi32_pd(_mm_xor_si128(word, flip)), back);
        __m256d whole;

        v = _mm256_sub_pd(v, want);
        whole = _mm256_round_pd(_mm256_div_pd(v, range),
                                _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
        v = _mm256_sub_pd(v, _mm256_mul_pd(whole, range));
        if (_mm256_movemask_pd(
                _mm256_cmp_pd(v, _mm256_setzero_pd(), _CMP_EQ_OQ)))
            break; /* the plain search says where */
    }
    return search(u, i, end, vocab, place);
}
#endif

static uint32_t drawn(const uint32_t *u, uint32_t i, uint32_t end,
                      uint32_t vocab, uint32_t place)
{
#if defined(__x86_64__)
    if (cpu_has() & CPU_AVX2)
        return search_avx2(u, i, end, vocab, place);
#endif
    return search(u, i, end, vocab, place);
}

bool kgw_green(uint64_t seed, uint32_t token, uint32_t vocab, uint32_t size,
               bool last)
{
    uint32_t steps = last ? vocab - size : size, place = token, i = 0;
    struct mt m;

    if (steps > vocab - 1)
        steps = vocab - 1;
    mt_seed(&m, seed);
    while (i < steps) {
        uint32_t end = i, hit;

        if (m.at == MT_WORDS)
            mt_block(&m);
        end = i + (MT_WORDS - m.at);
        end = end < steps ? end : steps;
        /* up to its own place a token can only be drawn */
        hit = drawn(m.out + m.at, i, end < place ? end : place, vocab, place);
        if (hit < (end < place ? end : place))
            return !last;
        m.at += hit - i;
        i = hit;
        if (i == place && i < end) {
            place = i + m.out[m.at++] % (vocab - i);
            if (place == i)
                return !last;
            i++;
        }
    }
    /* not among the first `steps`; a last step that is left out never moves */
    return last ? place >= vocab - size : place < size;
}
