/* SPDX-License-Identifier: Apache-2.0
 * fuzz_pixels.c - every decoder of pictures, and the finders over what comes
 * out: small pictures only. */
#include "formats/pixels.h"
#include "formats/walk.h"
#include "marks/mark.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct limits limits = limits_default;
    struct arena a;
    struct walk_config wc = {.arena = &a, .limits = &limits};
    struct source src = source_of((struct span){data, size});
    struct fields fields = {0};
    struct c2pa c2pa = {0};
    struct marks m;
    struct doc doc;
    struct hunt_config hc = {.doc = &doc,
                             .src = &src,
                             .fields = &fields,
                             .c2pa = &c2pa,
                             .walk = &wc};

    limits.pixels = 1 << 16;
    limits.arena_bytes = 64 << 20;
    limits.steps = 1 << 18;
    arena_init(&a, limits.arena_bytes);
    walk_run(&doc, &src, &wc);
    if (doc.format && doc.format->pixels)
        marks_find(&m, &hc);
    arena_reset(&a);
    return 0;
}
