/* SPDX-License-Identifier: Apache-2.0
 * fuzz_binding.c - whole files with a credential: carriers, hashes over boxes,
 * films, fonts, parts; and each file as a fragment of itself. */
#include "c2pa/c2pa.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool far_read(void *ctx, uint64_t off, void *to, size_t len)
{
    const struct span *s = ctx;

    if (!num_fits(off, len, s->len))
        return false;
    memcpy(to, s->ptr + off, len);
    return true;
}

static void judge(struct source src, bool fragment)
{
    struct limits lim = limits_default;
    struct arena a;
    struct doc doc;
    struct c2pa out;
    struct walk_config wc = {.arena = &a, .limits = &lim};
    struct c2pa_config cc = {.arena = &a, .limits = &lim, .now = 1795392000};

    lim.inflate_bytes = lim.view_bytes = 1 << 20;
    lim.steps = 1 << 18;
    arena_init(&a, 64 << 20);
    walk_run(&doc, &src, &wc);
    if (fragment) {
        cc.init = &doc;
        cc.init_src = &src;
    }
    c2pa_read(&out, &doc, &src, &cc);
    for (uint32_t i = 0; i < out.statement_count; i++)
        if (!num_fits(out.statements[i].at.off, out.statements[i].at.len,
                      src.size))
            abort();
    arena_reset(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span all = {data, size};

    judge(source_of(all), false);
    judge(source_of(all), true);
    judge((struct source){.size = size, .read = far_read, .ctx = &all}, false);
    return 0;
}
