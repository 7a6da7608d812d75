/* SPDX-License-Identifier: Apache-2.0
 * cache.c - sets of four, so that finding and replacing are a look at four
 * entries, and memory is bounded by two numbers. */
#include "daemon/cache.h"

#include <stdlib.h>
#include <string.h>

enum {
    WAYS = 4,
    LARGEST = 256 << 10, /* bytes of an answer that is kept */
    MOST = 64 << 20      /* bytes of all */
};

static struct cached *table;
static size_t sets;
static uint64_t clock_, bytes;

bool cache_init(unsigned entries)
{
    sets = entries / WAYS;
    if (sets)
        table = calloc(sets * WAYS, sizeof(*table));
    return !sets || table;
}

bool cache_on(void)
{
    return sets != 0;
}

static void drop(struct cached *c)
{
    if (!c->json)
        return;
    bytes -= c->told.length;
    free(c->json);
    c->json = NULL;
}

void cache_free(void)
{
    for (size_t i = 0; i < sets * WAYS; i++)
        drop(&table[i]);
    free(table);
    table = NULL;
    sets = 0;
}

void cache_key(const char hex[65], const struct ticket *t, unsigned edition,
               char key[CACHE_KEY])
{
    char all[WIRE_TEXTS + 128];
    uint32_t rest[3] = {t->ask.flags, t->ask.effort, edition};

    memcpy(all, hex, 64);
    memcpy(all + 64, rest, sizeof(rest));
    memcpy(all + 64 + sizeof(rest), t->texts, t->ask.texts);
    gm_digest(all, 64 + sizeof(rest) + t->ask.texts, key);
}

static struct cached *set_of(const char *key)
{
    char head[9];

    memcpy(head, key, 8);
    head[8] = 0;
    return table + strtoul(head, NULL, 16) % sets * WAYS;
}

const struct cached *cache_find(const char key[CACHE_KEY])
{
    struct cached *set = sets ? set_of(key) : NULL;

    for (int i = 0; set && i < WAYS; i++)
        if (set[i].json && strcmp(set[i].key, key) == 0) {
            set[i].used = ++clock_;
            return &set[i];
        }
    return NULL;
}

void cache_add(const char key[CACHE_KEY], const struct ticket *t)
{
    struct cached *set = sets ? set_of(key) : NULL, *to = set;
    char *copy;

    if (!set || t->told.length > LARGEST)
        return;
    for (int i = 1; i < WAYS; i++)
        if (!set[i].json || (to->json && set[i].used < to->used))
            to = &set[i];
    copy = malloc((size_t)t->told.length + 1);
    if (!copy)
        return;
    if (bytes + t->told.length > MOST)
        for (size_t i = 0; i < sets * WAYS; i++)
            drop(&table[i]);
    drop(to);
    memcpy(copy, t->json, (size_t)t->told.length + 1);
    memcpy(to->key, key, CACHE_KEY);
    to->told = t->told;
    to->json = copy;
    to->used = ++clock_;
    bytes += t->told.length;
}

uint64_t cache_bytes(void)
{
    return bytes;
}
