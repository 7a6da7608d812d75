/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/compound.h"

#include "formats/lzfu.h"

/* The example of MS-OXRTFCP, 4.1.1. */
#define HELLO                                                          \
    "\x2d\0\0\0\x2b\0\0\0\x4c\x5a\x46\x75\xf1\xc5\xc7\xa7\x03\0\x0a\0" \
    "\x72\x63\x70\x67\x31\x32\x35\x42\x32\x0a\xf3\x20\x68\x65\x6c\x09" \
    "\0\x20\x62\x77\x05\xb0\x6c\x64\x7d\x0a\x80\x0f\xa0"
/* And of 4.1.2: what goes on in itself. */
#define CROSSING                                                         \
    "\x1a\0\0\0\x1c\0\0\0\x4c\x5a\x46\x75\xe2\xd4\x4b\x51\x41\0\x04\x20" \
    "\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0"

static struct span wide(struct arena *a, const char *ascii)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    for (; *ascii; ascii++)
        put_le(&b, (uint8_t)*ascii, 2);
    return buf_span(&b);
}

/* number: eight bytes that are none, 24 of counts, and a code page as the
 * property of this number. */
static struct span number(struct arena *a, unsigned id, unsigned page)
{
    struct buf b;

    buf_init(&b, a, 1 << 8);
    put_be(&b, 0, 32);
    put_le(&b, (uint64_t)id << 16 | 3, 4);
    put_le(&b, 6, 4);
    put_le(&b, page, 8);
    return buf_span(&b);
}

static struct span numbers(struct arena *a)
{
    return number(a, 0x3FFD, 949);
}

static struct span letter(struct arena *a, bool small)
{
    const struct item list[] = {
        {NULL, "__properties_version1.0", numbers(a)},
        {NULL, "__substg1.0_0037001E", SPAN("\xB0\xA1 AI")},
        {NULL, "__substg1.0_0C1A001F", wide(a, "Kim")},
        {NULL, "__substg1.0_1000001F", wide(a, "made by AI\n")},
        {NULL, "__substg1.0_10130102", SPAN("<p>made by AI")},
        {"__attach_version1.0_#00000000", "__substg1.0_37010102",
         SPAN("\x89PNG")}};

    return compound(a, list, 6, small);
}

static void a_message_tells_its_parts(void **state)
{
    struct arena a;

    (void)state;
    for (unsigned small = 0; small < 2; small++) {
        const struct slot *s;
        struct doc d;

        arena_init(&a, 16 << 20);
        d = walk_bytes(&a, letter(&a, small));
        assert_string_equal(d.format->name, "ole");
        assert_string_equal(d.mime, "application/vnd.ms-outlook");
        assert_true(
            slot_is(slot_at(&d, SLOT_TEXT, "title", 0), "\xEA\xB0\x80 AI"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "From", 0), "Kim"));
        assert_true(slot_is(slot_at(&d, SLOT_TEXT, "body", 0), "made by AI\n"));
        s = slot_at(&d, SLOT_PART, "body.html", 0);
        assert_true(slot_is(s, "<p>made by AI"));
        assert_true(s->flags & SLOT_BODY);
        s = slot_at(&d, SLOT_PART, "attachment", 0);
        assert_true(slot_is(s, "\x89PNG"));
        assert_false(s->flags & SLOT_BODY);
        assert_null(d.limit);
        arena_reset(&a);
    }
}

static void fields_it_came_with_are_mail(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    const struct item list[] = {
        {NULL, "__properties_version1.0", numbers(&a)},
        {NULL, "__substg1.0_0037001F", wide(&a, "once")},
        {NULL, "__substg1.0_007D001F", wide(&a, "Subject: once\r\n\r\n")},
        {NULL, "__substg1.0_10090102", SPAN(HELLO)}};
    d = walk_bytes(&a, compound(&a, list, 4, true));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "headers.eml", 0),
                        "Subject: once\r\n\r\n"));
    assert_null(slot_at(&d, SLOT_TEXT, "title", 0));
    assert_true(slot_is(slot_at(&d, SLOT_PART, "body.rtf", 0),
                        "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

/* unpacked hands the packed text to a message, and is what it makes of it. */
static const struct slot *unpacked(struct arena *a, struct span packed,
                                   struct doc *d)
{
    const struct item list[] = {{NULL, "__properties_version1.0", numbers(a)},
                                {NULL, "__substg1.0_10090102", packed}};

    *d = walk_bytes(a, compound(a, list, 2, true));
    return slot_at(d, SLOT_PART, "body.rtf", 0);
}

static void packed_rtf_is_unpacked(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    assert_true(slot_is(unpacked(&a, SPAN(CROSSING), &d),
                        "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"));
    assert_int_equal(d.note_count, 0);
    assert_true(
        slot_is(unpacked(&a, SPAN("\x10\0\0\0\4\0\0\0MELA\0\0\0\0{\\r}"), &d),
                "{\\r}"));
    unpacked(&a, SPAN("\x10\0\0\0\4\0\0\0what\0\0\0\0{\\r}"), &d);
    assert_string_equal(d.limit, "damaged");
    unpacked(&a, span_cut(SPAN(HELLO), 0, 40), &d);
    assert_true(has_note(&d, "packed text is damaged"));
    arena_reset(&a);
}

/* Outlook has left out the code page of the message and told only that of its
 * body on the way (3FDE): seen in letters of Taiwan. */
static void the_code_page_is_found_where_it_stands(void **state)
{
    static const struct {
        unsigned id, page;
        struct span raw;
        const char *text;
    } rows[] = {
        {0x3FDE, 950, SPAN_OF("\xA4\xA4\xA4\xE5"), "\xE4\xB8\xAD\xE6\x96\x87"},
        {0x3FFD, 1251, SPAN_OF("\xC8\xC8"), "\xD0\x98\xD0\x98"},
        {0x3FDE, 51949, SPAN_OF("\xB0\xA1"), "\xEA\xB0\x80"},
        {0x3FDE, 20866, SPAN_OF("\xE9"), "\xD0\x98"},
        {0x3FDE, 9, SPAN_OF("\xE9"), "\xC3\xA9"},
    };
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct item list[] = {
            {NULL, "__properties_version1.0",
             number(&a, rows[i].id, rows[i].page)},
            {NULL, "__substg1.0_1000001E", rows[i].raw}};
        struct doc d = walk_bytes(&a, compound(&a, list, 2, true));

        assert_true(slot_is(slot_at(&d, SLOT_TEXT, "body", 0), rows[i].text));
    }
    arena_reset(&a);
}

/* crowd is a message to so many: their storages stand before all else.  Its
 * table of sectors takes two of them, then comes the directory. */
static struct span crowd(struct arena *a, uint32_t others)
{
    uint32_t sectors = (others + 3 + 3) / 4, n = 0;
    struct buf b, dir, fat;

    buf_init(&b, a, 1 << 18);
    buf_init(&dir, a, 1 << 17);
    buf_init(&fat, a, 1 << 10);
    header(&b, false);
    patch(&b, 44, 2);
    patch(&b, 48, 2);
    patch(&b, 76 + 4, 1);
    entry(&dir, "Root Entry", 5, UINT32_MAX, 1, UINT32_MAX - 1, 0);
    for (; n < others; n++)
        entry(&dir, "__recip_version1.0_#0000000", 1, n + 2, UINT32_MAX, 0, 0);
    entry(&dir, "__properties_version1.0", 2, n + 2, UINT32_MAX, 2 + sectors,
          48);
    entry(&dir, "__substg1.0_1000001E", 2, UINT32_MAX, UINT32_MAX, 3 + sectors,
          11);
    pad(&dir, SECTOR);
    put_le(&fat, UINT32_MAX - 2, 4);
    put_le(&fat, UINT32_MAX - 2, 4);
    for (uint32_t i = 3; i < 2 + sectors; i++)
        put_le(&fat, i, 4);
    for (unsigned i = 0; i < 3; i++)
        put_le(&fat, UINT32_MAX - 1, 4);
    while (fat.len < (size_t)2 * SECTOR)
        put_le(&fat, UINT32_MAX, 4);
    buf_put(&b, buf_span(&fat));
    buf_put(&b, buf_span(&dir));
    buf_put(&b, numbers(a));
    pad(&b, SECTOR);
    buf_put(&b, SPAN("made by AI\n"));
    pad(&b, SECTOR);
    return buf_span(&b);
}

static void a_letter_to_many_is_read(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 16 << 20);
    d = walk_bytes(&a, crowd(&a, 700));
    assert_string_equal(d.mime, "application/vnd.ms-outlook");
    assert_true(slot_is(slot_at(&d, SLOT_TEXT, "body", 0), "made by AI\n"));
    assert_null(d.limit);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 16 << 20);
    torture(letter(&a, true));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_tells_its_parts),
        cmocka_unit_test(fields_it_came_with_are_mail),
        cmocka_unit_test(packed_rtf_is_unpacked),
        cmocka_unit_test(the_code_page_is_found_where_it_stands),
        cmocka_unit_test(a_letter_to_many_is_read),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
