/* SPDX-License-Identifier: Apache-2.0
 * bench_pixels.c - what the pixel stage costs beside decoding: milliseconds a
 * megapixel, in one run, on a made picture (waves and noise, 4 megapixels). */
#include "base/cpu.h"
#include "formats/pixels.h"
#include "formats/walk.h"
#include "marks/dwt_dct.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jpeglib.h>

enum {
    SIDE = 2048,
    RUNS = 7
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

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

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double decode(struct span jpeg)
{
    double t[RUNS];

    for (int i = 0; i < RUNS; i++) {
        struct arena a;
        struct walk_config wc = {&a, &limits_default, {0}, NULL, NULL};
        struct source src = source_of(jpeg);
        struct doc doc;
        struct pixels p;

        arena_init(&a, UINT64_C(1) << 30);
        walk_run(&doc, &src, &wc);
        t[i] = now();
        if (!walk_pixels(&doc, &src, &wc, &p))
            exit(1);
        t[i] = now() - t[i];
        arena_reset(&a);
    }
    qsort(t, RUNS, sizeof(*t), by_size);
    return t[RUNS / 2];
}

static double detect(const struct pixels *p, enum haar_score score)
{
    static const size_t lengths[] = {32, 46, 48, 64, 136};
    double t[RUNS], mean[512];

    for (int i = 0; i < RUNS; i++) {
        struct haar h = {0};
        struct arena a;

        arena_init(&a, UINT64_C(1) << 30);
        t[i] = now();
        if (!haar_read(&h, p, score, &a))
            exit(1);
        for (int d = 0; d < HAAR_DOMAINS; d++)
            for (size_t n = 0; n < 5; n++)
                dwt_vote(&h, score, d, lengths[n], mean);
        t[i] = now() - t[i];
        arena_reset(&a);
    }
    qsort(t, RUNS, sizeof(*t), by_size);
    return t[RUNS / 2];
}

int main(void)
{
    uint8_t *rgb = picture();
    unsigned long len = 0;
    unsigned char *jpeg = rgb ? encode(rgb, &len) : NULL;
    struct pixels p = {rgb, SIDE, SIDE, 3, 0, NULL};
    double mp = (double)SIDE * SIDE / 1e6, base;

    if (!jpeg)
        return 1;
    base = decode((struct span){jpeg, len});
    printf("JPEG decode            %7.2f ms/MP\n", base / mp);
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
