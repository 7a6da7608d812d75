/* SPDX-License-Identifier: Apache-2.0
 * flac.c - FLAC, and the Vorbis comments that it shares with Ogg.
 *
 * [FLAC] RFC 9639: "fLaC", then metadata blocks: last(1 bit) type(7 bits)
 * length(24 bits), up to the sound.
 * [VORBIS] Vorbis I specification, 5: vendor, count and "KEY=value", each
 * with its length in four bytes, little-endian. */
#include "formats/id3.h"

#include "base/base64.h"

enum {
    STREAM = 0,
    APPLICATION = 2,
    COMMENTS = 4,
    PICTURE = 6,
    BLOCKS = 4096
};

void flac_picture(struct walk *w, struct slot s)
{
    struct reader r = reader_over(s.data);
    uint32_t len;

    read_u32be(&r); /* what it shows */
    read_span(&r, read_u32be(&r));
    read_span(&r, read_u32be(&r));
    read_span(&r, 16); /* size, depth, colours */
    len = read_u32be(&r);
    s.kind = SLOT_PART;
    s.key = SPAN("PICTURE");
    if (!(s.flags & SLOT_DERIVED))
        s.at = (struct range){s.at.off + reader_pos(&r), len};
    s.data = read_span(&r, len);
    if (!reader_ok(&r) || len == 0) {
        walk_note(w, NOTE_BROKEN, 0, "picture passes the end of its block");
        return;
    }
    if (!(s.flags & SLOT_DERIVED))
        s.data = (struct span){0};
    walk_slot(w, s);
}

/* one yields a comment "KEY=value". */
static void one(struct walk *w, struct slot s)
{
    struct reader r = reader_over(s.data);

    s.key = read_until(&r, '=');
    if (!reader_ok(&r) || s.key.len == 0)
        return;
    if (!(s.flags & SLOT_DERIVED)) {
        s.at.off += reader_pos(&r);
        s.at.len -= reader_pos(&r);
    }
    s.data = read_rest(&r);
    if (span_eq(s.key, SPAN("METADATA_BLOCK_PICTURE"))) {
        s.flags |= SLOT_DERIVED;
        if (base64_decode(walk_arena(w), s.data, BASE64_LAX, &s.data))
            flac_picture(w, s);
        return;
    }
    if (s.data.len)
        walk_slot(w, s);
}

void vorbis_comments(struct walk *w, struct slot s)
{
    struct reader r = reader_over(s.data);
    uint64_t base = s.at.off;
    struct slot c = s;
    uint32_t count, len;

    c.kind = SLOT_FIELD;
    c.space = SPAN("vorbis");
    c.key = SPAN("vendor");
    c.data = read_span(&r, read_u32le(&r));
    count = read_u32le(&r);
    if (reader_ok(&r) && c.data.len)
        walk_slot(w, c);
    for (; count > 0 && reader_left(&r) >= 4 && walk_step(w, 1); count--) {
        len = read_u32le(&r);
        if (!(s.flags & SLOT_DERIVED))
            c.at = (struct range){base + reader_pos(&r), len};
        c.data = read_span(&r, len);
        if (reader_ok(&r))
            one(w, c);
    }
    if (count > 0)
        walk_note(w, NOTE_TRUNCATED, base, "comments are cut");
}

/* lasts: 10 bytes of sizes, then 20 bits of rate, 8 of others, and 36 bits of
 * samples, of which 0 are not known [FLAC 8.2]. */
static void lasts(struct walk *w, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, 18));
    uint64_t both;

    read_span(&r, 10);
    both = read_be(&r, 8);
    if (reader_ok(&r) && both >> 44)
        walk_lasts(w, (double)(both & 0xFFFFFFFFF) / (double)(both >> 44));
}

void flac_walk(struct walk *w, uint64_t off)
{
    uint64_t size = walk_size(w);
    bool last = false;

    walk_block(w, SPAN("fLaC"), off, num_min(4, size - off));
    off += 4;
    for (unsigned n = 0; n < BLOCKS && !last && walk_ok(w); n++) {
        struct reader r;
        unsigned type;
        struct slot s = {0};

        if (!num_fits(off, 4, size)) {
            walk_note(w, NOTE_TRUNCATED, off, "no metadata block is the last");
            return;
        }
        r = walk_read(w, off, 4);
        type = read_u8(&r);
        last = type >> 7;
        type &= 0x7F;
        s.at = (struct range){off + 4, read_be(&r, 3)};
        if (s.at.len > size - off - 4) {
            walk_note(w, NOTE_TRUNCATED, off, "block passes the end of file");
            return;
        }
        s.block = walk_block(w, SPAN("METADATA_BLOCK"), off, 4 + s.at.len);
        off += 4 + s.at.len;
        if (type == STREAM)
            lasts(w, s.at);
        if (type != APPLICATION && type != COMMENTS && type != PICTURE)
            continue;
        s.data = walk_view(w, s.at.off, s.at.len);
        if (type == COMMENTS) {
            vorbis_comments(w, s);
        } else if (type == PICTURE) {
            flac_picture(w, s);
        } else if (s.data.len >= 4) {
            s.kind = SLOT_OTHER;
            s.key = span_cut(s.data, 0, 4);
            s.data = span_cut(s.data, 4, s.data.len - 4);
            walk_slot(w, s);
        }
    }
    if (!last)
        walk_partial(w, "blocks");
    if (off < size)
        walk_block(w, SPAN("audio"), off, id3_tail(w, off) - off);
}

static unsigned flac_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("fLaC")) ? 32 : 0;
}

static void walk_flac(struct walk *w)
{
    flac_walk(w, 0);
}

const struct format format_flac = {
    .name = "flac",
    .mime = "audio/flac",
    .files = "flac",
    .media = MEDIA_AUDIO,
    .probe = flac_probe,
    .verified = "real files",
    .walk = walk_flac,
};
