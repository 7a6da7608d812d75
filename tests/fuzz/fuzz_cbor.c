/* SPDX-License-Identifier: Apache-2.0
 * fuzz_cbor.c - CBOR: every item's bytes lie within the input. */
#include "base/cbor.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    const struct cbor *c;
    struct span all = {data, size};
    enum cbor_end end;

    arena_init(&a, 16 << 20);
    end = cbor_read(&c, &a, all, &limits_default);
    if ((end <= CBOR_TRAILING) != (c != NULL))
        abort();
    for (; c; c = c->child ? c->child : c->next)
        if (c->raw.len == 0 || c->raw.ptr < data ||
            c->raw.ptr + c->raw.len > data + size)
            abort();
    arena_reset(&a);
    return 0;
}
