/* SPDX-License-Identifier: Apache-2.0
 * loops.c - one file, cut at every length, with every byte inverted, and with
 * every memory budget: nothing crashes, and no statement gets a stronger proof
 * than it has in the whole file.
 *
 *   loops cut|flip|budget STEP FILE...
 *
 * STEP tries every STEP-th place (1: all of them). */
#include "base/span.h"
#include "genmark.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MOST = 4 << 20,
    BUDGET = 256 << 10, /* the largest that is tried */
    GRAIN = 64          /* bytes between two budgets */
};

static gm_worker *worker(uint64_t budget)
{
    gm_setting limit = {"arena_bytes", budget};
    gm_config c = GM_CONFIG_INIT;
    gm_engine *e;
    gm_worker *w;

    c.limits = &limit;
    c.limit_count = budget ? 1 : 0;
    if (gm_engine_new(&c, &e, NULL, 0) != GM_OK)
        exit(2);
    w = gm_worker_new(e);
    gm_engine_unref(e);
    if (!w)
        exit(2);
    return w;
}

/* strongest is the best proof of any mark; of none it is -1. */
static int strongest(gm_worker *w, const char *name, const uint8_t *p, size_t n,
                     int *fault)
{
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;
    uint8_t *copy = malloc(n ? n : 1);
    int best = -1;

    if (!copy)
        exit(2);
    memcpy(copy, p, n);
    in.name = name;
    in.data = copy;
    in.length = n;
    in.as_of = "2026-11-23";
    if (gm_scan(w, &in, &item) != GM_OK) {
        fprintf(stderr, "%s: the scan itself failed at %zu bytes\n", name, n);
        exit(1);
    }
    for (size_t i = 0; i < item->mark_count; i++)
        if (item->marks[i].proof != GM_BROKEN &&
            (int)item->marks[i].proof > best)
            best = (int)item->marks[i].proof;
    *fault = item->error.kind;
    free(copy);
    return best < GM_BOUND ? -1 : best; /* what is merely stated may appear:
                                           anyone can write it */
}

static size_t slurp(const char *path, uint8_t *to)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    if (!f) {
        perror(path);
        exit(2);
    }
    n = fread(to, 1, MOST, f);
    fclose(f);
    return n;
}

static int stronger(const char *path, const char *how, size_t at)
{
    fprintf(stderr, "%s: %s at %zu gives a stronger proof than the file\n",
            path, how, at);
    return 1;
}

static int cut(const char *path, const uint8_t *p, size_t n, size_t step)
{
    gm_worker *w = worker(0);
    int fault, whole = strongest(w, path, p, n, &fault), bad = 0;

    for (size_t i = 0; i < n && !bad; i += step)
        if (strongest(w, path, p, i, &fault) > whole)
            bad = stronger(path, "a cut", i);
    gm_worker_free(w);
    return bad;
}

static int flip(const char *path, uint8_t *p, size_t n, size_t step)
{
    gm_worker *w = worker(0);
    int fault, whole = strongest(w, path, p, n, &fault), bad = 0;

    for (size_t i = 0; i < n && !bad; i += step) {
        p[i] = (uint8_t)~p[i];
        if (strongest(w, path, p, n, &fault) > whole)
            bad = stronger(path, "an inverted byte", i);
        p[i] = (uint8_t)~p[i];
    }
    gm_worker_free(w);
    return bad;
}

static int budget(const char *path, const uint8_t *p, size_t n, size_t step)
{
    gm_worker *w = worker(0);
    int fault, whole = strongest(w, path, p, n, &fault), bad = 0;

    gm_worker_free(w);
    for (uint64_t b = GRAIN; b <= BUDGET && !bad; b += GRAIN * step) {
        w = worker(b);
        if (strongest(w, path, p, n, &fault) > whole)
            bad = stronger(path, "a budget", (size_t)b);
        gm_worker_free(w);
    }
    return bad;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[MOST];
    size_t step = argc > 3 ? strtoul(argv[2], NULL, 10) : 0;
    int bad = 0;

    if (!step) {
        fputs("usage: loops cut|flip|budget STEP FILE...\n", stderr);
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        size_t n = slurp(argv[i], bytes);

        if (strcmp(argv[1], "cut") == 0)
            bad |= cut(argv[i], bytes, n, step);
        else if (strcmp(argv[1], "flip") == 0)
            bad |= flip(argv[i], bytes, n, step);
        else
            bad |= budget(argv[i], bytes, n, step);
    }
    printf("%s: %d files, every %zu: %s\n", argv[1], argc - 3, step,
           bad ? "FAILED" : "held");
    return bad;
}
