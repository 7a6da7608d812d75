/* SPDX-License-Identifier: Apache-2.0
 * ahead.c - a lister that gives nothing out. */
#include "tool/ahead.h"

#include "tool/files.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct ahead {
    pthread_t thread;
    struct files *files;
    atomic_bool stop;
    _Atomic uint64_t total;
};

static void *count(void *ctx)
{
    struct ahead *a = ctx;
    struct entry e;
    uint64_t n = 0;

    while (files_next(a->files, &e)) {
        if (atomic_load_explicit(&a->stop, memory_order_relaxed))
            return NULL;
        n += !e.own;
    }
    atomic_store(&a->total, n);
    return NULL;
}

struct ahead *ahead_new(const char *const *paths, size_t n,
                        const char *list_file, const struct own *own)
{
    struct ahead *a;

    if (list_file &&
        (strcmp(list_file, "-") == 0 || strncmp(list_file, "/dev/", 5) == 0))
        return NULL;
    a = calloc(1, sizeof(*a));
    if (!a)
        return NULL;
    a->files = files_new(paths, n, list_file);
    if (a->files)
        files_own(a->files, own);
    if (a->files && pthread_create(&a->thread, NULL, count, a) == 0)
        return a;
    files_free(a->files);
    free(a);
    return NULL;
}

uint64_t ahead_total(struct ahead *a)
{
    return a ? atomic_load(&a->total) : 0;
}

void ahead_free(struct ahead *a)
{
    if (!a)
        return;
    atomic_store(&a->stop, true);
    pthread_join(a->thread, NULL);
    files_free(a->files);
    free(a);
}
