/* SPDX-License-Identifier: Apache-2.0
 * fuzz_pack.c - any bytes as a rule pack, and what is taken judges items. */
#include "law/judge.h"
#include "tests/synth.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const items[] = {
        "media:image mark:metadata/generated/finder:xmp role=provider",
        "media:text mark:notice/notice/text/class:A lost:notice "
        "election-date=2026-12-01",
        "media:video mark:aigc/generated attr:Label=1 measure:height=3 "
        "origin=ai error:limit on:none mark-ranges=0-1,4-5 ai-ranges=0-9",
        "media:image mark:aigc/generated attr:Label=1 mark:c2pa/generated/"
        "signed was: mark:aigc/generated attr:Label=3 lost:aigc",
    };
    const gm_text text = {"fuzz.rules", (const char *)data, size};
    struct synth *s = malloc(2 * sizeof(*s));
    char why[100] = "";
    const gm_config c = {.packs = &text, .pack_count = 1};
    struct law *l = s ? law_new(&c, why, sizeof(why)) : NULL;
    gm_rule_info r;
    struct arena a;
    char laws[1024];

    assert(l || !s || why[0]);
    for (size_t i = 0; l && i < sizeof(items) / sizeof(items[0]); i++) {
        arena_init(&a, 1 << 20);
        assert(synth_pair(s, s + 1, &a, items[i], strlen(items[i])));
        assert(synth_judge(l, s, &a, "kr"));
        for (size_t k = 0; law_rule_at(l, k, &r); k++)
            if (r.law.len < sizeof(laws) && k % 16 == 0) {
                memcpy(laws, r.law.ptr, r.law.len + 1);
                assert(synth_judge(l, s, &a, laws));
            }
        arena_reset(&a);
    }
    law_free(l);
    free(s);
    return 0;
}
