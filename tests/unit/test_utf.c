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
        cmocka_unit_test(controls_are_no_text_but_those_that_occur_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
