/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/paper.h"

static void document(struct file *f)
{
    obj(f, 1,
        "<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/AF[<</Type/Filespec"
        "/AFRelationship/C2PA_Manifest/UF(store)/EF<</F 7 0 R>>>>]>>");
    obj(f, 2,
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/Resources"
        "<</Font<</F1 8 0 R/F2 10 0 R>>>>>>");
    obj(f, 3, "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>");
    obj(f, 4, "<</Type/Page/Parent 2 0 R/Contents[11 0 R]>>");
    stream(f, 5, "",
           SPAN("BT /F1 12 Tf 10 700 Td (Plain \\(text\\)) Tj 0 -14 Td "
                "[(Sec)-10(ond)-400(line)] TJ ET "
                "BT /F2 12 Tf 10 600 Td <00010002> Tj ET "
                "BT 3 Tr /F1 12 Tf (unseen) Tj ET"));
    stream(f, 6, "/Type/Metadata/Subtype/XML",
           SPAN("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"));
    stream(f, 7, "/Type/EmbeddedFile", SPAN("\0\0\0\x0CjumbXXXX"));
    obj(f, 8, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    stream(f, 9, "",
           SPAN("1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
                "1 beginbfchar <0001> <AC00> endbfchar\n"
                "1 beginbfrange <0002> <0004> <B098> endbfrange"));
    obj(f, 10,
        "<</Type/Font/Subtype/Type0/Encoding/Identity-H"
        "/ToUnicode 9 0 R>>");
    stream(f, 11, "", SPAN("BT /F1 1 Tf (The end) Tj ET"));
    obj(f, 12, "<</Producer(Tool \\2111)/AIGC <FEFF007B007D>/Tr#61p/No>>");
}

static void look(const struct doc *d)
{
    assert_string_equal(d->format->name, "pdf");
    assert_true(slot_is(slot_at(d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(slot_is(slot_at(d, SLOT_FIELD, "Producer", 0),
                        "Tool \xE2\x80\xBA"
                        "1"));
    assert_true(slot_is(slot_at(d, SLOT_FIELD, "Trap", 0), "No"));
    assert_true(slot_is(slot_at(d, SLOT_XMP, NULL, 0),
                        "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"));
    assert_int_equal(slot_at(d, SLOT_JUMBF, "store", 0)->data.len, 12);
    assert_true(slot_is(slot_at(d, SLOT_TEXT, "first page", 0),
                        "Plain (text)\nSecond line\n"
                        "\xEA\xB0\x80\xEB\x82\x98"));
    assert_true(slot_at(d, SLOT_TEXT, "first page", 0)->flags & SLOT_START);
    assert_true(slot_is(slot_at(d, SLOT_TEXT, "first page", 1), "unseen"));
    assert_true(slot_at(d, SLOT_TEXT, "first page", 1)->flags & SLOT_HIDDEN);
    assert_true(slot_is(slot_at(d, SLOT_TEXT, "last page", 0), "The end"));
}

/* by_table reads the document by a table whose offsets are wrong by so much. */
static void by_table(uint64_t wrong, bool told)
{
    struct arena a;
    struct file f;
    struct doc d;

    arena_init(&a, 16 << 20);
    begin(&f, &a);
    document(&f);
    d = walk_bytes(&a, finish(&f, "/Size 13/Root 1 0 R/Info 12 0 R", wrong));
    look(&d);
    assert_int_equal(d.note_count != 0, told);
    assert_int_equal(
        has_note(&d, "cross-reference does not lead to its object"), told);
    arena_reset(&a);
}

static void a_document_is_read_by_its_table(void **state)
{
    (void)state;
    by_table(0, false);
}

static void a_wrong_table_is_searched_for(void **state)
{
    (void)state;
    by_table(3, true);
}

static void an_update_replaces_what_was(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;
    size_t prev, at;
    char s[160];

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    document(&f);
    prev = f.b.len;
    finish(&f, "/Size 13/Root 1 0 R/Info 12 0 R", 0);
    at = f.b.len;
    obj(&f, 12, "<</Title(new)>>");
    snprintf(s, sizeof(s),
             "xref\n12 1\n%010zu 00000 n \ntrailer\n<</Size 13/Root 1 0 R/Info "
             "12 0 R/Prev %zu>>\nstartxref\n%zu\n%%%%EOF\n",
             at, prev, f.b.len);
    put_text(&f.b, s);
    d = walk_bytes(&a, buf_span(&f.b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Title", 0), "new"));
    assert_null(slot_at(&d, SLOT_FIELD, "AIGC", 0));
    assert_non_null(slot_at(&d, SLOT_XMP, NULL, 0));
    arena_reset(&a);
}

static void embedded_files_are_parts_once(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    obj(&f, 1,
        "<</Type/Catalog/AF[3 0 R]/Names<</EmbeddedFiles"
        "<</Kids[<</Names[(a)3 0 R(b)5 0 R]>>]>>>>>>");
    obj(&f, 3, "<</Type/Filespec/F(a.png)/EF<</F 4 0 R>>>>");
    stream(&f, 4, "", SPAN("\x89PNG"));
    obj(&f, 5, "<</Type/Filespec/F(b.png)/EF<</F 6 0 R>>>>");
    stream(&f, 6, "/Filter/ASCIIHexDecode", SPAN("89 504E47>"));
    obj(&f, 2, "null");
    d = walk_bytes(&a, finish(&f, "/Size 7/Root 1 0 R", 0));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "a.png", 0), "\x89PNG"));
    assert_null(slot_at(&d, SLOT_PART, "a.png", 1));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "b.png", 0), "\x89PNG"));
    arena_reset(&a);
}

/* References and objects in packed streams [PDF 7.5.7, 7.5.8]. */
static struct span modern(struct arena *a)
{
    static const char objects[] = "1 0 2 32 4 62 "
                                  "<</Type/Catalog/Pages 2 0 R   >>"
                                  "<</Type/Pages/Kids[3 0 R]   >>"
                                  "<</Title<FEFF0041>/AIGC({})>>";
    struct file f;
    struct buf packed, rows;
    size_t start;
    char s[32];

    begin(&f, a);
    buf_init(&packed, a, 1 << 12);
    put_zlib(&packed, text_span(objects));
    obj(&f, 3, "<</Type/Page/Parent 2 0 R>>");
    stream(&f, 5, "/Type/ObjStm/N 3/First 14/Filter/FlateDecode",
           buf_span(&packed));
    start = f.b.len;
    f.at[6] = start;
    buf_init(&rows, a, 1 << 12);
    put_be(&rows, 0, 4);
    for (unsigned i = 1; i <= 6; i++) {
        bool inside = i == 1 || i == 2 || i == 4;

        buf_byte(&rows, inside ? 2 : 1);
        put_be(&rows, inside ? 5 : f.at[i], 2);
        buf_byte(&rows, i == 2 ? 1 : i == 4 ? 2 : 0);
    }
    stream(&f, 6, "/Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Info 4 0 R",
           buf_span(&rows));
    snprintf(s, sizeof(s), "startxref\n%zu\n%%%%EOF", start);
    put_text(&f.b, s);
    return buf_span(&f.b);
}

static void packed_objects_are_read(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, modern(&a));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Title", 0), "A"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void packed_objects_are_found_without_references(void **state)
{
    struct arena a;
    struct span s;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    s = modern(&a);
    d = walk_bytes(&a, span_cut(s, 0, s.len - 8)); /* the offset is cut off */
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(has_note(&d, "no cross-reference that holds"));
    arena_reset(&a);
}

static void an_encrypted_document_is_not_covered(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    document(&f);
    d = walk_bytes(&a, finish(&f,
                              "/Size 13/Root 1 0 R/Info 12 0 R/Encrypt"
                              "<</Filter/Standard>>",
                              0));
    assert_string_equal(d.limit, "encrypted");
    assert_null(slot_at(&d, SLOT_FIELD, NULL, 0));
    assert_null(slot_at(&d, SLOT_TEXT, NULL, 0));
    assert_non_null(slot_at(&d, SLOT_XMP, NULL, 0)); /* in the clear */
    arena_reset(&a);
}

/* alternates is the alternative texts of a document, a line before each. */
static struct span alternates(const struct doc *d, struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1 << 16);
    for (uint32_t i = 0; i < d->slot_count; i++)
        if (span_eq(d->slots[i].key, SPAN("alt"))) {
            assert_int_equal(d->slots[i].kind, SLOT_TEXT);
            assert_true(d->slots[i].flags & SLOT_HIDDEN);
            buf_byte(&b, '|');
            buf_put(&b, d->slots[i].data);
        }
    return buf_span(&b);
}

/* structured begins a document of three pages with a structure tree, whose
 * elements 8 and 9 a test writes. */
static void structured(struct file *f, struct arena *a)
{
    begin(f, a);
    obj(f, 1, "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R>>");
    obj(f, 2, "<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>");
    obj(f, 3, "<</Type/Page/Parent 2 0 R>>");
    obj(f, 4, "<</Type/Page/Parent 2 0 R>>");
    obj(f, 5, "<</Type/Page/Parent 2 0 R>>");
    obj(f, 6, "<</Type/StructTreeRoot/K 7 0 R>>");
    obj(f, 7, "<</S/Document/P 6 0 R/K[8 0 R 9 0 R]>>");
}

static void pictures_have_texts_in_their_place(void **state)
{
    static const struct {
        const char *one, *two, *want;
    } table[] = {
        /* as LibreOffice has it: no content of its own, a page */
        {"<</S/P/Pg 3 0 R/K[0 10 0 R]>>",
         "<</S/Figure/Pg 5 0 R/Alt(last)/K 1>>", "|ten\n|last\n"},
        /* neither of the two pages that are read */
        {"<</S/Figure/Pg 4 0 R/Alt(second)/K 0>>", "null", ""},
        /* the page is said above; the content is a part's */
        {"<</S/Figure/Pg 3 0 R/Alt<FEFF AC00>/K[11 0 R]>>", "<</S/P>>",
         "|\xea\xb0\x80\n"},
        {"<</S/Sect/Pg 5 0 R/K[11 0 R<</S/Formula/Alt(x)>>]>>", "null",
         "|x\neleven\n"},
        /* the page is its content's, or that of the first of it */
        {"<</S/Figure/Alt(one)/K<</Type/MCR/Pg 3 0 R/MCID 0>>>>",
         "<</S/Figure/Alt(two)/K[<</Type/MCR/Pg 5 0 R/MCID 1>>2]>>",
         "|one\n|two\n"},
        /* words that are replaced one by one, and a picture's two texts */
        {"<</S/P/Pg 3 0 R/K[<</S/Span/ActualText(by)/K 0>>"
         "<</S/Span/ActualText(AI)/K 1>>]>>",
         "<</S/Figure/Pg 5 0 R/Alt(cat)/ActualText(meow)/K 1>>",
         "|by AI |cat\nmeow "},
        /* no page at all, no element, no text */
        {"<</S/Figure/Alt(nowhere)>>", "<</Pg 3 0 R/Alt(none)>>", ""},
        {"<</S/Figure/Pg 3 0 R/Alt 5/K 0>>", "[1 2]", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct arena a;
        struct file f;
        struct doc d;
        struct span got;

        arena_init(&a, 16 << 20);
        structured(&f, &a);
        obj(&f, 8, table[i].one);
        obj(&f, 9, table[i].two);
        obj(&f, 10, "<</S/Figure/Pg 3 0 R/Alt(ten)>>");
        obj(&f, 11, "<</S/Figure/Alt(eleven)>>");
        d = walk_bytes(&a, finish(&f, "/Root 1 0 R", 0));
        got = alternates(&d, &a);
        if (!span_eq(got, text_span(table[i].want)))
            fail_msg("case %zu: %.*s", i, (int)got.len, (const char *)got.ptr);
        arena_reset(&a);
    }
}

/* A tree that goes round and round. */
static void a_tree_without_an_end_is_left(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 64 << 20);
    structured(&f, &a);
    obj(&f, 8, "<</S/P/Pg 3 0 R/K[7 0 R 8 0 R]>>");
    obj(&f, 9, "<</S/Figure/Pg 3 0 R/Alt(behind it)>>");
    d = walk_bytes(&a, finish(&f, "/Root 1 0 R", 0));
    assert_string_equal(d.limit, "depth");
    arena_reset(&a);
}

static void marked_content_has_texts_in_its_place(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    obj(&f, 1, "<</Type/Catalog/Pages 2 0 R>>");
    obj(&f, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    obj(&f, 3,
        "<</Type/Page/Contents 4 0 R/Resources<</Properties"
        "<</P1 5 0 R/P2<</MCID 1>>>>>>>>");
    stream(&f, 4, "",
           SPAN("/Figure <</Alt (here)/MCID 0>> BDC /I Do EMC "
                "/Figure /P1 BDC EMC /Figure /P2 BDC EMC /Figure /P3 BDC EMC "
                "/Figure <</Alt 7>> BDC EMC BDC (Alt) BDC "
                "/Span <</ActualText (a)>> BDC EMC "
                "/Span <</ActualText (word)>> BDC EMC"));
    obj(&f, 5, "<</Alt(there)>>");
    d = walk_bytes(&a, finish(&f, "/Root 1 0 R", 0));
    assert_true(span_eq(alternates(&d, &a), SPAN("|here\nthere\na word ")));
    arena_reset(&a);
}

static void loops_in_a_document_end(void **state)
{
    struct arena a;
    struct file f;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    obj(&f, 1, "<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R/AF 4 0 R>>");
    obj(&f, 2, "<</Type/Pages/Kids[2 0 R]>>");
    stream(&f, 3, "/Type/Metadata/Filter 3 0 R", SPAN("x"));
    obj(&f, 4, "4 0 R");
    d = walk_bytes(&a, finish(&f, "/Size 5/Root 1 0 R/Prev 9", 0));
    assert_null(d.limit);
    assert_string_equal(d.format->name, "pdf");
    arena_reset(&a);
}

static void text_is_not_pdf(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, SPAN("A PDF begins with %PDF and a hyphen."));
    assert_true(!d.format || strcmp(d.format->name, "pdf") != 0);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;
    struct file f;

    (void)state;
    arena_init(&a, 16 << 20);
    begin(&f, &a);
    document(&f);
    torture(finish(&f, "/Size 13/Root 1 0 R/Info 12 0 R", 0));
    torture(modern(&a));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_read_by_its_table),
        cmocka_unit_test(a_wrong_table_is_searched_for),
        cmocka_unit_test(an_update_replaces_what_was),
        cmocka_unit_test(embedded_files_are_parts_once),
        cmocka_unit_test(packed_objects_are_read),
        cmocka_unit_test(packed_objects_are_found_without_references),
        cmocka_unit_test(an_encrypted_document_is_not_covered),
        cmocka_unit_test(pictures_have_texts_in_their_place),
        cmocka_unit_test(a_tree_without_an_end_is_left),
        cmocka_unit_test(marked_content_has_texts_in_its_place),
        cmocka_unit_test(loops_in_a_document_end),
        cmocka_unit_test(text_is_not_pdf),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
