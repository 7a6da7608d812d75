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
 * Pages are read until each stream has told them; the sound is passed over.  A
 * page says how many samples have been played at its end, so the last pages say
 * how long it lasts. */
#include "formats/id3.h"
#include "formats/join.h"

#include "base/buf.h"

enum {
    HEAD = 27,
    STREAMS = 16,
    PAGES = 4096, /* looked at for comments */
    PACKET = 16 << 20,
    PAGE_MOST = HEAD + 255 + 255 * 255
};

struct stream {
    uint32_t serial;
    unsigned packets; /* that have ended */
    bool begun, told;
    double rate;          /* units of its time a second; 0: not known */
    unsigned skip;        /* units that are not played */
    unsigned shift;       /* low bits of a time that are added to the others */
    uint64_t packet_most; /* units that a packet lasts */
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

/* sound reads from the first packet of a stream how many samples a second it
 * has, and a packet at most: Vorbis, Opus (always 48 kHz, 120 ms), FLAC (in
 * STREAMINFO) and Speex. */
static void sound(struct stream *t, struct span p)
{
    struct reader r = reader_over(p);

    if (span_starts(p, SPAN("\1vorbis"))) {
        read_span(&r, 7 + 4 + 1);
        t->rate = read_u32le(&r);
        read_span(&r, 3 * 4);
        t->packet_most = (1u << (read_u8(&r) >> 4)) / 2;
    } else if (span_starts(p, SPAN("OpusHead"))) {
        read_span(&r, 8 + 1 + 1);
        t->skip = read_u16le(&r);
        t->rate = 48000;
        t->packet_most = 5760;
    } else if (span_starts(p, SPAN("\x7F"
                                   "FLAC"))) {
        read_span(&r, 5 + 4 + 4 + 4 + 2);
        t->packet_most = read_u16be(&r);
        read_span(&r, 6);
        t->rate = (double)(read_be(&r, 3) >> 4);
    } else if (span_starts(p, SPAN("Speex   "))) {
        read_span(&r, 8 + 20 + 4 + 4);
        t->rate = read_u32le(&r);
        read_span(&r, 4 * 4);
        t->packet_most = read_u32le(&r) & 0xFFFF; /* of a frame */
        read_u32le(&r);
        t->packet_most *= read_u32le(&r) & 0xFFFF;
    }
    if (!reader_ok(&r))
        t->rate = 0;
}

/* film reads Theora's first packet: its times are a key frame's number, and in
 * low bits the count of frames since. */
static void film(struct stream *t, struct span p)
{
    struct reader r = reader_over(p);
    double frames, in;

    if (!span_starts(p, SPAN("\x80theora")))
        return;
    read_span(&r, 7 + 3 + 2 + 2 + 3 + 3 + 1 + 1);
    frames = read_u32be(&r);
    in = read_u32be(&r);
    read_span(&r, 3 + 3 + 1 + 3);
    t->shift = read_u16be(&r) >> 5 & 31;
    t->packet_most = 1;
    if (reader_ok(&r) && in > 0)
        t->rate = frames / in;
}

/* stream_page takes a page of a stream that has not told all yet. */
static void stream_page(struct ogg *o, struct stream *t, struct span lacing,
                        struct span data, struct range at)
{
    if (!t->begun && span_starts(data, STORE))
        t->store = pile_new(o->w, &o->stores, 0, (struct span){0});
    if (!t->begun) {
        sound(t, data);
        film(t, data);
    }
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

/* units is how far the page that begins at s has come in its stream, in what
 * *of counts by; false where it does not tell. */
static bool units(struct ogg *o, struct span s, struct stream **of,
                  uint64_t *at)
{
    struct reader r = reader_over(s);
    struct span magic = read_span(&r, 6);
    uint64_t time = read_u64le(&r);
    uint32_t serial = read_u32le(&r);

    if (!reader_ok(&r) || !span_starts(magic, SPAN("OggS\0")) || time >> 63)
        return false;
    for (unsigned i = 0; i < o->count; i++) {
        struct stream *t = &o->all[i];

        if (t->serial != serial || t->rate <= 0 || time < t->skip)
            continue;
        *of = t;
        *at = (time >> t->shift) + (time & ((UINT64_C(1) << t->shift) - 1)) -
              t->skip;
        return true;
    }
    return false;
}

/* lasts looks for the last pages in what a page can fill at the end.  `off` is
 * where the sound begins: what was cut out of a longer stream goes on counting,
 * and how long it lasts is not known then. */
static void lasts(struct ogg *o, uint64_t off)
{
    uint64_t size = walk_size(o->w), len = num_min(PAGE_MOST, size - off), n;
    struct span s = walk_view(o->w, off, num_min(HEAD, size - off));
    struct stream *t;
    double most = 0;

    for (unsigned i = 0; i < o->count; i++)
        if (!o->all[i].store && o->all[i].rate <= 0)
            return;
    if (s.len == HEAD && units(o, s, &t, &n) &&
        n > s.ptr[HEAD - 1] * t->packet_most)
        return;
    s = walk_view(o->w, size - len, len);
    for (size_t i = 0; s.ptr && i < s.len; i++) {
        const uint8_t *p = memchr(s.ptr + i, 'O', s.len - i);

        i = p ? (size_t)(p - s.ptr) : s.len;
        if (units(o, span_cut(s, i, HEAD), &t, &n) &&
            (double)n / t->rate > most)
            most = (double)n / t->rate;
    }
    walk_lasts(o->w, most);
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
    if (off < walk_size(w)) {
        walk_block(w, SPAN("audio"), off, walk_size(w) - off);
        lasts(&o, off);
    }
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
