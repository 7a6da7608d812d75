/* SPDX-License-Identifier: Apache-2.0
 * scheme.c - names and numbers to a scheme. */
#include "scheme.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const prfs[] = {[PRF_ADDITIVE] = "additive",
                                   [PRF_MULTIPLICATIVE] = "multiplicative",
                                   [PRF_MIN] = "min",
                                   [PRF_SKIP] = "skip",
                                   [PRF_SKIPGRAM] = "skipgram",
                                   [PRF_ANCHORED_SKIPGRAM] =
                                       "anchored-skipgram",
                                   [PRF_MINHASH] = "minhash",
                                   [PRF_ANCHORED_MINHASH] = "anchored-minhash",
                                   [PRF_MINSKIPGRAM] = "minskipgram",
                                   [PRF_NONCOMM] = "noncomm",
                                   [PRF_POSITION] = "position"};

static bool integer(const char *v, int64_t least, int64_t most, int64_t *to)
{
    char *end;
    long long n = strtoll(v, &end, 0);

    if (end == v || *end || n < least || n > most)
        return false;
    *to = n;
    return true;
}

static bool flag(const char *v, bool *to)
{
    *to = strcmp(v, "yes") == 0;
    return *to || strcmp(v, "no") == 0;
}

/* keys_read takes a comma list; of one key all schemes but SynthID's. */
static bool keys_read(struct token_scheme *s, const char *v)
{
    uint32_t n = 0;

    while (n < TOKEN_KEYS) {
        char *end;
        long long k = strtoll(v, &end, 0);

        if (end == v || (*end && *end != ','))
            return false;
        s->keys[n++] = k;
        if (!*end) {
            s->key_count = n;
            return true;
        }
        v = end + 1;
    }
    return false;
}

static bool set(struct token_scheme *s, const char *name, const char *v)
{
    int64_t n = 0;
    char *end;

    if (strcmp(name, "key") == 0 || strcmp(name, "keys") == 0)
        return s->family == TOKEN_SYNTHID
                   ? keys_read(s, v)
                   : integer(v, INT64_MIN, INT64_MAX, &s->key);
    if (strcmp(name, "gamma") == 0) {
        s->gamma = strtod(v, &end);
        return end != v && !*end && s->gamma > 0 && s->gamma < 1;
    }
    if (strcmp(name, "unique") == 0)
        return flag(v, &s->unique);
    if (strcmp(name, "self-salt") == 0)
        return flag(v, &s->self_salt);
    if (strcmp(name, "last-green") == 0)
        return flag(v, &s->last_green);
    if (strcmp(name, "prf") == 0) {
        for (size_t i = 0; i < sizeof(prfs) / sizeof(prfs[0]); i++)
            if (strcmp(v, prfs[i]) == 0) {
                s->prf = (enum token_prf)i;
                return true;
            }
        return false;
    }
    if (strcmp(name, "vocab") == 0 && integer(v, 2, 1 << 22, &n))
        s->vocab = (uint32_t)n;
    else if (strcmp(name, "width") == 0 && integer(v, 1, TOKEN_WIDTH, &n))
        s->width = (uint32_t)n;
    else if (strcmp(name, "dedupe") == 0 && integer(v, 0, 2, &n))
        s->dedupe = (unsigned)n;
    else if (strcmp(name, "table") == 0 && integer(v, 0, INT64_MAX, &n))
        s->table = (uint64_t)n;
    else
        return false;
    return true;
}

static bool refuse(char *why, size_t size, const char *what, const char *v)
{
    if (why && size)
        snprintf(why, size, "%s '%s'", what, v ? v : "");
    return false;
}

bool scheme_read(struct token_scheme *s, const gm_fact *list, size_t count,
                 char *why, size_t why_size)
{
    const char *name = NULL;

    for (size_t i = 0; i < count; i++)
        if (list[i].name && strcmp(list[i].name, "scheme") == 0)
            name = list[i].value;
    if (!name ||
        !token_named(s, (struct span){(const uint8_t *)name, strlen(name)}))
        return refuse(why, why_size, "there is no token scheme", name);
    for (size_t i = 0; i < count; i++) {
        if (!list[i].name || !list[i].value)
            return refuse(why, why_size, "a setting without its value", "");
        if (strcmp(list[i].name, "scheme") != 0 &&
            !set(s, list[i].name, list[i].value))
            return refuse(why, why_size,
                          "no such setting, or not its value:", list[i].name);
    }
    /* functions that hash need their table; the published one is the default */
    if (s->family == TOKEN_KGW && !s->table && s->prf != PRF_ADDITIVE &&
        s->prf != PRF_MULTIPLICATIVE && s->prf != PRF_MIN &&
        s->prf != PRF_POSITION)
        s->table = 2971215073u;
    return true;
}
