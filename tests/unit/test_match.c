/* SPDX-License-Identifier: Apache-2.0
 * test_match.c - drawings: how they are drawn, found in a picture, and taken
 * off it again. */
#include "marks/logos.h"
#include "pixel/undo.h"
#include "tests/test.h"

#include <math.h>
#include <string.h>

enum {
    WIDTH = 160,
    HEIGHT = 60,
    LEFT = 71,
    TOP = 23
};

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 26);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_reset(&arena);
    return 0;
}

static double area(const struct cover *c)
{
    double sum = 0;

    for (size_t i = 0; i < (size_t)c->width * c->height; i++)
        sum += (double)c->at[i];
    return sum;
}

static struct cover drawn(const char *drawing, float scale)
{
    struct cover c;

    assert_true(cover_init(&c, 64, 40, &arena));
    stroke_draw(&c, drawing, (struct pen){4, 4, scale});
    return c;
}

static bool about(double got, double want, double within)
{
    return fabs(got - want) <= within;
}

static void a_stroke_covers_its_length_times_its_width(void **state)
{
    struct cover c = drawn("w 4 s 0 10 20 10", 1);

    (void)state;
    assert_true(about(area(&c), 80, .5));
    assert_true(about((double)c.at[14 * 64 + 10], 1, .001));
    assert_true(about((double)c.at[14 * 64 + 30], 0, .001));
    c = drawn("w 4 s 0 10 20 10", 1.5f);
    assert_true(about(area(&c), 80 * 1.5 * 1.5, .5));
}

static void corners_are_round_and_ends_are_flat(void **state)
{
    struct cover c = drawn("w 6 s 0 10 20 10 20 30", 1);
    double joined = 2 * 20 * 6 - 9 + 3.14159 * 9 / 4;

    (void)state;
    assert_true(about(area(&c), joined, 2));
}

static void an_outline_is_filled(void **state)
{
    struct cover c = drawn("f 0 0 20 0 20 20 0 20 f 30 0 50 0 30 20", 1);

    (void)state;
    assert_true(about(area(&c), 400 + 200, 4));
}

static void what_is_outside_is_left_out(void **state)
{
    struct cover c = drawn("w 6 s -90 10 200 10 f -50 -50 -40 -50 -40 -40", 1);

    (void)state;
    assert_true(about(area(&c), 64 * 6, 1));
}

/* A ground that slopes a little, with a drawing blended in. */
static struct plane ground(const struct cover *c, float opacity)
{
    struct plane p = {NULL, WIDTH, HEIGHT};

    p.at = arena_alloc(&arena, WIDTH * HEIGHT * sizeof(float));
    assert_non_null(p.at);
    for (uint32_t y = 0; y < HEIGHT; y++)
        for (uint32_t x = 0; x < WIDTH; x++)
            p.at[y * WIDTH + x] = 60 + (float)x / 4 + (float)(y % 3);
    for (uint32_t y = 0; c && y < c->height; y++)
        for (uint32_t x = 0; x < c->width; x++) {
            float a = opacity * c->at[y * c->width + x];
            float *at = &p.at[(TOP + y) * WIDTH + LEFT + x];

            *at = *at * (1 - a) + 255 * a;
        }
    return p;
}

static const char shape[] = "w 3 s 0 2 24 2 s 12 2 12 20 s 2 20 26 20";

static struct place found(const struct plane *p, const struct cover *c)
{
    struct place w = {.x1 = WIDTH, .y1 = HEIGHT};
    struct slopes s;
    struct outline o;

    assert_true(slopes_of(&s, p, &arena));
    assert_true(outline_of(&o, c, &arena));
    assert_true(match(&s, &o, &w) > 0);
    return w;
}

static void a_drawing_is_found_where_it_is(void **state)
{
    struct cover c;
    struct plane p;
    struct place w;

    (void)state;
    assert_true(cover_init(&c, 34, 28, &arena));
    stroke_draw(&c, shape, (struct pen){3, 3, 1});
    p = ground(&c, .4f);
    w = found(&p, &c);
    assert_int_equal(w.x, LEFT);
    assert_int_equal(w.y, TOP);
    assert_true(w.fit > .9f);
}

static void a_dark_drawing_is_no_white_one(void **state)
{
    struct cover c;
    struct plane p;

    (void)state;
    assert_true(cover_init(&c, 34, 28, &arena));
    stroke_draw(&c, shape, (struct pen){3, 3, 1});
    p = ground(&c, -.2f);
    assert_true(found(&p, &c).fit < .5f);
}

static void undoing_the_blend_finds_its_opacity(void **state)
{
    const uint32_t at[] = {LEFT, TOP};
    struct cover c;
    struct plane p;
    struct undone u;

    (void)state;
    assert_true(cover_init(&c, 34, 28, &arena));
    stroke_draw(&c, shape, (struct pen){3, 3, 1});
    p = ground(&c, .4f);
    u = undo_best(&p, &c, at, .95f);
    assert_true(about((double)u.opacity, .4, .001));
    assert_true(u.ratio < .1f);
    p = ground(NULL, 0);
    u = undo_best(&p, &c, at, .95f);
    assert_true(about((double)u.opacity, 0, .001));
    assert_true(about((double)u.ratio, 1, .001));
}

static void a_drawing_larger_than_the_picture_is_not_tried(void **state)
{
    struct cover c;
    struct outline o;
    struct slopes s;
    struct place w = {.x1 = WIDTH, .y1 = HEIGHT};
    struct plane p = ground(NULL, 0);

    (void)state;
    assert_true(cover_init(&c, WIDTH + 1, HEIGHT, &arena));
    stroke_draw(&c, shape, (struct pen){3, 3, 1});
    assert_true(slopes_of(&s, &p, &arena) && outline_of(&o, &c, &arena));
    assert_int_equal(match(&s, &o, &w), 0);
    assert_true(about((double)w.fit, 0, 0));
}

/* Doubao's row is measured: 322 by 69 pixels of 2048. */
static void every_row_of_the_registry_can_be_drawn(void **state)
{
    const struct logo *l;
    float w, h;

    (void)state;
    for (size_t i = 0; (l = logo_at(i)) != NULL; i++) {
        struct cover c;
        unsigned names = 1;

        for (const char *s = l->letters; *s; s++)
            names += *s == ' ';
        assert_int_equal(logo_letters(l), names);
        logo_size(l, &w, &h);
        assert_true(cover_init(&c, (uint32_t)w, (uint32_t)h, &arena));
        logo_draw(l, &c, (struct pen){0, 0, 1});
        assert_true(area(&c) > .08 * (double)(w * h));
        assert_true(area(&c) < .75 * (double)(w * h));
    }
    logo_size(logo_at(0), &w, &h);
    assert_true(about((double)(w / h), 322.0 / 69, .05));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stroke_covers_its_length_times_its_width),
        cmocka_unit_test(corners_are_round_and_ends_are_flat),
        cmocka_unit_test(an_outline_is_filled),
        cmocka_unit_test(what_is_outside_is_left_out),
        cmocka_unit_test(a_drawing_is_found_where_it_is),
        cmocka_unit_test(a_dark_drawing_is_no_white_one),
        cmocka_unit_test(undoing_the_blend_finds_its_opacity),
        cmocka_unit_test(a_drawing_larger_than_the_picture_is_not_tried),
        cmocka_unit_test(every_row_of_the_registry_can_be_drawn),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
