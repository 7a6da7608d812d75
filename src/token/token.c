/* SPDX-License-Identifier: Apache-2.0
 * token.c - the schemes by name, and those that score token by token. */
#include "token/token.h"

#include "base/crypto.h"
#include "base/stat.h"
#include "token/kgw.h"
#include "token/synthid.h"

#include <math.h>

enum {
    DEFAULT_KEY = 15485863, /* [KGW] and those after it */
    VOCAB_MOST = 1 << 22
};

#define TABLE_KGW 2971215073u

/* The keys that [SYN] publishes; a service has its own. */
static const int64_t synthid_keys[] = {
    654, 400, 836, 123, 340, 443, 597, 160, 57,  29,  590, 639, 13,  715, 468,
    990, 966, 226, 324, 585, 118, 504, 421, 521, 129, 669, 732, 225, 90,  960};

#define KGW(f, n, self, share, hash, once)                              \
    .family = TOKEN_KGW, .prf = (f), .width = (n), .self_salt = (self), \
    .gamma = (share), .table = (hash), .unique = (once), .key = DEFAULT_KEY

static const struct {
    const char *name;
    struct token_scheme scheme;
} schemes[] = {
    {"kgw", {KGW(PRF_ADDITIVE, 1, false, .5, 0, false)}},
    {"kgw-simple", {KGW(PRF_ADDITIVE, 1, false, .25, 0, true)}},
    {"kgw-selfhash",
     {KGW(PRF_ANCHORED_MINHASH, 4, true, .25, TABLE_KGW, true)}},
    {"kgw-minhash", {KGW(PRF_MINHASH, 4, false, .25, TABLE_KGW, true)}},
    {"kgw-skipgram", {KGW(PRF_SKIPGRAM, 5, false, .25, TABLE_KGW, true)}},
    {"kgw-hf", {KGW(PRF_ADDITIVE, 1, false, .25, 0, false)}},
    {"kgw-hf-selfhash",
     {KGW(PRF_ANCHORED_MINHASH, 4, true, .25, DEFAULT_KEY, false)}},
    {"unigram", {.family = TOKEN_UNIGRAM, .gamma = .5}},
    {"synthid", {.family = TOKEN_SYNTHID, .width = 5}},
    {"synthid-hf", {.family = TOKEN_SYNTHID, .width = 5, .hf = true}},
    {"exp", {.family = TOKEN_EXP, .width = 4, .key = DEFAULT_KEY}},
    {"three-bricks-exp",
     {.family = TOKEN_BRICKS_EXP, .width = 1, .key = 35317, .dedupe = 1}},
    {"three-bricks-kgw",
     {.family = TOKEN_BRICKS_KGW,
      .width = 1,
      .key = 35317,
      .gamma = .5,
      .dedupe = 1}},
};

enum {
    COUNT = sizeof(schemes) / sizeof(schemes[0])
};

const char *token_name_at(size_t i)
{
    return i < COUNT ? schemes[i].name : NULL;
}

bool token_named(struct token_scheme *s, struct span name)
{
    for (size_t i = 0; i < COUNT; i++) {
        struct span n = {(const uint8_t *)schemes[i].name,
                         strlen(schemes[i].name)};

        if (!span_eq(n, name))
            continue;
        *s = schemes[i].scheme;
        s->vocab = 50257;
        if (s->family != TOKEN_SYNTHID)
            return true;
        s->key_count = sizeof(synthid_keys) / sizeof(synthid_keys[0]);
        memcpy(s->keys, synthid_keys, sizeof(synthid_keys));
        return true;
    }
    return false;
}

/* A set of n-grams that were met: open addressing over their places, so equal
 * means equal token by token. */
struct grams {
    const uint32_t *list; /* of ids */
    uint32_t *slots;      /* place + 1 */
    uint32_t mask, len;
};

static bool grams_init(struct grams *g, struct ids ids, uint32_t len,
                       struct arena *a)
{
    uint32_t size = 16;

    while (size < 2 * (uint64_t)ids.count && size < UINT32_MAX / 2)
        size *= 2;
    *g = (struct grams){ids.list, arena_alloc(a, size * sizeof(uint32_t)),
                        size - 1, len};
    return g->slots != NULL;
}

/* grams_new is whether the n-gram at this place was not met before. */
static bool grams_new(struct grams *g, uint32_t place)
{
    uint64_t h = 0;
    uint32_t slot;

    for (uint32_t k = 0; k < g->len; k++)
        h = (h ^ g->list[place + k]) * 0x9E3779B97F4A7C15u;
    for (slot = (uint32_t)(h >> 32) & g->mask; g->slots[slot];
         slot = (slot + 1) & g->mask)
        if (memcmp(g->list + g->slots[slot] - 1, g->list + place,
                   g->len * sizeof(uint32_t)) == 0)
            return false;
    g->slots[slot] = place + 1;
    return true;
}

static void green_result(struct token_score *out, double gamma)
{
    double n = out->scored;

    if (!out->scored)
        return;
    out->z = (out->sum - gamma * n) / sqrt(n * gamma * (1 - gamma));
    out->p = stat_normal(out->z);
}

static bool kgw_score(struct token_score *out, const struct token_scheme *s,
                      struct ids ids, struct arena *a)
{
    uint32_t len = s->width + (s->self_salt ? 0 : 1);
    uint32_t size = (uint32_t)(s->vocab * s->gamma);
    const uint32_t *table = s->table ? kgw_table(s->table, a) : NULL;
    struct grams met;

    out->positions = ids.count >= len ? ids.count - len + 1 : 0;
    out->green = arena_alloc(a, (size_t)out->positions + 1);
    out->counted = arena_alloc(a, (size_t)out->positions + 1);
    if (!out->green || !out->counted || (s->table && !table) ||
        !grams_init(&met, ids, len, a))
        return false;
    for (uint32_t i = 0; i < out->positions; i++) {
        uint64_t seed = kgw_seed(s->prf, s->key, table, ids.list + i, s->width);

        out->green[i] = kgw_green(seed, ids.list[i + len - 1], s->vocab, size,
                                  s->last_green);
        out->counted[i] = !s->unique || grams_new(&met, i);
        out->scored += out->counted[i];
        out->sum += out->counted[i] & out->green[i];
    }
    green_result(out, s->gamma);
    return true;
}

static bool unigram_score(struct token_score *out, const struct token_scheme *s,
                          struct ids ids, struct arena *a)
{
    uint8_t key[8], *mask = arena_alloc(a, s->vocab);
    uint32_t size = (uint32_t)(s->vocab * s->gamma);
    struct grams met;
    struct hash sum;
    struct pcg p;

    out->positions = ids.count;
    out->green = arena_alloc(a, (size_t)ids.count + 1);
    out->counted = arena_alloc(a, (size_t)ids.count + 1);
    if (!mask || !out->green || !out->counted || !grams_init(&met, ids, 1, a))
        return false;
    for (unsigned k = 0; k < 8; k++)
        key[k] = (uint8_t)((uint64_t)s->key >> (8 * k));
    sum = hash_of(DIGEST_SHA256, (struct span){key, sizeof(key)});
    pcg_seed(&p, (uint32_t)sum.bytes[3] << 24 | (uint32_t)sum.bytes[2] << 16 |
                     (uint32_t)sum.bytes[1] << 8 | sum.bytes[0]);
    memset(mask, 1, size);
    for (uint32_t i = s->vocab - 1; i > 0; i--) {
        uint32_t j = pcg_below(&p, i);
        uint8_t keep = mask[i];

        mask[i] = mask[j];
        mask[j] = keep;
    }
    for (uint32_t i = 0; i < ids.count; i++) {
        out->green[i] = mask[ids.list[i]];
        out->counted[i] = !s->unique || grams_new(&met, i);
        out->scored += out->counted[i];
        out->sum += out->counted[i] & out->green[i];
    }
    green_result(out, s->gamma);
    return true;
}

/* uniform is the token's number of torch.rand(vocab) after this seed. */
static double uniform(uint64_t seed, uint32_t token)
{
    struct mt m;

    mt_seed(&m, seed);
    mt_block(&m);
    for (; token >= MT_WORDS; token -= MT_WORDS)
        mt_block(&m);
    return (double)(m.out[token] & 0xFFFFFF) / (1 << 24);
}

/* [EXP]: the seed is the key times the product of the ids before, modulo the
 * vocabulary. */
static void exp_score(struct token_score *out, const struct token_scheme *s,
                      struct ids ids)
{
    for (uint32_t i = s->width; i < ids.count; i++) {
        uint64_t product = 1;

        for (uint32_t k = 1; k <= s->width; k++)
            product = product * ids.list[i - k] % s->vocab;
        out->scored++;
        /* the peer takes the reciprocal in float, the logarithm in double */
        out->sum += log(
            (double)(1.0f / (1.0f - (float)uniform((uint64_t)s->key * product,
                                                   ids.list[i]))));
    }
    out->p = out->scored ? stat_gamma(out->scored, out->sum) : 1;
}

/* (a * b + c) mod (2^64 - 1) of words under that: the carry comes round. */
static uint64_t round_mul(uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t mid = ah * bl + (al * bl >> 32);
    uint64_t next = (uint32_t)mid + al * bh;
    uint64_t high = ah * bh + (mid >> 32) + (next >> 32), low = a * b;

    low += high;
    low += low < high;
    low += c;
    low += low < c;
    return low == UINT64_MAX ? 0 : low;
}

/* NumPy adds floats pairwise: up to 128 by eight sums side by side, more as two
 * halves.  [3B]'s p follows from that very sum, so it is added alike. */
static float add_block(const float *v, uint32_t n)
{
    float r[8], sum = 0;
    uint32_t i = 8;

    if (n < 8) {
        for (i = 0; i < n; i++)
            sum += v[i];
        return sum;
    }
    memcpy(r, v, sizeof(r));
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++)
            r[k] += v[i + (uint32_t)k];
    sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (; i < n; i++)
        sum += v[i];
    return sum;
}

static float add_pairwise(const float *v, uint32_t n)
{
    struct {
        uint32_t from, n;
        float left;               /* of its first half, once that is known */
        int half;                 /* which half is being added */
    } stack[32] = {{0, n, 0, 0}}; /* halving ends before: n is 32 bits */
    float sum = 0;
    int top = 0;

    while (top >= 0) {
        uint32_t from = stack[top].from, count = stack[top].n;
        uint32_t first = count / 2 - count / 2 % 8;

        if (count <= 128) {
            sum = add_block(v + from, count);
        } else if (stack[top].half == 0) {
            stack[top++].half = 1;
            stack[top].from = from;
            stack[top].n = first;
            stack[top].half = 0;
            continue;
        } else if (stack[top].half == 1) {
            stack[top].left = sum;
            stack[top++].half = 2;
            stack[top].from = from + first;
            stack[top].n = count - first;
            stack[top].half = 0;
            continue;
        } else {
            sum = stack[top].left + sum;
        }
        top--;
    }
    return sum;
}

/* [3B]: seeded by a rolling hash of the n-gram before, from its n+1st token. */
static bool bricks_score(struct token_score *out, const struct token_scheme *s,
                         struct ids ids, struct arena *a)
{
    uint32_t size = (uint32_t)(s->vocab * s->gamma);
    float *scores = arena_alloc(a, ((size_t)ids.count + 1) * sizeof(*scores));
    struct grams met;

    if (!scores ||
        !grams_init(&met, ids, s->width + (s->dedupe == 2 ? 1 : 0), a))
        return false;
    for (uint32_t i = s->width + 1; i < ids.count; i++) {
        uint64_t seed = 0;

        if (s->dedupe && !grams_new(&met, i - s->width))
            continue;
        for (uint32_t k = i - s->width; k < i; k++)
            seed = round_mul(seed, (uint64_t)s->key, ids.list[k]);
        if (s->family == TOKEN_BRICKS_KGW)
            scores[out->scored++] =
                (float)kgw_green(seed, ids.list[i], s->vocab, size, false);
        else
            scores[out->scored++] =
                -logf(1.0f - (float)uniform(seed, ids.list[i]));
    }
    out->sum = (double)add_pairwise(scores, out->scored);
    if (!out->scored)
        out->p = 1;
    else if (s->family == TOKEN_BRICKS_KGW)
        out->p = stat_binomial(out->sum, out->scored, s->gamma);
    else
        out->p = stat_gamma(out->scored, out->sum);
    return true;
}

static const char *unusable(const struct token_scheme *s, struct ids ids)
{
    if (s->vocab < 2 || s->vocab > VOCAB_MOST)
        return "the vocabulary's size must be 2 to 4194304";
    if (s->family == TOKEN_SYNTHID &&
        (s->key_count < 1 || s->key_count > TOKEN_KEYS))
        return "synthid wants 1 to 64 keys";
    if (s->family != TOKEN_UNIGRAM && (s->width < 1 || s->width > TOKEN_WIDTH))
        return "the window must be 1 to 16 tokens";
    if ((s->family == TOKEN_KGW || s->family == TOKEN_UNIGRAM ||
         s->family == TOKEN_BRICKS_KGW) &&
        !(s->gamma > 0 && s->gamma < 1))
        return "gamma must lie between 0 and 1";
    for (uint32_t i = 0; i < ids.count; i++)
        if (ids.list[i] >= s->vocab)
            return "a token id is beyond the vocabulary";
    return NULL;
}

bool token_check(struct token_score *out, const struct token_scheme *s,
                 struct ids ids, struct arena *a, const char **why)
{
    bool ok = true;

    *out = (struct token_score){.p = 1, .p_weighted = 1};
    *why = unusable(s, ids);
    if (!*why && !crypto_ready())
        *why = "no hashes: libcrypto is not here";
    if (*why)
        return false;
    switch (s->family) {
    case TOKEN_KGW: ok = kgw_score(out, s, ids, a); break;
    case TOKEN_UNIGRAM: ok = unigram_score(out, s, ids, a); break;
    case TOKEN_SYNTHID: ok = synthid_score(out, s, ids, a); break;
    case TOKEN_EXP: exp_score(out, s, ids); break;
    case TOKEN_BRICKS_EXP:
    case TOKEN_BRICKS_KGW: ok = bricks_score(out, s, ids, a); break;
    }
    if (!ok)
        *why = "no memory";
    return ok;
}
