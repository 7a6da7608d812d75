/* SPDX-License-Identifier: Apache-2.0
 * tempo.c - seconds from the heads of WAV and AVI; the sound is not read. */
#include "formats/tempo.h"

enum {
    FMT = 16,
    EXTENSIBLE = 0xFFFE, /* the codec stands behind, in a GUID */
    GUID_AT = 24,
    STRH = 36
};

static void sound(struct walk *w, struct tempo *t, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, FMT));

    t->codec = read_u16le(&r);
    read_u16le(&r);
    t->hz = read_u32le(&r);
    read_u32le(&r);
    t->block = read_u16le(&r);
    if (t->codec == EXTENSIBLE && at.len >= GUID_AT + 2) {
        r = walk_read(w, at.off + GUID_AT, 2);
        t->codec = read_u16le(&r);
    }
    if (!reader_ok(&r))
        t->hz = 0;
}

/* stream: type(4), 16 bytes of others, scale(4) rate(4) start(4) length(4); a
 * unit of its length lasts scale / rate seconds. */
static void stream(struct walk *w, struct tempo *t, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, STRH));
    struct span type = read_span(&r, 4);
    double scale, rate, units, lasts;

    read_span(&r, 16);
    scale = read_u32le(&r);
    rate = read_u32le(&r);
    read_u32le(&r);
    units = read_u32le(&r);
    if (!reader_ok(&r) || rate == 0 ||
        !(span_eq(type, SPAN("vids")) || span_eq(type, SPAN("auds"))))
        return;
    lasts = units * scale / rate;
    if (lasts > t->longest)
        t->longest = lasts;
}

void tempo_chunk(struct walk *w, struct tempo *t, struct span id,
                 struct range data)
{
    struct reader r;

    if (span_eq(id, SPAN("fmt "))) {
        sound(w, t, data);
    } else if (span_eq(id, SPAN("fact"))) {
        r = walk_read(w, data.off, num_min(data.len, 8));
        t->samples = data.len < 8 ? read_u32le(&r) : read_u64le(&r);
    } else if (span_eq(id, SPAN("ds64"))) {
        r = walk_read(w, data.off, num_min(data.len, 16));
        read_u64le(&r);
        t->wide = read_u64le(&r);
    } else if (span_eq(id, SPAN("data"))) {
        t->bytes = data.len;
    } else if (span_eq(id, SPAN("strh"))) {
        stream(w, t, data);
    }
}

/* plain is whether a sample takes the same bytes always: PCM, floating point,
 * alaw, ulaw.  Of others only "fact" counts the samples. */
static bool plain(uint32_t codec)
{
    return codec == 1 || codec == 3 || codec == 6 || codec == 7;
}

void tempo_end(struct walk *w, const struct tempo *t)
{
    uint64_t samples = t->samples;

    if (plain(t->codec))
        samples = t->block ? t->bytes / t->block : 0;
    if (t->hz && t->bytes)
        walk_lasts(w, (double)samples / t->hz);
    walk_lasts(w, t->longest);
}
