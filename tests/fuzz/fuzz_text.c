/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the name, and so the kind of text. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.txt", "a.md",  "a.c",   "a.py",
                                        "a",     "a.yml", "a.vue", "a.json",
                                        "a.srt", "a.vtt", "a.ass", "a.tex",
                                        "a.rst", "a.xml", "a.csv", "a.gltf"};
    size_t count = sizeof(names) / sizeof(names[0]);
    struct arena arena;
    struct source src;
    struct doc doc;
    struct walk_config c = {.arena = &arena, .limits = &limits_default};

    if (!size)
        return 0;
    c.name.ptr = (const uint8_t *)names[data[0] % count];
    c.name.len = strlen(names[data[0] % count]);
    src = source_of((struct span){data + 1, size - 1});
    arena_init(&arena, 16 << 20);
    walk_run(&doc, &src, &c);
    for (uint32_t i = 0; i < doc.slot_count; i++)
        if (doc.slots[i].map)
            text_map_at(doc.slots[i].map, doc.slots[i].data.len / 2);
    arena_reset(&arena);
    return 0;
}
