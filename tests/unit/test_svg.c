/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

#define ROOT "<svg xmlns='http://www.w3.org/2000/svg'>"

static void walk_text(struct span s)
{
    made_new(&m);
    made_put(&m, s);
    made_walk(&m);
}

static void assert_format(struct span s, const char *name)
{
    walk_text(s);
    if (!name) {
        assert_true(!m.doc.format || strcmp(m.doc.format->name, "svg") != 0);
        return;
    }
    assert_non_null(m.doc.format);
    assert_string_equal(m.doc.format->name, name);
}

static void a_picture_is_known_by_its_first_element(void **state)
{
    (void)state;
    assert_format(SPAN(ROOT "</svg>"), "svg");
    assert_format(
        SPAN("\xef\xbb\xbf <?xml version='1.0'?>\n<!-- a > b --><svg/>"),
        "svg");
    assert_format(SPAN("<!DOCTYPE svg PUBLIC 'x' 'y'><svg/>"), "svg");
    assert_format(SPAN("<html><svg/></html>"), NULL);
    assert_format(SPAN("text <svg/>"), NULL);
    assert_format(SPAN("<!-- <svg/> -->"), NULL);
}

static void the_manifest_store_is_base64_at_its_place(void **state)
{
    const struct slot *s;

    (void)state;
    walk_text(SPAN(ROOT
                   "<metadata><c:manifest xmlns:c='http://c2pa.org/manifest'>"
                   "AAAACGp1bWI=</c:manifest></metadata></svg>"));
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_slot(s, "\0\0\0\x08jumb");
    assert_int_equal(s->at.len, 12);
    assert_memory_equal(m.bytes + s->at.off, "AAAACGp1bWI=", 12);
    walk_text(SPAN(ROOT "<metadata><manifest>AAAACGp1bWI=</manifest>"
                        "</metadata></svg>"));
    assert_null(made_slot(&m, SLOT_JUMBF, 0));
}

static void rdf_is_read_with_name_spaces_of_the_root(void **state)
{
    (void)state;
    walk_text(SPAN("<svg xmlns='http://www.w3.org/2000/svg' xmlns:d='urn:d' "
                   "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                   "<metadata><rdf:RDF><rdf:Description d:a='made'/></rdf:RDF>"
                   "</metadata></svg>"));
    assert_int_equal(m.fields.count, 1);
    assert_int_equal(m.fields.list[0].space, SPACE_XMP);
    assert_true(span_eq(m.fields.list[0].ns, SPAN("urn:d")));
    assert_memory_equal(m.bytes + m.fields.list[0].at.off, "made", 4);
}

static void other_metadata_is_pairs(void **state)
{
    const struct slot *s;

    (void)state;
    walk_text(
        SPAN(ROOT "<metadata><![CDATA[{\"prompt\":{}}]]></metadata></svg>"));
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "{\"prompt\":{}}");
    assert_true(span_eq(s->key, SPAN("metadata")));
    walk_text(SPAN(
        ROOT "<metadata><AIGC>{&quot;Label&quot;:1}</AIGC></metadata></svg>"));
    s = made_slot(&m, SLOT_FIELD, 0);
    assert_slot(s, "{\"Label\":1}");
    assert_true(span_eq(s->key, SPAN("AIGC")));
}

static void texts_are_told_apart(void **state)
{
    const struct slot *s;

    (void)state;
    walk_text(SPAN(ROOT "<title>T</title><desc>D</desc><style>S</style>"
                        "<g><text>a<tspan>b</tspan></text></g>drawing"
                        "<!-- c --></svg>"));
    s = made_slot(&m, SLOT_TEXT, 0);
    assert_slot(s, "ab \n");
    assert_int_equal(s->flags & (SLOT_START | SLOT_HIDDEN), 0);
    assert_memory_equal(m.bytes + text_map_at(s->map, 0), "a<", 2);
    assert_memory_equal(m.bytes + text_map_at(s->map, 1), "b<", 2);
    s = made_slot(&m, SLOT_TEXT, 1);
    assert_slot(s, "T\n");
    assert_true(s->flags & SLOT_START);
    s = made_slot(&m, SLOT_TEXT, 2);
    assert_slot(s, "D\n");
    assert_true(s->flags & SLOT_HIDDEN);
    assert_slot(made_slot(&m, SLOT_COMMENT, 0), " c ");
}

static void an_embedded_picture_is_a_part(void **state)
{
    const struct slot *s;

    (void)state;
    walk_text(SPAN(ROOT "<image href='data:image/gif;base64,R0lGODlh'/>"
                        "<image href='http://x/y.png'/>"
                        "<image href='data:image/gif;base64,!!!'/></svg>"));
    s = made_slot(&m, SLOT_PART, 0);
    assert_slot(s, "GIF89a");
    assert_null(made_slot(&m, SLOT_PART, 1));
    assert_true(made_noted(&m, "embedded picture is no base64"));
}

static void a_document_type_of_its_own_leaves_it_open(void **state)
{
    (void)state;
    walk_text(
        SPAN("<!DOCTYPE svg [<!ENTITY e 'x'>]><svg><title>&e;</title></svg>"));
    assert_non_null(m.doc.limit);
    assert_true(made_noted(&m, "document type with declarations: not read"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m,
             ROOT "<metadata><c:manifest xmlns:c='http://c2pa.org/manifest'>"
                  "AAAA</c:manifest><x>y</x></metadata><text>a&lt;</text>"
                  "<image href='data:image/gif;base64,R0lG'/></svg>");
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_known_by_its_first_element),
        cmocka_unit_test(the_manifest_store_is_base64_at_its_place),
        cmocka_unit_test(rdf_is_read_with_name_spaces_of_the_root),
        cmocka_unit_test(other_metadata_is_pairs),
        cmocka_unit_test(texts_are_told_apart),
        cmocka_unit_test(an_embedded_picture_is_a_part),
        cmocka_unit_test(a_document_type_of_its_own_leaves_it_open),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
