/* SPDX-License-Identifier: Apache-2.0
 * bench_token.c - milliseconds a token of the statistical schemes, at a
 * vocabulary of 50,257.  The peers (Python with PyTorch, measured elsewhere)
 * need 0.2 to 0.33 for KGW and 0.086 for SynthID. */
#include "token/token.h"

#include <stdio.h>

#include "tests/clock.h"

enum {
    COUNT = 4000
};

static void one(const char *name, double goal)
{
    static uint32_t ids[COUNT];
    uint32_t noise = 9;
    struct token_scheme s;
    struct token_score r;
    const char *why;
    struct arena a;
    double best = 1e9;

    for (int i = 0; i < COUNT; i++) {
        noise = noise * 1664525 + 1013904223;
        ids[i] = (noise >> 8) % 50257;
    }
    token_named(&s, (struct span){(const uint8_t *)name, strlen(name)});
    for (int run = 0; run < 5; run++) {
        double t;

        arena_init(&a, 1 << 28);
        t = wall_time();
        if (!token_check(&r, &s, (struct ids){ids, COUNT}, &a, &why))
            return;
        t = (wall_time() - t) * 1e3 / COUNT;
        best = t < best ? t : best;
        arena_reset(&a);
    }
    printf("%-18s %8.5f ms/token  (goal: at most %g)\n", name, best, goal);
}

int main(void)
{
    one("kgw", 0.05);
    one("kgw-selfhash", 0.05);
    one("kgw-minhash", 0.05);
    one("unigram", 0.05);
    one("synthid", 0.004);
    one("synthid-hf", 0.004);
    one("exp", 0.05);
    return 0;
}
