/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/made.h"

static struct made m;

static void chunk(const char *id, struct span data)
{
    made_put(&m, (struct span){(const uint8_t *)id, 4});
    made_le(&m, data.len, 4);
    made_put(&m, data);
    if (data.len & 1)
        made_lit(&m, "\0");
}

static void begin(uint8_t flags)
{
    uint8_t head[10] = {flags};

    made_new(&m);
    made_lit(&m, "RIFF....WEBP");
    chunk("VP8X", (struct span){head, sizeof(head)});
    chunk("VP8L", SPAN("odd"));
}

/* close writes the size that the RIFF chunk really has, and some more. */
static void close_riff(int64_t more)
{
    uint64_t size = (uint64_t)((int64_t)m.len - 8 + more);

    for (unsigned i = 0; i < 4; i++)
        m.bytes[4 + i] = (uint8_t)(size >> (8 * i));
}

static void exif_is_taken_with_and_without_a_header(void **state)
{
    const struct slot *s;

    (void)state;
    begin(0x08);
    chunk("EXIF", SPAN("Exif\0\0II*\0\x08\0\0\0\0\0"));
    chunk("EXIF", SPAN("MM\0*\0\0\0\x08\0\0"));
    close_riff(0);
    made_far(&m);
    s = made_slot(&m, SLOT_EXIF, 0);
    assert_slot(s, "II*\0\x08\0\0\0\0\0");
    assert_memory_equal(m.bytes + s->at.off, "II*", 3);
    assert_slot(made_slot(&m, SLOT_EXIF, 1), "MM\0*\0\0\0\x08\0\0");
    assert_int_equal(m.doc.note_count, 0);
}

static void xmp_and_jumbf_and_a_profile_are_taken(void **state)
{
    (void)state;
    begin(0x24);
    chunk("ICCP", SPAN("icc"));
    chunk("XMP ", SPAN("<x/>"));
    chunk("C2PA", SPAN("jum"));
    close_riff(0);
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_ICC, 0), "icc");
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_slot(made_slot(&m, SLOT_JUMBF, 0), "jum");
    assert_null(made_slot(&m, SLOT_TAIL, 0)); /* the odd byte is none */
    assert_int_equal(m.doc.note_count, 0);
}

static void a_misnamed_xmp_chunk_is_read(void **state)
{
    (void)state;
    begin(0x04);
    chunk("XMP\0", SPAN("<x/>"));
    close_riff(0);
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_true(made_noted(&m, "XMP chunk is misnamed"));
}

static void flags_that_do_not_fit_are_noted(void **state)
{
    (void)state;
    begin(0);
    chunk("XMP ", SPAN("<x/>"));
    close_riff(0);
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_true(made_noted(&m, "VP8X flags do not fit the chunks"));
}

static void a_chunk_appended_behind_the_end_is_found(void **state)
{
    const struct slot *s;
    size_t end;

    (void)state;
    begin(0x04);
    close_riff(0);
    chunk("XMP ", SPAN("<x/>"));
    end = m.len;
    made_lit(&m, "JUNKrest");
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_true(made_noted(&m, "chunk behind the end of the RIFF chunk"));
    s = made_slot(&m, SLOT_TAIL, 0);
    assert_non_null(s);
    assert_int_equal(s->at.off, end);
    assert_int_equal(s->at.len, 8);
}

static void a_size_that_is_too_small_hides_nothing(void **state)
{
    (void)state;
    begin(0x04);
    chunk("XMP ", SPAN("<x/>"));
    close_riff(-6);
    made_walk(&m);
    assert_slot(made_slot(&m, SLOT_XMP, 0), "<x/>");
    assert_true(made_noted(&m, "chunk passes the end of the RIFF chunk"));
}

static void a_cut_file_is_noted(void **state)
{
    (void)state;
    begin(0);
    chunk("XMP ", SPAN("<x/>"));
    close_riff(0);
    m.len -= 2;
    made_walk(&m);
    assert_true(made_noted(&m, "RIFF chunk passes the end of file"));
    assert_true(made_noted(&m, "chunk passes the end of file"));
    assert_null(made_slot(&m, SLOT_TAIL, 0));
}

static void every_cut_and_every_flip_ends(void **state)
{
    (void)state;
    begin(0x0c);
    chunk("EXIF", SPAN("Exif\0\0II*\0\x08\0\0\0\0\0"));
    chunk("XMP ", SPAN("<x/>"));
    close_riff(0);
    chunk("C2PA", SPAN("jum"));
    made_hurt(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exif_is_taken_with_and_without_a_header),
        cmocka_unit_test(xmp_and_jumbf_and_a_profile_are_taken),
        cmocka_unit_test(a_misnamed_xmp_chunk_is_read),
        cmocka_unit_test(flags_that_do_not_fit_are_noted),
        cmocka_unit_test(a_chunk_appended_behind_the_end_is_found),
        cmocka_unit_test(a_size_that_is_too_small_hides_nothing),
        cmocka_unit_test(a_cut_file_is_noted),
        cmocka_unit_test(every_cut_and_every_flip_ends),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_reset(&m.arena);
    return failed;
}
