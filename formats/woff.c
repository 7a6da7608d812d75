/* SPDX-License-Identifier: Apache-2.0
 * woff.c - packed fonts of the web, of both versions: names and metadata.
 *
 * [WOFF] WOFF 1.0, W3C 2012: "wOFF" flavour(4) length(4) tables(2) and 10
 * bytes, where the metadata and the private block are, and for each table
 * tag(4) offset(4) packed(4) length(4) checksum(4), each packed by itself.
 * [WOFF2] W3C 2022: "wOF2", likewise with the length of all tables packed
 * together, which are one stream of Brotli behind the directory; of a table
 * flags(1) a tag(4) where it is none of the known, its length, and the one it
 * has in the stream where it was transformed, both of seven bits a byte.
 *
 * The metadata is an XML text about the font, and read as a file of its own,
 * which says what is said of the font. */
#include "formats/font.h"

enum {
    ENTRY = 20,        /* of WOFF's directory */
    LONGEST = 15,      /* entry of WOFF2's */
    TABLES_MOST = 512, /* a probe takes no more for a font */
    NAMES = 16,        /* tables of names: a collection's */
    OTHER_TAG = 63,    /* numbers of tags [WOFF2 4.1] */
    NAME_TAG = 5,
    GLYF_TAG = 10,
    LOCA_TAG = 11
};

/* The head of a font, and where the tables of names are in its stream. */
struct font {
    bool two;
    unsigned tables, names;
    uint32_t packed; /* all of WOFF2's tables */
    struct range metadata, private, name[NAMES];
};

static size_t head_of(const struct font *f)
{
    return f->two ? 48 : 44;
}

static bool read_head(struct walk *w, struct font *f)
{
    struct reader r = walk_read(w, 0, num_min(walk_size(w), 48));

    f->two = span_eq(read_span(&r, 4), SPAN("wOF2"));
    read_span(&r, 8);
    f->tables = read_u16be(&r);
    read_span(&r, 6);
    f->packed = f->two ? read_u32be(&r) : 0;
    read_span(&r, 4);
    f->metadata.off = read_u32be(&r);
    f->metadata.len = read_u32be(&r);
    read_u32be(&r);
    f->private.off = read_u32be(&r);
    f->private.len = read_u32be(&r);
    return reader_ok(&r);
}

/* fits is whether a part of the file is there; what is not is said. */
static bool fits(struct walk *w, struct range at)
{
    if (num_fits(at.off, at.len, walk_size(w)))
        return true;
    walk_note(w, NOTE_TRUNCATED, num_min(at.off, walk_size(w)),
              "table passes the end of the file");
    walk_partial(w, "damaged");
    return false;
}

static struct span unpack(struct walk *w, struct range at, bool two)
{
    return walk_unpack(w, walk_view(w, at.off, at.len),
                       two ? PACKED_BROTLI : PACKED_ZLIB);
}

static void table(struct walk *w, struct span tag, struct range at,
                  uint32_t len)
{
    struct slot s = {.at = at, .block = walk_block(w, tag, at.off, at.len)};

    if (span_eq(tag, SPAN("C2PA")))
        walk_partial(w, "a manifest store in a packed font");
    if (!span_eq(tag, SPAN("name")))
        return;
    s.flags = at.len < len ? SLOT_DERIVED : 0;
    s.data = s.flags ? unpack(w, at, false) : walk_view(w, at.off, at.len);
    font_names(w, s);
}

static void tables(struct walk *w, const struct font *f)
{
    for (unsigned i = 0; i < f->tables && walk_ok(w); i++) {
        struct reader r = walk_read(w, head_of(f) + (uint64_t)ENTRY * i, ENTRY);
        struct span tag = read_span(&r, 4);
        struct range at;
        uint32_t len;

        at.off = read_u32be(&r);
        at.len = read_u32be(&r);
        len = read_u32be(&r);
        if (fits(w, at) && reader_ok(&r))
            table(w, tag, at, len);
    }
}

/* read_base128 is a number of seven bits a byte [WOFF2 4.1]. */
static uint64_t read_base128(struct reader *r)
{
    uint64_t v = 0;
    uint8_t c;

    do {
        c = read_u8(r);
        v = v << 7 | (c & 0x7F);
        r->failed |= v > UINT32_MAX;
    } while (c & 0x80 && reader_ok(r));
    return v;
}

/* directory reads WOFF2's, and is its length, or 0. */
static size_t directory(struct walk *w, struct font *f)
{
    uint64_t head = head_of(f), off = 0;
    struct reader r = walk_read(
        w, head, num_min(walk_size(w) - head, LONGEST * (uint64_t)f->tables));

    for (unsigned i = 0; i < f->tables && reader_ok(&r); i++) {
        unsigned flags = read_u8(&r), tag = flags & 63, how = flags >> 6;
        bool plain = tag == GLYF_TAG || tag == LOCA_TAG ? how == 3 : how == 0;
        uint64_t len;

        if (tag == OTHER_TAG && span_eq(read_span(&r, 4), SPAN("C2PA")))
            walk_partial(w, "a manifest store in a packed font");
        len = read_base128(&r);
        if (!plain)
            len = read_base128(&r);
        if (tag == NAME_TAG && f->names < NAMES)
            f->name[f->names++] = (struct range){off, len};
        off += len;
    }
    return reader_ok(&r) ? reader_pos(&r) : 0;
}

/* stream reads the names in WOFF2's one stream. */
static void stream(struct walk *w, struct font *f)
{
    size_t len = directory(w, f);
    struct range at = {head_of(f) + len, f->packed};
    struct slot s = {.flags = SLOT_DERIVED, .at = at};
    struct span all;

    if (!len || !fits(w, at)) {
        walk_partial(w, "damaged");
        return;
    }
    s.block = walk_block(w, SPAN("tables"), at.off, at.len);
    all = f->names ? unpack(w, at, true) : (struct span){0};
    for (unsigned i = 0; i < f->names; i++) {
        if (!num_fits(f->name[i].off, f->name[i].len, all.len)) {
            walk_note(w, NOTE_TRUNCATED, at.off, "table passes its stream");
            walk_partial(w, "damaged");
            continue;
        }
        s.data = span_cut(all, (size_t)f->name[i].off, (size_t)f->name[i].len);
        font_names(w, s);
    }
}

static unsigned woff_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    bool known =
        span_starts(head, SPAN("wOFF")) || span_starts(head, SPAN("wOF2"));
    unsigned count;

    (void)size;
    read_span(&r, 12);
    count = read_u16be(&r);
    return known && count && count <= TABLES_MOST ? 32 : 0;
}

static void woff_walk(struct walk *w)
{
    struct font f = {0};

    if (!read_head(w, &f)) {
        walk_note(w, NOTE_TRUNCATED, 0, "header passes the end of the file");
        walk_partial(w, "damaged");
        return;
    }
    walk_mime(w, f.two ? "font/woff2" : "font/woff");
    walk_block(w, SPAN("header"), 0, head_of(&f));
    if (f.two)
        stream(w, &f);
    else
        tables(w, &f);
    if (f.metadata.len && fits(w, f.metadata)) {
        struct slot s = {.kind = SLOT_PART,
                         .flags = SLOT_DERIVED | SLOT_BODY,
                         .key = SPAN("metadata.xml"),
                         .at = f.metadata};

        s.block = walk_block(w, SPAN("metadata"), s.at.off, s.at.len);
        s.data = unpack(w, s.at, f.two);
        if (s.data.len)
            walk_slot(w, s);
    }
    if (f.private.len && fits(w, f.private))
        walk_block(w, SPAN("private"), f.private.off, f.private.len);
}

const struct format format_woff = {
    .name = "woff",
    .mime = "font/woff",
    .files = "woff woff2",
    .media = MEDIA_NONE,
    .probe = woff_probe,
    .verified = "real files, made metadata",
    .walk = woff_walk,
};
