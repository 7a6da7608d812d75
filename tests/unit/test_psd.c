/* SPDX-License-Identifier: Apache-2.0
 * PSD, BMP and ICO: formats that are little more than a few lengths. */
#include "tests/unit/made.h"

static struct made m;

static void psd(bool psb)
{
    made_new(&m);
    made_lit(&m, "8BPS\0");
    made_be(&m, psb ? 2 : 1, 1);
    made_lit(&m, "\0\0\0\0\0\0"
                 "\0\3\0\0\0\1\0\0\0\1\0\x08\0\3");
    made_be(&m, 0, 4);
    made_be(&m, 12 + 6 + 12 + 4 + 12 + 8, 4);
    made_lit(&m, "8BIM\x04\x04\0\0\0\0\0\x06\x1c\x02\x6e\0\x01"
                 "A");
    made_lit(&m, "8BIM\x04\x24\0\0\0\0\0\x04<x/>");
    made_lit(&m, "8BIM\x04\x22\0\0\0\0\0\x08MM\0*\0\0\0\x08");
    made_be(&m, 3, psb ? 8 : 4);
    made_lit(&m, "layrest");
}

static void photoshop_documents_have_resources(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        psd(i);
        made_far(&m);
        assert_string_equal(m.doc.format->name, "psd");
        assert_slot(made_slot(&m, SLOT_IPTC, 0), "\x1c\x02\x6e\0\x01"
                                                 "A");
        assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
        assert_slot(made_slot(&m, SLOT_EXIF, 0), "MM\0*\0\0\0\x08");
        assert_int_equal(m.doc.block_count, 5);
        assert_int_equal(m.doc.blocks[4].at.len, 4);
        assert_int_equal(m.doc.note_count, 0);
    }
    made_hurt(&m);
}

static void what_follows_a_bitmap_is_listed(void **state)
{
    const struct slot *s;

    (void)state;
    made_new(&m);
    made_lit(&m, "BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0");
    while (m.len < 0x3a)
        made_lit(&m, "\1");
    made_lit(&m, "tail");
    made_walk(&m);
    assert_string_equal(m.doc.format->name, "bmp");
    assert_int_equal(m.doc.block_count, 3);
    s = made_slot(&m, SLOT_TAIL, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, 0x3a);
    made_hurt(&m);
}

static void a_png_in_an_icon_is_a_part(void **state)
{
    const struct slot *s;

    (void)state;
    made_new(&m);
    made_lit(&m, "\0\0\1\0\2\0"
                 "\x10\x10\0\0\1\0\x20\0\x0c\0\0\0\x26\0\0\0"
                 "\x10\x10\0\0\1\0\x20\0\x04\0\0\0\x32\0\0\0");
    made_lit(&m, "\x89PNG\r\n\x1a\n????"
                 "\x28\0\0\0");
    made_walk(&m);
    assert_string_equal(m.doc.format->name, "ico");
    s = made_slot(&m, SLOT_PART, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, 0x26);
    assert_int_equal(s->at.len, 12);
    assert_null(made_slot(&m, SLOT_PART, 1));
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(photoshop_documents_have_resources),
        cmocka_unit_test(what_follows_a_bitmap_is_listed),
        cmocka_unit_test(a_png_in_an_icon_is_a_part),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
