/* SPDX-License-Identifier: Apache-2.0
 * bench_unseen.c - the first pass over hidden characters in clean text, in GB/s
 * beside memchr for an absent byte, in one run. */
#include "scan/unseen.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/clock.h"

enum {
    SIZE = 16 << 20,
    RUNS = 9
};

static size_t walk(struct span s)
{
    size_t hits = 0;

    for (size_t at = unseen_next(s, 0); at < s.len; at = unseen_next(s, at + 1))
        hits++;
    return hits;
}

static size_t reach(struct span s)
{
    return memchr(s.ptr, 0xFF, s.len) != NULL;
}

static double speed(size_t (*f)(struct span), struct span s, size_t *hits)
{
    double best = 1e9;

    for (int i = 0; i < RUNS; i++) {
        double t = wall_time();

        *hits = f(s);
        /* the text may have changed, for all the compiler knows */
        __asm__ volatile("" : : "r"(s.ptr), "r"(*hits) : "memory");
        t = wall_time() - t;
        best = t < best ? t : best;
    }
    return (double)s.len / best / 1e9;
}

int main(void)
{
    static const struct {
        const char *name, *text;
    } kinds[] = {
        {"English", "The committee met on Tuesday and approved the budget; "
                    "\xE2\x80\x9Cno change\xE2\x80\x9D, it said. "},
        {"Korean",
         "\xEC\x9C\x84\xEC\x9B\x90\xED\x9A\x8C\xEB\x8A\x94 "
         "\xED\x99\x94\xEC\x9A\x94\xEC\x9D\xBC\xEC\x97\x90 "
         "\xED\x9A\x8C\xEC\x9D\x98\xEB\xA5\xBC \xEC\x97\xB4\xEA\xB3\xA0. "},
        {"Arabic",
         "\xD8\xA7\xD9\x84\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85 "
         "\xD8\xB9\xD9\x84\xD9\x8A\xD9\x83\xD9\x85 \xD9\x88\xD8\xB1. "}};
    uint8_t *buf = malloc(SIZE);

    for (size_t k = 0; k < 3 && buf; k++) {
        size_t n = strlen(kinds[k].text), hits, none;
        struct span s = {buf, SIZE / n * n};
        double ours, peer;

        for (size_t i = 0; i < s.len; i += n)
            memcpy(buf + i, kinds[k].text, n);
        ours = speed(walk, s, &hits);
        peer = speed(reach, s, &none);
        printf("%-8s %6.2f GB/s, memchr %6.2f GB/s, ratio %.2f, %zu places  "
               "(goal: 3 GB/s)\n",
               kinds[k].name, ours, peer, ours / peer, hits);
    }
    free(buf);
    return 0;
}
