/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/walk.h"
#include "meta/field.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct source src = source_of((struct span){data, size});
    struct doc doc;
    struct fields fields;
    struct walk_config c = {
        .arena = &arena, .limits = &limits_default, .name = SPAN("a.html")};

    arena_init(&arena, 16 << 20);
    walk_run(&doc, &src, &c);
    fields_read(&fields, &doc, &arena, &limits_default);
    for (uint32_t i = 0; i < doc.slot_count; i++)
        if (doc.slots[i].map)
            text_map_at(doc.slots[i].map, doc.slots[i].data.len / 2);
    arena_reset(&arena);
    return 0;
}
