/* SPDX-License-Identifier: Apache-2.0
 * replay.c - feeds files to a fuzz target without libFuzzer: each file whole,
 * then cut at some lengths, then with some bytes inverted.
 *
 * Which lengths and bytes is fixed (no clock, no chance): about TRIES of each,
 * evenly spread, so that a run is repeatable and its time is bounded. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    TRIES = 24,
    MOST = 1 << 20 /* bytes of a file that are used */
};

/* once hands over a copy of exactly that size, so that a read past its end is
 * seen by the sanitizer. */
static void once(const uint8_t *p, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);

    if (!copy)
        exit(2);
    memcpy(copy, p, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void all(uint8_t *p, size_t n)
{
    size_t step = n / TRIES + 1;

    once(p, n);
    for (size_t i = 0; i < n; i += step)
        once(p, i);
    for (size_t i = step / 2; i < n; i += step) {
        p[i] = (uint8_t)~p[i];
        once(p, n);
        p[i] = (uint8_t)~p[i];
    }
}

int main(int argc, char **argv)
{
    static uint8_t bytes[MOST];

    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        size_t n;

        if (!f) {
            perror(argv[i]);
            return 2;
        }
        n = fread(bytes, 1, sizeof(bytes), f);
        fclose(f);
        all(bytes, n);
    }
    printf("%d files replayed\n", argc - 1);
    return 0;
}
