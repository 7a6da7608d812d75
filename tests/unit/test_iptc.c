/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;
static struct slot slot;

static void read_one(enum slot_kind kind, struct span space, struct span data)
{
    struct doc doc = {.slots = &slot, .slot_count = 1};

    made_new(&m);
    arena_init(&m.arena, m.lim.arena_bytes);
    slot = (struct slot){
        .kind = kind, .space = space, .data = data, .at = {1000, data.len}};
    m.doc = (struct doc){0};
    fields_read(&m.fields, &doc, &m.arena, &m.lim);
}

static void read_iptc(struct span data)
{
    read_one(SLOT_IPTC, SPAN(""), data);
}

static void assert_field(uint32_t i, enum space space, const char *name,
                         const char *value)
{
    const struct field *f = &m.fields.list[i];

    assert_true(i < m.fields.count);
    assert_int_equal(f->space, space);
    assert_int_equal(f->name.len, strlen(name));
    assert_memory_equal(f->name.ptr, name, strlen(name));
    assert_int_equal(f->value.len, strlen(value));
    assert_memory_equal(f->value.ptr, value, strlen(value));
}

static void records_have_numbers_and_places(void **state)
{
    (void)state;
    read_iptc(SPAN("\x1c\x02\x00\x00\x02\x00\x04"
                   "\x1c\x02\x6e\x00\x13Made with Google AI"
                   "\x1c\x02\x05\x00\x01T"));
    assert_int_equal(m.fields.count, 3);
    assert_field(0, SPACE_IPTC, "2:0", "4");
    assert_field(1, SPACE_IPTC, "2:110", "Made with Google AI");
    assert_field(2, SPACE_IPTC, "2:5", "T");
    assert_int_equal(m.fields.list[1].at.off, 1000 + 7 + 5);
    assert_int_equal(m.fields.list[1].at.len, 19);
}

static void text_is_utf8_or_latin1(void **state)
{
    (void)state;
    read_iptc(SPAN("\x1c\x02\x78\x00\x02\xc3\xa9"
                   "\x1c\x02\x78\x00\x02\xe9!"));
    assert_field(0, SPACE_IPTC, "2:120", "\xc3\xa9");
    assert_field(1, SPACE_IPTC, "2:120", "\xc3\xa9!");
    read_iptc(SPAN("\x1c\x01\x5a\x00\x03\x1b%G"
                   "\x1c\x02\x78\x00\x02\xe9!"));
    assert_field(1, SPACE_IPTC, "2:120", "\xef\xbf\xbd!");
}

static void text_of_zeros_is_empty(void **state)
{
    (void)state;
    read_iptc(SPAN("\x1c\x02\x6e\x00\x02\0\0"));
    assert_field(0, SPACE_IPTC, "2:110", "");
    /* and what is no text behind a zero is left out */
    read_iptc(SPAN("\x1c\x02\x6e\x00\x06"
                   "ab\0\x03\0\xff"));
    assert_field(0, SPACE_IPTC, "2:110", "ab");
    read_iptc(SPAN("\x1c\x02\x6e\x00\x05"
                   "ab\0cd"));
    assert_int_equal(m.fields.list[0].value.len, 5);
}

static void an_extended_length_is_read(void **state)
{
    (void)state;
    read_iptc(SPAN("\x1c\x02\x78\x80\x04\x00\x00\x00\x03"
                   "abc"
                   "\x1c\x02\x78\x00\x01z\0\0"));
    assert_field(0, SPACE_IPTC, "2:120", "abc");
    assert_field(1, SPACE_IPTC, "2:120", "z");
    assert_int_equal(m.fields.note_count, 0);
}

static void a_record_that_is_too_long_is_noted(void **state)
{
    (void)state;
    read_iptc(SPAN("\x1c\x02\x78\x00\x01z\x1c\x02\x78\x00\x09"
                   "abc"));
    assert_int_equal(m.fields.count, 1);
    assert_true(made_noted(&m, "IPTC record is damaged"));
    read_iptc(SPAN("\x1c\x02\x78\xff\xff"
                   "abc"));
    assert_int_equal(m.fields.count, 0);
    read_iptc(SPAN("\x1c\x02\x78\x80\x08\xff\xff\xff\xff\xff\xff\xff\xff"
                   "abc"));
    assert_int_equal(m.fields.count, 0);
    assert_true(made_noted(&m, "IPTC record is damaged"));
}

static void a_comment_that_begins_with_a_key_is_a_pair_too(void **state)
{
    (void)state;
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN("invokeai_graph: {\"a\":1}"));
    assert_int_equal(m.fields.count, 2);
    assert_field(0, SPACE_COMMENT, "", "invokeai_graph: {\"a\":1}");
    assert_field(1, SPACE_PAIR, "invokeai_graph", "{\"a\":1}");
    assert_int_equal(m.fields.list[1].at.off, 1000 + 16);
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN("parameters\0a cat\nSteps: 20"));
    assert_field(1, SPACE_PAIR, "parameters", "a cat\nSteps: 20");
}

static void a_comment_without_a_key_is_only_a_comment(void **state)
{
    (void)state;
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN("two words: none"));
    assert_int_equal(m.fields.count, 1);
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN("http://x"));
    assert_int_equal(m.fields.count, 1);
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN("word"));
    assert_int_equal(m.fields.count, 1);
    read_one(SLOT_COMMENT, SPAN("COM"),
             SPAN("AI\xb7\xce \xbb\xfd\xbc\xba")); /* CP949 */
    assert_field(0, SPACE_COMMENT, "", "AI로 생성");
    read_one(SLOT_FIELD, SPAN("tEXt"), SPAN("Caf\xe9"));
    assert_field(0, SPACE_PAIR, "", "Café");
    /* "çømménts" of a Macintosh: its accents and what follows them are pairs */
    read_one(SLOT_FIELD, SPAN("udta"), SPAN("\x8d\xbfmm\x8ents"));
    assert_field(0, SPACE_PAIR, "",
                 "\xef\xbf\xbd\xef\xbf\xbdmm\xef\xbf\xbdnts");
    read_one(SLOT_COMMENT, SPAN("COM"), SPAN(""));
    assert_int_equal(m.fields.count, 1);
    /* nor is one in source code, which has no name space */
    read_one(SLOT_COMMENT, SPAN(""), SPAN("todo: this"));
    assert_int_equal(m.fields.count, 1);
}

static void every_cut_ends(void **state)
{
    static const uint8_t data[] = "\x1c\x01\x5a\x00\x03\x1b%G"
                                  "\x1c\x02\x78\x80\x02\x00\x03"
                                  "abc";

    (void)state;
    for (size_t i = 0; i < sizeof(data) - 1; i++)
        read_iptc((struct span){data, i});
    read_iptc((struct span){data, sizeof(data) - 1});
    assert_int_equal(m.fields.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_have_numbers_and_places),
        cmocka_unit_test(text_is_utf8_or_latin1),
        cmocka_unit_test(text_of_zeros_is_empty),
        cmocka_unit_test(an_extended_length_is_read),
        cmocka_unit_test(a_record_that_is_too_long_is_noted),
        cmocka_unit_test(a_comment_that_begins_with_a_key_is_a_pair_too),
        cmocka_unit_test(a_comment_without_a_key_is_only_a_comment),
        cmocka_unit_test(every_cut_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
