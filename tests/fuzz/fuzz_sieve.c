/* SPDX-License-Identifier: Apache-2.0
 * fuzz_sieve.c - patterns and text out of the input; every kernel must find
 * what the automaton finds. */
#include "base/cpu.h"
#include "base/reader.h"
#include "scan/scan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool on_hit(void *ctx, uint32_t pattern, uint64_t end)
{
    uint64_t *sum = ctx,
             k = ((uint64_t)pattern << 40 ^ end) * 0x9e3779b97f4a7c15;

    *sum += k ^ k >> 29;
    return true;
}

static uint64_t scan_at(uint32_t level, const struct scan_pattern *p, size_t n,
                        struct span text)
{
    uint64_t sum = 0, fed = 0;
    struct scan s = {.hit = on_hit, .ctx = &sum};
    struct scan f = {.hit = on_hit, .ctx = &fed};
    struct scan_set *set;

    cpu_limit(level);
    set = set_new(p, n);
    if (!set)
        return 0;
    s.set = f.set = set;
    scan_run(&s, text);
    scan_feed(&f, (struct span){text.ptr, text.len / 2});
    scan_feed(&f,
              (struct span){text.ptr + text.len / 2, text.len - text.len / 2});
    if (sum != fed)
        abort();
    set_free(set);
    return sum;
}

/* The input: how many patterns; of each its length, with a top bit for
 * caseless, and its bytes; the text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader r = reader_over((struct span){data, size});
    struct scan_pattern p[32];
    size_t n = 0, count = read_u8(&r) % 32;
    struct span text;
    uint64_t want;

    while (n < count && reader_left(&r)) {
        uint8_t head = read_u8(&r);
        struct span s = read_span(&r, head & 63);

        if (s.len)
            p[n++] = (struct scan_pattern){s, head >> 7, 0};
    }
    if (!reader_ok(&r))
        return 0;
    text = read_rest(&r);
    want = scan_at(CPU_KNOWN, p, n, text);
    if (scan_at(CPU_SSSE3, p, n, text) != want ||
        scan_at(CPU_SSSE3 | CPU_AVX2, p, n, text) != want ||
        scan_at(UINT32_MAX, p, n, text) != want)
        abort();
    return 0;
}
