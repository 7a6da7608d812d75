/* SPDX-License-Identifier: Apache-2.0
 * ape.c - sound whose tags are APE's: Monkey's Audio, WavPack, Musepack, TTA,
 * OptimFROG, TAK.
 *
 * Each begins with a word of its own, perhaps behind an ID3 tag, and ends with
 * a tag of APE or ID3 [APE] APE Tags 2.0.  What lies between is sound and is
 * not read. */
#include "formats/id3.h"

static const struct {
    struct span magic;
    const char *mime;
} kinds[] = {
    {SPAN_OF("wvpk"), "audio/x-wavpack"},
    {SPAN_OF("MAC "), "audio/x-ape"},
    {SPAN_OF("MPCK"), "audio/x-musepack"},
    {SPAN_OF("MP+"), "audio/x-musepack"},
    {SPAN_OF("TTA1"), "audio/x-tta"},
    {SPAN_OF("TTA2"), "audio/x-tta"},
    {SPAN_OF("OFR "), "audio/x-optimfrog"},
    {SPAN_OF("tBaK"), "audio/x-tak"},
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

static void ape_walk(struct walk *w)
{
    uint64_t size = walk_size(w), off = id3_walk(w, 0, size), end;
    size_t kind = kind_at(walk_view(w, off, num_min(4, size - off)));

    if (kind < sizeof(kinds) / sizeof(kinds[0]))
        walk_mime(w, kinds[kind].mime);
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
