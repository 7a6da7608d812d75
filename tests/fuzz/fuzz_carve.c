/* SPDX-License-Identifier: Apache-2.0
 * fuzz_carve.c - what is carved out of a format that is not known is what a
 * search at every place finds. */
#include "tests/fuzz/walked.h"

#include "tests/carved.h"

enum {
    HEAD = 16,     /* of no format */
    MOST = 1 << 16 /* more than three parts of a scan */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t bytes[HEAD + MOST] = {1, 2, 3, 4, 5, 6, 7, 8, 'F', 'O'};
    struct span s = {bytes, HEAD + (size < MOST ? size : MOST)};
    struct source src = source_of(s);
    struct arena a;
    struct doc d;
    struct walk_config c = {.arena = &a, .limits = &limits_default};

    if (s.len > HEAD)
        memcpy(bytes + HEAD, data, s.len - HEAD);
    arena_init(&a, 32 << 20);
    walk_run(&d, &src, &c);
    fuzz_look(&d, s.len);
    if (!d.format && !carved_same(&d, s))
        abort();
    arena_reset(&a);
    return 0;
}
