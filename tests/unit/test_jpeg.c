/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

static void segment(uint8_t code, struct span a, struct span b)
{
    made_be(&m, 0xff00u | code, 2);
    made_be(&m, a.len + b.len + 2, 2);
    made_put(&m, a);
    made_put(&m, b);
}

/* A scan with a stuffed zero, a restart and a fill byte in it. */
static void scan(void)
{
    segment(0xda, SPAN("\x01\x01\x00\x00\x3f\x00"), SPAN(""));
    made_lit(&m, "ab\xff\x00"
                 "cd\xff\xd3"
                 "ef\xff");
}

static void begin(void)
{
    made_new(&m);
    made_lit(&m, "\xff\xd8");
}

static void finish(void)
{
    scan();
    made_lit(&m, "\xff\xd9");
}

static void assert_block(uint32_t i, const char *name, uint64_t off,
                         uint64_t len)
{
    assert_true(i < m.doc.block_count);
    assert_true(span_eq(m.doc.blocks[i].name,
                        (struct span){(const uint8_t *)name, strlen(name)}));
    assert_int_equal(m.doc.blocks[i].at.off, off);
    assert_int_equal(m.doc.blocks[i].at.len, len);
}

static void blocks_are_segments_and_scans(void **state)
{
    (void)state;
    begin();
    segment(0xe0, SPAN("JFIF\0"), SPAN("x"));
    segment(0xdb, SPAN("q"), SPAN(""));
    finish();
    made_walk(&m);
    assert_int_equal(m.doc.block_count, 5);
    assert_block(0, "SOI", 0, 2);
    assert_block(1, "APP0", 2, 10);
    assert_block(2, "DQT", 12, 5);
    assert_block(3, "SOS", 17, 10 + 11); /* its fill byte with it */
    assert_block(4, "EOI", 38, 2);
    assert_int_equal(m.doc.slot_count, 0);
    assert_int_equal(m.doc.note_count, 0);
}

static void a_scan_read_from_afar_ends_where_it_does_in_memory(void **state)
{
    (void)state;
    begin();
    segment(0xda, SPAN("\x01"), SPAN(""));
    /* An FF at the end of each window that is read at once. */
    while (m.len < 200000)
        made_lit(&m, "\xff\x00");
    segment(0xfe, SPAN("between scans"), SPAN(""));
    segment(0xda, SPAN("\x01"), SPAN(""));
    while (m.len < 250001)
        made_lit(&m, "\x55\xff\x00");
    made_lit(&m, "\xff\xd9");
    made_far(&m);
    assert_int_equal(m.doc.block_count, 5);
    assert_slot(made_slot(&m, SLOT_COMMENT, 0), "between scans");
    assert_int_equal(m.doc.note_count, 0);
    assert_null(made_slot(&m, SLOT_TAIL, 0));
    assert_true(m.doc.bytes_read < 2 * m.len); /* scans are read once */
}

static void exif_and_xmp_lose_their_headers(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    segment(0xe1, SPAN("Exif\0\0"), SPAN("II*\0\x08\0\0\0\0\0\0\0\0\0"));
    segment(0xe1, SPAN("http://ns.adobe.com/xap/1.0/\0"), SPAN("<x/>"));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_EXIF, 0);
    assert_slot(s, "II*\0\x08\0\0\0\0\0\0\0\0\0");
    assert_int_equal(s->at.off, 2 + 4 + 6);
    assert_int_equal(s->at.len, s->data.len);
    s = made_slot(&m, SLOT_XMP, 0);
    assert_slot(s, "<x/>");
    assert_int_equal(s->at.off, 26 + 4 + 29);
}

static void exif_goes_on_in_the_next_segment(void **state)
{
    (void)state;
    begin();
    segment(0xe1, SPAN("Exif\0\0"), SPAN("MM\0*1234"));
    segment(0xe1, SPAN("Exif\0\0"), SPAN("more"));
    segment(0xe1, SPAN("Exif\0\0"), SPAN("II*\0other"));
    finish();
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_EXIF, 0), "MM\0*1234more");
    assert_slot(made_slot(&m, SLOT_EXIF, 1), "II*\0other");
}

#define MORE  SPAN("http://ns.adobe.com/xmp/extension/\0")
#define GUID1 "0123456789ABCDEF0123456789ABCDEF"
#define GUID2 "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"

static void extended_xmp_is_joined_in_any_order(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    segment(0xe1, MORE,
            SPAN(GUID1 "\0\0\0\x06\0\0\0\x03"
                       "def"));
    segment(0xe1, MORE,
            SPAN(GUID2 "\0\0\0\x04\0\0\0\x00"
                       "zz"));
    segment(0xe1, MORE,
            SPAN(GUID1 "\0\0\0\x06\0\0\0\x00"
                       "abc"));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_XMP, 0);
    assert_slot(s, "abcdef");
    assert_int_equal(s->piece_count, 2);
    assert_false(s->flags & SLOT_CUT);
    s = made_slot(&m, SLOT_XMP, 1);
    assert_slot(s, "zz\0\0");
    assert_true(s->flags & SLOT_CUT);
    assert_true(made_noted(&m, "the pieces are fewer than the whole"));
}

static void a_length_that_lies_takes_no_memory(void **state)
{
    (void)state;
    begin();
    segment(0xe1, MORE,
            SPAN(GUID1 "\xff\xff\xff\xff\0\0\0\x00"
                       "abc"));
    finish();
    made_walk(&m);
    assert_true(made_noted(&m, "extended XMP is damaged"));
    assert_true(m.arena.spent < 1 << 16);
}

static void boxes_are_joined_by_instance_and_number(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x01"), SPAN("\0\0\0\x10jumbabcd"));
    segment(0xeb, SPAN("JP\x02\x12\0\0\0\x01"), SPAN("\0\0\0\x0ajumbxy"));
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x02"), SPAN("\0\0\0\x10jumbefgh"));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_slot(s, "\0\0\0\x10jumbabcdefgh");
    assert_int_equal(s->piece_count, 2);
    assert_int_equal(s->pieces[0].off, 2);
    assert_int_equal(s->pieces[0].len, 24); /* marker and headers included */
    assert_int_equal(s->pieces[1].off, 2 + 24 + 22);
    assert_int_equal(s->pieces[1].len, 24);
    assert_slot(made_slot(&m, SLOT_JUMBF, 1), "\0\0\0\x0ajumbxy");
    assert_null(made_slot(&m, SLOT_JUMBF, 2));
}

static void a_number_that_goes_back_begins_a_new_box(void **state)
{
    (void)state;
    begin();
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x01"), SPAN("\0\0\0\x0ajumbab"));
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x01"), SPAN("\0\0\0\x0ajumbcd"));
    finish();
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_JUMBF, 0), "\0\0\0\x0ajumbab");
    assert_slot(made_slot(&m, SLOT_JUMBF, 1), "\0\0\0\x0ajumbcd");
}

static void photoshop_resources_are_joined_over_segments(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    segment(0xed, SPAN("Photoshop 3.0\0"),
            SPAN("8BIM\x04\x25\0\0\0\0\0\x01q\0"
                 "8BIM\x04\x04\x01n\0\0\0\x06"
                 "\x1c\x02"));
    segment(0xed, SPAN("Photoshop 3.0\0"), SPAN("n\0\x01x"));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_IPTC, 0);
    assert_slot(s, "\x1c\x02n\0\x01x");
    assert_true(s->flags & SLOT_DERIVED);
    s = made_slot(&m, SLOT_OTHER, 0);
    assert_slot(s, "q");
    assert_true(span_eq(s->key, SPAN("8BIM-0425")));
}

static void a_colour_profile_is_joined_by_number(void **state)
{
    (void)state;
    begin();
    segment(0xe2, SPAN("ICC_PROFILE\0"), SPAN("\x02\x02second"));
    segment(0xe2, SPAN("ICC_PROFILE\0"),
            SPAN("\x01\x02"
                 "first "));
    finish();
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_ICC, 0), "first second");
}

static void a_private_segment_keeps_its_bytes(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    segment(0xe9, SPAN("AIGC{\"Label\":\"1\"}"), SPAN(""));
    segment(0xfe, SPAN("<?xpacket?><x/>"), SPAN(""));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_OTHER, 0);
    assert_slot(s, "AIGC{\"Label\":\"1\"}");
    assert_true(span_eq(s->key, SPAN("APP9")));
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<?xpacket?><x/>");
}

static void bytes_where_none_belong_are_listed(void **state)
{
    (void)state;
    begin();
    segment(0xe0, SPAN("JFIF\0\1\1\0\0\1\0\1\0\0"), SPAN("AIGC{}"));
    made_lit(&m, "AIGC{1}");
    segment(0xee, SPAN("Adobe\0\x64\0\0\0\0\1"), SPAN(""));
    made_lit(&m, "\xff\x00zz");
    finish();
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_OTHER, 0), "AIGC{}");
    assert_true(span_eq(made_slot(&m, SLOT_OTHER, 0)->key, SPAN("APP0")));
    assert_slot(made_slot(&m, SLOT_OTHER, 1), "AIGC{1}");
    assert_slot(made_slot(&m, SLOT_OTHER, 2), "\xff\x00zz");
    assert_null(made_slot(&m, SLOT_OTHER, 3));
    assert_true(made_noted(&m, "bytes behind the JFIF header"));
    assert_true(made_noted(&m, "bytes between two segments"));
}

/* The index: a second picture of 6 bytes right behind the first. */
static void pictures_of_the_index_are_parts(void **state)
{
    const struct slot *s;
    size_t at;

    (void)state;
    begin();
    segment(0xe2, SPAN("MPF\0"),
            SPAN("MM\0*\0\0\0\x08"
                 "\0\x01"
                 "\xb0\x02\0\x07\0\0\0\x20\0\0\0\x1a"
                 "\0\0\0\0"
                 "\0\0\0\0\0\0\0\x09\0\0\0\0\0\0\0\0"
                 "\0\0\0\0\0\0\0\x06\0\0\0\x51\0\0\0\0"));
    finish();
    at = m.len;
    assert_int_equal(at, 10 + 0x51); /* the offset counts from "MM" */
    made_lit(&m, "\xff\xd8\xff\xe0\xff\xd9"
                 "rest");
    made_walk(&m);
    s = made_slot(&m, SLOT_PART, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, at);
    assert_int_equal(s->at.len, 6);
    s = made_slot(&m, SLOT_TAIL, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, at + 6);
    assert_int_equal(s->at.len, 4);
}

static void samsung_records_are_fields(void **state)
{
    const struct slot *s;
    size_t dir;

    (void)state;
    begin();
    finish();
    made_le(&m, 0x0d910000, 4);
    made_le(&m, 8, 4);
    made_lit(&m, "PEg_Info{\"genAIType\":8}");
    dir = m.len;
    made_lit(&m, "SEFH\x6b\0\0\0\x01\0\0\0\0\0\x91\x0d");
    made_le(&m, 31, 4);
    made_le(&m, 31, 4);
    made_le(&m, m.len - dir, 4);
    made_lit(&m, "SEFT");
    made_walk(&m);
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "{\"genAIType\":8}");
    assert_true(span_eq(s->key, SPAN("PEg_Info")));
    assert_null(made_slot(&m, SLOT_TAIL, 0));
}

static void a_cut_picture_is_noted(void **state)
{
    (void)state;
    begin();
    segment(0xfe, SPAN("kept"), SPAN(""));
    made_lit(&m, "\xff\xe1\x40\0cut");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_COMMENT, 0), "kept");
    assert_true(made_noted(&m, "segment passes the end of the file"));
    assert_true(made_noted(&m, "the picture has no end marker"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    begin();
    segment(0xe1, SPAN("Exif\0\0"), SPAN("II*\0\x08\0\0\0\0\0\0\0\0\0"));
    segment(0xe1, MORE,
            SPAN(GUID1 "\0\0\0\x06\0\0\0\x03"
                       "def"));
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x01"), SPAN("\0\0\0\x10jumbabcd"));
    segment(0xeb, SPAN("JP\x02\x11\0\0\0\x02"), SPAN("\0\0\0\x10jumbefgh"));
    segment(0xed, SPAN("Photoshop 3.0\0"), SPAN("8BIM\x04\x04\0\0\0\0\0\x01x"));
    segment(0xe2, SPAN("MPF\0"),
            SPAN("MM\0*\0\0\0\x08"
                 "\0\x01"
                 "\xb0\x02\0\x07\0\0\0\x10\0\0\0\x1a"
                 "\0\0\0\0"
                 "\0\0\0\0\0\0\0\x06\0\0\0\x20\0\0\0\0"));
    finish();
    made_lit(&m, "\0\0\x91\x0d\x01\0\0\0nvSEFH\x6b\0\0\0\x01\0\0\0\0\0\x91\x0d"
                 "\x0a\0\0\0\x0a\0\0\0\x18\0\0\0SEFT");
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_segments_and_scans),
        cmocka_unit_test(a_scan_read_from_afar_ends_where_it_does_in_memory),
        cmocka_unit_test(exif_and_xmp_lose_their_headers),
        cmocka_unit_test(exif_goes_on_in_the_next_segment),
        cmocka_unit_test(extended_xmp_is_joined_in_any_order),
        cmocka_unit_test(a_length_that_lies_takes_no_memory),
        cmocka_unit_test(boxes_are_joined_by_instance_and_number),
        cmocka_unit_test(a_number_that_goes_back_begins_a_new_box),
        cmocka_unit_test(photoshop_resources_are_joined_over_segments),
        cmocka_unit_test(a_colour_profile_is_joined_by_number),
        cmocka_unit_test(a_private_segment_keeps_its_bytes),
        cmocka_unit_test(bytes_where_none_belong_are_listed),
        cmocka_unit_test(pictures_of_the_index_are_parts),
        cmocka_unit_test(samsung_records_are_fields),
        cmocka_unit_test(a_cut_picture_is_noted),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
