/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/charset.h"
#include "base/utf.h"

#include <string.h>

enum {
    LONG = 100, /* bytes: some of the widest looks, and a rest of each kind */
    LOOK = 8    /* of utf8_plain */
};

static uint8_t bytes[LONG];

static struct span text(size_t len)
{
    memset(bytes, 'a', sizeof(bytes));
    return (struct span){bytes, len};
}

static void ascii_ends_at_the_first_byte_beyond_it(void **state)
{
    (void)state;
    for (size_t len = 0; len <= LONG; len++)
        for (size_t at = 0; at <= len; at++) {
            struct span s = text(len);

            assert_int_equal(utf8_ascii(s, at), len);
            for (size_t odd = at; odd < len; odd++) {
                bytes[odd] = odd % 2 ? 0x80 : 0xFF;
                assert_int_equal(utf8_ascii(s, at), odd);
                bytes[odd] = 0x7F;
            }
        }
}

/* What is passed over is printable, and less than a look of it is left. */
static void plain_ends_within_a_look_of_an_odd_byte(void **state)
{
    static const uint8_t odds[] = {0x00, 0x1F, '\n', 0x80, 0xFF};

    (void)state;
    for (size_t len = 0; len <= LONG; len++)
        for (size_t odd = 0; odd < len; odd++) {
            struct span s = text(len);
            size_t at = odd % LOOK, end;

            assert_true(len - utf8_plain(s, 0) < LOOK);
            bytes[odd] = odds[odd % sizeof(odds)];
            end = utf8_plain(s, at);
            assert_true(end >= at && end <= odd && odd - end < LOOK);
        }
}

/* Units of UTF-16, and what they are in UTF-8 [Unicode 15, D91 and C10]: half
 * of a pair by itself is U+FFFD. */
static void units_of_utf16_are_characters(void **state)
{
    static const struct {
        uint16_t units[4];
        unsigned count;
        const char *is;
    } rows[] = {
        {{'A', 0x7F}, 2, "A\x7F"},
        {{0x80, 0x7FF}, 2, "\xC2\x80\xDF\xBF"},
        {{0x800, 0xFFFF}, 2, "\xE0\xA0\x80\xEF\xBF\xBF"},
        {{0xAC00, 'b'},
         2,
         "\xEA\xB0\x80"
         "b"},
        {{0xD800, 0xDC00}, 2, "\xF0\x90\x80\x80"},
        {{0xDBFF, 0xDFFF, '!'}, 3, "\xF4\x8F\xBF\xBF!"},
        {{0xD83D, 'c'},
         2,
         "\xEF\xBF\xBD"
         "c"},
        {{0xD83D, 0xD83D, 0xDE00}, 3, "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {{0xDC00, 0xD83D, 0xDE00}, 3, "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {{'d', 0xDBFF}, 2, "d\xEF\xBF\xBD"},
        {{0xDBFF, 0xFFFF, 0xDBFF}, 3, "\xEF\xBF\xBD\xEF\xBF\xBF\xEF\xBF\xBD"},
    };
    uint8_t in[9];
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(rows[0]); i++) {
        size_t n = rows[i / 2].count, want = strlen(rows[i / 2].is);
        struct span s;

        for (size_t k = 0; k < n; k++) {
            in[2 * k + i % 2] = (uint8_t)(rows[i / 2].units[k] >> 8);
            in[2 * k + 1 - i % 2] = (uint8_t)rows[i / 2].units[k];
        }
        in[2 * n] = 'x';
        s = utf8_of_utf16(&a, (struct span){in, 2 * n}, i % 2 == 0);
        assert_int_equal(s.len, want);
        assert_memory_equal(s.ptr, rows[i / 2].is, want);
        s = utf8_of_utf16(&a, (struct span){in, 2 * n + 1}, i % 2 == 0);
        assert_int_equal(s.len,
                         rows[i / 2].units[n - 1] == 0xDBFF ? want : want + 3);
        assert_memory_equal(s.ptr + s.len - 3, "\xEF\xBF\xBD", 3);
    }
    arena_reset(&a);
}

/* A long text of the widest units, and one for which there is no memory. */
static void a_long_text_of_utf16_has_room(void **state)
{
    static uint8_t in[200000];
    struct arena a;
    struct span s;

    (void)state;
    memset(in, 0xFF, sizeof(in));
    arena_init(&a, 400000);
    s = utf8_of_utf16(&a, (struct span){in, sizeof(in)}, true);
    assert_int_equal(s.len, sizeof(in) / 2 * 3);
    for (size_t i = 0; i < s.len; i += 3)
        assert_memory_equal(s.ptr + i, "\xEF\xBF\xBF", 3);
    memset(in, 0, sizeof(in));
    arena_clear(&a);
    for (unsigned i = 0; i < 3; i++) { /* what is not used is given back */
        s = utf8_of_utf16(&a, (struct span){in, 100000}, true);
        assert_int_equal(s.len, 50000);
        assert_int_equal(s.ptr[49999], 0);
    }
    assert_null(utf8_of_utf16(&a, (struct span){in, sizeof(in)}, true).ptr);
    arena_reset(&a);
}

/* One character in sixty is more than the hundredth that text may have. */
static void controls_are_no_text_but_those_that_occur_in_it(void **state)
{
    static const char occur[] = "\b\t\n\v\f\r\x1A\x1B";

    (void)state;
    for (uint8_t c = 1; c < 0x20; c++) {
        enum charset want = strchr(occur, c) ? CHARSET_UTF8 : CHARSET_NONE;

        for (size_t at = 0; at < 60; at++) {
            struct span s = text(60);
            size_t mark;

            bytes[at] = c;
            assert_int_equal(charset_guess(s, false, &mark), want);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_ends_at_the_first_byte_beyond_it),
        cmocka_unit_test(plain_ends_within_a_look_of_an_odd_byte),
        cmocka_unit_test(units_of_utf16_are_characters),
        cmocka_unit_test(a_long_text_of_utf16_has_room),
        cmocka_unit_test(controls_are_no_text_but_those_that_occur_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
