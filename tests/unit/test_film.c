/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/walks.h"

/* An element of EBML with a size of eight bytes. */
static void element(struct buf *b, uint32_t id, struct span data)
{
    unsigned n = id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1;

    put_be(b, id, n);
    buf_byte(b, 1);
    put_be(b, data.len, 7);
    buf_put(b, data);
}

static struct span film(struct arena *a, bool endless)
{
    struct buf b, seg, in, tag, simple;

    buf_init(&b, a, 1 << 14);
    buf_init(&seg, a, 1 << 13);
    buf_init(&in, a, 1 << 12);
    buf_init(&tag, a, 1 << 12);
    buf_init(&simple, a, 1 << 12);
    element(&in, 0x4282, SPAN("webm"));
    element(&b, 0x1A45DFA3, buf_span(&in));
    buf_init(&in, a, 1 << 12);
    element(&in, 0x4D80, SPAN("muxer"));
    element(&in, 0x5741, SPAN("writer\0"));
    element(&seg, 0x1549A966, buf_span(&in));
    buf_init(&in, a, 1 << 12);
    element(&in, 0x83, SPAN("\1"));
    element(&tag, 0xAE, buf_span(&in));
    element(&seg, 0x1654AE6B, buf_span(&tag));
    if (endless) { /* a cluster of unknown size */
        put_be(&seg, 0x1F43B675, 4);
        buf_byte(&seg, 0xFF);
        element(&seg, 0xE7, SPAN("\0"));
        element(&seg, 0xA3, SPAN("pictures"));
    } else {
        element(&seg, 0x1F43B675, SPAN("pictures"));
    }
    element(&simple, 0x4487, SPAN("{}")); /* the value before its name */
    element(&simple, 0x45A3, SPAN("AIGC"));
    buf_init(&tag, a, 1 << 12);
    element(&tag, 0x67C8, buf_span(&simple));
    buf_init(&in, a, 1 << 12);
    element(&in, 0x7373, buf_span(&tag));
    element(&seg, 0x1254C367, buf_span(&in));
    buf_init(&in, a, 1 << 12);
    element(&in, 0x466E, SPAN("cover.png"));
    element(&in, 0x465C, SPAN("\x89PNG"));
    buf_init(&tag, a, 1 << 12);
    element(&tag, 0x61A7, buf_span(&in));
    element(&seg, 0x1941A469, buf_span(&tag));
    element(&b, 0x18538067, buf_span(&seg));
    return buf_span(&b);
}

static void matroska_tells_tags_and_writers(void **state)
{
    struct arena a;

    (void)state;
    for (int endless = 0; endless < 2; endless++) {
        struct doc d;

        arena_init(&a, 1 << 20);
        d = walk_bytes(&a, film(&a, endless));
        assert_string_equal(d.format->name, "matroska");
        assert_string_equal(d.mime, "video/webm");
        assert_int_equal(d.media, MEDIA_VIDEO);
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "MuxingApp", 0), "muxer"));
        assert_true(
            slot_is(slot_at(&d, SLOT_FIELD, "WritingApp", 0), "writer"));
        assert_int_equal(slot_at(&d, SLOT_PART, "cover.png", 0)->at.len, 4);
        assert_int_equal(d.note_count, 0);
        arena_reset(&a);
    }
}

static void an_id_of_no_length_ends_the_walk(void **state)
{
    struct arena a;
    struct buf b;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    element(&b, 0x1A45DFA3, SPAN(""));
    put_be(&b, 0, 64);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(has_note(&d, "no element where one should begin"));
    arena_reset(&a);
}

static void key(struct buf *b, const char *name)
{
    put_be(b, strlen(name), 2);
    put_text(b, name);
}

static struct span flash(struct arena *a)
{
    struct buf b, s;

    buf_init(&b, a, 1 << 12);
    buf_init(&s, a, 1 << 12);
    put_be(&s, 2, 1);
    key(&s, "onMetaData");
    put_be(&s, 8, 1);
    put_be(&s, 4, 4);
    key(&s, "width");
    put_be(&s, 0, 1);
    put_be(&s, 0x4094000000000000, 8); /* 1280 */
    key(&s, "keyframes");              /* an object with an array in it */
    put_be(&s, 3, 1);
    key(&s, "times");
    put_be(&s, 10, 1);
    put_be(&s, 2, 4);
    put_be(&s, 0, 9);
    put_be(&s, 0, 9);
    put_be(&s, 9, 3);
    key(&s, "AIGC");
    put_be(&s, 12, 1);
    put_be(&s, 2, 4);
    put_text(&s, "{}");
    key(&s, "stereo");
    put_be(&s, 0x0101, 2);
    put_be(&s, 9, 3);
    put_text(&b, "FLV\1\5");
    put_be(&b, 9, 4);
    put_be(&b, 0, 4);
    put_be(&b, 18, 1);
    put_be(&b, s.len, 3);
    put_be(&b, 0, 7);
    buf_put(&b, buf_span(&s));
    put_be(&b, s.len + 11, 4);
    put_be(&b, 9, 1);
    put_be(&b, 3, 3);
    put_be(&b, 0, 7);
    put_text(&b, "pic");
    put_be(&b, 14, 4);
    return buf_span(&b);
}

static void flash_tells_its_script_data(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, flash(&a));
    assert_string_equal(d.format->name, "flv");
    assert_int_equal(d.media, MEDIA_VIDEO);
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "width", 0), "1280"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "stereo", 0), "true"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static struct span avi(struct arena *a)
{
    struct buf b, in, list;

    buf_init(&b, a, 1 << 12);
    buf_init(&in, a, 1 << 12);
    buf_init(&list, a, 1 << 12);
    put_text(&in, "AVI ");
    put_chunk(&in, "LIST", SPAN("moviLIST\xFF\xFF\xFF\xFFpictures"));
    put_text(&list, "INFO");
    put_chunk(&list, "AIGC", SPAN("{}"));
    put_chunk(&in, "LIST", buf_span(&list));
    put_chunk(&in, "C2PA", SPAN("store"));
    put_chunk(&b, "RIFF", buf_span(&in));
    put_chunk(&b, "RIFF", SPAN("AVIX")); /* it goes on */
    return buf_span(&b);
}

static void avi_tells_its_lists(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, avi(&a));
    assert_string_equal(d.format->name, "avi");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(slot_is(slot_at(&d, SLOT_JUMBF, NULL, 0), "store"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void box(struct buf *b, const char *type, struct span body)
{
    put_be(b, 8 + body.len, 4);
    put_text(b, type);
    buf_put(b, body);
}

static struct span picture(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1 << 12);
    box(&b, "JXL ", SPAN("\r\n\x87\n"));
    box(&b, "ftyp", SPAN("jxl \0\0\0\0jxl "));
    box(&b, "Exif", SPAN("\0\0\0\0II*\0"));
    box(&b, "jumb", SPAN("\0\0\0\x0Cjumdtest"));
    /* brotli of "<x/>", not compressed [BROTLI 9.2] */
    box(&b, "brob", SPAN("xml \x8B\x01\x80<x/>\x03"));
    box(&b, "jxlc", SPAN("\xFF\x0Apicture"));
    return buf_span(&b);
}

static void jxl_tells_its_boxes(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, picture(&a));
    assert_string_equal(d.format->name, "jxl");
    assert_true(span_eq(slot_at(&d, SLOT_EXIF, NULL, 0)->data, SPAN("II*\0")));
    assert_int_equal(slot_at(&d, SLOT_JUMBF, NULL, 0)->data.len, 20);
    assert_true(slot_is(slot_at(&d, SLOT_XMP, NULL, 0), "<x/>"));
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    torture(film(&a, false));
    torture(film(&a, true));
    torture(flash(&a));
    torture(avi(&a));
    torture(picture(&a));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matroska_tells_tags_and_writers),
        cmocka_unit_test(an_id_of_no_length_ends_the_walk),
        cmocka_unit_test(flash_tells_its_script_data),
        cmocka_unit_test(avi_tells_its_lists),
        cmocka_unit_test(jxl_tells_its_boxes),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
