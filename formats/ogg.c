/* SPDX-License-Identifier: Apache-2.0
 * ogg.c - Ogg: the comment headers of its streams.
 *
 * [OGG] RFC 3533: pages "OggS" of up to 255 segments; a segment shorter than
 * 255 bytes ends a packet.  [VORBIS] Vorbis I, 5.  [OPUS] RFC 7845, 5.2.
 *
 * [C2PA] Technical Specification 2.4, A.3.5: a stream whose only packet is
 * 00 "c2pa" and a manifest store.
 *
 * The first packet of a stream names its codec, the second holds comments.
 * Pages are read until each stream has told them; the sound is passed over. */
#include "formats/id3.h"
#include "formats/join.h"

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
    bool begun, told;
    struct buf packet;
    struct range at; /* from its first page on */
    uint32_t block;
    struct pile *store; /* its pages, where they hold a manifest store */
};

#define STORE SPAN("\0c2pa")

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

/* store_page lays the page of a manifest store on its pile, and yields it where
 * the packet ends. */
static void store_page(struct walk *w, struct stream *t, struct span lacing,
                       struct span data, struct range at)
{
    size_t used = 0, skip = t->store->count ? 0 : STORE.len, i = 0;
    bool ended = false;
    struct slot s = {.kind = SLOT_JUMBF, .key = SPAN("ogg")};
    struct piece p = {.at = at, .order = t->store->count};

    for (; i < lacing.len && !ended; i++) {
        used += lacing.ptr[i];
        ended = lacing.ptr[i] < 255;
    }
    p.block = walk_block(w, SPAN("C2PA"), at.off, at.len);
    p.data = used > skip ? span_cut(data, skip, used - skip) : (struct span){0};
    pile_add(w, t->store, p);
    if (!ended)
        return;
    t->told = true;
    if (i < lacing.len)
        walk_note(w, NOTE_ODD, at.off, "more than a store in its page");
    pile_slot(w, t->store, &s);
    walk_slot(w, s);
}

struct ogg {
    struct walk *w;
    struct stream *all; /* STREAMS of them */
    unsigned count;
    struct piles stores;
    bool film;
};

static struct stream *stream_of(struct ogg *o, uint32_t serial)
{
    for (unsigned i = 0; i < o->count; i++)
        if (o->all[i].serial == serial)
            return &o->all[i];
    if (o->count == STREAMS)
        return NULL;
    o->all[o->count] = (struct stream){.serial = serial};
    buf_init(&o->all[o->count].packet, walk_arena(o->w), PACKET);
    return &o->all[o->count++];
}

/* stream_page takes a page of a stream that has not told all yet. */
static void stream_page(struct ogg *o, struct stream *t, struct span lacing,
                        struct span data, struct range at)
{
    if (!t->begun && span_starts(data, STORE))
        t->store = pile_new(o->w, &o->stores, 0, (struct span){0});
    t->begun = true;
    if (t->store) {
        store_page(o->w, t, lacing, data, at);
        return;
    }
    for (size_t i = 0, from = 0; i < lacing.len && !t->told; i++) {
        struct span piece = span_cut(data, from, lacing.ptr[i]);

        from += lacing.ptr[i];
        if (t->packets == 1) {
            if (!t->at.len) {
                t->block = walk_block(o->w, SPAN("OggS"), at.off, at.len);
                t->at = at;
            }
            buf_put(&t->packet, piece);
        }
        if (lacing.ptr[i] < 255 && t->packets++ == 1)
            told(o->w, t, &o->film);
    }
}

/* page takes the page at off, and is its length; 0 where there is none. */
static uint64_t page(struct ogg *o, uint64_t off)
{
    uint64_t size = walk_size(o->w), body, len = 0;
    struct reader r = walk_read(o->w, off, num_min(HEAD, size - off));
    struct span magic = read_span(&r, 4), lacing;
    struct stream *t;
    uint32_t serial;
    unsigned segments;

    read_span(&r, 2 + 8);
    serial = read_u32le(&r);
    read_span(&r, 8);
    segments = read_u8(&r);
    if (!reader_ok(&r) || !span_eq(magic, SPAN("OggS")) ||
        !num_fits(off + HEAD, segments, size))
        return 0;
    lacing = walk_view(o->w, off + HEAD, segments);
    body = off + HEAD + segments;
    for (size_t i = 0; i < lacing.len; i++)
        len += lacing.ptr[i];
    if (!num_fits(body, len, size)) {
        walk_note(o->w, NOTE_TRUNCATED, off, "page passes the end of file");
        len = size - body;
    }
    t = stream_of(o, serial);
    if (t && !t->told)
        stream_page(o, t, lacing, walk_view(o->w, body, len),
                    (struct range){off, len + HEAD + segments});
    return len + HEAD + segments;
}

/* cut_stores yields the stores whose packet does not end. */
static void cut_stores(struct ogg *o)
{
    for (unsigned i = 0; i < o->count; i++) {
        struct slot s = {
            .kind = SLOT_JUMBF, .key = SPAN("ogg"), .flags = SLOT_CUT};

        if (!o->all[i].store || o->all[i].told)
            continue;
        walk_note(o->w, NOTE_TRUNCATED, o->all[i].store->first->at.off,
                  "a manifest store without its end");
        pile_slot(o->w, o->all[i].store, &s);
        walk_slot(o->w, s);
    }
}

static unsigned ogg_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("OggS\0")) ? 40 : 0;
}

static void ogg_walk(struct walk *w)
{
    struct ogg o = {.w = w, .all = walk_alloc(w, STREAMS * sizeof(*o.all))};
    uint64_t off = 0;
    bool done = false;
    unsigned n;

    for (n = 0; o.all && n < PAGES && !done && walk_ok(w); n++) {
        uint64_t len = off < walk_size(w) ? page(&o, off) : 0;

        if (len == 0 && off < walk_size(w))
            walk_note(w, NOTE_BROKEN, off, "no page where one should begin");
        if (len == 0)
            break;
        off += len;
        /* streams begin one after another, before any goes on [OGG 4] */
        done = n >= o.count;
        for (unsigned i = 0; i < o.count; i++)
            done &= o.all[i].told;
    }
    if (o.all && n == PAGES)
        walk_partial(w, "blocks");
    cut_stores(&o);
    if (off < walk_size(w))
        walk_block(w, SPAN("audio"), off, walk_size(w) - off);
    if (o.film) {
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
