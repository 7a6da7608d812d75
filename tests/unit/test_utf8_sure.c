/* SPDX-License-Identifier: Apache-2.0
 * test_utf8_sure.c - UTF-8, by vectors and mended, against the table of the
 * standard. */
#include "tests/test.h"

#include "base/charset.h"
#include "base/cpu.h"
#include "base/utf8_sure.h"

#include <stdlib.h>
#include <string.h>

/* Unicode 15, table 3-7, row by row: first byte, second byte, how many. */
static size_t row_of(const uint8_t *p, size_t left)
{
    static const uint8_t rows[][5] = {
        {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2},
        {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
        {0xf4, 0xf4, 0x80, 0x8f, 4},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint8_t *r = rows[i];

        if (p[0] < r[0] || p[0] > r[1])
            continue;
        if (left < r[4] || (r[4] > 1 && (p[1] < r[2] || p[1] > r[3])))
            return 0;
        for (size_t k = 2; k < r[4]; k++) {
            if (p[k] < 0x80 || p[k] > 0xbf)
                return 0;
        }
        return r[4];
    }
    return 0;
}

/* The bytes of the longest prefix of whole characters. */
static size_t good_prefix(struct span s)
{
    size_t at = 0;

    while (at < s.len) {
        size_t n = row_of(s.ptr + at, s.len - at);

        if (n == 0)
            break;
        at += n;
    }
    return at;
}

/* check_mended is that each byte of no character became SUB, and no other. */
static void check_mended(struct span s)
{
    struct text_map map;
    struct arena a;

    arena_init(&a, 1 << 20);
    assert_true(charset_text(&a, s, CHARSET_UTF8, 0, &map));
    assert_int_equal(map.data.len, s.len);
    for (size_t at = 0; at < s.len;) {
        size_t n = row_of(s.ptr + at, s.len - at);

        if (n)
            assert_memory_equal(map.data.ptr + at, s.ptr + at, n);
        else
            assert_int_equal(map.data.ptr[at], 0x1A);
        at += n ? n : 1;
    }
    arena_reset(&a);
}

static void check_all(struct span s)
{
    static const uint32_t levels[] = {CPU_KNOWN, CPU_SSSE3, CPU_AVX2, CPU_NEON,
                                      UINT32_MAX};
    size_t good = good_prefix(s);

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        size_t sure;

        cpu_limit(levels[i]);
        sure = utf8_sure(s);
        assert_true(sure <= good);
        assert_true(sure == 0 || (s.ptr[sure] & 0xc0) != 0x80);
        assert_int_equal(
            sure + good_prefix((struct span){s.ptr + sure, s.len - sure}),
            good);
    }
    cpu_limit(UINT32_MAX);
    check_mended(s);
}

static const char kinds[][5] = {
    "a",      "\x7f",   "\u00e9",     "\u07ff",     "\u0800",     "\uac00",
    "\ud7ff", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff", "z"};

static size_t some_text(uint8_t *to, size_t cap, unsigned seed)
{
    size_t len = 0;

    srand(seed);
    while (len + 4 < cap) {
        const char *k = kinds[(size_t)rand() % (sizeof kinds / sizeof *kinds)];

        memcpy(to + len, k, strlen(k));
        len += strlen(k);
    }
    return len;
}

static void good_text_is_sure_to_the_last_vector(void **state)
{
    uint8_t text[300];

    (void)state;
    for (unsigned seed = 0; seed < 300; seed++) {
        struct span s = {text, some_text(text, sizeof text, seed)};

        assert_int_equal(good_prefix(s), s.len);
        check_all(s);
        if (cpu_has() & (CPU_SSSE3 | CPU_NEON))
            assert_true(utf8_sure(s) + 36 > s.len);
    }
}

/* Every pair of bytes, at every place around the seams of the vectors, before
 * continuations and before none. */
static void every_pair_at_every_seam(void **state)
{
    uint8_t text[96];

    (void)state;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        for (size_t at = 29 + pair % 3; at < 34; at += 3) {
            for (int more = 0; more < 3; more++) {
                memset(text, 'a', sizeof text);
                text[at] = (uint8_t)(pair >> 8);
                text[at + 1] = (uint8_t)pair;
                memset(text + at + 2, 0x80, (size_t)more);
                check_all((struct span){text, sizeof text});
            }
        }
    }
}

static void every_cut_and_every_flip(void **state)
{
    uint8_t text[120];

    (void)state;
    for (unsigned seed = 0; seed < 12; seed++) {
        size_t len = some_text(text, sizeof text, seed);

        for (size_t n = 0; n <= len; n++)
            check_all((struct span){text, n});
        for (size_t i = 0; i < len * 8; i++) {
            text[i / 8] ^= (uint8_t)(1 << i % 8);
            check_all((struct span){text, len});
            text[i / 8] ^= (uint8_t)(1 << i % 8);
        }
    }
}

/* A text that goes over into data: most bytes of the rows of the table's
 * edges, between letters that are few or many. */
static void text_turns_into_data(void **state)
{
    static const uint8_t edges[] = {0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
                                    0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef,
                                    0xf0, 0xf1, 0xf4, 0xf5, 0xff, 0x00};
    uint8_t text[160];

    (void)state;
    for (unsigned seed = 0; seed < 3000; seed++) {
        srand(seed);
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (unsigned)rand() % 8 < seed % 8
                          ? 'a'
                          : edges[(size_t)rand() % sizeof edges];
        check_all((struct span){text, 1 + seed % sizeof text});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_sure_to_the_last_vector),
        cmocka_unit_test(every_pair_at_every_seam),
        cmocka_unit_test(every_cut_and_every_flip),
        cmocka_unit_test(text_turns_into_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
