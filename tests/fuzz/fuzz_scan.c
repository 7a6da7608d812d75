/* SPDX-License-Identifier: Apache-2.0
 * fuzz_scan.c - the whole pipeline on any bytes, small limits. */
#include "genmark.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gm_engine *engine;
    static gm_worker *worker;
    gm_setting small[] = {{"arena_bytes", 16 << 20},
                          {"inflate_bytes", 1 << 20},
                          {"steps", 1 << 18}};
    gm_config c = GM_CONFIG_INIT;
    gm_input in = GM_INPUT_INIT;
    const gm_item *item;

    if (!engine) {
        c.limits = small;
        c.limit_count = 3;
        if (gm_engine_new(&c, &engine, NULL, 0) != GM_OK)
            abort();
        worker = gm_worker_new(engine);
    }
    in.data = data;
    in.length = size;
    in.name = "fuzz.md";
    in.as_of = "2026-11-23";
    in.want = GM_WANT_TREE;
    if (gm_scan(worker, &in, &item) != GM_OK)
        abort();
    return 0;
}
