/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

static void chunk(const char *type, struct span data)
{
    made_be(&m, data.len, 4);
    made_put(&m, (struct span){(const uint8_t *)type, 4});
    made_put(&m, data);
    made_lit(&m, "crc!");
}

static void begin(void)
{
    made_new(&m);
    made_lit(&m, "\x89PNG\r\n\x1a\n");
    chunk("IHDR", SPAN("\0\0\0\1\0\0\0\1\x08\0\0\0\0"));
}

static void text_chunks_are_fields_before_and_behind_the_picture(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    chunk("tEXt", SPAN("parameters\0Steps: 20"));
    chunk("IDAT", SPAN("x"));
    chunk("iTXt", SPAN("parameters\0\0\0ko\0key\0\xea\xb0\x80"));
    /* "abc" as a zlib stream, made by hand: one stored block */
    chunk("zTXt", SPAN("k\0\0\x78\x01\x01\x03\0\xfc\xff"
                       "abc\x02\x4d\x01\x27"));
    chunk("IEND", SPAN(""));
    made_far(&m);
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "Steps: 20");
    assert_true(span_eq(s->key, SPAN("parameters")));
    assert_true(span_eq(s->space, SPAN("tEXt")));
    assert_int_equal(s->at.len, 9);
    assert_memory_equal(m.bytes + s->at.off, "Steps: 20", 9);
    assert_slot(made_slot(&m, SLOT_FIELD, 1), "\xea\xb0\x80");
    s = made_slot(&m, SLOT_FIELD, 2);
    assert_slot(s, "abc");
    assert_true(s->flags & SLOT_DERIVED);
    assert_int_equal(m.doc.note_count, 0);
}

static void old_text_is_latin1_unless_it_is_utf8(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("a\0\xe9!"));
    chunk("tEXt", SPAN("a\0\xc3\xa9!"));
    chunk("iTXt", SPAN("a\0\0\0\0\0\xe9!"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_true(span_eq(m.fields.list[0].value, SPAN("\xc3\xa9!")));
    assert_true(span_eq(m.fields.list[1].value, SPAN("\xc3\xa9!")));
    assert_true(span_eq(m.fields.list[2].value, SPAN("\xef\xbf\xbd!")));
}

static void xmp_is_taken_from_any_text_chunk(void **state)
{
    (void)state;
    begin();
    chunk("iTXt", SPAN("XML:com.adobe.xmp\0\0\0\0\0<x/>"));
    chunk("tEXt", SPAN("XML:com.adobe.xmp\0<y/>"));
    chunk("tEXt", SPAN("xml:com.adobe.xmp\0<z/>")); /* some write it so */
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_slot(made_slot(&m, SLOT_XMP, 1), "<y/>");
    assert_slot(made_slot(&m, SLOT_XMP, 2), "<z/>");
    assert_true(made_noted(&m, "XMP not in an iTXt chunk"));
}

static void exif_is_taken_with_and_without_a_header(void **state)
{
    (void)state;
    begin();
    chunk("eXIf", SPAN("Exif\0\0II*\0\x08\0\0\0\0\0"));
    chunk("IDAT", SPAN("x"));
    chunk("eXIf", SPAN("MM\0*\0\0\0\x08\0\0"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_EXIF, 0), "II*\0\x08\0\0\0\0\0");
    assert_slot(made_slot(&m, SLOT_EXIF, 1), "MM\0*\0\0\0\x08\0\0");
}

static void raw_profiles_are_what_their_bytes_say(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("Raw profile type exif\0\nexif\n      16\n"
                       "457869660000\n49492a0008000000\n0000\n"));
    chunk("tEXt", SPAN("Raw profile type APP1\0\ngeneric\n       8\n"
                       "4D4D002A00000008\n"));
    chunk("tEXt", SPAN("Raw profile type iptc\0\niptc\n      18\n"
                       "3842494d04040000000000061c026e000141\n"));
    chunk("tEXt", SPAN("Raw profile type xmp\0\nxmp\n       4\n3c782f3e"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_EXIF, 0), "II*\0\x08\0\0\0\0\0");
    assert_slot(made_slot(&m, SLOT_EXIF, 1), "MM\0*\0\0\0\x08");
    assert_slot(made_slot(&m, SLOT_IPTC, 0), "\x1c\x02\x6e\0\x01"
                                             "A");
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_null(made_slot(&m, SLOT_FIELD, 0));
}

static void a_raw_profile_that_is_none_stays_a_field(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("Raw profile type exif\0no hexadecimal"));
    chunk("tEXt", SPAN("Raw profile type exif\0\nexif\n  99\n49492a00"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_FIELD, 0), "no hexadecimal");
    assert_slot(made_slot(&m, SLOT_EXIF, 0), "II*\0");
    assert_true(made_noted(&m, "raw profile is not as long as it says"));
}

static void iim_in_hexadecimal_is_iptc(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("IPTC\0"
                       "1c026e000141"));
    chunk("tEXt", SPAN("IPTC\0words"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_IPTC, 0), "\x1c\x02\x6e\0\x01"
                                             "A");
    assert_null(made_slot(&m, SLOT_IPTC, 1));
}

static void private_chunks_are_known(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    chunk("iCCP", SPAN("Display P3\0\0packed"));
    chunk("IDAT", SPAN("x"));
    chunk("comf", SPAN("workflow\0{}"));
    chunk("caBX", SPAN("\0\0\0\x08jumb"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    s = made_slot(&m, SLOT_ICC, 0);
    assert_non_null(s);
    assert_true(span_eq(s->key, SPAN("Display P3")));
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "{}");
    assert_true(span_eq(s->key, SPAN("workflow")));
    assert_slot(made_slot(&m, SLOT_JUMBF, 0), "\0\0\0\x08jumb");
}

static void what_follows_the_end_is_listed(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    chunk("IEND", SPAN(""));
    made_lit(&m, "\xff\xd8\xff\xe0 a picture behind a picture");
    made_walk(&m);
    s = made_slot(&m, SLOT_PART, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, 8 + 25 + 12);
    begin();
    chunk("IEND", SPAN(""));
    made_lit(&m, "\1\2");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_TAIL, 0), "");
    begin();
    chunk("IEND", SPAN(""));
    made_lit(&m, "words\n");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_TAIL, 0), "words\n");
    assert_true(made_noted(&m, "bytes after the end of the format"));
    begin();
    chunk("IEND", SPAN(""));
    made_lit(&m, " \n\n");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_TAIL, 0), "");
}

static void a_packed_bomb_ends_at_a_limit(void **state)
{
    /* 64 KiB of zeros in 85 bytes, as zlib packs them */
    static const uint8_t head[] = "k\0\0\x78\xda\xed\xc1\x01\x01\0\0\0\x80\x90"
                                  "\xfe\xaf\xee\x08\x0a";
    static uint8_t data[100];

    (void)state;
    memcpy(data, head, sizeof(head) - 1);
    begin();
    m.lim.inflate_bytes = 1000;
    chunk("zTXt", (struct span){data, sizeof(data)});
    chunk("tEXt", SPAN("after\0it"));
    chunk("IEND", SPAN(""));
    made_walk(&m);
    assert_non_null(m.doc.limit);
    assert_slot(made_slot(&m, SLOT_FIELD, 1), "it"); /* and it goes on */
}

static void a_chunk_that_is_too_long_is_noted(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("k\0v"));
    made_lit(&m, "\x7f\xff\xff\xfftEXt");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_FIELD, 0), "v");
    assert_true(made_noted(&m, "chunk passes the end of file"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    begin();
    chunk("tEXt", SPAN("Raw profile type exif\0\nexif\n      14\n"
                       "49492a000800000000000000"));
    chunk("iTXt", SPAN("k\0\1\0\0\0\x78\x01\x01\x03\0\xfc\xff"
                       "abc"));
    chunk("eXIf", SPAN("Exif\0\0II*\0\x08\0\0\0\0\0"));
    chunk("comf", SPAN("w\0{}"));
    chunk("IEND", SPAN(""));
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_chunks_are_fields_before_and_behind_the_picture),
        cmocka_unit_test(old_text_is_latin1_unless_it_is_utf8),
        cmocka_unit_test(xmp_is_taken_from_any_text_chunk),
        cmocka_unit_test(exif_is_taken_with_and_without_a_header),
        cmocka_unit_test(raw_profiles_are_what_their_bytes_say),
        cmocka_unit_test(a_raw_profile_that_is_none_stays_a_field),
        cmocka_unit_test(iim_in_hexadecimal_is_iptc),
        cmocka_unit_test(private_chunks_are_known),
        cmocka_unit_test(what_follows_the_end_is_listed),
        cmocka_unit_test(a_packed_bomb_ends_at_a_limit),
        cmocka_unit_test(a_chunk_that_is_too_long_is_noted),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
