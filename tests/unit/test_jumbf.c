/* SPDX-License-Identifier: Apache-2.0
 * test_jumbf.c - boxes, labels and URIs. */
#include "tests/test.h"

#include "c2pa/jumbf.h"

#define REST "\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71"

static struct arena arena;
static uint64_t boxes;

static enum jumbf_end read(struct span s, const struct box **out)
{
    arena_reset(&arena);
    arena_init(&arena, 8 << 20);
    boxes = 0;
    return jumbf_read(out, &arena, s, &limits_default, &boxes);
}

/* A superbox of type c2pa, labelled "a", that holds one cbor box. */
#define SMALL              \
    "\x00\x00\x00\x2c"     \
    "jumb"                 \
    "\x00\x00\x00\x1b"     \
    "jumdc2pa" REST "\x03" \
    "a\0"                  \
    "\x00\x00\x00\x09"     \
    "cbor\xa0"

static void a_superbox_has_type_label_and_content(void **state)
{
    const struct box *b;

    (void)state;
    assert_int_equal(read(SPAN(SMALL), &b), JUMBF_OK);
    assert_true(box_is(b, "c2pa"));
    assert_false(box_is(b, "c2ma"));
    assert_true(span_eq(b->label, SPAN("a")));
    assert_true(
        span_eq(box_first(b, FOURCC('c', 'b', 'o', 'r'))->body, SPAN("\xa0")));
    assert_int_equal(b->body.len, 0x2c - 8);
    assert_false(b->odd);
    assert_int_equal(boxes, 3);
}

static void bytes_behind_it_are_ignored(void **state)
{
    const struct box *b;

    (void)state;
    assert_int_equal(read(SPAN(SMALL "more"), &b), JUMBF_OK);
    assert_int_equal(b->whole.len, 0x2c);
}

static void cut_anywhere_it_is_broken_or_smaller(void **state)
{
    static const char all[] = SMALL;
    const struct box *b;

    (void)state;
    for (size_t n = 0; n < sizeof(all) - 1; n++) {
        enum jumbf_end end = read((struct span){(const uint8_t *)all, n}, &b);

        /* The root may say it is longer than it is, and may end in less than
         * the header of a box; a box in it may not be cut. */
        if (n >= 0x2c - 9 && n < 0x2c - 1) {
            assert_int_equal(end, JUMBF_OK);
            assert_null(b->child);
        } else {
            assert_int_equal(end, JUMBF_BROKEN);
        }
    }
}

static void what_is_no_superbox_is_broken(void **state)
{
    static const struct span bad[] = {
        /* not jumb */
        SPAN_OF("\x00\x00\x00\x09"
                "cbor\xa0"),
        /* length 0 */
        SPAN_OF("\x00\x00\x00\x00"
                "jumb"),
        /* no description */
        SPAN_OF("\x00\x00\x00\x11"
                "jumb\x00\x00\x00\x09"
                "cbor\xa0"),
        /* no label */
        SPAN_OF("\x00\x00\x00\x21"
                "jumb\x00\x00\x00\x19"
                "jumdc2pa" REST "\x01"),
        /* a label without its end */
        SPAN_OF("\x00\x00\x00\x22"
                "jumb\x00\x00\x00\x1a"
                "jumdc2pa" REST "\x03"
                "a"),
        /* a long box shorter than its header */
        SPAN_OF("\x00\x00\x00\x01"
                "jumb\x00\x00\x00\x00\x00\x00\x00\x0f"),
    };
    const struct box *b;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(read(bad[i], &b), JUMBF_BROKEN);
}

/* nest makes n superboxes, each in the one before. */
static struct span nest(uint8_t *to, unsigned n)
{
    static const uint8_t head[] = "\x00\x00\x00\x1bjumdc2pa" REST "\x03"
                                  "a";
    size_t one = 8 + 27, at = 0;

    for (unsigned i = 0; i < n; i++) {
        size_t left = (n - i) * one;

        to[at] = to[at + 1] = 0;
        to[at + 2] = (uint8_t)(left >> 8);
        to[at + 3] = (uint8_t)left;
        memcpy(to + at + 4, "jumb", 4);
        memcpy(to + at + 8, head, 27);
        at += one;
    }
    return (struct span){to, at};
}

static void nesting_ends_at_32(void **state)
{
    static uint8_t bytes[70000];
    const struct box *b;

    (void)state;
    assert_int_equal(read(nest(bytes, 32), &b), JUMBF_OK);
    assert_int_equal(read(nest(bytes, 33), &b), JUMBF_DEEP);
    assert_int_equal(read(nest(bytes, 1000), &b), JUMBF_DEEP);
}

static void a_bomb_of_boxes_ends_at_the_limit(void **state)
{
    static uint8_t bytes[8 + 27 + 8 * 100000];
    size_t at = 35;
    const struct box *b;

    (void)state;
    nest(bytes, 1);
    for (int i = 0; i < 100000; i++, at += 8)
        memcpy(bytes + at,
               "\x00\x00\x00\x08"
               "free",
               8);
    bytes[0] = (uint8_t)(at >> 24);
    bytes[1] = (uint8_t)(at >> 16);
    bytes[2] = (uint8_t)(at >> 8);
    bytes[3] = (uint8_t)at;
    assert_int_equal(read((struct span){bytes, at}, &b), JUMBF_MANY);
    assert_true(boxes <= limits_default.jumbf_boxes + 1);
}

static void an_id_or_a_stray_box_makes_it_odd(void **state)
{
    const struct box *b;

    (void)state;
    assert_int_equal(read(SPAN("\x00\x00\x00\x27"
                               "jumb\x00\x00\x00\x1f"
                               "jumdc2pa" REST "\x07"
                               "a\0\x00\x00\x00\x01"),
                          &b),
                     JUMBF_OK);
    assert_true(b->odd);
}

static void uris_name_manifest_and_assertion(void **state)
{
    struct span abs = SPAN("self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/x__2");
    struct span rel = SPAN("self#jumbf=c2pa.assertions/x");

    (void)state;
    arena_reset(&arena);
    arena_init(&arena, 1 << 16);
    assert_true(span_eq(uri_manifest(abs), SPAN("urn:c2pa:1")));
    assert_int_equal(uri_manifest(rel).len, 0);
    assert_true(span_eq(uri_name(abs), SPAN("x__2")));
    assert_true(span_eq(label_base(uri_name(abs)), SPAN("x")));
    assert_true(span_eq(label_base(SPAN("x__")), SPAN("x__")));
    assert_true(span_eq(label_base(SPAN("x_2")), SPAN("x_2")));
    assert_true(span_eq(uri_absolute(&arena, SPAN("m"), rel),
                        SPAN("self#jumbf=/c2pa/m/c2pa.assertions/x")));
    assert_true(span_eq(uri_absolute(&arena, SPAN("m"), abs), abs));
    assert_true(span_eq(uri_name(SPAN("")), SPAN("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_superbox_has_type_label_and_content),
        cmocka_unit_test(bytes_behind_it_are_ignored),
        cmocka_unit_test(cut_anywhere_it_is_broken_or_smaller),
        cmocka_unit_test(what_is_no_superbox_is_broken),
        cmocka_unit_test(nesting_ends_at_32),
        cmocka_unit_test(a_bomb_of_boxes_ends_at_the_limit),
        cmocka_unit_test(an_id_or_a_stray_box_makes_it_odd),
        cmocka_unit_test(uris_name_manifest_and_assertion),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&arena);
    return failed;
}
