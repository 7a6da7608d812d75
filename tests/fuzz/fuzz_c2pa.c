/* SPDX-License-Identifier: Apache-2.0
 * fuzz_c2pa.c - whole credentials.  The input is a manifest store; it stands in
 * a PNG whose picture is not what was signed, so that it can never be valid. */
#include "c2pa/c2pa.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] = "\x89PNG\r\n\x1a\n";
    size_t len = size + 20 + 12, at = 8;
    uint8_t *file = calloc(1, len);
    struct source src = source_of((struct span){file, len});
    struct limits lim = limits_default;
    struct arena a;
    struct doc doc;
    struct c2pa out;
    struct walk_config wc = {.arena = &a, .limits = &lim};
    struct c2pa_config cc = {.arena = &a, .limits = &lim, .now = 1795392000};

    if (!file)
        return 0;
    lim.inflate_bytes = lim.view_bytes = 1 << 20;
    lim.steps = 1 << 18;
    memcpy(file, head, 8);
    for (int i = 3; i >= 0; i--)
        file[at++] = (uint8_t)(size >> 8 * i);
    memcpy(file + at, "caBX", 4);
    if (size)
        memcpy(file + at + 4, data, size);
    memcpy(file + len - 8, "IEND", 4);
    arena_init(&a, 64 << 20);
    walk_run(&doc, &src, &wc);
    c2pa_read(&out, &doc, &src, &cc);
    if (out.told.state >= GM_C2PA_VALID || out.told.state == GM_C2PA_NONE)
        abort();
    for (uint32_t i = 0; i < out.statement_count; i++)
        if (out.statements[i].proof != GM_BROKEN &&
            out.statements[i].proof != GM_STATED)
            abort();
    arena_reset(&a);
    free(file);
    return 0;
}
