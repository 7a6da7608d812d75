/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

#include <stdio.h>

static struct made m;

#define HEAD                                                  \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf=" \
    "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
#define FOOT "</rdf:RDF></x:xmpmeta>"
#define IPTC "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
#define MADE                                          \
    "http://cv.iptc.org/newscodes/digitalsourcetype/" \
    "trainedAlgorithmicMedia"

/* A JPEG of one segment is the shortest way to a slot. */
static void read_packet(struct span packet)
{
    made_new(&m);
    made_lit(&m, "\xff\xd8\xff\xe1");
    made_be(&m, packet.len + 31, 2);
    made_lit(&m, "http://ns.adobe.com/xap/1.0/\0");
    made_put(&m, packet);
    made_lit(&m, "\xff\xd9");
    made_walk(&m);
}

static const struct field *nth(struct span ns, struct span name, unsigned n)
{
    uint32_t at = 0;
    const struct field *f = fields_next(&m.fields, SPACE_XMP, ns, name, &at);

    while (f && n-- > 0)
        f = fields_next(&m.fields, SPACE_XMP, ns, name, &at);
    return f;
}

static void assert_value(const char *ns, const char *name, unsigned n,
                         const char *value)
{
    const struct field *f =
        nth((struct span){(const uint8_t *)ns, strlen(ns)},
            (struct span){(const uint8_t *)name, strlen(name)}, n);

    if (!value) {
        assert_null(f);
        return;
    }
    assert_non_null(f);
    assert_int_equal(f->value.len, strlen(value));
    assert_memory_equal(f->value.ptr, value, strlen(value));
}

static void assert_placed(const char *ns, const char *name, const char *bytes)
{
    const struct field *f =
        nth((struct span){(const uint8_t *)ns, strlen(ns)},
            (struct span){(const uint8_t *)name, strlen(name)}, 0);

    assert_non_null(f);
    assert_int_equal(f->at.len, strlen(bytes));
    assert_memory_equal(m.bytes + f->at.off, bytes, strlen(bytes));
}

static void attributes_and_elements_are_the_same(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description rdf:about='' xmlns:q='" IPTC
                          "' xmlns:p='urn:p' p:q='" MADE
                          "' q:DigitalSourceType='" MADE "'/>" FOOT));
    assert_value(IPTC, "DigitalSourceType", 0, MADE);
    assert_value("urn:p", "q", 0, MADE);
    assert_placed(IPTC, "DigitalSourceType", MADE);
    assert_true(nth(SPAN(IPTC), SPAN(""), 0)->at.off >
                nth(SPAN("urn:p"), SPAN(""), 0)->at.off);
    read_packet(SPAN(HEAD "<rdf:Description xmlns:any='" IPTC
                          "'><any:DigitalSourceType>\n " MADE
                          "\n</any:DigitalSourceType></rdf:Description>" FOOT));
    assert_value(IPTC, "DigitalSourceType", 0, MADE);
    assert_int_equal(m.fields.count, 1);
}

static void a_prefix_alone_means_nothing(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description xmlns:Iptc4xmpExt='urn:other' "
                          "Iptc4xmpExt:DigitalSourceType='x'/>" FOOT));
    assert_value(IPTC, "DigitalSourceType", 0, NULL);
    assert_value("urn:other", "DigitalSourceType", 0, "x");
}

static void arrays_are_one_field_each(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD
                     "<rdf:Description xmlns:d='urn:d'><d:title><rdf:Alt>"
                     "<rdf:li xml:lang='x-default'>one</rdf:li>"
                     "<rdf:li xml:lang='ko'>two</rdf:li></rdf:Alt></d:title>"
                     "<d:who><rdf:Seq><rdf:li>me</rdf:li></rdf:Seq></d:who>"
                     "<d:bag><rdf:Bag/></d:bag></rdf:Description>" FOOT));
    assert_value("urn:d", "title", 0, "one");
    assert_value("urn:d", "title", 1, "two");
    assert_value("urn:d", "who", 0, "me");
    assert_int_equal(m.fields.count, 3);
}

/* Photoshop lists the document of each layer that was ever pasted; one file of
 * its users has more than there may be fields. */
static void ids_of_ancestors_are_no_fields(void **state)
{
    static const char *const items[] = {
        "xmp.did:f1a7f57c-9b62-4b4b-8a2a-5e0f0f6f2c11",
        "0006528E55FFD5B4F3C3D4A9CD5E1D2F",
        "adobe:docid:photoshop:8a1b0f42-7a55-11dc-8d27-ba0f0e4b9f1d",
        "uuid:00DA3FAB3B7BDB11B0F8C4A1A0C2B0A1",
        "AI-generated",
        "made with 0123456789abcdef",
        "0123456789abcde"};
    char list[1024], packet[2048];
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        n += (size_t)snprintf(list + n, sizeof(list) - n, "<rdf:li>%s</rdf:li>",
                              items[i]);
        assert_true(n < sizeof(list));
    }
    n = (size_t)snprintf(packet, sizeof(packet),
                         HEAD "<rdf:Description xmlns:p="
                              "'http://ns.adobe.com/photoshop/1.0/'>"
                              "<p:DocumentAncestors><rdf:Bag>%s</rdf:Bag>"
                              "</p:DocumentAncestors><p:History>%s</p:History>"
                              "</rdf:Description>" FOOT,
                         list, items[1]);
    assert_true(n < sizeof(packet));
    read_packet((struct span){(const uint8_t *)packet, n});
    for (unsigned i = 0; i < 3; i++)
        assert_value("http://ns.adobe.com/photoshop/1.0/", "DocumentAncestors",
                     i, items[4 + i]);
    assert_value("http://ns.adobe.com/photoshop/1.0/", "DocumentAncestors", 3,
                 NULL);
    assert_value("http://ns.adobe.com/photoshop/1.0/", "History", 0, items[1]);
}

static void structures_are_paths(void **state)
{
    (void)state;
    read_packet(SPAN(
        HEAD "<rdf:Description xmlns:d='urn:d' xmlns:e='urn:e'>"
             "<d:History><rdf:Seq><rdf:li rdf:parseType='Resource'>"
             "<e:action>saved</e:action><e:in e:deep='y'/></rdf:li>"
             "<rdf:li e:action='made' e:parameters='p'/></rdf:Seq></d:History>"
             "<d:From><rdf:Description e:id='7'><e:k>v</e:k></rdf:Description>"
             "</d:From><d:Short rdf:parseType='Resource'><e:z>1</e:z></d:Short>"
             "</rdf:Description>" FOOT));
    assert_value("urn:d", "History/action", 0, "saved");
    assert_value("urn:d", "History/in/deep", 0, "y");
    assert_value("urn:d", "History/action", 1, "made");
    assert_value("urn:d", "History/parameters", 0, "p");
    assert_value("urn:d", "From/id", 0, "7");
    assert_value("urn:d", "From/k", 0, "v");
    assert_value("urn:d", "Short/z", 0, "1");
    assert_value("urn:d", "action", 0, NULL);
    assert_int_equal(m.fields.count, 7);
}

static void a_resource_and_a_qualified_value_are_values(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description xmlns:d='urn:d'>"
                          "<d:a rdf:resource='" MADE "'/>"
                          "<d:b rdf:parseType='Resource'><rdf:value>vv"
                          "</rdf:value><d:q>1</d:q></d:b><d:c/>"
                          "</rdf:Description>" FOOT));
    assert_value("urn:d", "a", 0, MADE);
    assert_value("urn:d", "b", 0, "vv");
    assert_value("urn:d", "b/q", 0, "1");
    assert_value("urn:d", "c", 0, ""); /* presence can be the statement */
}

static void a_prefix_that_was_not_declared_is_kept(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description TC260:AIGC='{&quot;Label&quot;:"
                          "&quot;1&quot;}'/>" FOOT));
    assert_value("TC260:", "AIGC", 0, "{\"Label\":\"1\"}");
    assert_true(made_noted(&m, "XMP uses a prefix that it does not declare"));
    /* even where it is RDF's own */
    read_packet(SPAN("<rdf:RDF><rdf:Description xmlns:d='urn:d' d:a='1'/>"
                     "</rdf:RDF>"));
    assert_value("urn:d", "a", 0, "1");
}

static void cdata_is_text(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description xmlns:d='urn:d'><d:a>"
                          "<![CDATA[{\"a\":\"<b>\"}]]></d:a>"
                          "</rdf:Description>" FOOT));
    assert_value("urn:d", "a", 0, "{\"a\":\"<b>\"}");
}

static void real_packets_begin_oddly(void **state)
{
    (void)state;
    read_packet(SPAN("<?xml version='1.0' encoding='UTF-8'?><?xpacket "
                     "begin='\xef\xbb\xbf' id='W'?\?>" HEAD
                     "<rdf:Description xmlns:d='urn:d' d:a='1'/>" FOOT
                     "<?xpacket end='w'?>\0\0"));
    assert_value("urn:d", "a", 0, "1");
    assert_placed("urn:d", "a", "1");
}

static void utf16_packets_are_read(void **state)
{
    static const char text[] =
        HEAD "<rdf:Description xmlns:d='urn:d' d:a='1'/>" FOOT;
    uint8_t wide[2 * sizeof(text)];

    (void)state;
    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        wide[2 * i] = 0;
        wide[2 * i + 1] = (uint8_t)text[i];
    }
    read_packet((struct span){wide, 2 * (sizeof(text) - 1)});
    assert_value("urn:d", "a", 0, "1");
    assert_int_equal(m.fields.list[0].at.len, 2 * (sizeof(text) - 1));
}

static void a_document_type_is_refused(void **state)
{
    (void)state;
    read_packet(SPAN("<!DOCTYPE r [<!ENTITY e 'x'>]>" HEAD
                     "<rdf:Description xmlns:d='urn:d' d:a='&e;'/>" FOOT));
    assert_int_equal(m.fields.count, 0);
    assert_true(made_noted(&m, "XMP with a document type: not read"));
}

static void what_came_before_the_damage_is_kept(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description xmlns:d='urn:d' d:a='1'>"
                          "<d:b>2</d:b><d:c>cut"));
    assert_value("urn:d", "a", 0, "1");
    assert_value("urn:d", "b", 0, "2");
    assert_value("urn:d", "c", 0, NULL);
    assert_true(made_noted(&m, "XMP is not well-formed XML"));
}

static void depth_is_a_limit_with_a_name(void **state)
{
    static char text[4096];
    size_t n = 0;

    (void)state;
    memcpy(text, HEAD, n = sizeof(HEAD) - 1);
    for (int i = 0; i < 100; i++) {
        memcpy(text + n, "<a>", 3);
        n += 3;
    }
    read_packet((struct span){(const uint8_t *)text, n});
    assert_non_null(m.fields.limit);
    assert_string_equal(m.fields.limit, "xml_depth");
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    read_packet(SPAN(HEAD "<rdf:Description xmlns:d='urn:d' d:a='1'><d:b>"
                          "<rdf:Seq><rdf:li d:x='&#x41;'/></rdf:Seq></d:b>"
                          "<d:e rdf:resource='u'/></rdf:Description>" FOOT));
    assert_int_equal(m.fields.count, 3);
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_and_elements_are_the_same),
        cmocka_unit_test(a_prefix_alone_means_nothing),
        cmocka_unit_test(arrays_are_one_field_each),
        cmocka_unit_test(ids_of_ancestors_are_no_fields),
        cmocka_unit_test(structures_are_paths),
        cmocka_unit_test(a_resource_and_a_qualified_value_are_values),
        cmocka_unit_test(a_prefix_that_was_not_declared_is_kept),
        cmocka_unit_test(cdata_is_text),
        cmocka_unit_test(real_packets_begin_oddly),
        cmocka_unit_test(utf16_packets_are_read),
        cmocka_unit_test(a_document_type_is_refused),
        cmocka_unit_test(what_came_before_the_damage_is_kept),
        cmocka_unit_test(depth_is_a_limit_with_a_name),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
