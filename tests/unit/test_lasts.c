/* SPDX-License-Identifier: Apache-2.0
 * How long sound lasts, by heads laid out from the specifications that the
 * readers name; tests/corpus/seconds.sh has what real programs write. */
#include "tests/walks.h"

#include <math.h>

static void lasts(struct span bytes, double want)
{
    struct arena a;
    struct doc d;

    arena_init(&a, 1 << 22);
    d = walk_bytes(&a, bytes);
    assert_non_null(d.format);
    assert_true(fabs(d.seconds - want) < 1e-6);
    arena_reset(&a);
}

struct made {
    struct arena a;
    struct buf b;
};

static struct buf *begun(struct made *m)
{
    arena_init(&m->a, 1 << 22);
    buf_init(&m->b, &m->a, 1 << 20);
    return &m->b;
}

static void ended(struct made *m, double want)
{
    lasts(buf_span(&m->b), want);
    torture((struct span){m->b.ptr, m->b.len < 256 ? m->b.len : 256});
    arena_reset(&m->a);
}

/* A wave of one channel, 8 bits: 8000 bytes last a second. */
static void wave(struct buf *b, unsigned codec, uint32_t samples)
{
    put_text(b, "RIFF");
    put_le(b, 4 + 24 + 12 + 8 + 4000, 4);
    put_text(b, "WAVEfmt ");
    put_le(b, 16, 4);
    put_le(b, codec, 2);
    put_le(b, 1, 2);
    put_le(b, 8000, 4);
    put_le(b, 8000, 4);
    put_le(b, 1, 2);
    put_le(b, 8, 2);
    put_text(b, "fact");
    put_le(b, 4, 4);
    put_le(b, samples, 4);
    put_text(b, "data");
    put_le(b, 4000, 4);
    put_be(b, 0, 4000);
}

static void pcm_lasts_by_its_bytes_and_others_by_their_count(void **state)
{
    struct made m;

    (void)state;
    wave(begun(&m), 1, 16000); /* a count that PCM does not need, and wrong */
    ended(&m, .5);
    wave(begun(&m), 0x11, 16000);
    ended(&m, 2);
    wave(begun(&m), 0x11, 0);
    ended(&m, 0);
}

static void a_wide_size_is_in_another_chunk(void **state)
{
    struct made m;
    struct buf *b = begun(&m);
    struct doc d;

    (void)state;
    put_text(b, "RF64");
    put_le(b, UINT32_MAX, 4);
    put_text(b, "WAVEds64");
    put_le(b, 28, 4);
    put_le(b, 4096, 8);
    put_le(b, 4000, 8);
    put_le(b, 4000, 8);
    put_le(b, 0, 4);
    put_text(b, "fmt ");
    put_le(b, 16, 4);
    put_le(b, 1, 2);
    put_le(b, 1, 2);
    put_le(b, 8000, 4);
    put_le(b, 8000, 4);
    put_le(b, 1, 2);
    put_le(b, 8, 2);
    put_text(b, "data");
    put_le(b, UINT32_MAX, 4);
    put_be(b, 0, 4000);
    put_text(b, "AIGC"); /* what follows the sound is found */
    put_le(b, 2, 4);
    put_text(b, "{}");
    d = walk_bytes(&m.a, buf_span(b));
    assert_true(slot_is(slot_at(&d, SLOT_FIELD, "AIGC", 0), "{}"));
    assert_int_equal(d.note_count, 0);
    ended(&m, .5);
}

/* 128 kbit/s at 44.1 kHz: 417 bytes, 1152 samples [MPEG 2.4.2.3]. */
static void mpeg_frame(struct buf *b, const char *name, uint32_t count)
{
    size_t from = b->len;

    put_be(b, 0xFFFB9000, 4);
    put_be(b, 0, 32);
    put_text(b, name);
    if (strcmp(name, "VBRI") == 0)
        put_be(b, 0, 10);
    else
        put_be(b, count ? 1 : 0, 4);
    put_be(b, count, 4);
    while (b->len < from + 417)
        buf_byte(b, 0);
}

static void mp3_counts_frames_in_its_first(void **state)
{
    static const char *const names[] = {"Xing", "Info", "VBRI"};
    struct made m;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct buf *b = begun(&m);

        mpeg_frame(b, names[i], 441);
        mpeg_frame(b, "none", 0);
        ended(&m, 441.0 * 1152 / 44100);
    }
}

static void mp3_of_one_rate_lasts_by_its_bytes(void **state)
{
    struct made m;
    struct buf *b = begun(&m);

    (void)state;
    for (unsigned i = 0; i < 100; i++)
        mpeg_frame(b, "none", 0);
    ended(&m, 100.0 * 417 * 8 / 128000);
    b = begun(&m);
    for (unsigned i = 0; i < 100; i++) {
        mpeg_frame(b, "none", 0);
        if (i > 30 && i < 70)
            b->ptr[b->len - 417 + 2] = 0x80; /* 112 kbit/s in the middle */
    }
    ended(&m, 0);
}

static void monkey_and_others_count_samples(void **state)
{
    struct made m;
    struct buf *b = begun(&m);

    (void)state;
    put_text(b, "MAC ");
    put_le(b, 3990, 2);
    put_le(b, 0, 2);
    put_le(b, 52, 4);
    put_be(b, 0, 52 - 12);
    put_le(b, 0, 4);
    put_le(b, 73728, 4); /* samples a frame, then those of the last */
    put_le(b, 14700, 4);
    put_le(b, 3, 4);
    put_le(b, 0x00020010, 4);
    put_le(b, 44100, 4);
    ended(&m, (2 * 73728 + 14700) / 44100.0);

    b = begun(&m);
    put_text(b, "OFR ");
    put_le(b, 15, 4);
    put_le(b, 88200, 6); /* of two channels */
    put_le(b, 0x0103, 2);
    put_le(b, 44100, 4);
    ended(&m, 1);

    b = begun(&m);
    put_text(b, "MP+\x17");
    put_le(b, 250, 4);
    put_le(b, 0x00010000, 4); /* 48 kHz */
    ended(&m, 250 * 1152 / 48000.0);

    b = begun(&m);
    put_text(b, "wvpk");
    put_le(b, 100, 4);
    put_le(b, 0x410, 2);
    put_le(b, 0x0100, 2); /* more than 32 bits of samples */
    put_le(b, 44100, 4);
    put_le(b, 0, 8);
    put_le(b, 9u << 23, 4);
    put_le(b, 0, 4);
    ended(&m, (4294967295.0 + 44100) / 44100);
}

/* A page of one packet. */
static void page(struct buf *b, unsigned flags, uint64_t time, struct span data)
{
    buf_put(b, SPAN("OggS\0"));
    put_le(b, flags, 1);
    put_le(b, time, 8);
    put_le(b, 7, 4);
    put_le(b, 0, 8);
    put_le(b, 1, 1);
    put_le(b, data.len, 1);
    buf_put(b, data);
}

static void opus(struct buf *b, uint64_t first, uint64_t last)
{
    page(b, 2, 0, SPAN("OpusHead\1\1\x38\1\x80\xBB\0\0\0\0\0"));
    page(b, 0, 0, SPAN("OpusTags\0\0\0\0\0\0\0\0"));
    page(b, 0, first, SPAN("sound"));
    page(b, 4, last, SPAN("sound"));
}

static void ogg_lasts_to_its_last_page(void **state)
{
    struct made m;

    (void)state;
    opus(begun(&m), 960, 96312); /* 312 of 48 kHz are not played */
    ended(&m, 2);
    opus(begun(&m), 96000, 192312); /* cut out of a longer one */
    ended(&m, 0);
    opus(begun(&m), UINT64_MAX, UINT64_MAX); /* no packet ends */
    ended(&m, 0);
}

static void aiff_has_a_rate_of_ten_bytes(void **state)
{
    struct made m;
    struct buf *b = begun(&m);

    (void)state;
    put_text(b, "FORM");
    put_be(b, 4 + 26, 4);
    put_text(b, "AIFFCOMM");
    put_be(b, 18, 4);
    put_be(b, 1, 2);
    put_be(b, 66150, 4);
    put_be(b, 16, 2);
    put_be(b, 16383 + 15, 2); /* 44100 = 0xAC44 at 2^15 */
    put_be(b, 0xAC44, 2);
    put_be(b, 0, 6);
    ended(&m, 1.5);
}

static void other_sounds_have_heads_of_their_own(void **state)
{
    struct made m;
    struct buf *b = begun(&m);

    (void)state;
    put_text(b, ".snd");
    put_be(b, 28, 4);
    put_be(b, 16000, 4);
    put_be(b, 3, 4); /* two bytes a sample, two channels */
    put_be(b, 8000, 4);
    put_be(b, 2, 4);
    put_text(b, "a=b\n");
    put_be(b, 0, 16000);
    ended(&m, .5);

    b = begun(&m);
    buf_put(b, SPAN("caff\0\1\0\0desc\0\0\0\0\0\0\0\x20"));
    put_be(b, 0x40E7700000000000, 8); /* 48000.0 [IEEE 754] */
    put_text(b, "opus");
    put_be(b, 0, 4 * 5);
    put_text(b, "pakt");
    put_be(b, 24, 8);
    put_be(b, 3, 8);
    put_be(b, 2400, 8);
    put_be(b, 0, 8);
    ended(&m, .05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pcm_lasts_by_its_bytes_and_others_by_their_count),
        cmocka_unit_test(a_wide_size_is_in_another_chunk),
        cmocka_unit_test(mp3_counts_frames_in_its_first),
        cmocka_unit_test(mp3_of_one_rate_lasts_by_its_bytes),
        cmocka_unit_test(monkey_and_others_count_samples),
        cmocka_unit_test(ogg_lasts_to_its_last_page),
        cmocka_unit_test(aiff_has_a_rate_of_ten_bytes),
        cmocka_unit_test(other_sounds_have_heads_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
