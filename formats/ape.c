/* SPDX-License-Identifier: Apache-2.0
 * ape.c - sound whose tags are APE's: Monkey's Audio, WavPack, Musepack, TTA,
 * OptimFROG, TAK.
 *
 * Each begins with a word of its own, perhaps behind an ID3 tag, and ends with
 * a tag of APE or ID3 [APE] APE Tags 2.0.  What lies between is sound, of which
 * the head is read where it says how long it lasts: [MAC] Monkey's Audio SDK,
 * MACLib.h; [WV] WavPack 5 file format; [TTA] TTA1 format description; [MPC]
 * Musepack SV7 and SV8 specifications; [OFR] as mutagen reads it. */
#include "formats/id3.h"

enum {
    HEAD_MOST = 256
};

/* Each begins behind the word, and tells seconds, or 0. */
static double monkey(struct reader *r)
{
    double frames, of, last, hz;
    uint32_t descriptor;

    if (read_u16le(r) < 3980) /* older heads differ from version to version */
        return 0;
    read_u16le(r);
    descriptor = read_u32le(r);
    if (descriptor < 12)
        return 0;
    read_span(r, descriptor - 12 + 4);
    of = read_u32le(r);
    last = read_u32le(r);
    frames = read_u32le(r);
    read_u32le(r);
    hz = read_u32le(r);
    return frames > 0 && hz > 0 ? ((frames - 1) * of + last) / hz : 0;
}

static double wavpack(struct reader *r)
{
    static const uint32_t rates[16] = {
        6000,  8000,  9600,  11025, 12000, 16000, 22050,  24000,
        32000, 44100, 48000, 64000, 88200, 96000, 192000, 0};
    uint64_t high, samples;
    uint32_t flags;

    read_span(r, 4 + 2 + 1);
    high = read_u8(r);
    samples = read_u32le(r);
    read_span(r, 4 + 4);
    flags = read_u32le(r);
    if (samples == UINT32_MAX || flags >> 31 || !rates[flags >> 23 & 15])
        return 0; /* not known, one bit a sample, a rate told elsewhere */
    samples += (high << 32) - high;
    return (double)samples / rates[flags >> 23 & 15];
}

static double tta(struct reader *r)
{
    double hz, samples;

    read_span(r, 2 + 2 + 2);
    hz = read_u32le(r);
    samples = read_u32le(r);
    return hz > 0 ? samples / hz : 0;
}

/* optimfrog: length(4), samples of all channels(6), kind(1), channels - 1,
 * rate(4). */
static double optimfrog(struct reader *r)
{
    double samples, channels, hz;

    read_u32le(r);
    samples = (double)read_le(r, 6);
    read_u8(r);
    channels = read_u8(r) + 1.0;
    hz = read_u32le(r);
    return hz > 0 ? samples / channels / hz : 0;
}

static const uint16_t musepack_hz[4] = {44100, 48000, 37800, 32000};

/* musepack7: version, frames of 1152 samples, a level, and the rate in the low
 * bits. */
static double musepack7(struct reader *r)
{
    double frames;
    unsigned version = read_u8(r);

    frames = read_u32le(r);
    read_u16le(r);
    return (version & 15) == 7 ? frames * 1152 / musepack_hz[read_u16le(r) & 3]
                               : 0;
}

/* seven reads a number of seven bits a byte, the highest first. */
static uint64_t seven(struct reader *r)
{
    uint64_t v = 0;
    uint8_t b;

    do {
        b = read_u8(r);
        v = v << 7 | (b & 0x7F);
    } while (b & 0x80 && v < UINT64_C(1) << 48);
    return v;
}

/* musepack8: the packet SH: checksum(4) version(1) samples, those of silence
 * before, and the rate in three bits. */
static double musepack8(struct reader *r)
{
    struct span key = read_span(r, 2);
    uint64_t samples, silent;
    unsigned hz;

    seven(r);
    read_span(r, 4 + 1);
    samples = seven(r);
    silent = seven(r);
    hz = read_u8(r) >> 5;
    return span_eq(key, SPAN("SH")) && hz < 4 && silent <= samples
               ? (double)(samples - silent) / musepack_hz[hz]
               : 0;
}

static const struct {
    struct span magic;
    const char *mime;
    double (*seconds)(struct reader *r);
} kinds[] = {
    {SPAN_OF("wvpk"), "audio/x-wavpack", wavpack},
    {SPAN_OF("MAC "), "audio/x-ape", monkey},
    {SPAN_OF("MPCK"), "audio/x-musepack", musepack8},
    {SPAN_OF("MP+"), "audio/x-musepack", musepack7},
    {SPAN_OF("TTA1"), "audio/x-tta", tta},
    {SPAN_OF("TTA2"), "audio/x-tta", NULL},
    {SPAN_OF("OFR "), "audio/x-optimfrog", optimfrog},
    {SPAN_OF("tBaK"), "audio/x-tak", NULL},
};

/* kind_at is the number of the kind that begins here, or of none. */
static size_t kind_at(struct span s)
{
    size_t i = 0, n = sizeof(kinds) / sizeof(kinds[0]);

    while (i < n && !span_starts(s, kinds[i].magic))
        i++;
    return i;
}

/* past is where a file goes on behind an ID3 tag, by the tag's own length. */
static size_t past(struct span head)
{
    struct reader r = reader_over(head);
    uint32_t len = 0;

    if (!span_starts(head, SPAN("ID3")))
        return 0;
    read_span(&r, 6);
    for (unsigned i = 0; i < 4; i++)
        len = len << 7 | (read_u8(&r) & 0x7Fu);
    return reader_ok(&r) ? 10 + (size_t)len : SIZE_MAX;
}

static unsigned ape_probe(struct span head, uint64_t size)
{
    size_t at = past(head), count = sizeof(kinds) / sizeof(kinds[0]);

    (void)size;
    if (at >= head.len || kind_at(span_cut(head, at, head.len - at)) == count)
        return 0;
    return at ? 48 : 24;
}

static void lasts(struct walk *w, uint64_t off, size_t kind)
{
    struct reader r = walk_read(w, off, num_min(HEAD_MOST, walk_size(w) - off));
    double seconds;

    read_span(&r, kinds[kind].magic.len);
    seconds = kinds[kind].seconds(&r);
    if (reader_ok(&r))
        walk_lasts(w, seconds);
}

static void ape_walk(struct walk *w)
{
    uint64_t size = walk_size(w), off = id3_walk(w, 0, size), end;
    size_t kind = kind_at(walk_view(w, off, num_min(4, size - off)));

    if (kind < sizeof(kinds) / sizeof(kinds[0])) {
        walk_mime(w, kinds[kind].mime);
        if (kinds[kind].seconds)
            lasts(w, off, kind);
    }
    end = id3_tail(w, off);
    if (end > off)
        walk_block(w, SPAN("audio"), off, end - off);
}

const struct format format_ape = {
    .name = "ape",
    .mime = "audio/x-ape",
    .files = "ape wv mpc mpp tta ofr tak",
    .media = MEDIA_AUDIO,
    .probe = ape_probe,
    .verified = "files of wavpack and ffmpeg",
    .walk = ape_walk,
};
