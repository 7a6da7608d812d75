/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

static void entry(bool big, uint16_t tag, uint16_t type, uint32_t count,
                  uint32_t value)
{
    void (*put)(struct made *, uint64_t, unsigned) = big ? made_be : made_le;

    put(&m, tag, 2);
    put(&m, type, 2);
    put(&m, count, 4);
    put(&m, value, 4);
}

/* A big-endian file of two pages: text, EXIF, XMP, IPTC and a store. */
static void two_pages(void)
{
    made_new(&m);
    made_lit(&m, "MM\0*\0\0\0\x08");
    made_be(&m, 5, 2); /* 8: the first page */
    entry(true, 0x010e, 2, 7, 150);
    entry(true, 0x0111, 4, 1, 8); /* strips: not copied */
    entry(true, 0x02bc, 1, 4, 0x3c782f3e);
    entry(true, 0x83bb, 7, 6, 158);
    entry(true, 0x8769, 4, 1, 112);
    made_be(&m, 74, 4);
    assert_int_equal(m.len, 74);
    made_be(&m, 2, 2); /* the second */
    entry(true, 0x0131, 2, 4, 0x73326400);
    entry(true, 0xcd41, 7, 8, 164);
    made_be(&m, 8, 4); /* back to the first: ends there */
    made_lit(&m, "....pad.");
    assert_int_equal(m.len, 112);
    made_be(&m, 1, 2); /* EXIF */
    entry(true, 0x9286, 7, 20, 130);
    made_be(&m, 0, 4);
    assert_int_equal(m.len, 130);
    made_lit(&m, "ASCII\0\0\0Steps: 20, S");
    made_lit(&m, "a text\0.");
    made_lit(&m, "\x1c\x02\x6e\0\x01"
                 "A");
    made_lit(&m, "\0\0\0\x08jumb");
}

static const struct field *get(enum space space, const char *name)
{
    uint32_t at = 0;

    return fields_next(&m.fields, space, SPAN(""),
                       (struct span){(const uint8_t *)name, strlen(name)}, &at);
}

static void assert_value(enum space space, const char *name, const char *value)
{
    const struct field *f = get(space, name);

    assert_non_null(f);
    assert_int_equal(f->value.len, strlen(value));
    assert_memory_equal(f->value.ptr, value, strlen(value));
}

static void pages_and_their_metadata_are_listed(void **state)
{
    const struct slot *s;

    (void)state;
    two_pages();
    /* the chain ends with the second page */
    m.bytes[100] = m.bytes[101] = m.bytes[102] = m.bytes[103] = 0;
    made_far(&m);
    assert_string_equal(m.doc.format->name, "tiff");
    assert_value(SPACE_EXIF, "ImageDescription", "a text");
    assert_value(SPACE_EXIF, "Software", "s2d");
    assert_value(SPACE_EXIF, "UserComment", "Steps: 20, S");
    assert_value(SPACE_IPTC, "2:110", "A");
    assert_null(get(SPACE_EXIF, "StripOffsets"));
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_slot(s, "\0\0\0\x08jumb");
    assert_int_equal(s->at.off, 164);
    assert_int_equal(s->at.len, 8);
    assert_int_equal(m.doc.note_count, 0);
}

static void a_chain_that_goes_back_ends(void **state)
{
    (void)state;
    two_pages();
    made_walk(&m);
    assert_int_equal(m.doc.block_count, 3); /* header and two pages */
}

static void a_big_tiff_is_read(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m, "II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0");
    made_le(&m, 2, 8);
    made_le(&m, 0x0131, 2);
    made_le(&m, 2, 2);
    made_le(&m, 5, 8);
    made_lit(&m, "soft\0\0\0\0");
    made_le(&m, 0x8769, 2);
    made_le(&m, 18, 2); /* as an eight-byte offset */
    made_le(&m, 1, 8);
    made_le(&m, 72, 8);
    made_le(&m, 0, 8);
    assert_int_equal(m.len, 72);
    made_le(&m, 1, 8);
    made_le(&m, 0x9286, 2);
    made_le(&m, 7, 2);
    made_le(&m, 3, 8);
    made_lit(&m, "abc\0\0\0\0\0");
    made_le(&m, 0, 8);
    made_far(&m);
    assert_value(SPACE_EXIF, "Software", "soft");
    assert_value(SPACE_EXIF, "UserComment", "abc");
}

/* A file of 200 MB, whose directory stands at its end. */
static bool read_large(void *ctx, uint64_t off, void *to, size_t len)
{
    uint8_t *out = to;
    const uint64_t base = *(uint64_t *)ctx;

    for (size_t i = 0; i < len; i++) {
        uint64_t at = off + i;

        out[i] = at < 8       ? m.bytes[at]
                 : at >= base ? m.bytes[8 + at - base]
                              : 0xaa;
    }
    return true;
}

static void of_a_large_file_little_is_read(void **state)
{
    uint64_t base = 200 * 1000 * 1000;

    (void)state;
    made_new(&m);
    made_lit(&m, "II*\0");
    made_le(&m, base, 4);
    made_le(&m, 2, 2);
    entry(false, 0x0111, 4, 40000, 1000);
    entry(false, 0x02bc, 1, 4, 0x3e2f783c);
    made_le(&m, 0, 4);
    made_run(&m, (struct source){.size = base + m.len - 8,
                                 .read = read_large,
                                 .ctx = &base});
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_true(m.doc.bytes_read < base / 100);
}

static void a_value_outside_is_noted(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m, "II*\0\x08\0\0\0");
    made_le(&m, 2, 2);
    entry(false, 0x02bc, 1, 400, 0xfffffff0);
    entry(false, 0x0131, 2, 4, 0x00636261);
    made_le(&m, 0xfffffff0, 4);
    made_walk(&m);
    assert_value(SPACE_EXIF, "Software", "abc");
    assert_true(made_noted(&m, "tag's value is outside the file"));
    assert_true(made_noted(&m, "directory passes the end of the file"));
}

static void a_directory_that_is_nowhere_is_noted(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m, "II*\0\xff\xff\xff\x7f rest");
    made_walk(&m);
    assert_non_null(m.doc.format);
    assert_string_equal(m.doc.format->name, "tiff");
    assert_true(made_noted(&m, "directory passes the end of the file"));
    made_new(&m);
    made_lit(&m, "II+\0\x08\0\0\0"); /* and no offset behind it */
    made_walk(&m);
    assert_int_equal(m.doc.block_count, 1);
}

static void values_that_overlap_are_read_twice_at_most(void **state)
{
    (void)state;
    made_new(&m);
    made_lit(&m, "II*\0\x08\0\0\0");
    made_le(&m, 40, 2);
    for (int i = 0; i < 40; i++)
        entry(false, 0x02bc, 1, 480, 8);
    made_le(&m, 0, 4);
    made_walk(&m);
    assert_non_null(made_slot(&m, SLOT_XMP, 0));
    assert_null(made_slot(&m, SLOT_XMP, 2));
    assert_non_null(m.doc.limit);
    assert_true(made_noted(&m, "values overlap: not all were read"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    two_pages();
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_and_their_metadata_are_listed),
        cmocka_unit_test(a_chain_that_goes_back_ends),
        cmocka_unit_test(a_big_tiff_is_read),
        cmocka_unit_test(of_a_large_file_little_is_read),
        cmocka_unit_test(a_value_outside_is_noted),
        cmocka_unit_test(a_directory_that_is_nowhere_is_noted),
        cmocka_unit_test(values_that_overlap_are_read_twice_at_most),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
