/* SPDX-License-Identifier: Apache-2.0
 * bench_c2pa.c - milliseconds to find, read and validate a credential, bytes in
 * memory, median of several runs: a line a file.  Metadata is read where there
 * is no store only, for a reference to a remote one: no verdict needs it.  The
 * last column is SHA-256 of the same bytes alone: no validator does with less.
 *
 *   bench_c2pa [-trust FILE]... [FILE...]     tests/bench/c2pa.sh adds the peer
 */
#include "base/crypto.h"
#include "c2pa/c2pa.h"
#include "tests/clock.h"
#include "tests/slurp.h"

enum {
    RUNS = 15,
    TRUST = 8
};

static double hashing(struct span data)
{
    double took[RUNS];

    for (int i = 0; i < RUNS; i++) {
        double start = wall_time();

        hash_of(DIGEST_SHA256, data);
        took[i] = (wall_time() - start) * 1e3;
    }
    return median(took, RUNS);
}

static void one(const char *path, const struct trust *trust)
{
    struct span data = slurp(path);
    struct source src = source_of(data);
    double took[RUNS];
    int state = 0;

    for (int i = 0; i < RUNS; i++) {
        struct arena a;
        struct doc doc;
        struct fields fields = {0};
        struct c2pa c2pa;
        struct walk_config wc = {.arena = &a, .limits = &limits_default};
        struct c2pa_config cc = {.arena = &a,
                                 .limits = &limits_default,
                                 .trust = trust,
                                 .fields = &fields,
                                 .now = 1795521600};
        double start = wall_time();

        arena_init(&a, limits_default.arena_bytes);
        walk_run(&doc, &src, &wc);
        c2pa_read(&c2pa, &doc, &src, &cc);
        if (c2pa.slot == UINT32_MAX) {
            fields_read(&fields, &doc, &a, &limits_default);
            c2pa_read(&c2pa, &doc, &src, &cc);
        }
        state = (int)c2pa.told.state;
        arena_reset(&a);
        took[i] = (wall_time() - start) * 1e3;
    }
    printf("%.4f\t%zu\t%d\t%s\t%.4f\n", median(took, RUNS), data.len, state,
           path, hashing(data));
    free((void *)(uintptr_t)data.ptr);
}

int main(int argc, char **argv)
{
    gm_trust list[TRUST];
    size_t count = 0;
    struct trust *trust;
    int i = 1;

    for (; i + 1 < argc && argv[i][0] == '-' && count < TRUST; i += 2) {
        struct span s = slurp(argv[i + 1]);

        list[count++] = (gm_trust){GM_TRUST_SIGNERS,
                                   {argv[i + 1], (const char *)s.ptr, s.len}};
    }
    trust = trust_new(list, count, NULL, 0);
    if (i == argc)
        one("corpus/png/good-c2pa-large.png", trust);
    for (; i < argc; i++)
        one(argv[i], trust);
    trust_free(trust);
    return 0;
}
