/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

static void begin(void)
{
    made_new(&m);
    /* one by one, and a colour table of two */
    made_lit(&m, "GIF89a\1\0\1\0\x80\0\0"
                 "\0\0\0\xff\xff\xff");
}

static void picture(void)
{
    made_lit(&m, "\x2c\0\0\0\0\1\0\1\0\0"
                 "\x02\x02\x44\x01\0");
}

static void sub_blocks(struct span s)
{
    for (size_t i = 0; i < s.len; i += 255) {
        size_t n = s.len - i < 255 ? s.len - i : 255;

        made_be(&m, n, 1);
        made_put(&m, span_cut(s, i, n));
    }
    made_lit(&m, "\0");
}

static void application(const char *id, struct span data)
{
    made_lit(&m, "\x21\xff\x0b");
    made_put(&m, (struct span){(const uint8_t *)id, 11});
    sub_blocks(data);
}

static void finish(void)
{
    picture();
    made_lit(&m, "\x3b");
}

static void blocks_have_the_names_of_the_box_hash(void **state)
{
    static const char *const names[] = {"GIF89a", "LSD",  "21F9",
                                        "2C",     "TBID", "3B"};

    (void)state;
    begin();
    made_lit(&m, "\x21\xf9\x04\0\0\0\0\0");
    finish();
    made_far(&m);
    assert_int_equal(m.doc.block_count, 6);
    for (uint32_t i = 0; i < 6; i++)
        assert_true(span_eq(
            m.doc.blocks[i].name,
            (struct span){(const uint8_t *)names[i], strlen(names[i])}));
    assert_int_equal(m.doc.blocks[1].at.len, 7 + 6);
    assert_int_equal(m.doc.blocks[3].at.len, 10);
    assert_int_equal(m.doc.blocks[4].at.len, 5);
    assert_int_equal(m.doc.blocks[5].at.off, m.len - 1);
    assert_int_equal(m.doc.note_count, 0);
}

static void comments_are_joined(void **state)
{
    static uint8_t text[600];

    (void)state;
    begin();
    memset(text, 'a', sizeof(text));
    made_lit(&m, "\x21\xfe");
    sub_blocks((struct span){text, sizeof(text)});
    finish();
    made_walk(&m);
    assert_non_null(made_slot(&m, SLOT_COMMENT, 0));
    assert_int_equal(made_slot(&m, SLOT_COMMENT, 0)->data.len, 600);
    assert_memory_equal(made_slot(&m, SLOT_COMMENT, 0)->data.ptr, text, 600);
}

static void xmp_stands_there_as_it_is(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    made_lit(&m, "\x21\xff\x0bXMP DataXMP<x a='\xc3\xa9'>some text</x>\x01");
    for (unsigned i = 0; i < 256; i++)
        made_be(&m, 255 - i, 1);
    made_lit(&m, "\0");
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_XMP, 0);
    assert_slot(s, "<x a='\xc3\xa9'>some text</x>");
    assert_memory_equal(m.bytes + s->at.off, s->data.ptr, s->data.len);
    assert_int_equal(m.doc.note_count, 0);
}

static void xmp_in_sub_blocks_is_taken_too(void **state)
{
    (void)state;
    begin();
    application("XMP DataXMP", SPAN("<x/>"));
    finish();
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
}

static void a_manifest_store_is_one_block(void **state)
{
    const struct slot *s;

    (void)state;
    begin();
    application("C2PA_GIF\1\0\0", SPAN("\0\0\0\x08jumb"));
    application("AIGC0000001", SPAN("{}"));
    finish();
    made_walk(&m);
    s = made_slot(&m, SLOT_JUMBF, 0);
    assert_slot(s, "\0\0\0\x08jumb");
    assert_true(span_eq(m.doc.blocks[s->block].name, SPAN("C2PA")));
    assert_int_equal(m.doc.blocks[s->block].at.off, 19);
    assert_int_equal(m.doc.blocks[s->block].at.len, 3 + 11 + 1 + 8 + 1);
    assert_slot(made_slot(&m, SLOT_OTHER, 0), "{}");
}

static void many_short_blocks_are_not_read_again_and_again(void **state)
{
    (void)state;
    begin();
    for (int i = 0; i < 5000; i++)
        made_lit(&m, "\x21\xf9\x04\0\0\0\0\0");
    finish();
    made_far(&m);
    assert_int_equal(m.doc.block_count, 5000 + 5);
    assert_true(m.doc.bytes_read < 3 * m.len);
}

static void damage_is_noted(void **state)
{
    (void)state;
    begin();
    made_lit(&m, "\x21\xfe\x04keep\0\x99");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_COMMENT, 0), "keep");
    assert_true(made_noted(&m, "block is damaged or cut short"));
    begin();
    made_lit(&m, "\x21\xfe\xff"
                 "cut");
    made_walk(&m);
    assert_null(made_slot(&m, SLOT_COMMENT, 0));
    assert_true(made_noted(&m, "block is damaged or cut short"));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    begin();
    application("XMP DataXMP", SPAN("<x/>"));
    application("C2PA_GIF\1\0\0", SPAN("\0\0\0\x08jumb"));
    made_lit(&m, "\x21\xfe\x04keep\0");
    finish();
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_have_the_names_of_the_box_hash),
        cmocka_unit_test(comments_are_joined),
        cmocka_unit_test(xmp_stands_there_as_it_is),
        cmocka_unit_test(xmp_in_sub_blocks_is_taken_too),
        cmocka_unit_test(a_manifest_store_is_one_block),
        cmocka_unit_test(many_short_blocks_are_not_read_again_and_again),
        cmocka_unit_test(damage_is_noted),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
