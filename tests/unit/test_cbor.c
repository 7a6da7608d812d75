/* SPDX-License-Identifier: Apache-2.0
 * test_cbor.c - CBOR: the examples of RFC 8949, and what is not CBOR. */
#include "tests/test.h"

#include "base/cbor.h"

static struct arena arena;

static enum cbor_end read(struct span s, const struct cbor **out)
{
    arena_reset(&arena);
    arena_init(&arena, 1 << 20);
    return cbor_read(out, &arena, s, &limits_default);
}

#define READ(lit, out) read(SPAN(lit), out)

static void numbers_are_those_of_appendix_a(void **state)
{
    const struct cbor *c;
    uint64_t n;

    (void)state;
    assert_int_equal(READ("\x18\x64", &c), CBOR_WHOLE);
    assert_true(cbor_uint(c, &n) && n == 100);
    assert_int_equal(READ("\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00", &c),
                     CBOR_WHOLE);
    assert_true(cbor_uint(c, &n) && n == UINT64_C(1000000000000));
    assert_int_equal(READ("\x39\x03\xe7", &c), CBOR_WHOLE);
    assert_true(c->kind == CBOR_NEG && c->number == 999); /* -1000 */
    assert_int_equal(READ("\xf9\x3e\x00", &c), CBOR_WHOLE);
    assert_true(c->real == 1.5);
    assert_int_equal(READ("\xf9\xc4\x00", &c), CBOR_WHOLE);
    assert_true(c->real == -4.0);
    assert_int_equal(READ("\xfa\x47\xc3\x50\x00", &c), CBOR_WHOLE);
    assert_true(c->real == 100000.0);
    assert_int_equal(READ("\xf5", &c), CBOR_WHOLE);
    assert_true(c->kind == CBOR_BOOL && c->number == 1);
}

static void maps_are_asked_by_text_and_by_number(void **state)
{
    const struct cbor *c;

    (void)state;
    assert_int_equal(
        READ("\xa3\x61\x61\x01\x61\x62\x82\x02\x03\x26\x41\xff", &c),
        CBOR_WHOLE);
    assert_int_equal(c->count, 3);
    assert_int_equal(cbor_get(c, SPAN("a"))->number, 1);
    assert_int_equal(cbor_get(c, SPAN("b"))->count, 2);
    assert_int_equal(cbor_at(c, -7)->text.ptr[0], 0xff);
    assert_null(cbor_get(c, SPAN("c")));
    assert_null(cbor_at(c, 7));
    assert_null(cbor_get(NULL, SPAN("a")));
}

static void the_last_of_repeated_keys_counts(void **state)
{
    const struct cbor *c;

    (void)state;
    assert_int_equal(READ("\xa2\x61\x61\x01\x61\x61\x02", &c), CBOR_WHOLE);
    assert_int_equal(cbor_get(c, SPAN("a"))->number, 2);
}

static void indefinite_lengths_are_joined(void **state)
{
    const struct cbor *c;

    (void)state;
    assert_int_equal(READ("\x5f\x42\x01\x02\x43\x03\x04\x05\xff", &c),
                     CBOR_WHOLE);
    assert_true(span_eq(c->text, SPAN("\x01\x02\x03\x04\x05")));
    assert_int_equal(READ("\x9f\x01\x82\x02\x03\x9f\x04\x05\xff\xff", &c),
                     CBOR_WHOLE);
    assert_int_equal(c->count, 3);
    assert_int_equal(READ("\xbf\x63\x46\x75\x6e\xf5\xff", &c), CBOR_WHOLE);
    assert_int_equal(cbor_get(c, SPAN("Fun"))->number, 1);
}

static void raw_bytes_are_the_item_with_its_tags(void **state)
{
    const struct cbor *c;

    (void)state;
    assert_int_equal(READ("\x82\x01\xd2\x82\x02\x03", &c), CBOR_WHOLE);
    c = c->child->next;
    assert_true(c->tagged && c->tag == 18);
    assert_true(span_eq(c->raw, SPAN("\xd2\x82\x02\x03")));
}

static void bytes_behind_the_value_are_told(void **state)
{
    const struct cbor *c;

    (void)state;
    assert_int_equal(READ("\x01\x02", &c), CBOR_TRAILING);
    assert_non_null(c);
}

static void what_is_no_cbor_is_broken(void **state)
{
    static const struct span bad[] = {
        SPAN_OF(""),                 /* nothing */
        SPAN_OF("\x18"),             /* half a head */
        SPAN_OF("\x42\x01"),         /* a string cut short */
        SPAN_OF("\x82\x01"),         /* a list cut short */
        SPAN_OF("\xa1\x01"),         /* a key without its value */
        SPAN_OF("\xbf\x01\xff"),     /* the same, indefinite */
        SPAN_OF("\xff"),             /* a break out of place */
        SPAN_OF("\x1c"),             /* a reserved head */
        SPAN_OF("\x62\xc3\x28"),     /* text that is no UTF-8 */
        SPAN_OF("\x5f\x61\x61\xff"), /* text inside of bytes */
        SPAN_OF("\xf8\x10"),         /* a simple value in two bytes */
        SPAN_OF("\xdf\x01"),         /* a tag without a number */
        SPAN_OF("\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01"), /* a long list */
        SPAN_OF("\x5b\xff\xff\xff\xff\xff\xff\xff\xff\x01"), /* long bytes */
    };
    const struct cbor *c;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        assert_int_equal(read(bad[i], &c), CBOR_BROKEN);
        assert_null(c);
    }
}

static void depth_and_items_have_limits(void **state)
{
    static uint8_t deep[1000], many[1 << 12];
    struct limits lim = limits_default;
    const struct cbor *c;

    (void)state;
    memset(deep, 0x81, sizeof(deep));
    assert_int_equal(read((struct span){deep, sizeof(deep)}, &c), CBOR_DEEP);
    many[0] = 0x9f;
    memset(many + 1, 1, sizeof(many) - 2);
    many[sizeof(many) - 1] = 0xff;
    lim.cbor_items = 100;
    arena_reset(&arena);
    assert_int_equal(
        cbor_read(&c, &arena, (struct span){many, sizeof(many)}, &lim),
        CBOR_MANY);
}

static void memory_that_ends_is_told(void **state)
{
    const struct cbor *c;
    struct arena small;

    (void)state;
    arena_init(&small, 300);
    assert_int_equal(
        cbor_read(&c, &small, SPAN("\x84\x01\x02\x03\x04"), &limits_default),
        CBOR_MEMORY);
    arena_reset(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_those_of_appendix_a),
        cmocka_unit_test(maps_are_asked_by_text_and_by_number),
        cmocka_unit_test(the_last_of_repeated_keys_counts),
        cmocka_unit_test(indefinite_lengths_are_joined),
        cmocka_unit_test(raw_bytes_are_the_item_with_its_tags),
        cmocka_unit_test(bytes_behind_the_value_are_told),
        cmocka_unit_test(what_is_no_cbor_is_broken),
        cmocka_unit_test(depth_and_items_have_limits),
        cmocka_unit_test(memory_that_ends_is_told),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&arena);
    return failed;
}
