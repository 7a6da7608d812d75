/* SPDX-License-Identifier: Apache-2.0
 * twins.c - a table where the newest takes the place of what lies there. */
#include "tool/twins.h"

#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct twin {
    char key[TWIN_KEY];
    char *path;
    unsigned char *bytes; /* evidence, then coverage */
    size_t evidence, all;
};

struct twins {
    pthread_mutex_t lock;
    struct twin slots[TWIN_SLOTS];
    size_t bytes;
    size_t hand; /* where room is made next */
};

struct twins *twins_new(void)
{
    struct twins *t = calloc(1, sizeof(*t));

    if (t)
        pthread_mutex_init(&t->lock, NULL);
    return t;
}

static size_t weight(const struct twin *w)
{
    return w->path ? w->all + strlen(w->path) : 0;
}

static void clear(struct twins *t, struct twin *w)
{
    t->bytes -= weight(w);
    free(w->path);
    free(w->bytes);
    *w = (struct twin){.path = NULL};
}

void twins_free(struct twins *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < TWIN_SLOTS; i++)
        clear(t, &t->slots[i]);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

/* ending copies what stands behind the last dot of a name, in lower case. */
static void ending(const char *name, char *to, size_t size)
{
    const char *slash = strrchr(name, '/'), *dot;
    size_t n = 0;

    dot = strrchr(slash ? slash : name, '.');
    while (dot && dot[n] && n + 1 < size) {
        to[n] = (char)tolower((unsigned char)dot[n]);
        n++;
    }
    to[n] = 0;
}

static bool is_picture(const char *end)
{
    static const char *const ends[] = {".jpg",  ".jpeg", ".png",  ".webp",
                                       ".gif",  ".tif",  ".tiff", ".heic",
                                       ".heif", ".avif", ".jxl",  ".bmp"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (strcmp(end, ends[i]) == 0)
            return true;
    return false;
}

bool twins_key(const gm_input *in, bool decodes, char key[TWIN_KEY])
{
    char hex[129], end[TWIN_KEY - 64];

    ending(in->name, end, sizeof(end));
    /* What is not in memory is read twice for this: worth it only where
     * looking at it takes far longer than hashing it. */
    if (!in->length ||
        (!in->data && (!decodes || in->length > TWIN_READ || !is_picture(end))))
        return false;
    if (gm_hash(in, "sha256", hex) != GM_OK)
        return false;
    memcpy(key, hex, 64);
    memcpy(key + 64, end, sizeof(end));
    return true;
}

static struct twin *slot_of(struct twins *t, const char *key)
{
    size_t at = 0;

    for (int i = 0; i < 8; i++)
        at = at * 16 +
             (size_t)(key[i] <= '9' ? key[i] - '0' : key[i] - 'a' + 10);
    return &t->slots[at % TWIN_SLOTS];
}

char *twins_find(struct twins *t, const char *key, struct parcel *out)
{
    struct twin *w = slot_of(t, key);
    char *path = NULL;

    pthread_mutex_lock(&t->lock);
    if (w->path && strcmp(w->key, key) == 0) {
        parcel_begin(out);
        if (parcel_add(out, PART_EVIDENCE, w->bytes, w->evidence) &&
            parcel_add(out, PART_COVERAGE, w->bytes + w->evidence,
                       w->all - w->evidence) &&
            parcel_add(out, PART_OUTCOME, "", 0) &&
            parcel_add(out, PART_FACTS, "", 0))
            path = strdup(w->path);
    }
    pthread_mutex_unlock(&t->lock);
    return path;
}

void twins_put(struct twins *t, const char *key, const char *path,
               const struct parcel *p)
{
    struct twin new = {.path = strdup(path),
                       .evidence = p->at[PART_COVERAGE],
                       .all = p->at[PART_OUTCOME]};
    struct twin *w = slot_of(t, key);

    new.bytes = malloc(new.all + 1);
    if (!new.path || !new.bytes || weight(&new) > TWIN_LONG) {
        free(new.path);
        free(new.bytes);
        return;
    }
    memcpy(new.bytes, p->bytes, new.all);
    memcpy(new.key, key, TWIN_KEY);
    pthread_mutex_lock(&t->lock);
    clear(t, w);
    while (t->bytes + weight(&new) > TWIN_BYTES)
        clear(t, &t->slots[t->hand++ % TWIN_SLOTS]);
    *w = new;
    t->bytes += weight(&new);
    pthread_mutex_unlock(&t->lock);
}
