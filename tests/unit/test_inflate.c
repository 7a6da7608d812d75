/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "base/inflate.h"

#include <zlib.h>

enum {
    TEXT = 300000,
    ROOM = 400000
};

static uint8_t text[TEXT], packed[ROOM];

/* pack is the first n bytes of the text, as zlib packs them. */
static struct span pack(size_t n, int bits)
{
    z_stream z = {0};

    deflateInit2(&z, 9, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
    z.next_in = text;
    z.avail_in = (uInt)n;
    z.next_out = packed;
    z.avail_out = sizeof(packed);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (struct span){packed, z.total_out};
}

/* fill makes a text of which a byte in so many is not foreseen: 1 is noise,
 * which cannot be packed, and many is packed well. */
static void fill(unsigned many)
{
    uint32_t x = 7;

    for (size_t i = 0; i < TEXT; i++) {
        x = x * 1664525 + 1013904223;
        text[i] = i % many ? 'a' : (uint8_t)(x >> 24);
    }
}

static const struct {
    enum packing how;
    int bits;
} kinds[] = {{PACKED_ZLIB, 15}, {PACKED_RAW, -15}, {PACKED_GZIP, 31}};

/* assert_unpacked is for what holds `size` bytes of the text and is said to
 * hold `said`, and that nine more follow. */
static void assert_unpacked(struct span s, enum packing how, uint64_t said,
                            size_t size)
{
    struct inflated got = {.size = said};
    struct arena a;

    arena_init(&a, 16 << 20);
    assert_int_equal(inflate_span(&a, s, how, &limits_default, &got),
                     UNPACK_WHOLE);
    assert_int_equal(got.out.len, size);
    assert_memory_equal(got.out.ptr, text, size);
    assert_int_equal(got.rest.len, 9);
    assert_ptr_equal(got.rest.ptr, s.ptr + s.len - 9);
    arena_reset(&a);
}

static void what_was_packed_comes_back(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 5000, TEXT};
    static const unsigned many[] = {1, 3, 40, 5000, TEXT};
    (void)state;
    for (unsigned m = 0; m < 5; m++) {
        fill(many[m]);
        for (unsigned k = 0; k < 3; k++)
            for (unsigned i = 0; i < 5; i++) {
                struct span s = pack(sizes[i], kinds[k].bits);

                s.len += 9; /* and what follows is left */
                assert_unpacked(s, kinds[k].how, 0, sizes[i]);
                /* what it is said to be is no more than a guess */
                assert_unpacked(s, kinds[k].how, sizes[i], sizes[i]);
                assert_unpacked(s, kinds[k].how, 1, sizes[i]);
                assert_unpacked(s, kinds[k].how, sizes[i] / 2, sizes[i]);
                assert_unpacked(s, kinds[k].how, sizes[i] + 1, sizes[i]);
                assert_unpacked(s, kinds[k].how, UINT64_MAX, sizes[i]);
            }
    }
}

static void damage_leaves_what_came_before_it(void **state)
{
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;

    (void)state;
    fill(3);
    for (unsigned k = 0; k < 3; k++) {
        struct span s = pack(TEXT, kinds[k].bits);

        arena_init(&a, 16 << 20);
        s.len /= 2;
        assert_int_equal(inflate_span(&a, s, kinds[k].how, &lim, &got),
                         UNPACK_BROKEN);
        assert_true(got.out.len > TEXT / 3 && got.out.len < TEXT * 2 / 3);
        assert_memory_equal(got.out.ptr, text, got.out.len);
        assert_int_equal(got.rest.len, 0);
        arena_reset(&a);
    }
}

/* The last four bytes of [ZLIB] are a checksum: all was unpacked before. */
static void a_wrong_checksum_is_damage_behind_all_of_it(void **state)
{
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;
    struct span s;

    (void)state;
    fill(40);
    s = pack(TEXT, 15);
    packed[s.len - 1] ^= 1;
    arena_init(&a, 16 << 20);
    assert_int_equal(inflate_span(&a, s, PACKED_ZLIB, &lim, &got),
                     UNPACK_BROKEN);
    assert_int_equal(got.out.len, TEXT);
    assert_memory_equal(got.out.ptr, text, TEXT);
    arena_reset(&a);
}

static void a_limit_leaves_what_fitted(void **state)
{
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;

    (void)state;
    fill(TEXT);
    arena_init(&a, 16 << 20);
    for (unsigned k = 0; k < 3; k++) {
        struct span s = pack(TEXT, kinds[k].bits);

        lim = limits_default;
        lim.inflate_bytes = 100001;
        assert_int_equal(inflate_span(&a, s, kinds[k].how, &lim, &got),
                         UNPACK_BYTES);
        assert_int_equal(got.out.len, 100001);
        assert_memory_equal(got.out.ptr, text, 100001);
        lim.inflate_ratio = 100;
        assert_int_equal(inflate_span(&a, s, kinds[k].how, &lim, &got),
                         UNPACK_RATIO);
        assert_int_equal(got.out.len, s.len * 100);
        /* room for exactly all of it is enough */
        lim = limits_default;
        lim.inflate_bytes = TEXT;
        assert_int_equal(inflate_span(&a, s, kinds[k].how, &lim, &got),
                         UNPACK_WHOLE);
        assert_int_equal(got.out.len, TEXT);
    }
    arena_reset(&a);
}

static void little_memory_is_said(void **state)
{
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;
    struct span s;

    (void)state;
    fill(TEXT);
    s = pack(TEXT, 15);
    for (uint64_t budget = 0; budget < 4 * TEXT; budget += 9973) {
        enum unpacked how;

        arena_init(&a, budget);
        how = inflate_span(&a, s, PACKED_ZLIB, &lim, &got);
        assert_true(how == UNPACK_MEMORY || how == UNPACK_WHOLE);
        assert_true(how == UNPACK_WHOLE || budget < 3 * TEXT);
        assert_true(how == UNPACK_MEMORY || budget > TEXT);
        arena_reset(&a);
    }
}

/* Parts of a document share its budget: one takes what it is long, whatever
 * room was made for it before that was known. */
static void room_that_was_not_needed_is_given_back(void **state)
{
    static const unsigned many[] = {1, 3, 40, 5000, TEXT};
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;

    (void)state;
    for (unsigned m = 0; m < 5; m++)
        for (unsigned k = 0; k < 3; k++) {
            struct span s;
            uint64_t spent;

            fill(many[m]);
            s = pack(TEXT, kinds[k].bits);
            arena_init(&a, 64 << 20);
            for (int i = 0; i < 4; i++) {
                spent = a.spent;
                inflate_span(&a, s, kinds[k].how, &lim, &got);
                assert_int_equal(got.out.len, TEXT);
                assert_true(kinds[k].how == PACKED_GZIP ||
                            a.spent - spent < TEXT * 5 / 4);
                spent = a.spent;
                s.len -= s.len / 4; /* and of what is cut short */
                inflate_span(&a, s, kinds[k].how, &lim, &got);
                assert_true(kinds[k].how == PACKED_GZIP ||
                            a.spent - spent < TEXT * 5 / 4);
                s = pack(TEXT, kinds[k].bits);
            }
            arena_reset(&a);
        }
}

/* "hi", a copy at the distance of code 30, "x", in fixed codes: there is no
 * such distance [DEFLATE 3.2.6]. */
static void an_undefined_code_hides_nothing(void **state)
{
    static const uint8_t odd[] = {0xcb, 0xc8, 0x04, 0x3e,
                                  0x00, 0x50, 0x01, 0x00};
    struct limits lim = limits_default;
    struct inflated got = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    inflate_span(&a, (struct span){odd, sizeof(odd)}, PACKED_RAW, &lim, &got);
    assert_true(span_starts(got.out, SPAN("hi")));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back),
        cmocka_unit_test(damage_leaves_what_came_before_it),
        cmocka_unit_test(a_wrong_checksum_is_damage_behind_all_of_it),
        cmocka_unit_test(a_limit_leaves_what_fitted),
        cmocka_unit_test(little_memory_is_said),
        cmocka_unit_test(room_that_was_not_needed_is_given_back),
        cmocka_unit_test(an_undefined_code_hides_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
