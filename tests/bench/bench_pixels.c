/* SPDX-License-Identifier: Apache-2.0
 * bench_pixels.c - what the pixel stage costs beside decoding, in one run, on a
 * made picture (waves and noise, 4 megapixels). */
#include "base/cpu.h"
#include "formats/pixels.h"
#include "formats/walk.h"
#include "marks/dwt_dct.h"
#include "marks/mark.h"
#include "tests/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

enum {
    SIDE = 2048,
    RUNS = 7
};

static uint8_t *picture(void)
{
    uint8_t *p = malloc((size_t)SIDE * SIDE * 3);
    uint32_t noise = 1;

    for (size_t i = 0; p && i < (size_t)SIDE * SIDE * 3; i++) {
        size_t x = i / 3 % SIDE, y = i / 3 / SIDE;

        noise = noise * 1664525 + 1013904223;
        p[i] = (uint8_t)((x * (i % 3 + 1) / 9 + y / 7 + (noise >> 28)) & 255);
    }
    return p;
}

static unsigned char *encode(uint8_t *rgb, unsigned long *len)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr e;
    unsigned char *out = NULL;

    j.err = jpeg_std_error(&e);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &out, len);
    j.image_width = j.image_height = SIDE;
    j.input_components = 3;
    j.in_color_space = JCS_RGB;
    jpeg_set_defaults(&j);
    jpeg_set_quality(&j, 92, TRUE);
    jpeg_start_compress(&j, TRUE);
    while (j.next_scanline < SIDE) {
        JSAMPROW row = rgb + (size_t)j.next_scanline * SIDE * 3;

        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return out;
}

/* Finders over a file, from its bytes on; none of them: only what comes
 * before.  Their decoding counts. */
enum stage {
    WALK,
    DECODE,
    FIND
};

struct task {
    struct span jpeg;
    enum stage until;
    gm_effort effort;
    const struct finder *alone;
};

static double once(const struct task *k)
{
    struct arena a;
    struct walk_config wc = {&a, &limits_default, {0}, NULL, NULL};
    struct source src = source_of(k->jpeg);
    struct hunt_config hc = {.src = &src, .walk = &wc, .effort = k->effort};
    struct fields fields = {0};
    struct c2pa c2pa = {0};
    struct marks m;
    struct doc doc;
    struct pixels p;
    double t;

    arena_init(&a, UINT64_C(1) << 30);
    walk_run(&doc, &src, &wc);
    hc.doc = &doc;
    hc.fields = &fields;
    hc.c2pa = &c2pa;
    hc.alone = k->alone;
    t = cpu_time();
    if (k->until == DECODE && !walk_pixels(&doc, &src, &wc, &p))
        exit(1);
    if (k->until == FIND)
        marks_find(&m, &hc);
    t = (cpu_time() - t) * 1e3;
    arena_reset(&a);
    return t;
}

/* least is that of several: what other programs take is only ever added. */
static double least(const struct task *k)
{
    double best = once(k);

    for (int i = 1; i < RUNS; i++) {
        double t = once(k);

        best = t < best ? t : best;
    }
    return best;
}

static double detect(const struct pixels *p, enum haar_score score)
{
    static const size_t lengths[] = {32, 46, 48, 64, 136};
    double t[RUNS], mean[512];

    for (int i = 0; i < RUNS; i++) {
        struct haar h = {0};
        struct arena a;

        arena_init(&a, UINT64_C(1) << 30);
        t[i] = cpu_time();
        if (!haar_read(&h, p, score, &a))
            exit(1);
        for (int d = 0; d < HAAR_DOMAINS; d++)
            for (size_t n = 0; n < 5; n++)
                dwt_vote(&h, score, d, lengths[n], mean);
        t[i] = (cpu_time() - t[i]) * 1e3;
        arena_reset(&a);
    }
    return median(t, RUNS);
}

static const struct finder *called(const char *name)
{
    const struct finder *f;

    for (size_t i = 0; (f = finder_at(i)) != NULL; i++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}

static void stages(struct span jpeg, double mp)
{
    double base = least(&(struct task){jpeg, DECODE, 0, NULL});
    double all = least(&(struct task){jpeg, FIND, GM_EFFORT_NORMAL, NULL});
    double logo = least(
        &(struct task){jpeg, FIND, GM_EFFORT_NORMAL, called("vendor-mark")});
    double deep_logo = least(
        &(struct task){jpeg, FIND, GM_EFFORT_DEEP, called("vendor-mark")});
    double deep = least(
        &(struct task){jpeg, FIND, GM_EFFORT_DEEP, called("dwt-dct-deep")});

    double rest = all - (logo - base);

    printf("JPEG decode            %7.2f ms/MP  %7.1f MP/s\n", base / mp,
           mp / base * 1e3);
    printf("decode and detect      %7.2f ms/MP  %7.1f MP/s, %.2f times the "
           "decoder  (goal: 1.5)\n",
           rest / mp, mp / rest * 1e3, rest / base);
    printf("with vendors' marks    %7.2f ms/MP  %7.1f MP/s, %.2f times; they "
           "cost %.2f ms a picture of any size\n",
           all / mp, mp / all * 1e3, all / base, logo - base);
    printf("vendors' marks, --deep %7.2f ms a picture\n", deep_logo - base);
    printf("sizes, crops, --deep   %7.2f ms a picture\n", deep - base);
}

int main(void)
{
    uint8_t *rgb = picture();
    unsigned long len = 0;
    unsigned char *jpeg = rgb ? encode(rgb, &len) : NULL;
    struct pixels p = {rgb, SIDE, SIDE, 3, 0, NULL};
    double mp = (double)SIDE * SIDE / 1e6;

    if (!jpeg)
        return 1;
    stages((struct span){jpeg, len}, mp);
    printf("dwtDct, 2 domains x 5  %7.2f ms/MP  (goal: under 1.5)\n",
           detect(&p, HAAR_DCT) / mp);
    printf("dwtDctSvd, the same    %7.2f ms/MP  (goal: under 8)\n",
           detect(&p, HAAR_SVD) / mp);
    cpu_limit(0);
    printf("dwtDct, plain C        %7.2f ms/MP\n", detect(&p, HAAR_DCT) / mp);
    free(rgb);
    free(jpeg);
    return 0;
}
