/* SPDX-License-Identifier: Apache-2.0
 * test_office.c - the text of DOC, XLS and PPT, from streams laid out by hand
 * after MS-DOC, MS-XLS and MS-PPT. */
#include "tests/compound.h"

static void put_wide(struct buf *b, const char *s)
{
    for (; *s; s++)
        put_le(b, (uint8_t)*s, 2);
}

static struct doc alone(struct arena *a, const char *name, struct span data)
{
    const struct item list[] = {{NULL, name, data}};

    return walk_bytes(a, compound(a, list, 1, false));
}

/* ---- Word ---- */

enum {
    TEXT = 0x200 /* where the characters stand in WordDocument */
};

/* A document of twelve characters in two pieces, bytes and UTF-16: a field
 * with its instruction and result, and a header of two. */
static struct span word(struct arena *a, unsigned flags)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_le(&b, 0xA5EC, 2);
    put_le(&b, 0x00C1, 2);
    put_be(&b, 0, 6);
    put_le(&b, 0x0200 | flags, 2); /* 1Table */
    put_be(&b, 0, 0x4C - 12);
    put_le(&b, 10, 4); /* characters of the body */
    put_le(&b, 0, 4);
    put_le(&b, 2, 4); /* of headers */
    put_be(&b, 0, 0x1A2 - 0x4C - 12);
    put_le(&b, 4, 4); /* the Clx in the table */
    put_le(&b, 5 + 6 + 4 * 3 + 8 * 2, 4);
    put_be(&b, 0, TEXT - 0x1AA);
    buf_put(&b, SPAN("A\x13q\x14I"));
    buf_byte(&b, 0);
    put_le(&b, 0x15, 2);
    put_le(&b, 0xAC00, 2);
    put_wide(&b, "!\r");
    put_le(&b, 0x0001, 2); /* a picture */
    put_wide(&b, "H\r");
    return buf_span(&b);
}

static struct span pieces(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_le(&b, 0xEEEEEEEE, 4);
    put_le(&b, 1, 1); /* formatting, passed over */
    put_le(&b, 3, 2);
    put_be(&b, 0x020304, 3);
    put_le(&b, 2, 1);
    put_le(&b, 4 * 3 + 8 * 2, 4);
    put_le(&b, 0, 4);
    put_le(&b, 5, 4);
    put_le(&b, 12, 4);
    put_le(&b, 0, 2);
    put_le(&b, 1U << 30 | TEXT * 2, 4);
    put_le(&b, 0, 4);
    put_le(&b, TEXT + 6, 4);
    put_le(&b, 0, 2);
    return buf_span(&b);
}

static struct span document(struct arena *a, unsigned flags)
{
    const struct item list[] = {{NULL, "WordDocument", word(a, flags)},
                                {NULL, "1Table", pieces(a)}};

    return compound(a, list, 2, false);
}

static void word_tells_its_pieces_in_order(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, document(&a, 0));
    assert_string_equal(d.mime, "application/msword");
    assert_true(
        slot_is(slot_at(&d, SLOT_TEXT, "body", 0), "AI\xEA\xB0\x80!\n"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "headers", 0), "H\n"));
    assert_null(d.limit);
    arena_reset(&a);
}

static void word_with_a_password_is_not_covered(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, document(&a, 0x0100));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 0));
    arena_reset(&a);
}

static void word_without_its_table_is_damaged(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = alone(&a, "WordDocument", word(&a, 0));
    assert_string_equal(d.limit, "damaged");
    arena_reset(&a);
}

static void old_word_is_one_run_of_its_language(void **state)
{
    struct arena a;
    struct doc d;
    struct buf b;

    (void)state;
    arena_init(&a, 16 << 20);
    buf_init(&b, &a, 1 << 12);
    put_le(&b, 0xA5DC, 2);
    put_le(&b, 0x0065, 2);
    put_le(&b, 0, 2);
    put_le(&b, 0x0412, 2); /* Korean */
    put_be(&b, 0, 0x18 - 8);
    put_le(&b, 0x20, 4);
    put_le(&b, 0x25, 4);
    buf_put(&b, SPAN("\xB0\xA1 AI unshown"));
    d = alone(&a, "WordDocument", buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "body", 0), "\xEA\xB0\x80 AI"));
    arena_reset(&a);
}

/* ---- Excel ---- */

static void put_record(struct buf *b, unsigned type, struct span data)
{
    put_le(b, type, 2);
    put_le(b, data.len, 2);
    buf_put(b, data);
}

/* Two strings; the first is cut behind the first half of a character, goes on
 * in UTF-16, and has a run of formatting that is cut too. */
static struct span workbook(struct arena *a, bool locked)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    put_record(&b, 0x0809, SPAN("\0\6\5\0"));
    if (locked)
        put_record(&b, 0x002F, SPAN("\1\0"));
    put_record(&b, 0x0085, SPAN("\0\0\0\0\0\0\2\0S1"));
    put_record(&b, 0x00FC,
               SPAN("\2\0\0\0\2\0\0\0"
                    "\4\0\x09\1\0A\0\x3D\xD8"));
    put_record(&b, 0x003C, SPAN("\1\0\xDE!\0\0\0"));
    put_record(&b, 0x003C,
               SPAN("\1\0"
                    "\2\0\0ok"));
    put_record(&b, 0x0014, SPAN("\x0D\0\0&C&\"Arial\"&9H"));
    return buf_span(&b);
}

static void excel_joins_strings_over_records(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = alone(&a, "Workbook", workbook(&a, false));
    assert_string_equal(d.mime, "application/vnd.ms-excel");
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "cells", 0),
                        "A\xF0\x9F\x98\x80!\nok\n"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "names, headers and footers", 0),
                        "S1\nH\n"));
    assert_null(d.limit);
    arena_reset(&a);
}

static void excel_with_a_password_is_not_covered(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = alone(&a, "Workbook", workbook(&a, true));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 0));
    arena_reset(&a);
}

/* A record of one picture, with the second identifier where `twice`. */
static struct span drawing(struct arena *a, bool twice)
{
    struct buf b;

    buf_init(&b, a, 1 << 10);
    put_be(&b, 0xF0F0F0, 3); /* noise that begins no record */
    put_le(&b, twice ? 0x6E10 : 0x6E00, 2);
    put_le(&b, 0xF01E, 2);
    put_le(&b, (twice ? 33 : 17) + 10, 4);
    put_be(&b, 0, twice ? 33 : 17);
    buf_put(&b, SPAN("\x89PNG\r\n\x1A\n42"));
    put_be(&b, 0xF0, 1);
    return buf_span(&b);
}

static void drawings_of_excel_go_over_records(void **state)
{
    struct arena a;
    struct doc d;
    struct buf b;
    struct span in;

    (void)state;
    arena_init(&a, 16 << 20);
    buf_init(&b, &a, 1 << 12);
    in = drawing(&a, true);
    put_record(&b, 0x00EB, span_cut(in, 0, 20));
    put_record(&b, 0x003C, span_cut(in, 20, in.len - 20));
    d = alone(&a, "Workbook", buf_span(&b));
    assert_true(
        slot_is(slot_at(&d, SLOT_PART, "picture", 0), "\x89PNG\r\n\x1A\n42"));
    assert_null(slot_at(&d, SLOT_PART, "picture", 1));
    arena_reset(&a);
}

/* A record of the type 0 is one as any; and the version stands in the BOF,
 * whatever the stream is called: both were seen in what other programs write.
 */
static void excel_goes_by_its_records(void **state)
{
    struct arena a;
    struct doc d;
    struct buf b;

    (void)state;
    arena_init(&a, 16 << 20);
    buf_init(&b, &a, 1 << 12);
    put_record(&b, 0x0809, SPAN("\0\5\5\0"));
    put_record(&b, 0, SPAN(""));
    put_record(&b, 0x0204, SPAN("\0\0\0\0\0\0\2\0AI"));
    d = alone(&a, "Book", buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "cells", 0), "AI\n"));
    put_record(&b, 0x000A, SPAN(""));
    put_be(&b, 0xFFFFFFFF, 8); /* behind the end */
    d = alone(&a, "Book", buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "cells", 0), "AI\n"));
    assert_int_equal(d.note_count, 0);
    b.len = 0;
    put_record(&b, 0x0809, SPAN("\0\6\5\0"));
    put_record(&b, 0x0204, SPAN("\0\0\0\0\0\0\1\0\1\0\xAC"));
    d = alone(&a, "BOOK", buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "cells", 0), "\xEA\xB0\x80\n"));
    arena_reset(&a);
}

/* ---- PowerPoint ---- */

static void put_atom(struct buf *b, unsigned version, unsigned type,
                     struct span data)
{
    put_le(b, version, 2);
    put_le(b, type, 2);
    put_le(b, data.len, 4);
    buf_put(b, data);
}

static struct span slides(struct arena *a)
{
    struct buf b, in;

    buf_init(&b, a, 1 << 12);
    buf_init(&in, a, 1 << 12);
    put_atom(&in, 0, 0x0FA8, SPAN("master"));
    put_atom(&b, 15, 0x03F8, buf_span(&in));
    in.len = 0;
    put_atom(&in, 0, 0x0FA8, SPAN("AI\rmade"));
    put_atom(&in, 0, 0x0FA0, SPAN("\0\xAC"));
    put_atom(&b, 15, 0x03EE, buf_span(&in));
    in.len = 0;
    put_atom(&in, 0, 0x0FA8, SPAN("note"));
    put_atom(&b, 15, 0x03F0, buf_span(&in));
    put_atom(&b, 0, 0x0FA8, SPAN("end"));
    return buf_span(&b);
}

static void slides_are_read_and_masters_are_not(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = alone(&a, "PowerPoint Document", slides(&a));
    assert_string_equal(d.mime, "application/vnd.ms-powerpoint");
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "slides", 0),
                        "AI\nmade\n\xEA\xB0\x80\nend\n"));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "notes", 0), "note\n"));
    const struct item list[] = {{NULL, "PowerPoint Document", slides(&a)},
                                {NULL, "Pictures", drawing(&a, false)}};
    d = walk_bytes(&a, compound(&a, list, 2, false));
    assert_true(
        slot_is(slot_at(&d, SLOT_PART, "picture", 0), "\x89PNG\r\n\x1A\n42"));
    arena_reset(&a);
}

/* packed is a record of a slide's object, instance 1. */
static void put_packed(struct buf *b, struct arena *a, struct span data)
{
    struct buf z;
    uint32_t one = 1, two = 0;

    for (size_t i = 0; i < data.len; i++) {
        one = (one + data.ptr[i]) % 65521;
        two = (two + one) % 65521;
    }
    buf_init(&z, a, 1 << 15);
    put_le(&z, data.len, 4);
    put_be(&z, 0x7801, 2);
    put_stored(&z, data);
    put_be(&z, two << 16 | one, 4);
    put_atom(b, 1 << 4, 0x1011, buf_span(&z));
}

/* Documents in a slide, packed and not, macros, and two versions in a file. */
static void slides_hold_documents(void **state)
{
    struct arena a;
    struct doc d;
    struct buf b;

    (void)state;
    arena_init(&a, 16 << 20);
    buf_init(&b, &a, 1 << 16);
    const struct item book[] = {{NULL, "Workbook", workbook(&a, false)}};
    const struct item macros[] = {{"VBA", "dir", SPAN("Book")}};
    struct span inner = compound(&a, book, 1, true);
    struct span code = compound(&a, macros, 1, true);
    put_packed(&b, &a, inner);
    put_packed(&b, &a, code);
    put_atom(&b, 0, 0x1011, inner);
    d = alone(&a, "PowerPoint Document", buf_span(&b));
    for (unsigned i = 0; i < 2; i++)
        assert_true(span_eq(slot_at(&d, SLOT_PART, "object", i)->data, inner));
    assert_null(slot_at(&d, SLOT_PART, "object", 2));
    assert_int_equal(d.note_count, 0);
    const struct item two[] = {
        {NULL, "PowerPoint Document", SPAN("of 1995")},
        {"PP97_DUALSTORAGE", "PowerPoint Document", slides(&a)}};
    d = walk_bytes(&a, compound(&a, two, 2, false));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "slides", 0),
                        "AI\nmade\n\xEA\xB0\x80\nend\n"));
    assert_true(slot_at(&d, SLOT_TEXT, "slides", 0)->flags & SLOT_START);
    assert_null(slot_at(&d, SLOT_TEXT, "slides", 1));
    arena_reset(&a);
}

/* ---- documents in documents ---- */

/* Objects of a text: a workbook, a later document, any file with its names. */
static void objects_are_read(void **state)
{
    static const char native[] =
        "\x2D\0\0\0\2\0a.png\0C:\\a.png\0\0\0\3\0\5\0\0\0t.pn\0"
        "\4\0\0\0\x89PNG\0\0\0\0";
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    const struct item list[] = {{NULL, "PowerPoint Document", slides(&a)},
                                {"_1", "Workbook", workbook(&a, false)},
                                {"_2", "Package", SPAN("PK\3\4")},
                                {"_3", "\1Ole10Native", SPAN(native)}};
    d = walk_bytes(&a, compound(&a, list, 4, true));
    assert_string_equal(d.mime, "application/vnd.ms-powerpoint");
    assert_true(slot_at(&d, SLOT_TEXT, "slides", 0)->flags & SLOT_START);
    assert_non_null(slot_at(&d, SLOT_TEXT, "cells", 0));
    assert_false(slot_at(&d, SLOT_TEXT, "cells", 0)->flags & SLOT_START);
    assert_true(slot_is(slot_at(&d, SLOT_PART, "object", 0), "PK\3\4"));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "a.png", 0), "\x89PNG"));
    assert_null(d.limit);
    d = alone(&a, "\1Ole10Native", SPAN("\4\0\0\0BMxx"));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "object", 0), "BMxx"));
    /* What a slide holds is such a file of its own. */
    d = alone(&a, "\1Ole10Native", SPAN(native));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "a.png", 0), "\x89PNG"));
    assert_null(d.limit);
    torture(compound(&a, list, 4, true));
    arena_reset(&a);
}

static void encrypted_slides_are_not_covered(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    const struct item list[] = {
        {NULL, "Current User",
         SPAN("\0\0\xF6\x0F\x14\0\0\0\x14\0\0\0\xDF\xC4\xD1\xF3\0\0\0\0")},
        {NULL, "PowerPoint Document", slides(&a)}};
    d = walk_bytes(&a, compound(&a, list, 2, false));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 0));
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;
    const struct item book[] = {{NULL, "Workbook", SPAN("")}};
    struct item one = book[0];

    (void)state;
    arena_init(&a, 16 << 20);
    torture(document(&a, 0));
    one.data = workbook(&a, false);
    torture(compound(&a, &one, 1, true));
    one.name = "Pictures";
    one.data = drawing(&a, true);
    torture(compound(&a, &one, 1, true));
    one.name = "PowerPoint Document";
    one.data = slides(&a);
    torture(compound(&a, &one, 1, true));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(word_tells_its_pieces_in_order),
        cmocka_unit_test(word_with_a_password_is_not_covered),
        cmocka_unit_test(word_without_its_table_is_damaged),
        cmocka_unit_test(old_word_is_one_run_of_its_language),
        cmocka_unit_test(excel_joins_strings_over_records),
        cmocka_unit_test(excel_with_a_password_is_not_covered),
        cmocka_unit_test(drawings_of_excel_go_over_records),
        cmocka_unit_test(excel_goes_by_its_records),
        cmocka_unit_test(slides_hold_documents),
        cmocka_unit_test(objects_are_read),
        cmocka_unit_test(slides_are_read_and_masters_are_not),
        cmocka_unit_test(encrypted_slides_are_not_covered),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
