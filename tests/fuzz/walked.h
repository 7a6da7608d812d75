/* SPDX-License-Identifier: Apache-2.0
 * walked.h - what every fuzz target of a format does: walk the bytes from
 * memory and through reads, and look at all that came out. */
#ifndef TESTS_FUZZ_WALKED_H
#define TESTS_FUZZ_WALKED_H

#include "formats/walk.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool fuzz_read(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct span *s = ctx;

    if (!num_fits(off, len, s->len))
        return false;
    memcpy(to, s->ptr + off, len);
    return true;
}

static void fuzz_look(const struct doc *d, uint64_t size)
{
    volatile uint8_t sum = 0;

    for (uint32_t i = 0; i < d->block_count; i++) {
        if (!num_fits(d->blocks[i].at.off, d->blocks[i].at.len, size))
            abort();
        for (size_t k = 0; k < d->blocks[i].name.len; k++)
            sum = (uint8_t)(sum + d->blocks[i].name.ptr[k]);
    }
    for (uint32_t i = 0; i < d->slot_count; i++) {
        const struct slot *s = &d->slots[i];

        if (!num_fits(s->at.off, s->at.len, size))
            abort();
        if (s->data.len)
            sum =
                (uint8_t)(sum + s->data.ptr[0] + s->data.ptr[s->data.len - 1]);
        for (size_t k = 0; k < s->key.len; k++)
            sum = (uint8_t)(sum + s->key.ptr[k]);
    }
}

static inline int fuzz_walk(const uint8_t *data, size_t size)
{
    struct span bytes = {data, size};
    struct limits lim = limits_default;
    struct source src[2] = {source_of(bytes),
                            {.size = size, .read = fuzz_read, .ctx = &bytes}};

    lim.arena_bytes = 32 << 20;
    lim.inflate_bytes = lim.view_bytes = 1 << 20;
    lim.steps = 1 << 18;
    for (int i = 0; i < 2; i++) {
        struct arena a;
        struct doc d;
        struct walk_config c = {.arena = &a, .limits = &lim};

        arena_init(&a, lim.arena_bytes);
        walk_run(&d, &src[i], &c);
        fuzz_look(&d, size);
        arena_reset(&a);
    }
    return 0;
}

#endif
