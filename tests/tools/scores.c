/* SPDX-License-Identifier: Apache-2.0
 * scores.c - reads lines of vectors.jsonl, scores them, prints what the peers'
 * own code recorded beside what we get: one JSON line for each. */
#include "base/json.h"
#include "token/kgw.h"
#include "token/synthid.h"
#include "token/token.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LINE = 4 << 20
};

static double number(const struct json *j, const char *key, double none)
{
    const struct json *v =
        json_get(j, (struct span){(const uint8_t *)key, strlen(key)});

    return v && (v->kind == JSON_NUMBER || v->kind == JSON_BOOL) ? v->number
                                                                 : none;
}

static bool is(const struct json *j, const char *key, const char *value)
{
    struct span s = json_text(
        json_get(j, (struct span){(const uint8_t *)key, strlen(key)}));

    return span_eq(s, (struct span){(const uint8_t *)value, strlen(value)});
}

static const char *scheme_of(const struct json *j)
{
    static const char *const map[][3] = {
        {"kgw/lm-watermarking/watermark_processor", NULL, "kgw"},
        {"kgw/lm-watermarking/extended", "simple_1", "kgw-simple"},
        {"kgw/lm-watermarking/extended", "selfhash", "kgw-selfhash"},
        {"kgw/lm-watermarking/extended", NULL, "kgw-minhash"},
        {"kgw/hf-transformers", "lefthash", "kgw-hf"},
        {"kgw/hf-transformers", "selfhash", "kgw-hf-selfhash"},
        {"synthid-text/deepmind", NULL, "synthid"},
        {"synthid-text/hf", NULL, "synthid-hf"},
        {"unigram", NULL, "unigram"},
        {"three_bricks/OpenaiDetector", NULL, "three-bricks-exp"},
        {"three_bricks/MarylandDetector", NULL, "three-bricks-kgw"},
        {"markllm/EXP", NULL, "exp"},
    };

    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
        if (is(j, "scheme", map[i][0]) &&
            (!map[i][1] || is(j, "seeding", map[i][1])))
            return map[i][2];
    return NULL;
}

static void adjust(struct token_scheme *s, const struct json *j)
{
    static const char *const prfs[] = {
        "additive_prf",    "multiplicative_prf",   "minfunc_prf",
        "simple_skip_prf", "skipgram_prf",         "anchored_skipgram_prf",
        "minhash_prf",     "anchored_minhash_prf", "minskipgram_prf",
        "noncomm_prf",     "position_prf"};
    const struct json *keys = json_get(j, SPAN("keys"));

    s->vocab = (uint32_t)number(j, "vocab_size", s->vocab);
    s->gamma = number(j, "gamma", number(j, "fraction", s->gamma));
    s->width = (uint32_t)number(j, "context_width", s->width);
    s->width = (uint32_t)number(j, "prefix_length", s->width);
    s->width = (uint32_t)number(j, "ngram", s->width);
    s->width = (uint32_t)number(j, "ngram_len", s->width);
    s->self_salt = number(j, "self_salt", s->self_salt) != 0;
    s->key = (int64_t)number(j, "hash_key", (double)s->key);
    s->key = (int64_t)number(j, "salt_key", (double)s->key);
    s->key = (int64_t)number(j, "key", (double)s->key);
    s->last_green = number(j, "select_green_tokens", 1) == 0;
    for (size_t i = 0; i < sizeof(prfs) / sizeof(prfs[0]); i++)
        if (is(j, "prf", prfs[i]))
            s->prf = (enum token_prf)i;
    if (is(j, "scoring", "none"))
        s->dedupe = 0;
    if (is(j, "scoring", "v1"))
        s->dedupe = 1;
    if (is(j, "scoring", "v2"))
        s->dedupe = 2;
    if (!keys)
        return;
    s->key_count = 0;
    for (keys = keys->child; keys; keys = keys->next)
        s->keys[s->key_count++] = (int64_t)keys->number;
}

static void print(const struct token_score *r, const struct token_scheme *s,
                  const char *prefix)
{
    printf(", \"%sscored\": %u, \"%ssum\": %.17g, \"%smean\": %.17g", prefix,
           r->scored, prefix, r->sum, prefix, r->mean);
    printf(", \"%sweighted\": %.17g, \"%sz\": %.17g, \"%sp\": %.17g", prefix,
           r->weighted, prefix, r->z, prefix, r->p);
    printf(", \"%sz_weighted\": %.17g, \"%sp_weighted\": %.17g", prefix,
           r->z_weighted, prefix, r->p_weighted);
    printf(", \"%sgreen\": \"", prefix);
    for (uint32_t i = 0; r->green && i < r->positions; i++)
        putchar(r->green[i] ? '1' : '0');
    printf("\", \"%smask\": \"", prefix);
    for (uint32_t i = 0; r->counted && i < r->positions; i++)
        putchar(r->counted[i] ? '1' : '0');
    printf("\", \"%sg\": [", prefix);
    for (uint32_t i = 0; r->g && i < r->positions; i++) {
        printf("%s\"", i ? ", " : "");
        for (uint32_t d = 0; d < s->key_count; d++)
            putchar(r->g[i] >> d & 1 ? '1' : '0');
        putchar('"');
    }
    putchar(']');
}

static void one(char *line)
{
    struct arena a;
    const struct json *j, *ids;
    struct token_scheme s;
    struct token_score r;
    const char *name, *why = NULL;
    uint32_t *list, n = 0;

    arena_init(&a, 1 << 30);
    j = json_read(&a, (struct span){(uint8_t *)line, strlen(line)}, 0,
                  &limits_default, NULL);
    ids = json_get(j, SPAN("ids"));
    name = j ? scheme_of(j) : NULL;
    printf("{\"tested\": %s", name && ids ? "true" : "false");
    if (name && ids) {
        token_named(&s, (struct span){(const uint8_t *)name, strlen(name)});
        adjust(&s, j);
        list = arena_alloc(&a, ids->count * sizeof(*list) + 1);
        for (ids = ids->child; ids; ids = ids->next)
            list[n++] = (uint32_t)ids->number;
        if (!token_check(&r, &s, (struct ids){list, n}, &a, &why))
            printf(", \"why\": \"%s\"", why);
        else
            print(&r, &s, "");
        s.unique = true;
        if (token_check(&r, &s, (struct ids){list, n}, &a, &why))
            print(&r, &s, "unique_");
        printf(", \"start\": %llu",
               (unsigned long long)(s.family == TOKEN_SYNTHID
                                        ? synthid_start(&s)
                                        : 0));
    }
    printf("}\n");
    arena_reset(&a);
}

int main(void)
{
    char *line = malloc(LINE);

    while (line && fgets(line, LINE, stdin))
        one(line);
    free(line);
    return 0;
}
