/* SPDX-License-Identifier: Apache-2.0
 * test_pdf_text.c - what the pages of a PDF say: fonts, numbers, drawing. */
#include "tests/paper.h"

static void codes_and_names_of_glyphs_are_text(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    obj(&f, 1, "<</Type/Catalog/Pages 2 0 R>>");
    obj(&f, 2, "<</Type/Pages/Kids[3 0 R]>>");
    obj(&f, 3,
        "<</Type/Page/Contents 4 0 R/Resources<</Font<<"
        "/K<</Type/Font/Subtype/Type0/Encoding/KSCms-UHC-H>>"
        "/U<</Type/Font/Subtype/Type0/Encoding/UniKS-UCS2-H>>"
        "/D<</Type/Font/Subtype/Type1/Encoding"
        "<</Differences[1/A/space/uniB098]>>>>"
        "/N<</Type/Font/Subtype/Type0/Encoding/Identity-H>>>>>>>>");
    stream(&f, 4, "",
           SPAN("BT /K 9 Tf <B0A1> Tj /U 9 Tf <B098> Tj /D 9 Tf <010203> Tj "
                "/N 9 Tf <0001> Tj ET"));
    d = walk_bytes(&a, finish(&f, "/Size 5/Root 1 0 R", 0));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0),
                        "\xEA\xB0\x80\xEB\x82\x98"
                        "A \xEB\x82\x98"));
    assert_true(
        has_note(&d, "text in fonts without a Unicode map is not read"));
    arena_reset(&a);
}

/* A document of one page with two fonts: S of one byte, W of two, whose codes
 * are 1 to 9 for "1" to "9". */
static struct span one_page(struct arena *a, const char *content)
{
    struct file f;

    begin(&f, a);
    obj(&f, 1, "<</Type/Catalog/Pages 2 0 R>>");
    obj(&f, 2, "<</Type/Pages/Kids[3 0 R]>>");
    obj(&f, 3,
        "<</Type/Page/Contents 4 0 R/Resources<</Font<<"
        "/S<</Type/Font/Subtype/Type1>>"
        "/W<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R"
        "/DescendantFonts[<</W[1[500]3 4 250]/DW 1000>>]>>>>>>>>");
    stream(&f, 4, "", text_span(content));
    stream(&f, 5, "", SPAN("1 beginbfrange <0001> <0009> <0031> endbfrange"));
    return finish(&f, "/Size 6/Root 1 0 R", 0);
}

/* What a page draws, and the text that is read from it. */
struct page {
    const char *content, *text;
};

static void pages_tell(const struct page *p, size_t count)
{
    struct arena a;

    arena_init(&a, 16 << 20);
    for (size_t i = 0; i < count; i++) {
        struct doc d = walk_bytes(&a, one_page(&a, p[i].content));

        assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), p[i].text));
        arena_clear(&a);
    }
    arena_reset(&a);
}

static void what_draws_is_passed_over(void **state)
{
    static const struct page pages[] = {
        {"q 1 0 0 1 5 5 cm 0 0 m 9.5 -9 l S BT /S 9 Tf (a) Tj ET f* Q\n", "a"},
        {"/S 9 Tf 1 2 m% 3 4 l\n(b)Tj 7 w(c)Tj", "bc"},
        /* no numbers, and no operators */
        {"/S 9 Tf 1.2.3 - + 4 l (d) Tj -T 3l 4S (e) Tj", "de"},
        /* numbers that belong to another operator */
        {"/S 9 Tf 1 0 0 1 0 50 Tm (f) Tj 0 -20 Td (g) Tj", "f\ng"},
        {"/S 9 Tf (h) Tj 3 Tr (i) Tj 0 Tr (j) Tj", "hj"},
        /* a picture's bytes are not operators */
        {"BI /W 1 ID (k) Tj 1 2 m EI /S 9 Tf (l) Tj", "l"},
        {"/S 9 Tf (m) Tj 1 2", "m"},
        /* constants are operands, though drawn with letters */
        {"BT /S 9 Tf (n) Tj 30 true Td (o) Tj", "n o"},
        {"BT /S 9 Tf (p) Tj 1 w 30 null Td (q) Tj", "p q"},
        /* what ends at a delimiter, or is no operator, ends the numbers too */
        {"/S 9 Tf 1 w(r)Tj 1 W(s)Tj 30 - 0 Td (t) Tj", "rst"},
    };

    (void)state;
    pages_tell(pages, sizeof(pages) / sizeof(pages[0]));
}

/* A long drawing is passed over piece by piece: where ever a piece ends, the
 * numbers of the move behind it are whole. */
static void long_drawings_end_before_what_follows(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    for (unsigned gap = 0; gap < 40; gap++) {
        struct buf b;
        struct doc d;

        buf_init(&b, &a, 1 << 16);
        put_text(&b, "BT /S 9 Tf (a) Tj ");
        for (unsigned i = 0; i < 682; i++) /* 4,092 bytes of 4,096 */
            put_text(&b, "1 2 l ");
        for (unsigned i = 0; i < gap; i++)
            buf_byte(&b, i % 7 ? ' ' : 'S');
        put_text(&b, " 30.25 0 Td (b) Tj");
        buf_byte(&b, 0);
        d = walk_bytes(&a, one_page(&a, (const char *)b.ptr));
        assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), "a b"));
        arena_clear(&a);
    }
    arena_reset(&a);
}

/* Where a glyph ends decides whether a space stands before the next: of ten
 * points code 1 is 5 wide, 3 and 4 are 2.5, and all others 10. */
static void widths_are_those_listed_and_one_for_the_rest(void **state)
{
    static const struct page pages[] = {
        {"BT /W 10 Tf <0001> Tj 5 0 Td <0002> Tj ET", "12"},
        {"BT /W 10 Tf <0001> Tj 10 0 Td <0002> Tj ET", "1 2"},
        {"BT /W 10 Tf <0003> Tj 2.5 0 Td <0004> Tj 2.5 0 Td <0005> Tj ET",
         "345"},
        {"BT /W 10 Tf <0004> Tj 10 0 Td <0005> Tj ET", "4 5"},
        {"BT /W 10 Tf <0005> Tj 10 0 Td <0009> Tj 10 0 Td <0002> Tj ET", "592"},
        {"BT /W 10 Tf <0009> Tj 15 0 Td <0009> Tj ET", "9 9"},
    };

    (void)state;
    pages_tell(pages, sizeof(pages) / sizeof(pages[0]));
}

/* [PDF 7.3.3] digits, a sign before them and a point among them, and nothing
 * else: the information of a document has what is a number, and not the rest.
 */
static void numbers_are_digits_a_sign_and_a_point(void **state)
{
    static const char *const numbers[] = {
        "0", "34.5", "-3.62", "+123.6", "4.", "-.002", ".5", "00012",
        /* with more digits than a double has exactly */
        "123456789012345", "1234567890123456", "0.00000000000000000",
        "3.14159265358979323"};
    static const char *const others[] = {"-",
                                         "+",
                                         ".",
                                         "-.",
                                         "--5",
                                         "1-2",
                                         "1+",
                                         "1.2.3",
                                         "1e5",
                                         "5x",
                                         "0x5",
                                         "12..",
                                         "1234567890123456x"};
    size_t count = sizeof(numbers) / sizeof(numbers[0]);
    struct arena a;
    struct file f;
    struct doc d;
    struct buf b;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    buf_init(&b, &a, 1 << 12);
    put_text(&b, "<<");
    for (size_t i = 0; i < count + sizeof(others) / sizeof(others[0]); i++) {
        char key[8];

        snprintf(key, sizeof(key), "/K%zu ", i);
        put_text(&b, key);
        put_text(&b, i < count ? numbers[i] : others[i - count]);
        put_text(&b, i % 2 ? "\r" : " ");
    }
    put_text(&b, "/End 7/Behind(b)>>");
    buf_byte(&b, 0);
    obj(&f, 1, "<</Type/Catalog>>");
    obj(&f, 2, (const char *)b.ptr);
    d = walk_bytes(&a, finish(&f, "/Size 3/Root 1 0 R/Info 2 0 R", 0));
    for (size_t i = 0; i < count; i++) {
        char key[8];

        snprintf(key, sizeof(key), "K%zu", i);
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, key, 0), numbers[i]));
    }
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "End", 0), "7"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Behind", 0), "b"));
    assert_int_equal(d.slot_count, count + 2);
    arena_reset(&a);
}

/* Code 1 is 5 wide: a move of 5 leaves no gap, one of 10 does, however it is
 * written. */
static void numbers_are_worth_what_they_say(void **state)
{
    static const struct page pages[] = {
        {"BT /W 10 Tf <0001> Tj 5. 0 Td <0002> Tj ET", "12"},
        {"BT /W 10 Tf <0001> Tj +5.00 -0 Td <0002> Tj ET", "12"},
        {"BT /W +10. Tf <0001> Tj 0005 0 Td <0002> Tj ET", "12"},
        {"BT /W 10 Tf <0001> Tj 4.99999999999999999 0 Td <0002> Tj ET", "12"},
        {"BT /W 10 Tf <0001> Tj 5.0000000000000 0 Td <0002> Tj ET", "12"},
        {"BT /W 10 Tf <0001> Tj 10.00000000000000 .0 Td <0002> Tj ET", "1 2"},
        {"BT /W 10 Tf <0001> Tj 10.5 0 Td <0002> Tj ET", "1 2"},
        {"BT /W 10 Tf <0001> Tj 5 -40.5 Td <0002> Tj ET", "1\n2"},
    };

    (void)state;
    pages_tell(pages, sizeof(pages) / sizeof(pages[0]));
}

/* Two pages of one font, whose map is whole, or is said to be longer than it
 * is: both are read, and each page tells what is amiss. */
static void a_font_serves_all_pages(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    for (unsigned wrong = 0; wrong < 2; wrong++) {
        unsigned told = 0;
        struct file f;
        struct doc d;

        begin(&f, &a);
        obj(&f, 1, "<</Type/Catalog/Pages 2 0 R>>");
        obj(&f, 2,
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Resources<</Font<<"
            "/F 7 0 R/G 7 0 R>>>>>>");
        obj(&f, 3, "<</Type/Page/Contents 5 0 R>>");
        obj(&f, 4,
            "<</Type/Page/Contents 6 0 R/Resources<</Font<</H 7 0 R>>>>>>");
        stream(&f, 5, "", SPAN("BT /F 9 Tf <01> Tj /G 9 Tf <02> Tj ET"));
        stream(&f, 6, "", SPAN("BT /H 9 Tf <03> Tj ET"));
        obj(&f, 7, "<</Type/Font/Subtype/Type1/ToUnicode 8 0 R>>");
        stream(&f, 8, wrong ? "/Length 9999999" : "",
               SPAN("1 beginbfrange <01> <02> <AC00> endbfrange "
                    "1 beginbfrange <03> <05> [<0078> <0079>] endbfrange"));
        d = walk_bytes(&a, finish(&f, "/Size 9/Root 1 0 R", 0));
        assert_true(slot_is(slot_at(&d, SLOT_TEXT, "first page", 0),
                            "\xEA\xB0\x80\xEA\xB0\x81"));
        assert_true(slot_is(slot_at(&d, SLOT_TEXT, "last page", 0), "x"));
        for (uint32_t i = 0; i < d.note_count; i++)
            told += strcmp(d.notes[i].what,
                           "stream is not as long as it says") == 0;
        assert_int_equal(told, wrong ? 3 : 0);
        arena_clear(&a);
    }
    arena_reset(&a);
}

/* A range of widths that begins far below all codes, where a double and one
 * more are the same, ends as one from the first code does. */
static void widths_below_all_codes_end(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    obj(&f, 1, "<</Type/Catalog/Pages 2 0 R>>");
    obj(&f, 2, "<</Type/Pages/Kids[3 0 R]>>");
    obj(&f, 3,
        "<</Type/Page/Contents 4 0 R/Resources<</Font<<"
        "/W<</Type/Font/Subtype/Type0/Encoding/UniKS-UCS2-H"
        "/DescendantFonts[<</W[-99999999999999999 70 500]>>]>>>>>>>>");
    stream(&f, 4, "",
           SPAN("BT /W 10 Tf <0041> Tj 5 0 Td <0042> Tj 10 0 Td <0043> Tj ET"));
    d = walk_bytes(&a, finish(&f, "/Size 5/Root 1 0 R", 0));
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, NULL, 0), "AB C"));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_names_of_glyphs_are_text),
        cmocka_unit_test(what_draws_is_passed_over),
        cmocka_unit_test(long_drawings_end_before_what_follows),
        cmocka_unit_test(widths_are_those_listed_and_one_for_the_rest),
        cmocka_unit_test(numbers_are_digits_a_sign_and_a_point),
        cmocka_unit_test(numbers_are_worth_what_they_say),
        cmocka_unit_test(a_font_serves_all_pages),
        cmocka_unit_test(widths_below_all_codes_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
