/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;
static struct slot slot;
static uint8_t tiff[8192];

/* A tag that goes into a directory, and its value. */
struct tag {
    uint16_t tag, type;
    uint32_t count;
    struct span value;
};

#define TEXT(tag, lit)                          \
    {                                           \
        tag, 2, sizeof(lit),                    \
        {                                       \
            (const uint8_t *)(lit), sizeof(lit) \
        }                                       \
    }
#define BYTES(tag, type, lit)                    \
    {                                            \
        tag, type, sizeof(lit) - 1, SPAN_OF(lit) \
    }

static void put(uint64_t v, unsigned n, bool big)
{
    if (big)
        made_be(&m, v, n);
    else
        made_le(&m, v, n);
}

/* directory writes one at the present place, its long values behind it. */
static void directory(const struct tag *t, size_t count, uint32_t next,
                      bool big)
{
    size_t far = m.len + 2 + 12 * count + 4, i, k;

    put(count, 2, big);
    for (i = 0; i < count; i++) {
        put(t[i].tag, 2, big);
        put(t[i].type, 2, big);
        put(t[i].count, 4, big);
        if (t[i].value.len > 4) {
            put(far, 4, big);
            far += t[i].value.len;
            continue;
        }
        made_put(&m, t[i].value);
        for (k = t[i].value.len; k < 4; k++)
            made_lit(&m, "\0");
    }
    put(next, 4, big);
    for (i = 0; i < count; i++)
        if (t[i].value.len > 4)
            made_put(&m, t[i].value);
}

static void head(bool big)
{
    made_new(&m);
    made_put(&m, big ? SPAN("MM\0*\0\0\0\x08") : SPAN("II*\0\x08\0\0\0"));
}

/* read_all reads what was made as the EXIF of a file, 100 bytes into it. */
static void read_all(void)
{
    struct doc doc = {.slots = &slot, .slot_count = 1};

    memcpy(tiff, m.bytes, m.len);
    slot = (struct slot){
        .kind = SLOT_EXIF, .data = {tiff, m.len}, .at = {100, m.len}};
    arena_reset(&m.arena);
    arena_init(&m.arena, m.lim.arena_bytes);
    m.doc = (struct doc){0};
    fields_read(&m.fields, &doc, &m.arena, &m.lim);
}

static const struct field *get(const char *ns, const char *name)
{
    uint32_t at = 0;

    return fields_next(&m.fields, SPACE_EXIF,
                       (struct span){(const uint8_t *)ns, strlen(ns)},
                       (struct span){(const uint8_t *)name, strlen(name)}, &at);
}

static void assert_value(const char *ns, const char *name, const char *value)
{
    const struct field *f = get(ns, name);

    assert_non_null(f);
    assert_int_equal(f->value.len, strlen(value));
    assert_memory_equal(f->value.ptr, value, strlen(value));
}

static void tags_have_names_and_places(void **state)
{
    const struct tag t[] = {
        TEXT(0x010f, "Ideogram AI"),
        TEXT(0x0110, "abc"),
        {0x0112, 3, 1, SPAN_OF("\x06\0")},
        {0x011a, 5, 1, SPAN_OF("\x48\0\0\0\x01\0\0\0")},
        TEXT(0xfffe, "private"),
    };

    (void)state;
    head(false);
    directory(t, 5, 0, false);
    read_all();
    assert_int_equal(m.fields.count, 5);
    assert_value("IFD0", "Make", "Ideogram AI");
    assert_value("IFD0", "Model", "abc");
    assert_value("IFD0", "Orientation", "6");
    assert_value("IFD0", "XResolution", "72/1");
    assert_value("IFD0", "0xfffe", "private");
    assert_int_equal(get("IFD0", "Make")->at.off, 100 + 8 + 2 + 60 + 4);
    assert_int_equal(get("IFD0", "Make")->at.len, 11);
    assert_int_equal(get("IFD0", "Model")->at.off, 100 + 8 + 2 + 12 + 8);
    assert_int_equal(m.fields.note_count, 0);
}

static void directories_are_followed_in_both_orders(void **state)
{
    const struct tag zero[] = {{0x8769, 4, 1, SPAN_OF("\0\0\0\x1a")}};
    const struct tag exif[] = {TEXT(0x9003, "2026:11:23 00:00:00")};
    const struct tag one[] = {TEXT(0x0131, "soft")};

    (void)state;
    head(true);
    directory(zero, 1, 0x1a + 2 + 12 + 4 + 20, true);
    assert_int_equal(m.len, 0x1a);
    directory(exif, 1, 0, true);
    directory(one, 1, 8, true); /* and back to the first: no loop */
    read_all();
    assert_value("Exif", "DateTimeOriginal", "2026:11:23 00:00:00");
    assert_value("IFD1", "Software", "soft");
    assert_int_equal(m.fields.count, 2);
}

/* comment reads a UserComment of this type in IFD0. */
static void comment(uint16_t type, struct span raw, bool big)
{
    const struct tag t = {0x9286, type, (uint32_t)raw.len, raw};

    head(big);
    directory(&t, 1, 0, big);
    read_all();
}

static void a_comment_of_utf16_knows_its_order_from_its_zeros(void **state)
{
    (void)state;
    /* All four ways that real files have. */
    comment(7, SPAN("UNICODE\0\0S\0t\0e\0p\0s"), true);
    assert_value("IFD0", "UserComment", "Steps");
    comment(7, SPAN("UNICODE\0\0S\0t\0e\0p\0s"), false);
    assert_value("IFD0", "UserComment", "Steps");
    comment(7, SPAN("UNICODE\0S\0t\0e\0p\0s\0"), true);
    assert_value("IFD0", "UserComment", "Steps");
    comment(7, SPAN("UNICODE\0S\0t\0e\0p\0s\0"), false);
    assert_value("IFD0", "UserComment", "Steps");
    /* A mark wins over all; without zeros the stream's order holds. */
    comment(7, SPAN("UNICODE\0\xff\xfeS\0"), true);
    assert_value("IFD0", "UserComment", "S");
    comment(7, SPAN("UNICODE\0\xac\x00\xb0\x98"), true);
    assert_value("IFD0", "UserComment", "\xea\xb0\x80\xeb\x82\x98");
    comment(7, SPAN("UNICODE\0\x4e\x4e\x9b\x8c"), false);
    assert_value("IFD0", "UserComment", "\xe4\xb9\x8e\xe8\xb2\x9b");
    comment(7, SPAN("UNICODE\0S\0t"), false); /* an odd length */
    assert_value("IFD0", "UserComment", "S\xef\xbf\xbd");
    comment(7, SPAN("UNICODE\0eight bits"), false);
    assert_value("IFD0", "UserComment", "eight bits");
}

/* "1" in the other order is U+3100, which speaks for neither. */
static void the_order_is_that_of_most_pairs(void **state)
{
#define THREE "\xe3\x84\x80\xe3\x84\x80\xe3\x84\x80"
    (void)state;
    comment(7,
            SPAN("UNICODE\0"
                 "1\0"
                 "1\0"
                 "1\0"
                 "\0001\0001\0001\0001"),
            false);
    assert_value("IFD0", "UserComment", THREE "1111");
    comment(7,
            SPAN("UNICODE\0"
                 "\0001\0001\0001"
                 "1\0"
                 "1\0"
                 "1\0"
                 "1\0"),
            true);
    assert_value("IFD0", "UserComment", THREE "1111");
    comment(7,
            SPAN("UNICODE\0"
                 "1\0"
                 "1\0"
                 "1\0"
                 "\0001\0001\0001"),
            false);
    assert_value("IFD0", "UserComment", "111" THREE);
    comment(7,
            SPAN("UNICODE\0"
                 "1\0"
                 "1\0"
                 "1\0"
                 "\0001\0001\0001"),
            true);
    assert_value("IFD0", "UserComment", THREE "111");
#undef THREE
}

static void a_comment_of_bytes_is_utf8(void **state)
{
    (void)state;
    comment(7,
            SPAN("ASCII\0\0\0"
                 "a \xea\xb0\x80  \0"),
            false);
    assert_value("IFD0", "UserComment", "a \xea\xb0\x80");
    assert_int_equal(get("IFD0", "UserComment")->at.off,
                     100 + 8 + 2 + 12 + 4 + 8);
    assert_int_equal(get("IFD0", "UserComment")->at.len, 5);
    comment(7, SPAN("\0\0\0\0\0\0\0\0undefined"), false);
    assert_value("IFD0", "UserComment", "undefined");
    comment(2, SPAN("{\"prompt\":{}}\0"), false); /* no code, type 2 */
    assert_value("IFD0", "UserComment", "{\"prompt\":{}}");
    comment(7, SPAN("abc"), false);
    assert_value("IFD0", "UserComment", "abc");
    comment(7, SPAN("\0\0\0\0\0\0\0\0S\0t\0e\0p\0"), false);
    assert_value("IFD0", "UserComment", "Step");
    comment(7, SPAN("ASCII\0\0\0"), false);
    assert_value("IFD0", "UserComment", "");
}

/* Programs of Windows write the code page of their country, which EXIF has no
 * name for; iconv says what these are. */
static void text_of_a_code_page_is_recoded(void **state)
{
    const struct tag t[] = {
        TEXT(0x010e, "AI\xb7\xce \xbb\xfd\xbc\xba"), /* CP949 */
        TEXT(0x010f, "\xb1\xbe\xcd\xbc\xd3\xc9\x41I\xc9\xfa\xb3\xc9"), /* GBK */
        TEXT(0x0110, "Caf\xe9"),      /* windows-1252 */
        TEXT(0x8298, "\xff\xfe\xfd"), /* none */
    };

    (void)state;
    head(false);
    directory(t, 4, 0, false);
    read_all();
    assert_value("IFD0", "ImageDescription", "AI로 생성");
    assert_value("IFD0", "Make", "本图由AI生成");
    assert_value("IFD0", "Model", "Café");
    assert_value("IFD0", "Copyright", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    comment(7, SPAN("ASCII\0\0\0AI\xb7\xce \xbb\xfd\xbc\xba"), false);
    assert_value("IFD0", "UserComment", "AI로 생성");
}

static void a_comment_in_jis_is_decoded(void **state)
{
    (void)state;
    /* "nihon" in ISO-2022-JP, then in Shift JIS */
    comment(7, SPAN("JIS\0\0\0\0\0\x1b$BF|K\\\x1b(B!"), false);
    assert_value("IFD0", "UserComment", "\xe6\x97\xa5\xe6\x9c\xac!");
    comment(7, SPAN("JIS\0\0\0\0\0plain"), false);
    assert_value("IFD0", "UserComment", "plain");
}

static void windows_tags_are_utf16(void **state)
{
    const struct tag t[] = {BYTES(0x9c9c, 1, "h\0i\0\0\0")};

    (void)state;
    head(true);
    directory(t, 1, 0, true);
    read_all();
    assert_int_equal(m.fields.count, 1);
    assert_true(span_eq(m.fields.list[0].value, SPAN("hi")));
}

static void a_maker_note_that_is_text_is_told(void **state)
{
    const struct tag t[] = {BYTES(0x927c, 7, "a1111\0")};
    const struct tag u[] = {BYTES(0x927c, 7, "Nikon\0\x02\x10\0\0MM")};

    (void)state;
    head(false);
    directory(t, 1, 0, false);
    read_all();
    assert_value("IFD0", "MakerNote", "a1111");
    head(false);
    directory(u, 1, 0, false);
    read_all();
    assert_value("IFD0", "MakerNote", "");
}

static void copyright_has_two_parts(void **state)
{
    const struct tag t[] = {BYTES(0x8298, 2, "photo\0edit\0")};

    (void)state;
    head(false);
    directory(t, 1, 0, false);
    read_all();
    assert_int_equal(m.fields.count, 2);
    assert_true(span_eq(m.fields.list[0].value, SPAN("photo")));
    assert_true(span_eq(m.fields.list[1].value, SPAN("edit")));
}

static void xmp_inside_is_read_as_xmp(void **state)
{
    const struct tag t[] = {
        BYTES(0x02bc, 1,
              "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
              "><rdf:Description xmlns:d='urn:d' d:a='1'/></rdf:RDF>")};

    (void)state;
    head(false);
    directory(t, 1, 0, false);
    read_all();
    assert_int_equal(m.fields.count, 1);
    assert_int_equal(m.fields.list[0].space, SPACE_XMP);
}

static void what_lies_outside_is_noted_and_left_out(void **state)
{
    const struct tag t[] = {
        {0x010f, 2, 0xffffffff, SPAN_OF("\xf0\xff\xff\xff")},
        {0x0110, 99, 1, SPAN_OF("abcd")},
        TEXT(0x0131, "abc")};

    (void)state;
    head(false);
    directory(t, 3, 0, false);
    read_all();
    assert_int_equal(m.fields.count, 1);
    assert_value("IFD0", "Software", "abc");
    assert_true(
        made_noted(&m, "EXIF value is of no known type or outside its stream"));
}

/* An entry of type 13 is ours alone: libexif knows the types of TIFF 6.0. */
static void what_a_second_reader_does_not_see_is_noted(void **state)
{
    const struct tag plain[] = {TEXT(0x0131, "abc")};
    const struct tag odd[] = {TEXT(0x0131, "abc"),
                              {0x014a, 13, 1, SPAN_OF("\x08\0\0\0")}};

    (void)state;
    head(false);
    directory(plain, 1, 0, false);
    read_all();
    assert_int_equal(m.fields.note_count, 0);
    head(false);
    directory(odd, 2, 0, false);
    read_all();
    assert_int_equal(m.fields.count, 2);
    assert_true(made_noted(&m, "EXIF: a second reader does not see all of it"));
}

static void values_that_overlap_end_at_a_limit(void **state)
{
    struct tag t[200];

    (void)state;
    head(false);
    for (size_t i = 0; i < 200; i++)
        t[i] = (struct tag){0x010f, 2, 2400, SPAN_OF("\x0a\0\0\0")};
    directory(t, 200, 0, false);
    read_all();
    assert_true(m.fields.count < 20);
    assert_non_null(m.fields.limit);
}

/* Five values take what values may add up to, four times the stream, to the
 * byte; what follows is not left out without a word. */
static void the_last_byte_of_the_limit_is_no_silent_end(void **state)
{
    struct tag t[6];

    (void)state;
    head(false);
    for (size_t i = 0; i < 5; i++)
        t[i] = (struct tag){0x010f, 2, i ? 83 : 32, SPAN_OF("\x08\0\0\0")};
    t[5] = (struct tag)TEXT(0x0131, "soft");
    directory(t, 6, 0, false);
    assert_int_equal(4 * m.len, 4 * 83 + 32);
    read_all();
    assert_int_equal(m.fields.count >= 5, 1);
    assert_true(get("IFD0", "Software") || m.fields.limit);
}

static void no_tiff_is_noted(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m, "not a TIFF stream");
    read_all();
    assert_int_equal(m.fields.count, 0);
    assert_true(made_noted(&m, "EXIF does not begin as TIFF"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    const struct tag zero[] = {{0x8769, 4, 1, SPAN_OF("\x26\0\0\0")},
                               {0x0112, 3, 1, SPAN_OF("\x06\0")}};
    const struct tag exif[] = {
        BYTES(0x9286, 7, "UNICODE\0S\0t\0e\0p\0s\0"),
        BYTES(0x927c, 7, "maker"),
        {0x9204, 10, 1, SPAN_OF("\xff\xff\xff\xff\x01\0\0\0")}};
    size_t len;

    (void)state;
    head(false);
    directory(zero, 2, 0, false);
    assert_int_equal(m.len, 0x26);
    directory(exif, 3, 8, false);
    len = m.len;
    read_all();
    assert_value("Exif", "ExposureBiasValue", "-1/1");
    for (size_t i = 0; i < len; i++) {
        m.len = i;
        read_all();
        m.len = len;
        m.bytes[i] ^= 0xff;
        read_all();
        m.bytes[i] ^= 0xff;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_have_names_and_places),
        cmocka_unit_test(directories_are_followed_in_both_orders),
        cmocka_unit_test(a_comment_of_utf16_knows_its_order_from_its_zeros),
        cmocka_unit_test(the_order_is_that_of_most_pairs),
        cmocka_unit_test(a_comment_of_bytes_is_utf8),
        cmocka_unit_test(text_of_a_code_page_is_recoded),
        cmocka_unit_test(a_comment_in_jis_is_decoded),
        cmocka_unit_test(windows_tags_are_utf16),
        cmocka_unit_test(a_maker_note_that_is_text_is_told),
        cmocka_unit_test(copyright_has_two_parts),
        cmocka_unit_test(xmp_inside_is_read_as_xmp),
        cmocka_unit_test(what_lies_outside_is_noted_and_left_out),
        cmocka_unit_test(what_a_second_reader_does_not_see_is_noted),
        cmocka_unit_test(values_that_overlap_end_at_a_limit),
        cmocka_unit_test(the_last_byte_of_the_limit_is_no_silent_end),
        cmocka_unit_test(no_tiff_is_noted),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
