/* SPDX-License-Identifier: Apache-2.0
 * test_peek.c - a look into JSON, whole, cut and broken. */
#include "tests/test.h"

#include "base/peek.h"

#include <stdio.h>

static struct span span(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

static void members_come_in_order(void **state)
{
    struct peek p;
    struct span k, v;

    (void)state;
    assert_true(peek_open(&p, span(" {\"a\" : {\"x\":[1,2]}, \"b\":NaN,\"c\":"
                                   "\"}\\\"\"} tail")));
    assert_true(peek_next(&p, &k, &v));
    assert_true(span_eq(k, span("a")) && span_eq(v, span("{\"x\":[1,2]}")));
    assert_true(peek_next(&p, &k, &v));
    assert_true(span_eq(k, span("b")) && span_eq(v, span("NaN")));
    assert_true(peek_next(&p, &k, &v));
    assert_true(span_eq(v, span("\"}\\\"\"")));
    assert_false(peek_next(&p, &k, &v));
    assert_false(p.broken || p.cut);
}

/* A quote behind an odd number of backslashes belongs to the text. */
static void backslashes_are_counted(void **state)
{
    struct peek p;
    struct span k, v;

    (void)state;
    assert_true(peek_open(&p, SPAN("{\"\":\"\",\"\\\"\":\"\\\\\","
                                   "\"\\\\\\\"\\\\\":{\"}\\\"\":[\"]\\\\\"]},"
                                   "\"\\\"\\\"\":\"\\\\\\\"")));
    assert_true(peek_next(&p, &k, &v) && !k.len);
    assert_true(span_eq(v, SPAN("\"\"")));
    assert_true(peek_next(&p, &k, &v) && span_eq(k, SPAN("\\\"")));
    assert_true(span_eq(v, SPAN("\"\\\\\"")));
    assert_true(peek_next(&p, &k, &v) && span_eq(k, SPAN("\\\\\\\"\\\\")));
    assert_true(span_eq(v, SPAN("{\"}\\\"\":[\"]\\\\\"]}")));
    assert_true(peek_next(&p, &k, &v) && span_eq(k, SPAN("\\\"\\\"")));
    assert_true(p.cut && span_eq(v, SPAN("\"\\\\\\\"")));
    assert_false(peek_next(&p, &k, &v));
}

static void lists_have_no_keys(void **state)
{
    struct peek p;
    struct span k, v;

    (void)state;
    assert_true(peek_open(&p, span("[\"a\",[],3]")));
    assert_false(p.map);
    assert_true(peek_next(&p, &k, &v) && k.len == 0);
    assert_true(peek_next(&p, &k, &v) && span_eq(v, span("[]")));
    assert_true(peek_next(&p, &k, &v) && span_eq(v, span("3")));
    assert_false(peek_next(&p, &k, &v));
}

static void a_cut_text_yields_what_stands(void **state)
{
    struct peek p;
    struct span k, v;

    (void)state;
    assert_true(peek_open(&p, span("{\"a\":1,\"b\":{\"c\":\"half")));
    assert_true(peek_next(&p, &k, &v));
    assert_true(peek_next(&p, &k, &v));
    assert_true(p.cut && span_eq(v, span("{\"c\":\"half")));
    assert_false(peek_next(&p, &k, &v));
    assert_true(span_eq(peek_get(span("{\"a\":\"b"), span("a")), span("\"b")));
}

static void what_is_no_json_ends(void **state)
{
    static const char *const bad[] = {
        "",    "x",        "{",      "{]",     "{\"a\"", "{\"a\":", "{\"a\":}",
        "{,,", "{\"a\"1}", "{a:1}",  "[,,,,",  "{\"",    "[}",      "{\"\\",
        "[[[", "[\"\\\"",  "{}}}}}", "[1 2 3", "\"a\""};
    struct peek p;
    struct span k, v;

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int n = 0;

        if (!peek_open(&p, span(bad[i])))
            continue;
        while (n < 10 && peek_next(&p, &k, &v))
            n++;
        assert_true(n < 5);
    }
}

/* A list holds the first members alone; what it says is of all. */
static void a_list_says_what_the_map_does(void **state)
{
    static const char *const maps[] = {"{\"k1\":1,\"k2\":{\"k3\":2},\"k1\":4}",
                                       "{\"k1\":1,\"k2\":{\"k3\":2",
                                       "{\"k1\":1,k2:2,\"k3\":3}",
                                       "[\"k1\"]",
                                       "{}",
                                       ""};
    char many[40 * 32] = "{", key[16];
    struct peek_list l;

    (void)state;
    for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
        for (int k = 0; k < 4; k++) {
            snprintf(key, sizeof(key), "k%d", k);
            peek_list(&l, span(maps[i]));
            assert_true(span_eq(peek_member(&l, span(key)),
                                peek_get(span(maps[i]), span(key))));
        }
    peek_list(&l, span(maps[0]));
    assert_true(span_eq(peek_member(&l, span("k1")), span("1")));
    assert_int_equal(l.count, 1); /* no more was asked for */
    for (int k = 0; k < 40; k++)
        snprintf(many + strlen(many), 32, "\"k%d\":%d,", k, k * k);
    many[strlen(many) - 1] = '}';
    peek_list(&l, span(many));
    assert_true(span_eq(peek_member(&l, span("k31")), span("961")));
    assert_true(span_eq(peek_member(&l, span("k32")), span("1024")));
    assert_true(span_eq(peek_member(&l, span("k39")), span("1521")));
    assert_int_equal(l.count, PEEK_MEMBERS);
    assert_int_equal(peek_member(&l, span("k40")).len, 0);
}

/* Turns through a list, one inside of another, take what peek_next does. */
static void turns_take_all_members(void **state)
{
    char many[80 * 32] = "{";
    struct span k, v, key, value;
    struct peek_list l;
    struct peek p;

    (void)state;
    for (int i = 0; i < 80; i++)
        snprintf(many + strlen(many), 32, "\"k%d\":[%d],", i, i * i);
    for (size_t cut = strlen(many); cut > 0; cut -= cut > 9 ? 9 : cut) {
        struct span map = {(const uint8_t *)many, cut};
        struct peek_turn t = {.list = &l}, other = {.list = &l};

        peek_list(&l, map);
        if (!peek_open(&p, map))
            p.broken = true;
        while (peek_next(&p, &k, &v)) {
            assert_true(peek_turn(&t, &key, &value));
            assert_true(span_eq(k, key) && span_eq(v, value));
            for (int i = 0; i < 2; i++)
                peek_turn(&other, &key, &value);
        }
        assert_false(peek_turn(&t, &key, &value));
        assert_false(peek_turn(&other, &key, &value));
        assert_true(cut < 3 || span_eq(peek_member(&l, span("k0")),
                                       peek_get(map, span("k0"))));
    }
}

static void strings_are_resolved(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 16);
    assert_true(span_eq(peek_text(&a, span("\"a\\n\\u00e9\\ud83d\\ude00\"")),
                        span("a\n\xc3\xa9\xf0\x9f\x98\x80")));
    assert_true(span_eq(peek_text(&a, span("\"plain\"")), span("plain")));
    assert_true(span_eq(peek_text(&a, span("12")), span("12")));
    assert_true(span_eq(peek_text(&a, span("\"")), span("")));
    assert_true(
        span_eq(peek_text(&a, span("\"\\ud83dx\"")), span("\xef\xbf\xbdx")));
    /* An escape that the end cuts stands for at most what it was long. */
    assert_true(peek_text(&a, span("\"\\u12")).len <= 4);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_order),
        cmocka_unit_test(backslashes_are_counted),
        cmocka_unit_test(lists_have_no_keys),
        cmocka_unit_test(a_cut_text_yields_what_stands),
        cmocka_unit_test(what_is_no_json_ends),
        cmocka_unit_test(a_list_says_what_the_map_does),
        cmocka_unit_test(turns_take_all_members),
        cmocka_unit_test(strings_are_resolved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
