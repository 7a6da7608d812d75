/* SPDX-License-Identifier: Apache-2.0
 * caf.c - Core Audio Format: sound in chunks with sizes of 64 bits.
 *
 * [CAF] Apple Core Audio Format Specification 1.0, 2011: "caff" version(2)
 * flags(2), then type(4) size(8) data, the most significant byte first.
 * "desc" tells the sound, "pakt" how many frames its packets have, "info" is a
 * list of keys and values that end with a zero byte.  The last chunk may be the
 * sound of a size that is not known: -1. */
#include "formats/format.h"

enum {
    HEAD = 8,
    CHUNK = 12,
    KEYS = 4096
};

/* What "desc" says, and what "pakt" and "data" do. */
struct sound {
    double hz;
    uint32_t packet, frames; /* bytes and frames of a packet; 0: they differ */
    uint64_t valid, bytes;   /* frames that are played; bytes of the sound */
};

static void desc(struct walk *w, struct range at, struct sound *s)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, 32));
    uint64_t bits = read_u64be(&r);

    memcpy(&s->hz, &bits, sizeof(s->hz));
    read_span(&r, 8);
    s->packet = read_u32be(&r);
    s->frames = read_u32be(&r);
    if (!reader_ok(&r))
        s->hz = 0;
}

static void info(struct walk *w, struct slot s)
{
    uint64_t off = s.at.off;
    struct reader r = walk_read(w, off, s.at.len);
    uint32_t count = read_u32be(&r);

    s.kind = SLOT_FIELD;
    s.space = SPAN("caf");
    if (count > KEYS)
        walk_partial(w, "fields");
    for (uint32_t i = 0; i < count && i < KEYS && reader_left(&r); i++) {
        s.key = read_until(&r, 0);
        s.at.off = off + reader_pos(&r);
        s.data = read_until(&r, 0);
        s.at.len = s.data.len;
        if (reader_ok(&r) && s.key.len && s.data.len)
            walk_slot(w, s);
    }
    if (!reader_ok(&r))
        walk_note(w, NOTE_TRUNCATED, off, "information is cut");
}

static void chunk(struct walk *w, struct span id, struct slot s,
                  struct sound *sound)
{
    struct reader r;

    if (span_eq(id, SPAN("desc"))) {
        desc(w, s.at, sound);
    } else if (span_eq(id, SPAN("info"))) {
        info(w, s);
    } else if (span_eq(id, SPAN("pakt"))) {
        r = walk_read(w, s.at.off, num_min(s.at.len, 16));
        read_u64be(&r);
        sound->valid = read_u64be(&r);
    } else if (span_eq(id, SPAN("data")) && s.at.len > 4) {
        sound->bytes = s.at.len - 4; /* behind a count of edits */
    } else if (span_eq(id, SPAN("AIGC"))) {
        s.kind = SLOT_FIELD;
        s.space = SPAN("caf");
        s.key = id;
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
    }
}

static void lasts(struct walk *w, const struct sound *s)
{
    double frames = (double)s->valid;

    if (s->packet)
        frames = (double)(s->bytes / s->packet) * s->frames;
    if (s->hz > 0)
        walk_lasts(w, frames / s->hz);
}

static unsigned caf_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("caff\0\1")) ? 48 : 0;
}

static void caf_walk(struct walk *w)
{
    uint64_t off = HEAD, size = walk_size(w);
    struct sound sound = {0};

    walk_block(w, SPAN("caff"), 0, num_min(HEAD, size));
    while (walk_ok(w) && num_fits(off, CHUNK, size)) {
        struct reader r = walk_read(w, off, CHUNK);
        struct span id = read_span(&r, 4);
        uint64_t len = read_u64be(&r);
        struct slot s = {0};

        if (len == UINT64_MAX && span_eq(id, SPAN("data")))
            len = size - off - CHUNK;
        if (len > size - off - CHUNK) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            return;
        }
        s.at = (struct range){off + CHUNK, len};
        s.block = walk_block(w, id, off, CHUNK + len);
        chunk(w, id, s, &sound);
        off += CHUNK + len;
    }
    lasts(w, &sound);
    if (off < size)
        walk_tail(w, off);
}

const struct format format_caf = {
    .name = "caf",
    .mime = "audio/x-caf",
    .files = "caf",
    .media = MEDIA_AUDIO,
    .probe = caf_probe,
    .verified = "files of ffmpeg",
    .walk = caf_walk,
};
