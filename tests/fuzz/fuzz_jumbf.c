/* SPDX-License-Identifier: Apache-2.0
 * fuzz_jumbf.c - JUMBF boxes: each lies within the input. */
#include "c2pa/jumbf.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    const struct box *b;
    struct span all = {data, size};
    uint64_t boxes = 0;
    enum jumbf_end end;

    arena_init(&a, 16 << 20);
    end = jumbf_read(&b, &a, all, &limits_default, &boxes);
    if ((end == JUMBF_OK) != (b != NULL))
        abort();
    for (; b; b = b->child ? b->child : b->next)
        if (b->whole.ptr < data || b->whole.ptr + b->whole.len > data + size)
            abort();
    uri_manifest(all);
    uri_name(all);
    label_base(all);
    uri_absolute(&a, all, all);
    arena_reset(&a);
    return 0;
}
