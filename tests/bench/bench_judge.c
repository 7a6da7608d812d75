/* SPDX-License-Identifier: Apache-2.0
 * bench_judge.c - stored items judged again: items per second of one thread,
 * beside memcpy of the same items. */
#define _POSIX_C_SOURCE 200809L
#include "genmark.h"
#include "tests/clock.h"
#include "tests/synth.h"

enum {
    ITEMS = 200000,
    KINDS = 6
};

static double judge_all(gm_worker *w, const struct synth *items,
                        const char *laws, unsigned *failed)
{
    double start = wall_time();

    for (unsigned i = 0; i < ITEMS; i++) {
        const struct synth *s = &items[i % KINDS];
        gm_input how = GM_INPUT_INIT;
        const gm_item *out;

        how.facts = s->facts;
        how.fact_count = s->fact_count;
        how.laws = laws;
        how.as_of = "2026-11-23";
        if (gm_judge(w, &s->item, &how, &out) != GM_OK)
            exit(1);
        *failed += out->verdicts[0].verdict == GM_FAIL;
    }
    return wall_time() - start;
}

int main(void)
{
    static const char *const settings[KINDS] = {
        "media:image",
        "media:image mark:metadata/generated role=provider "
        "delivery=exported realistic=no notice=yes",
        "media:image mark:metadata/generated role=provider "
        "delivery=exported realistic=yes visible=no",
        "media:text mark:notice/notice/text/class:A",
        "media:video origin=ai role=provider delivery=in-service",
        "media:image mark:aigc/generated attr:record=bare attr:Label=1 "
        "mark:generator/trace/makes:generated mark:metadata/captured",
    };
    static struct synth items[KINDS];
    gm_config c = GM_CONFIG_INIT;
    gm_engine *e;
    gm_worker *w;
    struct arena a;
    unsigned failed = 0;
    double kr, all;

    arena_init(&a, 1 << 20);
    if (gm_engine_new(&c, &e, NULL, 0) != GM_OK)
        return 1;
    w = gm_worker_new(e);
    for (unsigned i = 0; i < KINDS; i++)
        if (!synth_make(&items[i], &a, settings[i], strlen(settings[i])))
            return 1;
    kr = judge_all(w, items, "kr", &failed);
    all = judge_all(w, items, "kr,cn,eu,us-ca,us-ny,us-ut-wa,in,vn,kz,iptc",
                    &failed);
    printf("judge kr: %.0f items/s; ten laws: %.0f items/s (one thread, %u "
           "fail)\n",
           ITEMS / kr, ITEMS / all, failed);
    arena_reset(&a);
    gm_worker_free(w);
    gm_engine_unref(e);
    return 0;
}
