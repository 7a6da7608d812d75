/* SPDX-License-Identifier: Apache-2.0
 * test_pixels.c - what decoders make of the odd kinds of pictures, and of
 * headers that ask for more than there is. */
#include "formats/pixels.h"
#include "formats/walk.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <jpeglib.h>

enum {
    SIDE = 16,
    NEAR = 6 /* steps that a JPEG of quality 100 is off a flat colour */
};

struct shot {
    struct arena arena;
    struct doc doc;
    struct pixels p;
    bool fine;
};

static void decode(struct shot *s, struct span bytes)
{
    struct walk_config wc = {.arena = &s->arena, .limits = &limits_default};
    struct source src = source_of(bytes);

    *s = (struct shot){0};
    arena_init(&s->arena, UINT64_C(1) << 31);
    wc.arena = &s->arena;
    walk_run(&s->doc, &src, &wc);
    s->fine = walk_pixels(&s->doc, &src, &wc, &s->p);
}

static void assert_colour(const struct shot *s, int red, int green, int blue)
{
    const int want[] = {red, green, blue};
    const uint8_t *px;

    assert_true(s->fine);
    assert_int_equal(s->p.width, SIDE);
    px = pixels_row(&s->p, SIDE / 2) + (size_t)SIDE / 2 * s->p.channels;
    for (int c = 0; c < 3; c++)
        assert_true(abs(px[c] - want[c]) <= NEAR);
}

/* ---- JPEG --------------------------------------------------------------- */

struct ink {
    J_COLOR_SPACE given, stored;
    int components;
    uint8_t sample[4];
};

/* flat is a JPEG of one colour; the caller frees it. */
static struct span flat(const struct ink *k)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr e;
    uint8_t line[SIDE * 4];
    unsigned char *out = NULL;
    unsigned long len = 0;

    j.err = jpeg_std_error(&e);
    jpeg_create_compress(&j);
    jpeg_mem_dest(&j, &out, &len);
    j.image_width = j.image_height = SIDE;
    j.input_components = k->components;
    j.in_color_space = k->given;
    jpeg_set_defaults(&j);
    jpeg_set_colorspace(&j, k->stored);
    jpeg_set_quality(&j, 100, TRUE);
    jpeg_start_compress(&j, TRUE);
    for (int x = 0; x < SIDE; x++)
        memcpy(line + x * k->components, k->sample, (size_t)k->components);
    while (j.next_scanline < SIDE) {
        JSAMPROW row = line;

        jpeg_write_scanlines(&j, &row, 1);
    }
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return (struct span){out, len};
}

static void expect(const struct ink *k, int red, int green, int blue)
{
    struct span jpeg = flat(k);
    struct shot s;

    decode(&s, jpeg);
    assert_colour(&s, red, green, blue);
    assert_true(s.p.flags & PIXELS_LOSSY);
    arena_reset(&s.arena);
    free((void *)(uintptr_t)jpeg.ptr);
}

/* Adobe stores 255 less the ink: full cyan is 0, 255, 255, 255. */
static void four_inks_of_adobe_are_inverted(void **state)
{
    const struct ink cyan = {JCS_CMYK, JCS_CMYK, 4, {0, 255, 255, 255}};
    const struct ink dark = {JCS_CMYK, JCS_CMYK, 4, {255, 255, 0, 128}};
    const struct ink turned = {JCS_CMYK, JCS_YCCK, 4, {255, 0, 255, 255}};

    (void)state;
    expect(&cyan, 0, 255, 255);
    expect(&dark, 128, 128, 0);
    expect(&turned, 255, 0, 255);
}

static void the_transform_of_adobe_is_obeyed(void **state)
{
    const struct ink plain = {JCS_RGB, JCS_RGB, 3, {200, 30, 90}};
    const struct ink usual = {JCS_RGB, JCS_YCbCr, 3, {200, 30, 90}};

    (void)state;
    expect(&plain, 200, 30, 90);
    expect(&usual, 200, 30, 90);
}

static void grey_is_three_alike_and_said(void **state)
{
    const struct ink k = {JCS_GRAYSCALE, JCS_GRAYSCALE, 1, {77}};
    struct span jpeg = flat(&k);
    struct shot s;

    (void)state;
    decode(&s, jpeg);
    assert_colour(&s, 77, 77, 77);
    assert_true(s.p.flags & PIXELS_GREY);
    arena_reset(&s.arena);
    free((void *)(uintptr_t)jpeg.ptr);
}

static void a_header_of_60000_sides_ends_at_the_limit(void **state)
{
    const struct ink k = {JCS_RGB, JCS_YCbCr, 3, {1, 2, 3}};
    struct span jpeg = flat(&k);
    uint8_t *at = (uint8_t *)(uintptr_t)jpeg.ptr;
    struct shot s;

    (void)state;
    for (size_t i = 0; i + 9 < jpeg.len; i++)
        if (at[i] == 0xFF && at[i + 1] == 0xC0)
            memcpy(at + i + 5, "\xEA\x60\xEA\x60", 4); /* 60,000 twice */
    decode(&s, jpeg);
    assert_false(s.fine);
    assert_string_equal(s.p.why, "limit pixels");
    assert_true(s.arena.spent < 1 << 20);
    arena_reset(&s.arena);
    free(at);
}

/* ---- PNG ---------------------------------------------------------------- */

struct png {
    uint8_t bytes[4096];
    size_t len;
};

static void chunk(struct png *p, const char *kind, const void *data, size_t n)
{
    uint8_t head[8] = {0, 0, (uint8_t)(n >> 8), (uint8_t)n};
    uint8_t tail[4];
    uLong crc;

    memcpy(head + 4, kind, 4);
    memcpy(p->bytes + p->len, head, 8);
    if (n)
        memcpy(p->bytes + p->len + 8, data, n);
    crc = crc32(0, p->bytes + p->len + 4, (uInt)(n + 4));
    for (int i = 0; i < 4; i++)
        tail[i] = (uint8_t)(crc >> (24 - 8 * i));
    memcpy(p->bytes + p->len + 8 + n, tail, 4);
    p->len += n + 12;
}

/* What a PNG of one colour is made of [PNG 11.2.1]. */
struct tint {
    uint8_t depth, type;
    uint32_t side;
    const uint8_t *pixel;
    size_t bytes; /* of a pixel */
};

static void begin(struct png *p, const struct tint *t)
{
    uint8_t head[13] = {0};

    p->len = 8;
    memcpy(p->bytes, "\x89PNG\r\n\x1A\n", 8);
    for (int i = 0; i < 4; i++)
        head[i] = head[4 + i] = (uint8_t)(t->side >> (24 - 8 * i));
    head[8] = t->depth;
    head[9] = t->type;
    chunk(p, "IHDR", head, sizeof(head));
}

static void finish(struct png *p, const struct tint *t)
{
    uint8_t raw[SIDE * (SIDE * 8 + 1)], packed[2048];
    uLongf len = sizeof(packed);
    size_t n = 0;

    for (int y = 0; y < SIDE; y++) {
        raw[n++] = 0;
        for (int x = 0; x < SIDE; x++, n += t->bytes)
            memcpy(raw + n, t->pixel, t->bytes);
    }
    assert_int_equal(compress(packed, &len, raw, n), Z_OK);
    chunk(p, "IDAT", packed, len);
    chunk(p, "IEND", NULL, 0);
}

static void sixteen_bits_keep_their_high_ones(void **state)
{
    const uint8_t px[] = {200, 255, 30, 0, 90, 128};
    const struct tint t = {16, 2, SIDE, px, sizeof(px)};
    struct png p;
    struct shot s;

    (void)state;
    begin(&p, &t);
    finish(&p, &t);
    decode(&s, (struct span){p.bytes, p.len});
    assert_colour(&s, 200, 30, 90);
    assert_true(s.p.flags & PIXELS_DEEP);
    arena_reset(&s.arena);
}

static void a_palette_gives_its_colours_and_what_is_clear(void **state)
{
    const uint8_t px[] = {1}, colours[] = {9, 9, 9, 200, 30, 90};
    const uint8_t clear[] = {255, 17};
    const struct tint t = {8, 3, SIDE, px, sizeof(px)};
    struct png p;
    struct shot s;

    (void)state;
    begin(&p, &t);
    chunk(&p, "PLTE", colours, sizeof(colours));
    chunk(&p, "tRNS", clear, sizeof(clear));
    finish(&p, &t);
    decode(&s, (struct span){p.bytes, p.len});
    assert_colour(&s, 200, 30, 90);
    assert_int_equal(s.p.channels, 4);
    assert_int_equal(s.p.ptr[3], 17);
    assert_true(s.p.flags & PIXELS_PALETTE);
    arena_reset(&s.arena);
}

/* Multiplied by an alpha of 1 these colours would be lost. */
static void colours_are_not_multiplied_by_alpha(void **state)
{
    const uint8_t px[] = {200, 30, 91, 1};
    const struct tint t = {8, 6, SIDE, px, sizeof(px)};
    struct png p;
    struct shot s;

    (void)state;
    begin(&p, &t);
    finish(&p, &t);
    decode(&s, (struct span){p.bytes, p.len});
    assert_true(s.fine);
    assert_memory_equal(s.p.ptr, px, sizeof(px));
    arena_reset(&s.arena);
}

static void a_png_of_60000_sides_ends_at_the_limit(void **state)
{
    const uint8_t px[] = {200, 30, 91};
    const struct tint t = {8, 2, 60000, px, sizeof(px)};
    struct png p;
    struct shot s;

    (void)state;
    begin(&p, &t);
    finish(&p, &t);
    decode(&s, (struct span){p.bytes, p.len});
    assert_false(s.fine);
    assert_string_equal(s.p.why, "limit pixels");
    assert_true(s.arena.spent < 1 << 20);
    arena_reset(&s.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_inks_of_adobe_are_inverted),
        cmocka_unit_test(the_transform_of_adobe_is_obeyed),
        cmocka_unit_test(grey_is_three_alike_and_said),
        cmocka_unit_test(a_header_of_60000_sides_ends_at_the_limit),
        cmocka_unit_test(sixteen_bits_keep_their_high_ones),
        cmocka_unit_test(a_palette_gives_its_colours_and_what_is_clear),
        cmocka_unit_test(colours_are_not_multiplied_by_alpha),
        cmocka_unit_test(a_png_of_60000_sides_ends_at_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
