/* SPDX-License-Identifier: Apache-2.0
 * synthid.c - a linear congruential hash of each n-gram and key, one bit of it.
 *
 * An n-gram whose context came up among the last 1,024 is passed over: the
 * generator did not mark it either [SYN, repeated context masking]. */
#include "token/synthid.h"

#include "base/crypto.h"
#include "base/stat.h"
#include "token/random.h"

#include <math.h>

enum {
    HISTORY = 1024,
    SLOTS = 4096, /* of the table that finds a context in the history */
    TABLE = 65536,
    ROUNDS = 12
};

static uint64_t mix(uint64_t h, uint64_t x)
{
    return (h + x) * 6364136223846793005u + 1;
}

uint64_t synthid_start(const struct token_scheme *s)
{
    uint8_t bytes[TOKEN_KEYS * 8];
    const uint64_t top = ((uint64_t)1 << 63) - 1;
    struct hash sum;
    uint64_t r = 0;

    if (s->hf)
        return 1;
    for (uint32_t i = 0; i < s->key_count; i++)
        for (unsigned k = 0; k < 8; k++)
            bytes[8 * i + k] = (uint8_t)((uint64_t)s->keys[i] >> (8 * k));
    sum =
        hash_of(DIGEST_SHA256, (struct span){bytes, (size_t)s->key_count * 8});
    /* the digest as a number, modulo 2^63 - 1: times 256 is a turn of 63 bits
     */
    for (size_t i = 0; i < sum.len; i++) {
        r = (r << 8 & top) | r >> 55;
        r += sum.bytes[i];
        r = r >= top ? r - top : r;
    }
    return r;
}

/* g_value is one bit of the hashed key: twelve more rounds of [SYN], or the
 * look-up of [HF]. */
static unsigned g_value(uint64_t key, const uint8_t *table)
{
    int64_t x = (int64_t)key;

    if (table)
        return table[x & (TABLE - 1)];
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t y = mix((uint64_t)x, 1);

        /* an arithmetic shift, written without one */
        x = (int64_t)(y >> 5 | (0 - (y >> 63)) << 59);
    }
    return (unsigned)((uint64_t)x >> 30 & 1);
}

static uint8_t *table_of(struct arena *a)
{
    uint8_t *t = arena_alloc(a, TABLE);
    struct mt *m = arena_alloc(a, sizeof(*m));

    if (!t || !m)
        return NULL;
    mt_seed(m, 0);
    for (uint32_t i = 0; i < TABLE; i++)
        t[i] = mt_next(m) & 1;
    return t;
}

/* The contexts that came last, in order, and a table to find one in. */
struct history {
    uint64_t ring[HISTORY];
    uint32_t next[HISTORY], head[SLOTS]; /* chains of ring places, from 1 */
    uint32_t at;
};

static uint32_t slot_of(uint64_t h)
{
    return (uint32_t)(h * 0x9E3779B97F4A7C15u >> 52) % SLOTS;
}

static bool seen(const struct history *h, uint64_t v)
{
    for (uint32_t i = h->head[slot_of(v)]; i; i = h->next[i - 1])
        if (h->ring[i - 1] == v)
            return true;
    return false;
}

static void forget(struct history *h, uint32_t place)
{
    uint32_t *link = &h->head[slot_of(h->ring[place])];

    while (*link && *link != place + 1)
        link = &h->next[*link - 1];
    if (*link)
        *link = h->next[place];
}

static void remember(struct history *h, uint64_t v)
{
    uint32_t *head = &h->head[slot_of(v)];

    forget(h, h->at);
    h->ring[h->at] = v;
    h->next[h->at] = *head;
    *head = h->at + 1;
    h->at = (h->at + 1) % HISTORY;
}

static void finish(struct token_score *out, const struct token_scheme *s,
                   const uint64_t *per_key)
{
    double depth = s->key_count, n = out->scored, norm = 0, spread = 0;

    for (uint32_t d = 0; d < s->key_count; d++)
        norm += depth > 1 ? 10 - 9.0 * d / (depth - 1) : 10;
    for (uint32_t d = 0; d < s->key_count; d++) {
        double w = (depth > 1 ? 10 - 9.0 * d / (depth - 1) : 10) * depth / norm;

        out->sum += (double)per_key[d];
        out->weighted += w * (double)per_key[d];
        spread += w * w;
    }
    if (!out->scored)
        return;
    out->mean = out->sum / (depth * n);
    out->weighted /= depth * n;
    out->z = (out->mean - .5) * 2 * sqrt(n * depth);
    out->z_weighted =
        (out->weighted - .5) / sqrt(spread * .25 / (depth * depth * n));
    out->p = stat_normal(out->z);
    out->p_weighted = stat_normal(out->z_weighted);
}

bool synthid_score(struct token_score *out, const struct token_scheme *s,
                   struct ids ids, struct arena *a)
{
    uint32_t before = s->width - 1;
    uint64_t start = synthid_start(s), per_key[TOKEN_KEYS] = {0};
    const uint8_t *table = s->hf ? table_of(a) : NULL;
    struct history *h = arena_alloc(a, sizeof(*h));

    out->positions = ids.count > before ? ids.count - before : 0;
    out->g = arena_alloc(a, (out->positions + 1) * sizeof(*out->g));
    out->counted = arena_alloc(a, (size_t)out->positions + 1);
    if (!h || !out->g || !out->counted || (s->hf && !table))
        return false;
    for (uint32_t i = 0; i < HISTORY; i++) /* it begins full of zeros */
        remember(h, 0);
    for (uint32_t i = 0; i < out->positions; i++) {
        uint64_t context = start, gram;

        for (uint32_t k = 0; k < before; k++)
            context = mix(context, ids.list[i + k]);
        gram = mix(context, ids.list[i + before]);
        for (uint32_t d = 0; d < s->key_count; d++)
            out->g[i] |=
                (uint64_t)g_value(mix(gram, (uint64_t)s->keys[d]), table) << d;
        out->counted[i] = !seen(h, context);
        remember(h, context);
        if (!out->counted[i])
            continue;
        out->scored++;
        for (uint32_t d = 0; d < s->key_count; d++)
            per_key[d] += out->g[i] >> d & 1;
    }
    finish(out, s, per_key);
    return true;
}
