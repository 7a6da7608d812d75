/* SPDX-License-Identifier: Apache-2.0
 * ogg.c - Ogg: the comment headers of its streams.
 *
 * [OGG] RFC 3533: pages "OggS" of up to 255 segments; a segment shorter than
 * 255 bytes ends a packet.  [VORBIS] Vorbis I, 5.  [OPUS] RFC 7845, 5.2.
 *
 * The first packet of a stream names its codec, the second holds comments.
 * Pages are read until each stream has told them; the sound is passed over. */
#include "formats/id3.h"

#include "base/buf.h"

enum {
    HEAD = 27,
    STREAMS = 16,
    PAGES = 4096, /* looked at for comments */
    PACKET = 16 << 20
};

struct stream {
    uint32_t serial;
    unsigned packets; /* that have ended */
    bool told;
    struct buf packet;
    struct range at; /* from its first page on */
    uint32_t block;
};

/* What a comment packet begins with, and whether its codec is a film. */
static const struct {
    char magic[10];
    bool film;
} codecs[] = {{"\3vorbis", false},
              {"OpusTags", false},
              {"\x81theora", true},
              {"OVP80\2 ", true}};

static void told(struct walk *w, struct stream *t, bool *film)
{
    struct span p = buf_span(&t->packet);
    struct slot s = {.at = t->at, .flags = SLOT_DERIVED, .block = t->block};
    size_t skip = 0;

    t->told = true;
    for (size_t i = 0; i < sizeof(codecs) / sizeof(codecs[0]) && !skip; i++) {
        size_t n = strlen(codecs[i].magic);

        if (p.len >= n && memcmp(p.ptr, codecs[i].magic, n) == 0) {
            skip = n;
            *film |= codecs[i].film;
        }
    }
    if (!skip && p.len > 4 && (p.ptr[0] & 0x7F) == 4)
        skip = 4; /* FLAC: the header of a block */
    if (!skip && span_starts(p, SPAN("Speex")))
        skip = p.len;
    if (t->packet.failed)
        s.flags |= SLOT_CUT;
    s.data = span_cut(p, skip, p.len - skip);
    if (s.data.len >= 8)
        vorbis_comments(w, s);
}

/* page takes one page; *len is its length, 0 where there is none. */
static void page(struct walk *w, struct stream *all, unsigned *count,
                 uint64_t off, uint64_t *len, bool *film)
{
    uint64_t size = walk_size(w), body;
    struct reader r = walk_read(w, off, num_min(HEAD, size - off));
    struct span magic = read_span(&r, 4), lacing, data;
    struct stream *t = NULL;
    uint32_t serial;
    unsigned segments;

    *len = 0;
    read_span(&r, 2 + 8);
    serial = read_u32le(&r);
    read_span(&r, 8);
    segments = read_u8(&r);
    if (!reader_ok(&r) || !span_eq(magic, SPAN("OggS")) ||
        !num_fits(off + HEAD, segments, size))
        return;
    lacing = walk_view(w, off + HEAD, segments);
    body = off + HEAD + segments;
    for (size_t i = 0; i < lacing.len; i++)
        *len += lacing.ptr[i];
    if (!num_fits(body, *len, size)) {
        walk_note(w, NOTE_TRUNCATED, off, "page passes the end of file");
        *len = size - body;
    }
    for (unsigned i = 0; i < *count; i++)
        if (all[i].serial == serial)
            t = &all[i];
    if (!t && *count < STREAMS) {
        t = &all[(*count)++];
        *t = (struct stream){.serial = serial};
        buf_init(&t->packet, walk_arena(w), PACKET);
    }
    *len += HEAD + segments;
    if (!t || t->told)
        return;
    data = walk_view(w, body, *len - HEAD - segments);
    for (size_t i = 0, at = 0; i < lacing.len && !t->told; i++) {
        struct span piece = span_cut(data, at, lacing.ptr[i]);

        at += lacing.ptr[i];
        if (t->packets == 1) {
            if (!t->at.len)
                t->block = walk_block(w, SPAN("OggS"), off, *len);
            if (!t->at.len)
                t->at = (struct range){off, *len};
            buf_put(&t->packet, piece);
        }
        if (lacing.ptr[i] < 255 && t->packets++ == 1)
            told(w, t, film);
    }
}

static unsigned ogg_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("OggS\0")) ? 40 : 0;
}

static void ogg_walk(struct walk *w)
{
    struct stream *all = walk_alloc(w, STREAMS * sizeof(*all));
    uint64_t off = 0, len;
    unsigned count = 0, n;
    bool film = false, done = false;

    for (n = 0; all && n < PAGES && !done && walk_ok(w); n++) {
        if (off >= walk_size(w))
            break;
        page(w, all, &count, off, &len, &film);
        if (len == 0) {
            walk_note(w, NOTE_BROKEN, off, "no page where one should begin");
            break;
        }
        off += len;
        /* streams begin one after another, before any goes on [OGG 4] */
        done = n >= count;
        for (unsigned i = 0; i < count; i++)
            done &= all[i].told;
    }
    if (all && n == PAGES)
        walk_partial(w, "blocks");
    if (off < walk_size(w))
        walk_block(w, SPAN("audio"), off, walk_size(w) - off);
    if (film) {
        walk_media(w, MEDIA_VIDEO);
        walk_mime(w, "video/ogg");
    }
}

const struct format format_ogg = {
    .name = "ogg",
    .mime = "audio/ogg",
    .files = "ogg oga opus ogv spx",
    .media = MEDIA_AUDIO,
    .probe = ogg_probe,
    .verified = "real files",
    .walk = ogg_walk,
};
