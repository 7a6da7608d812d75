/* SPDX-License-Identifier: Apache-2.0
 * mp3.c - MPEG audio: frames of sound between tags.
 *
 * [MPEG] ISO/IEC 11172-3:1993, 2.4.1.3: a frame's header has eleven bits of
 * sync, and tells the frame's length.  AAC in ADTS differs by its layer, 0.
 *
 * The sound is one block: nothing in it is metadata, and it is not read. */
#include "formats/id3.h"

enum {
    TAGS = 16 /* ID3v2 tags in a row */
};

/* frame_len is the length of the MPEG frame whose header is at `at`, or 0. */
static size_t frame_len(struct span s, size_t at)
{
    static const uint16_t rates[2][3][15] = {
        {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
         {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
         {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}},
        {{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}};
    static const uint16_t hertz[4][3] = {{11025, 12000, 8000},
                                         {0, 0, 0},
                                         {22050, 24000, 16000},
                                         {44100, 48000, 32000}};
    struct reader r = reader_over(span_cut(s, at, 4));
    uint32_t h = read_u32be(&r);
    unsigned version = h >> 19 & 3, layer = h >> 17 & 3, rate = h >> 12 & 15;
    unsigned freq = h >> 10 & 3, pad = h >> 9 & 1, samples;
    size_t bits, hz;

    if (!reader_ok(&r) || h >> 21 != 0x7FF || version == 1 || layer == 0 ||
        rate == 0 || rate == 15 || freq == 3)
        return 0;
    bits = (size_t)rates[version != 3][3 - layer][rate] * 1000;
    hz = hertz[version][freq];
    if (layer == 3)
        return (12 * bits / hz + pad) * 4;
    samples = layer == 1 && version != 3 ? 72 : 144;
    return samples * bits / hz + pad;
}

static unsigned mp3_probe(struct span head, uint64_t size)
{
    size_t n;

    if (span_starts(head, SPAN("ID3")) && head.len >= 10 && head.ptr[3] < 5 &&
        head.ptr[3] > 1 && !((head.ptr[6] | head.ptr[7]) & 0x80))
        return 32;
    n = frame_len(head, 0);
    if (n == 0)
        return 0;
    if (n == size)
        return 16;
    return frame_len(head, n) ? 24 : 0;
}

static void mp3_walk(struct walk *w)
{
    uint64_t off = 0, size = walk_size(w), end;
    struct span head;

    for (unsigned i = 0; i < TAGS; i++) {
        uint64_t next = id3_walk(w, off, size);

        if (next == off)
            break;
        off = next;
    }
    head = walk_view(w, off, num_min(4, size - off));
    if (span_eq(head, SPAN("fLaC"))) {
        walk_become(w, &format_flac);
        flac_walk(w, off);
        return;
    }
    if (head.len == 4 && head.ptr[0] == 0xFF && (head.ptr[1] & 0xF6) == 0xF0)
        walk_mime(w, "audio/aac");
    end = id3_tail(w, off);
    if (end > off)
        walk_block(w, SPAN("audio"), off, end - off);
}

const struct format format_mp3 = {
    .name = "mp3",
    .mime = "audio/mpeg",
    .files = "mp3 mp2 aac",
    .media = MEDIA_AUDIO,
    .probe = mp3_probe,
    .verified = "real files",
    .walk = mp3_walk,
};
