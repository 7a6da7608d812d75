/* SPDX-License-Identifier: Apache-2.0
 * aiff.c - AIFF and AIFF-C: sound in chunks, the most significant byte first.
 *
 * [AIFF] Audio Interchange File Format 1.3, Apple 1989: FORM size(4) type(4),
 * then id(4) size(4) data and a zero byte where size is odd.  NAME, AUTH,
 * "(c) ", ANNO are texts, COMT is a list of them.  An ID3 tag stands in a chunk
 * "ID3 ", XMP in APPL with the signature "XMP ".  COMM tells how long the sound
 * is, and of AIFF-C how it is packed. */
#include "formats/id3.h"

enum {
    HEAD = 12,
    CHUNK = 8,
    COMMENTS = 256
};

static const struct {
    char id[5];
    const char *key;
} texts[] = {{"NAME", "Name"},
             {"AUTH", "Author"},
             {"(c) ", "Copyright"},
             {"ANNO", "Annotation"},
             {"AIGC", "AIGC"}};

static unsigned aiff_probe(struct span head, uint64_t size)
{
    struct span type = span_cut(head, 8, 4);

    (void)size;
    return span_starts(head, SPAN("FORM")) &&
                   (span_eq(type, SPAN("AIFF")) || span_eq(type, SPAN("AIFC")))
               ? 64
               : 0;
}

static void text(struct walk *w, const char *key, struct slot s)
{
    s.kind = SLOT_FIELD;
    s.space = SPAN("aiff");
    s.key = (struct span){(const uint8_t *)key, strlen(key)};
    while (s.data.len && (s.data.ptr[s.data.len - 1] == 0 ||
                          s.data.ptr[s.data.len - 1] == ' '))
        s.data.len--;
    if (s.data.len)
        walk_slot(w, s);
}

/* comments reads COMT: a count, then for each its date(4), marker(2), length(2)
 * and text. */
static void comments(struct walk *w, struct slot s)
{
    struct range all = s.at;
    struct reader r = walk_read(w, all.off, all.len);
    unsigned count = read_u16be(&r);

    if (count > COMMENTS)
        walk_partial(w, "fields");
    for (unsigned i = 0; i < count && i < COMMENTS && reader_left(&r); i++) {
        unsigned len;

        read_span(&r, 6);
        len = read_u16be(&r);
        s.at = (struct range){all.off + reader_pos(&r), len};
        s.data = read_span(&r, len);
        if (reader_ok(&r))
            text(w, "Comment", s);
        read_span(&r, len & 1);
    }
}

/* one is whether a sample frame of this packing is one sample of each channel;
 * others count packets in writers' own ways. */
static bool one(struct span packing)
{
    static const char kinds[][5] = {"NONE", "sowt", "twos", "raw ", "fl32",
                                    "FL32", "fl64", "FL64", "in24", "in32",
                                    "alaw", "ALAW", "ulaw", "ULAW"};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (packing.len == 4 && memcmp(packing.ptr, kinds[i], 4) == 0)
            return true;
    return packing.len == 0; /* AIFF has none */
}

/* common reads COMM: channels(2) frames(4) bits(2), a rate of ten bytes, and
 * the packing(4).  The rate is a sign and exponent(2), of which 16383 is 1, and
 * a mantissa(8) whose highest bit is its integer part. */
static void common(struct walk *w, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, 22));
    double frames, rate;
    unsigned exponent;
    uint64_t mantissa;

    read_u16be(&r);
    frames = read_u32be(&r);
    read_u16be(&r);
    exponent = read_u16be(&r);
    mantissa = read_u64be(&r);
    if (!reader_ok(&r) || exponent < 16383 || exponent >= 16383 + 32)
        return;
    rate =
        (double)mantissa / (double)(UINT64_C(1) << (63 - (exponent - 16383)));
    if (rate >= 1 && one(read_rest(&r)))
        walk_lasts(w, frames / rate);
}

static void chunk(struct walk *w, struct span id, struct slot s)
{
    if (span_eq(id, SPAN("COMM"))) {
        common(w, s.at);
    } else if (span_eq(id, SPAN("COMT"))) {
        comments(w, s);
    } else if (span_eq(id, SPAN("ID3 ")) || span_eq(id, SPAN("id3 "))) {
        id3_walk(w, s.at.off, s.at.off + s.at.len);
    } else if (span_eq(id, SPAN("APPL")) && s.at.len > 4 &&
               span_eq(walk_view(w, s.at.off, 4), SPAN("XMP "))) {
        s.kind = SLOT_XMP;
        s.at = (struct range){s.at.off + 4, s.at.len - 4};
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
    } else if (span_eq(id, SPAN("C2PA"))) {
        s.kind = SLOT_JUMBF;
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
    } else {
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
            if (memcmp(id.ptr, texts[i].id, 4) == 0) {
                s.data = walk_view(w, s.at.off, s.at.len);
                text(w, texts[i].key, s);
            }
    }
}

static void aiff_walk(struct walk *w)
{
    uint64_t off = HEAD, size = walk_size(w);
    struct reader r = walk_read(w, 0, num_min(HEAD, size));
    uint64_t end;
    uint32_t form;

    read_u32be(&r);
    end = num_min(8 + (uint64_t)read_u32be(&r), size);
    form = walk_block(w, SPAN("FORM"), 0, num_min(HEAD, size));
    if (!reader_ok(&r) || size < HEAD)
        return;
    if (end <= HEAD) /* a writer that could not go back to say */
        end = size;
    while (walk_ok(w) && off < end && num_fits(off, CHUNK, size)) {
        struct reader c = walk_read(w, off, CHUNK);
        struct span id = read_span(&c, 4);
        uint64_t len = read_u32be(&c);
        struct slot s = {.at = {off + CHUNK, len}};

        if (len > size - off - CHUNK) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            return;
        }
        s.block = walk_child(w, form, id, (struct range){off, CHUNK + len});
        chunk(w, id, s);
        off += CHUNK + len + (len & 1);
    }
    if (off < size)
        walk_tail(w, off);
}

const struct format format_aiff = {
    .name = "aiff",
    .mime = "audio/aiff",
    .files = "aiff aif aifc",
    .media = MEDIA_AUDIO,
    .probe = aiff_probe,
    .verified = "files of ffmpeg and sox",
    .walk = aiff_walk,
};
