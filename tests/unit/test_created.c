/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/test.h"

#include "meta/created.h"

static char out[CREATED_MOST];

static struct field field(enum space space, const char *ns, const char *name,
                          const char *value)
{
    return (struct field){.space = space,
                          .ns = {(const uint8_t *)ns, strlen(ns)},
                          .name = {(const uint8_t *)name, strlen(name)},
                          .value = {(const uint8_t *)value, strlen(value)}};
}

static const char *of(struct field *list, uint32_t n)
{
    struct fields f = {.list = list, .count = n};

    created_of(&f, out);
    return out;
}

static const char *exif(const char *value)
{
    struct field f = field(SPACE_EXIF, "Exif", "DateTimeOriginal", value);

    return of(&f, 1);
}

/* Each in the form of its specification. */
static void each_way_to_write_a_date_is_read(void **state)
{
    struct field xmp = field(SPACE_XMP, "http://ns.adobe.com/xap/1.0/",
                             "CreateDate", "2026-11-28T09:30:00+09:00");
    struct field iim = field(SPACE_IPTC, "", "2:55", "20261128");
    struct field pdf =
        field(SPACE_PAIR, "pdf", "CreationDate", "D:20261128093000+09'00'");
    struct field id3 = field(SPACE_PAIR, "id3", "TDRC", "2026-11");
    struct field old = field(SPACE_PAIR, "id3v1", "year", "1999");

    (void)state;
    assert_string_equal(exif("2026:11:28 09:30:00"), "2026-11-28");
    assert_string_equal(of(&xmp, 1), "2026-11-28");
    assert_string_equal(of(&iim, 1), "2026-11-28");
    assert_string_equal(of(&pdf, 1), "2026-11-28");
    assert_string_equal(of(&id3, 1), "2026-11");
    assert_string_equal(of(&old, 1), "1999");
}

static void what_is_no_date_is_none(void **state)
{
    (void)state;
    assert_string_equal(exif("0000:00:00 00:00:00"), ""); /* a clock not set */
    assert_string_equal(exif("    :  :     :  :  "), ""); /* [EXIF]: unknown */
    assert_string_equal(exif(""), "");
    assert_string_equal(exif("202"), "");
    assert_string_equal(exif("D:"), "");
    assert_string_equal(exif("9999:01:01"), "");
    assert_string_equal(exif("yesterday"), "");
}

static void it_ends_where_it_stops_to_be_one(void **state)
{
    (void)state;
    assert_string_equal(exif("2026:13:01"), "2026");
    assert_string_equal(exif("2026:00:00"), "2026");
    assert_string_equal(exif("2026:11:32"), "2026-11");
    assert_string_equal(exif("2026:1"), "2026");
    assert_string_equal(exif("2026-"), "2026");
}

static void a_change_is_no_making(void **state)
{
    struct field f[] = {
        field(SPACE_EXIF, "IFD0", "DateTime", "2026:11:28 09:30:00"),
        field(SPACE_EXIF, "IFD1", "DateTimeOriginal", "2025:01:01 00:00:00"),
        field(SPACE_PAIR, "pdf", "ModDate", "D:2026")};

    (void)state;
    assert_string_equal(of(f, 3), "");
}

static void the_camera_goes_before_the_editor(void **state)
{
    struct field f[] = {
        field(SPACE_XMP, "http://ns.adobe.com/xap/1.0/", "CreateDate", "2026"),
        field(SPACE_EXIF, "Exif", "DateTimeOriginal", "2024:02:03 00:00:00"),
        field(SPACE_EXIF, "Exif", "DateTimeDigitized", "2025:01:01 00:00:00")};

    (void)state;
    assert_string_equal(of(f, 3), "2024-02-03");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_way_to_write_a_date_is_read),
        cmocka_unit_test(what_is_no_date_is_none),
        cmocka_unit_test(it_ends_where_it_stops_to_be_one),
        cmocka_unit_test(a_change_is_no_making),
        cmocka_unit_test(the_camera_goes_before_the_editor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
