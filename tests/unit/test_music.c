/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/walks.h"

static void safe(struct buf *b, size_t n)
{
    for (unsigned i = 0; i < 4; i++)
        buf_byte(b, n >> 7 * (3 - i) & 0x7F);
}

static void frame(struct buf *b, unsigned version, const char *id,
                  struct span data)
{
    put_text(b, id);
    if (version == 2)
        put_be(b, data.len, 3);
    else if (version == 4)
        safe(b, data.len);
    else
        put_be(b, data.len, 4);
    if (version > 2)
        put_be(b, 0, 2);
    buf_put(b, data);
}

static void tag(struct buf *b, unsigned version, unsigned flags,
                struct span frames)
{
    put_text(b, "ID3");
    put_be(b, version, 1);
    put_be(b, 0, 1);
    put_be(b, flags, 1);
    safe(b, frames.len);
    buf_put(b, frames);
}

/* 128 kbit/s at 44.1 kHz: frames of 417 bytes [MPEG 2.4.2.3]. */
static void sound(struct buf *b)
{
    put_be(b, 0xFFFB9000, 4);
    for (unsigned i = 0; i < 413; i++)
        buf_byte(b, 0x55);
    put_be(b, 0xFFFB9000, 4);
    for (unsigned i = 0; i < 413; i++)
        buf_byte(b, 0x55);
}

static void frames_of(struct buf *f, unsigned v)
{
    frame(f, v, v == 2 ? "TT2" : "TIT2", SPAN("\0Title"));
    frame(f, v, v == 2 ? "TXX" : "TXXX", SPAN("\3AIGC\0{}"));
    frame(f, v, v == 2 ? "COM" : "COMM",
          SPAN("\1kor\xFF\xFE\0\0\xFF\xFE\x00\xAC!\0"));
    if (v > 2) {
        frame(f, v, "WOAS", SPAN("https://example.com/s"));
        frame(f, v, "GEOB", SPAN("\0application/c2pa\0name\0about\0\xFFstore"));
        frame(f, v, "APIC", SPAN("\0image/png\0\3\0\x89PNG"));
    }
}

static struct span song(struct arena *a, unsigned version)
{
    struct buf b, f;

    buf_init(&b, a, 1 << 14);
    buf_init(&f, a, 1 << 12);
    frames_of(&f, version);
    put_be(&f, 0, 16); /* padding */
    tag(&b, version, 0, buf_span(&f));
    sound(&b);
    put_le(&b, 3, 4);
    put_le(&b, 0, 4);
    buf_put(&b, SPAN("Tool\0ape"));
    put_text(&b, "APETAGEX");
    put_le(&b, 2000, 4);
    put_le(&b, 8 + 5 + 3 + 32, 4);
    put_le(&b, 1, 4);
    put_le(&b, 0, 4);
    put_le(&b, 0, 8);
    put_text(&b, "TAG");
    buf_put(&b, SPAN("old title\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    put_be(&b, 0, 30 + 30 + 4 + 30 + 1);
    return buf_span(&b);
}

static void every_version_of_tags_is_read(void **state)
{
    struct arena a;

    (void)state;
    for (unsigned v = 2; v <= 4; v++) {
        struct doc d;

        arena_init(&a, 1 << 20);
        d = walk_bytes(&a, song(&a, v));
        assert_string_equal(d.format->name, "mp3");
        assert_int_equal(d.media, MEDIA_AUDIO);
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
        assert_true(
            slot_is(slot_at(&d, SLOT_FIELD, "COMM", 0), "\xEA\xB0\x80!"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Tool", 0), "ape"));
        assert_true(slot_is(slot_at(&d, SLOT_FIELD, "title", 0), "old title"));
        if (v > 2) {
            const struct slot *s = slot_at(&d, SLOT_JUMBF, "name", 0);

            assert_true(s && span_eq(s->data, SPAN("\xFFstore")));
            assert_int_equal(s->at.len, 6);
            assert_true(slot_is(slot_at(&d, SLOT_FIELD, "WOAS", 0),
                                "https://example.com/s"));
            assert_int_equal(slot_at(&d, SLOT_PART, "APIC", 0)->at.len, 4);
        }
        assert_int_equal(d.note_count, 0);
        arena_reset(&a);
    }
}

static void unsynchronised_and_packed_frames_are_undone(void **state)
{
    struct arena a;
    struct buf b, f, z, stuffed;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    buf_init(&f, &a, 1 << 12);
    buf_init(&z, &a, 1 << 12);
    put_text(&f, "TXXX");
    put_be(&f, 6, 4);
    put_be(&f, 0, 2);
    buf_put(&f, SPAN("\0k\0a\xFF"
                     "e"));
    put_text(&f, "TIT2");
    put_be(&z, 6, 4);
    put_zlib(&z, SPAN("\0Title"));
    put_be(&f, z.len, 4);
    put_be(&f, 0x0080, 2);
    buf_put(&f, buf_span(&z));
    buf_init(&stuffed, &a, 1 << 12); /* every FF gets a zero behind it */
    for (size_t i = 0; i < f.len; i++) {
        buf_byte(&stuffed, f.ptr[i]);
        if (f.ptr[i] == 0xFF)
            buf_byte(&stuffed, 0);
    }
    tag(&b, 3, 0x80, buf_span(&stuffed));
    sound(&b);
    d = walk_bytes(&a, buf_span(&b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "k", 0), "a\xC3\xBF"
                                                         "e"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "TIT2", 0), "Title"));
    arena_reset(&a);
}

static void plain_sizes_in_a_new_tag_are_seen(void **state)
{
    struct arena a;
    struct buf b, f;
    struct doc d;
    char text[200];

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    buf_init(&f, &a, 1 << 12);
    memset(text, 'x', sizeof(text));
    text[0] = 3;
    put_text(&f, "TIT2");
    put_be(&f, sizeof(text), 4); /* not seven bits a byte */
    put_be(&f, 0, 2);
    buf_put(&f, (struct span){(const uint8_t *)text, sizeof(text)});
    frame(&f, 4, "TXXX", SPAN("\3AIGC\0{}"));
    tag(&b, 4, 0, buf_span(&f));
    sound(&b);
    d = walk_bytes(&a, buf_span(&b));
    assert_int_equal(slot_at(&d, SLOT_FIELD, "TIT2", 0)->data.len, 199);
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    arena_reset(&a);
}

static void comments(struct buf *b)
{
    put_le(b, 4, 4);
    put_text(b, "tool");
    put_le(b, 2, 4);
    put_le(b, 7, 4);
    put_text(b, "AIGC={}");
    put_le(b, 8, 4);
    put_text(b, "TITLE=xy");
}

static struct span flac(struct arena *a)
{
    struct buf b, c;

    buf_init(&b, a, 1 << 12);
    buf_init(&c, a, 1 << 12);
    comments(&c);
    put_text(&b, "fLaC");
    put_be(&b, 4, 1);
    put_be(&b, c.len, 3);
    buf_put(&b, buf_span(&c));
    put_be(&b, 6 | 0x80, 1);
    put_be(&b, 32 + 9 + 4, 3);
    put_be(&b, 3, 4);
    put_be(&b, 9, 4);
    put_text(&b, "image/png");
    put_be(&b, 0, 4 + 16);
    put_be(&b, 4, 4);
    put_text(&b, "\x89PNG");
    put_text(&b, "sound sound sound");
    return buf_span(&b);
}

static void flac_tells_comments_and_pictures(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, flac(&a));
    assert_string_equal(d.format->name, "flac");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "TITLE", 0), "xy"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "vendor", 0), "tool"));
    assert_int_equal(slot_at(&d, SLOT_PART, "PICTURE", 0)->at.len, 4);
    arena_reset(&a);
}

static void a_tag_before_flac_is_still_flac(void **state)
{
    struct arena a;
    struct buf b, f;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    buf_init(&b, &a, 1 << 12);
    buf_init(&f, &a, 1 << 12);
    frames_of(&f, 3);
    tag(&b, 3, 0, buf_span(&f));
    buf_put(&b, flac(&a));
    d = walk_bytes(&a, buf_span(&b));
    assert_string_equal(d.format->name, "flac");
    assert_non_null(slot_at(&d, SLOT_JUMBF, NULL, 0));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 1), "{}"));
    arena_reset(&a);
}

static void page(struct buf *b, struct span packet, bool goes_on)
{
    size_t segments = packet.len / 255 + !goes_on;

    put_text(b, "OggS");
    put_be(b, 0, 2 + 8);
    put_le(b, 7, 4);
    put_be(b, 0, 8);
    buf_byte(b, (uint8_t)segments);
    for (size_t i = 0; i < segments; i++)
        buf_byte(
            b, (uint8_t)(i + 1 < segments || goes_on ? 255 : packet.len % 255));
    buf_put(b, packet);
}

static struct span opus(struct arena *a)
{
    struct buf b, c;

    buf_init(&b, a, 1 << 14);
    buf_init(&c, a, 1 << 12);
    page(&b, SPAN("OpusHead"), false);
    put_text(&c, "OpusTags");
    put_le(&c, 0, 4);
    put_le(&c, 2, 4);
    put_le(&c, 300, 4);
    put_text(&c, "K=");
    for (unsigned i = 0; i < 298; i++)
        buf_byte(&c, 'x');
    put_le(&c, 7, 4);
    put_text(&c, "AIGC={}");
    page(&b, span_cut(buf_span(&c), 0, 255), true); /* over two pages */
    page(&b, span_cut(buf_span(&c), 255, c.len - 255), false);
    page(&b, SPAN("sound"), false);
    return buf_span(&b);
}

static void comments_go_over_pages(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, opus(&a));
    assert_string_equal(d.format->name, "ogg");
    assert_int_equal(slot_at(&d, SLOT_FIELD, "K", 0)->data.len, 298);
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static struct span wave(struct arena *a)
{
    struct buf b, in, list, bext;

    buf_init(&b, a, 1 << 14);
    buf_init(&in, a, 1 << 13);
    buf_init(&list, a, 1 << 12);
    buf_init(&bext, a, 1 << 12);
    put_text(&in, "WAVE");
    put_text(&list, "INFO");
    put_chunk(&list, "ISFT", SPAN("tool\0"));
    put_chunk(&list, "AIGC", SPAN("{1}"));
    put_chunk(&in, "LIST", buf_span(&list));
    put_text(&bext, "made");
    put_be(&bext, 0, 602 - 4);
    put_text(&bext, "A=PCM");
    put_chunk(&in, "bext", buf_span(&bext));
    put_chunk(&in, "AIGC", SPAN("{2}"));
    put_chunk(&in, "_PMX", SPAN("<x/>"));
    put_chunk(&in, "data", SPAN("sound"));
    put_chunk(&in, "C2PA", SPAN("store"));
    put_chunk(&b, "RIFF", buf_span(&in));
    return buf_span(&b);
}

static void waves_tell_their_chunks(void **state)
{
    struct arena a;
    struct doc d;
    const struct slot *s;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, wave(&a));
    assert_string_equal(d.format->name, "wav");
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "ISFT", 0), "tool"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{1}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 1), "{2}"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "Description", 0), "made"));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "CodingHistory", 0), "A=PCM"));
    assert_true(slot_is(slot_at(&d, SLOT_XMP, NULL, 0), "<x/>"));
    s = slot_at(&d, SLOT_JUMBF, NULL, 0);
    assert_true(slot_is(s, "store"));
    assert_int_equal(d.blocks[s->block].at.len, 13); /* without the pad */
    assert_int_equal(d.note_count, 0);
    arena_reset(&a);
}

static void noise_is_no_music(void **state)
{
    struct arena a;
    struct doc d;

    (void)state;
    arena_init(&a, 1 << 20);
    d = walk_bytes(&a, SPAN("\xFF\xFB\x90\x00 once is no frame"));
    assert_true(!d.format || strcmp(d.format->name, "mp3") != 0);
    d = walk_bytes(&a, SPAN("ID3 is what the tag is called"));
    assert_true(!d.format || strcmp(d.format->name, "mp3") != 0);
    arena_reset(&a);
}

static void damage_does_no_harm(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (unsigned v = 2; v <= 4; v++)
        torture(song(&a, v));
    torture(flac(&a));
    torture(opus(&a));
    torture(wave(&a));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_version_of_tags_is_read),
        cmocka_unit_test(unsynchronised_and_packed_frames_are_undone),
        cmocka_unit_test(plain_sizes_in_a_new_tag_are_seen),
        cmocka_unit_test(flac_tells_comments_and_pictures),
        cmocka_unit_test(a_tag_before_flac_is_still_flac),
        cmocka_unit_test(comments_go_over_pages),
        cmocka_unit_test(waves_tell_their_chunks),
        cmocka_unit_test(noise_is_no_music),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
