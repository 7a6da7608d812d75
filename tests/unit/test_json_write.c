/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/json.h"
#include "base/json_write.h"

struct text {
    char bytes[1 << 16];
    size_t len, most;
};

static int keep(void *ctx, const char *p, size_t n)
{
    struct text *t = ctx;

    if (n > t->most - t->len)
        return 1;
    memcpy(t->bytes + t->len, p, n);
    t->len += n;
    t->bytes[t->len] = 0;
    return 0;
}

static struct text text;
static struct out out;
static struct jout j;

static void begin(void)
{
    text.len = 0;
    text.most = sizeof(text.bytes) - 1;
    text.bytes[0] = 0;
    out_init(&out, keep, &text);
    jout_init(&j, &out);
}

static void commas_stand_between_and_nowhere_else(void **state)
{
    (void)state;
    begin();
    jout_map(&j, NULL);
    jout_list(&j, "a");
    jout_end(&j);
    jout_list(&j, "b");
    jout_uint(&j, NULL, 0);
    jout_uint(&j, NULL, UINT64_MAX);
    jout_map(&j, NULL);
    jout_end(&j);
    jout_null(&j, NULL);
    jout_end(&j);
    jout_bool(&j, "c", true);
    jout_real(&j, "d", 0.5);
    jout_real(&j, "e", 1.0 / 0.0);
    jout_end(&j);
    out_flush(&out);
    assert_string_equal(text.bytes,
                        "{\"a\":[],\"b\":[0,18446744073709551615,{},null],"
                        "\"c\":true,\"d\":0.5,\"e\":null}");
}

static void a_key_of_others_is_escaped(void **state)
{
    (void)state;
    begin();
    jout_map(&j, NULL);
    jout_key(&j, "a\"b", 3);
    jout_uint(&j, NULL, 1);
    jout_key(&j, "c", 1);
    jout_list(&j, NULL);
    jout_end(&j);
    jout_null(&j, "d");
    jout_end(&j);
    out_flush(&out);
    assert_string_equal(text.bytes, "{\"a\\\"b\":1,\"c\":[],\"d\":null}");
}

static void what_must_be_escaped_is(void **state)
{
    (void)state;
    begin();
    jout_str(&j, NULL, "a\"b\\c\n\r\t\0\x1f\x7f/", 12);
    out_flush(&out);
    assert_string_equal(text.bytes,
                        "\"a\\\"b\\\\c\\n\\r\\t\\u0000\\u001f\\u007f/\"");
}

static void what_is_no_utf8_becomes_a_replacement(void **state)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"\xED\x95\x9C", "\"\xED\x95\x9C\""}, /* 한 */
        {"\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\""},
        {"\xFF", "\"\xEF\xBF\xBD\""},
        {"a\xC0\x80z", "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\""}, /* overlong */
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""}, /* cut short */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        begin();
        jout_text(&j, NULL, cases[i].in);
        out_flush(&out);
        assert_string_equal(text.bytes, cases[i].out);
    }
}

static void every_byte_string_reads_back(void **state)
{
    struct limits lim = limits_default;
    struct arena a;
    uint32_t seed = 1;

    (void)state;
    arena_init(&a, 1 << 20);
    for (int round = 0; round < 2000; round++) {
        char bytes[64];
        size_t n = (size_t)round % sizeof(bytes);

        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        begin();
        jout_map(&j, NULL);
        jout_str(&j, "k", bytes, n);
        jout_end(&j);
        out_flush(&out);
        arena_clear(&a);
        assert_non_null(
            json_read(&a, (struct span){(const uint8_t *)text.bytes, text.len},
                      JSON_UNIQUE, &lim, NULL));
    }
    arena_reset(&a);
}

/* Bytes are looked at eight at a time: none hides behind its neighbours. */
static void every_byte_is_seen_at_every_place(void **state)
{
    enum {
        LONG = 19
    };

    (void)state;
    for (int c = 0; c < 256; c++)
        for (size_t at = 0; at < LONG; at++) {
            bool plain = c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
            char s[LONG];

            memset(s, c % 2 ? ' ' : '~', sizeof(s));
            s[at] = (char)c;
            begin();
            jout_quote(&out, s, sizeof(s));
            out_flush(&out);
            assert_int_equal(text.bytes[0], '"');
            assert_int_equal(text.bytes[text.len - 1], '"');
            assert_int_equal(text.len == LONG + 2 &&
                                 memcmp(text.bytes + 1, s, LONG) == 0,
                             plain);
        }
}

static void refusal_sticks(void **state)
{
    (void)state;
    begin();
    text.most = 9000;
    for (int i = 0; i < 5000; i++)
        out_text(&out, "12345");
    out_flush(&out);
    assert_true(out.failed);
    text.most = sizeof(text.bytes) - 1;
    text.len = 0;
    out_text(&out, "more");
    out_flush(&out);
    assert_true(out.failed);
    assert_int_equal(text.len, 0);
}

static void long_texts_pass_the_buffer_whole(void **state)
{
    static char many[20000];

    (void)state;
    memset(many, 'x', sizeof(many));
    begin();
    out_text(&out, "<");
    out_put(&out, many, sizeof(many));
    out_text(&out, ">");
    out_flush(&out);
    assert_int_equal(text.len, sizeof(many) + 2);
    assert_int_equal(text.bytes[0], '<');
    assert_int_equal(text.bytes[sizeof(many) + 1], '>');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_and_nowhere_else),
        cmocka_unit_test(a_key_of_others_is_escaped),
        cmocka_unit_test(what_must_be_escaped_is),
        cmocka_unit_test(what_is_no_utf8_becomes_a_replacement),
        cmocka_unit_test(every_byte_string_reads_back),
        cmocka_unit_test(every_byte_is_seen_at_every_place),
        cmocka_unit_test(refusal_sticks),
        cmocka_unit_test(long_texts_pass_the_buffer_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
