/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

#include "meta/exif_peer.h"

/* Streams are made word by word, big-endian, so that the offsets in a test can
 * be counted: the header takes 8 bytes, a directory 2 + 12 each + 4. */
static struct made m;

static void head(void)
{
    made_new(&m);
    made_lit(&m, "MM\0*\0\0\0\x08");
}

static void entry(unsigned tag, unsigned type, uint32_t count, uint32_t value)
{
    made_be(&m, tag, 2);
    made_be(&m, type, 2);
    made_be(&m, count, 4);
    made_be(&m, value, 4);
}

/* one is a directory with a single entry. */
static void one(unsigned tag, unsigned type, uint32_t count, uint32_t value)
{
    made_be(&m, 1, 2);
    entry(tag, type, count, value);
    made_be(&m, 0, 4);
}

static bool agrees(const struct exif_dirs *d, bool *sees)
{
    struct tiff t = {.data = {m.bytes, m.len}};

    assert_true(tiff_open(&t));
    assert_true(peer_ready());
    *sees = peer_sees(&t, d);
    return peer_agrees(&t, d);
}

static void assert_plain(const struct exif_dirs *d)
{
    bool sees;

    assert_true(agrees(d, &sees));
    assert_true(sees);
}

/* Not plain, and libexif does not see all of it. */
static void assert_unseen(const struct exif_dirs *d)
{
    bool sees;

    assert_false(agrees(d, &sees));
    assert_false(sees);
}

/* Not plain, though libexif happens to see it. */
static void assert_odd(const struct exif_dirs *d)
{
    bool sees;

    assert_false(agrees(d, &sees));
    assert_true(sees);
}

static const struct exif_dirs zero = {{{8, DIR_0}}, 1};

/* All five, where [EXIF 4.5] has them, with a thumbnail and a MakerNote. */
static void all_directories_in_their_places_are_plain(void **state)
{
    const struct exif_dirs d = {{{8, DIR_0},
                                 {38, DIR_EXIF},
                                 {86, DIR_GPS},
                                 {104, DIR_1},
                                 {68, DIR_INTEROP}},
                                5};

    (void)state;
    head();
    made_be(&m, 2, 2);
    entry(TAG_EXIF, 4, 1, 38);
    entry(TAG_GPS, 4, 1, 86);
    made_be(&m, 104, 4);
    assert_int_equal(m.len, 38);
    made_be(&m, 2, 2);
    entry(TAG_MAKER, 7, 40, 134);
    entry(TAG_INTEROP, 4, 1, 68);
    made_be(&m, 0, 4);
    one(1, 2, 4, 0x52393800);
    one(0, 1, 4, 0x02030000);
    made_be(&m, 2, 2);
    entry(TAG_THUMB, 4, 1, 134);
    entry(TAG_THUMB_LEN, 4, 1, 40);
    made_be(&m, 0, 4);
    assert_int_equal(m.len, 134);
    for (unsigned i = 0; i < 10; i++)
        made_lit(&m, "Note");
    assert_plain(&d);
}

static void a_long_directory_is_plain(void **state)
{
    (void)state;
    head();
    made_be(&m, 900, 2);
    for (unsigned i = 0; i < 900; i++)
        entry(0xc800 + i, 2, 4, 0x61626300);
    made_be(&m, 0, 4);
    assert_plain(&zero);
}

/* [TIFF]'s technical note 1 has type 13, BigTIFF 16 to 18. */
static void types_that_came_later_are_not_seen(void **state)
{
    (void)state;
    for (unsigned type = 13; type <= 18; type++) {
        if (type == 14 || type == 15)
            continue; /* of no size: our walk has no value there either */
        head();
        one(0x014a, type, 1, 8);
        assert_unseen(&zero);
    }
    head();
    one(0x010f, 14, 1, 8);
    assert_odd(&zero);
}

static void other_numbers_than_42_are_not_seen(void **state)
{
    (void)state;
    head();
    one(0x010f, 2, 4, 0x61626300);
    assert_plain(&zero);
    memcpy(m.bytes, "MMOR", 4);
    assert_unseen(&zero);
}

/* libexif takes the four bytes of a pointer for its offset, whatever its type:
 * of a big-endian SHORT that is 65,536 times as much. */
static void a_pointer_of_another_type_is_not_plain(void **state)
{
    const struct exif_dirs d = {{{8, DIR_0}, {26, DIR_EXIF}}, 2};

    (void)state;
    head();
    one(TAG_EXIF, 4, 1, 26);
    one(0x9000, 7, 4, 0x30323332);
    assert_plain(&d);
    memcpy(m.bytes + 12, "\0\x03\0\0\0\1\0\x1a\0", 10);
    assert_unseen(&d);
}

static void a_second_directory_of_its_kind_is_not_seen(void **state)
{
    const struct exif_dirs d = {{{8, DIR_0}, {38, DIR_EXIF}, {56, DIR_EXIF}},
                                3};
    const struct exif_dirs chain = {{{8, DIR_0}, {26, DIR_1}, {44, DIR_1}}, 3};

    (void)state;
    head();
    made_be(&m, 2, 2);
    entry(TAG_EXIF, 4, 1, 38);
    entry(TAG_EXIF, 4, 1, 56);
    made_be(&m, 0, 4);
    one(0x9000, 7, 4, 0x30323332);
    one(0x9286, 7, 4, 0x61626364);
    assert_unseen(&d);
    head();
    one(0x010f, 2, 4, 0x61626300);
    memcpy(m.bytes + 22, "\0\0\0\x1a", 4);
    one(0x0110, 2, 4, 0x61626300);
    memcpy(m.bytes + 40, "\0\0\0\x2c", 4);
    one(0x0131, 2, 4, 0x61626300);
    assert_unseen(&chain);
}

/* One directory under two names is listed under the first alone. */
static void a_directory_in_a_wrong_place_is_not_plain(void **state)
{
    const struct exif_dirs d = {{{8, DIR_0}, {26, DIR_INTEROP}}, 2};
    const struct exif_dirs twice = {{{8, DIR_0}, {38, DIR_EXIF}}, 2};

    (void)state;
    head();
    one(TAG_INTEROP, 4, 1, 26);
    one(1, 2, 4, 0x52393800);
    assert_odd(&d);
    head();
    made_be(&m, 2, 2);
    entry(TAG_EXIF, 4, 1, 38);
    entry(TAG_GPS, 4, 1, 38);
    made_be(&m, 0, 4);
    one(1, 2, 4, 0x4e000000);
    assert_odd(&twice);
}

/* A MakerNote is not shown to libexif, nor what else its bytes are: here they
 * move over two directories to where no other one is. */
static void a_maker_note_over_a_directory_hides_it(void **state)
{
    const struct exif_dirs d = {{{8, DIR_0}, {50, DIR_1}}, 2};
    unsigned hidden = 0;

    (void)state;
    for (uint32_t at = 8; at <= 68; at++) {
        bool sees;

        head();
        made_be(&m, 3, 2);
        entry(TAG_MAKER, 7, 6, at);
        entry(0x010f, 2, 4, 0x61626300);
        entry(0x0131, 2, 4, 0x61626300);
        made_be(&m, 50, 4);
        one(0x0110, 2, 4, 0x61626300);
        made_lit(&m, "123456");
        assert_int_equal(agrees(&d, &sees), at == 68);
        hidden += !sees;
    }
    assert_true(hidden > 30 && hidden < 61);
}

static void what_is_cut_is_not_plain(void **state)
{
    (void)state;
    head();
    made_be(&m, 2, 2);
    entry(0x010f, 2, 4, 0x61626300);
    assert_odd(&zero);
    head();
    one(0x010f, 2, 400, 8);
    assert_odd(&zero);
    head();
    one(TAG_THUMB, 4, 1, 26);
    assert_odd(&zero);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_directories_in_their_places_are_plain),
        cmocka_unit_test(a_long_directory_is_plain),
        cmocka_unit_test(types_that_came_later_are_not_seen),
        cmocka_unit_test(other_numbers_than_42_are_not_seen),
        cmocka_unit_test(a_pointer_of_another_type_is_not_plain),
        cmocka_unit_test(a_second_directory_of_its_kind_is_not_seen),
        cmocka_unit_test(a_directory_in_a_wrong_place_is_not_plain),
        cmocka_unit_test(a_maker_note_over_a_directory_hides_it),
        cmocka_unit_test(what_is_cut_is_not_plain),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
