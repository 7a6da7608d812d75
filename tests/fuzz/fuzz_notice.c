/* SPDX-License-Identifier: Apache-2.0 */
#include "genmark.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The whole way of a text, through every finder that reads one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gm_engine *engine;
    static gm_worker *worker;
    gm_config c = GM_CONFIG_INIT;
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;

    if (!engine && gm_engine_new(&c, &engine, NULL, 0) != GM_OK)
        abort();
    if (!worker)
        worker = gm_worker_new(engine);
    if (!worker)
        abort();
    in.name = size && data[0] % 2 ? "a.md" : "a.txt";
    in.data = data;
    in.length = size;
    in.laws = "none";
    if (gm_scan(worker, &in, &item) != GM_OK)
        abort();
    for (size_t i = 0; i < item->mark_count; i++)
        if (item->marks[i].place.off > size ||
            item->marks[i].place.len > size - item->marks[i].place.off)
            abort(); /* a place outside the input */
    return 0;
}
