/* SPDX-License-Identifier: Apache-2.0
 * font.c - OpenType and TrueType fonts: tables, names, a manifest store.
 *
 * [OT] OpenType 1.9: version(4) count(2) and six bytes of search help, then for
 * each table tag(4) checksum(4) offset(4) length(4), big-endian.  `name`:
 * version(2) count(2) offset of the texts(2), then platform, encoding,
 * language, name, length and offset, two bytes each.
 * [C2PA] Technical Specification 2.2, A.3.9: the table C2PA. */
#include "formats/font.h"

#include "base/utf.h"

enum {
    HEAD = 12,
    RECORD = 16,
    NAMES_AT = 6,
    NAME = 12,
    TABLES_MOST = 256, /* a probe takes no more for a font */
    WINDOWS = 3,
    UNICODE = 0,
    FIRST_OF_WINDOWS = 1, /* encoding: 16 bits */
    LAST_OF_WINDOWS = 10
};

/* The names that say who made the font and under what terms [OT, name]. */
static const char *const names[] = {
    "Copyright",   "Family",    NULL,          NULL,           "FullName",
    "Version",     NULL,        "Trademark",   "Manufacturer", "Designer",
    "Description", "VendorURL", "DesignerURL", "License",      "LicenseURL"};

static bool tag_ok(struct span tag)
{
    for (size_t i = 0; i < tag.len; i++)
        if (tag.ptr[i] < 0x20 || tag.ptr[i] > 0x7e)
            return false;
    return tag.len == 4;
}

static unsigned font_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    struct span version = read_span(&r, 4);
    uint32_t count = read_u16be(&r), offset, len;
    struct span tag;

    read_span(&r, 6);
    tag = read_span(&r, 4);
    read_u32be(&r);
    offset = read_u32be(&r);
    len = read_u32be(&r);
    if (!reader_ok(&r) || count == 0 || count > TABLES_MOST || !tag_ok(tag) ||
        !num_fits(offset, len, size) || offset < HEAD + RECORD * count)
        return 0;
    return span_eq(version, SPAN("\0\1\0\0")) ||
                   span_eq(version, SPAN("OTTO")) ||
                   span_eq(version, SPAN("true"))
               ? 64
               : 0;
}

/* c2pa yields the store, and the reference to one that stands elsewhere. */
static void c2pa(struct walk *w, struct range table, uint32_t block)
{
    struct reader r = walk_read(w, table.off, num_min(table.len, 20));
    struct slot s = {.kind = SLOT_JUMBF, .key = SPAN("font"), .block = block};
    struct slot far = {.kind = SLOT_OTHER,
                       .space = SPAN("font"),
                       .key = SPAN("c2pa-reference"),
                       .block = block};
    uint32_t uri, uri_len, store, store_len;

    read_u32be(&r);
    uri = read_u32be(&r);
    uri_len = read_u16be(&r);
    read_u16be(&r);
    store = read_u32be(&r);
    store_len = read_u32be(&r);
    if (!reader_ok(&r) || (uri && !num_fits(uri, uri_len, table.len)) ||
        (store && !num_fits(store, store_len, table.len))) {
        walk_note(w, NOTE_BROKEN, table.off, "C2PA table does not hold itself");
        s.at = table;
        s.flags |= SLOT_CUT;
        walk_slot(w, s); /* without data: a store that cannot be read */
        return;
    }
    if (store && store_len) {
        s.at = (struct range){table.off + store, store_len};
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
    } else if (uri && uri_len) {
        far.at = (struct range){table.off + uri, uri_len};
        far.data = walk_view(w, far.at.off, far.at.len);
        walk_slot(w, far);
    }
}

/* Names for old Macintoshes say again what those in Unicode do. */
void font_names(struct walk *w, struct slot from)
{
    struct reader r = reader_over(from.data);
    uint32_t count, texts;

    read_u16be(&r);
    count = read_u16be(&r);
    texts = read_u16be(&r);
    while (count-- > 0 && reader_left(&r) >= NAME && walk_step(w, 1)) {
        unsigned platform = read_u16be(&r), encoding = read_u16be(&r), id;
        struct slot s = {.kind = SLOT_FIELD,
                         .flags = SLOT_DERIVED,
                         .space = SPAN("font"),
                         .at = from.at,
                         .block = from.block};
        uint32_t len, off;

        read_u16be(&r);
        id = read_u16be(&r);
        len = read_u16be(&r);
        off = texts + read_u16be(&r);
        if (id >= sizeof(names) / sizeof(*names) || !names[id] ||
            !(platform == UNICODE ||
              (platform == WINDOWS &&
               (encoding == FIRST_OF_WINDOWS || encoding == LAST_OF_WINDOWS))))
            continue;
        if (!num_fits(off, len, from.data.len)) {
            walk_note(w, NOTE_BROKEN, from.at.off, "a name passes its table");
            continue;
        }
        if (!(from.flags & SLOT_DERIVED))
            s.at = (struct range){from.at.off + off, len};
        s.key = (struct span){(const uint8_t *)names[id], strlen(names[id])};
        s.data =
            utf8_of_utf16(walk_arena(w), span_cut(from.data, off, len), true);
        if (s.data.len)
            walk_slot(w, s);
    }
}

static void font_walk(struct walk *w)
{
    struct reader r = walk_read(w, 0, HEAD);
    uint32_t count;

    read_u32be(&r);
    count = read_u16be(&r);
    for (uint32_t i = 0; i < count && walk_ok(w); i++) {
        uint64_t at = HEAD + (uint64_t)RECORD * i;
        struct span tag;
        struct range table;
        uint32_t block;

        r = walk_read(w, at, RECORD);
        tag = read_span(&r, 4);
        read_u32be(&r);
        table.off = read_u32be(&r);
        table.len = read_u32be(&r);
        if (!reader_ok(&r) || !num_fits(table.off, table.len, walk_size(w))) {
            walk_note(w, NOTE_TRUNCATED, at,
                      "table passes the end of the file");
            continue;
        }
        block = walk_block(w, tag, table.off, table.len);
        if (span_eq(tag, SPAN("C2PA")))
            c2pa(w, table, block);
        else if (span_eq(tag, SPAN("name")))
            font_names(w,
                       (struct slot){.data = walk_view(w, table.off, table.len),
                                     .at = table,
                                     .block = block});
    }
}

const struct format format_font = {
    .name = "font",
    .mime = "font/sfnt",
    .files = "ttf otf",
    .media = MEDIA_NONE,
    .probe = font_probe,
    .verified = "real files",
    .walk = font_walk,
};
