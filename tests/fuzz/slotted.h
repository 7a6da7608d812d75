/* SPDX-License-Identifier: Apache-2.0
 * slotted.h - what every fuzz target of a metadata reader does: read the bytes
 * as one slot of that kind, and look at all the fields. */
#ifndef TESTS_FUZZ_SLOTTED_H
#define TESTS_FUZZ_SLOTTED_H

#include "meta/field.h"

#include "base/utf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int fuzz_slot(enum slot_kind kind, const uint8_t *data, size_t size)
{
    struct limits lim = limits_default;
    struct slot slot = {.kind = kind, .data = {data, size}, .at = {7, size}};
    struct doc doc = {.slots = &slot, .slot_count = 1};
    struct fields f;
    struct arena a;

    lim.arena_bytes = 32 << 20;
    lim.xml_bytes = 1 << 20;
    lim.fields = 1 << 12;
    arena_init(&a, lim.arena_bytes);
    fields_read(&f, &doc, &a, &lim);
    for (uint32_t i = 0; i < f.count; i++) {
        const struct field *x = &f.list[i];

        if (!utf8_ok(x->value) || x->at.off < 7 ||
            !num_fits(x->at.off - 7, x->at.len, size))
            abort();
    }
    arena_reset(&a);
    return 0;
}

#endif
