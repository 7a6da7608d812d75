/* SPDX-License-Identifier: Apache-2.0
 * mp3.c - MPEG audio: frames of sound between tags.
 *
 * [MPEG] ISO/IEC 11172-3:1993, 2.4.1.3: a frame's header has eleven bits of
 * sync, and tells the frame's length.  AAC in ADTS differs by its layer, 0: its
 * frames have no one rate, so how long it lasts is not known.
 *
 * The sound is one block: nothing in it is metadata.  It is not read but for
 * how long it lasts: in the first frame encoders count all frames, Xing's way
 * (at the end of its side information: "Xing" or "Info", flags(4) whose bit 0
 * says that a count(4) follows) or Fraunhofer's (36 bytes on: "VBRI", 10 bytes,
 * count(4)).  Else three places tell whether it has one rate. */
#include "formats/id3.h"

enum {
    TAGS = 16,         /* ID3v2 tags in a row */
    FRAME_MOST = 2881, /* bytes: layer II, 384 kbit/s, at 16 kHz of MPEG-2 */
    ALIKE = 3 /* frames in a row, where bytes could be a frame's by chance */
};

struct frame {
    size_t len;
    uint32_t bits, hz;      /* a second */
    unsigned samples, side; /* side: bytes from its head to the sound */
    uint32_t kind;          /* what frames of one stream share */
};

/* frame_at reads the header of the MPEG frame at `at`; false where there is
 * none, or one that does not tell its length. */
static bool frame_at(struct span s, size_t at, struct frame *f)
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
    unsigned freq = h >> 10 & 3, pad = h >> 9 & 1;
    bool first = version == 3, mono = (h >> 6 & 3) == 3;

    if (!reader_ok(&r) || h >> 21 != 0x7FF || version == 1 || layer == 0 ||
        rate == 0 || rate == 15 || freq == 3)
        return false;
    f->bits = rates[!first][3 - layer][rate] * 1000u;
    f->hz = hertz[version][freq];
    f->samples = layer == 3 ? 384 : layer == 1 && !first ? 576 : 1152;
    f->side = 4 + (first ? (mono ? 17 : 32) : (mono ? 9 : 17));
    f->kind = h & 0xFFFE0C00;
    f->len = layer == 3 ? (12 * (size_t)f->bits / f->hz + pad) * 4
                        : f->samples / 8 * (size_t)f->bits / f->hz + pad;
    return true;
}

/* adts_len is the length of the AAC frame at `at`, or 0 [ADTS] ISO/IEC
 * 13818-7:2006, 6.2. */
static size_t adts_len(struct span s, size_t at)
{
    struct reader r = reader_over(span_cut(s, at, 7));
    uint32_t h = read_u32be(&r);
    size_t len = (h & 3) << 11 | read_u16be(&r) >> 5;

    return reader_ok(&r) && (h >> 16 & 0xFFF6) == 0xFFF0 &&
                   (h >> 10 & 15) < 13 && len > 7
               ? len
               : 0;
}

static unsigned mp3_probe(struct span head, uint64_t size)
{
    struct frame f, next;

    if (span_starts(head, SPAN("ID3")) && head.len >= 10 && head.ptr[3] < 5 &&
        head.ptr[3] > 1 && !((head.ptr[6] | head.ptr[7]) & 0x80))
        return 32;
    f.len = adts_len(head, 0);
    if (f.len)
        return f.len == size ? 16 : adts_len(head, f.len) ? 28 : 0;
    if (!frame_at(head, 0, &f))
        return 0;
    if (f.len == size)
        return 16;
    return frame_at(head, f.len, &next) ? 24 : 0;
}

/* counted is how many frames the first frame says there are; 0: it does not. */
static uint32_t counted(struct span s, const struct frame *f)
{
    struct reader xing = reader_over(span_cut(s, f->side, 12));
    struct reader vbri = reader_over(span_cut(s, 4 + 32, 18));
    struct span name = read_span(&xing, 4);

    if (span_eq(name, SPAN("Xing")) || span_eq(name, SPAN("Info")))
        return read_u32be(&xing) & 1 ? read_u32be(&xing) : 0;
    if (!span_eq(read_span(&vbri, 4), SPAN("VBRI")))
        return 0;
    read_span(&vbri, 10);
    return read_u32be(&vbri);
}

/* steady is whether frames like the first, of its rate, are found in s. */
static bool steady(struct span s, const struct frame *first)
{
    for (size_t i = 0; i < FRAME_MOST && i < s.len; i++) {
        struct frame f;
        size_t pos = i;
        unsigned n = 0;

        while (n < ALIKE && frame_at(s, pos, &f) && f.kind == first->kind &&
               f.bits == first->bits) {
            pos += f.len;
            n++;
        }
        if (n == ALIKE)
            return true;
    }
    return false;
}

/* lasts tells how long the sound in `at` lasts, where its first frame counts
 * the frames, or where its beginning, middle and end have one rate. */
static void lasts(struct walk *w, struct range at)
{
    uint64_t part = num_min(at.len, (ALIKE + 1) * FRAME_MOST);
    struct span s = walk_view(w, at.off, num_min(at.len, FRAME_MOST));
    struct frame f;
    uint32_t count;

    if (!frame_at(s, 0, &f))
        return;
    count = counted(s, &f);
    if (count) {
        walk_lasts(w, (double)count * f.samples / f.hz);
        return;
    }
    for (unsigned i = 0; i <= 2; i++)
        if (!steady(walk_view(w, at.off + (at.len - part) / 2 * i, part), &f))
            return;
    walk_lasts(w, (double)at.len * 8 / f.bits);
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
    if (end <= off)
        return;
    walk_block(w, SPAN("audio"), off, end - off);
    lasts(w, (struct range){off, end - off});
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
