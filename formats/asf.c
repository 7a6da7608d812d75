/* SPDX-License-Identifier: Apache-2.0
 * asf.c - ASF: Windows Media's films and sound.
 *
 * [ASF] Advanced Systems Format 01.20.05, Microsoft 2012.  Objects have a
 * GUID(16) and a size(8), little-endian.  The first is the header, which holds
 * others: the content description (five texts), the extended one and, inside
 * the header extension, two more lists of name and value.  What follows the
 * header is media and is passed over. */
#include "formats/format.h"

#include "base/utf.h"

enum {
    GUID = 16,
    HEAD = 24,
    OBJECTS = 256,
    VALUES = 1024,
    TYPE_TEXT = 0,
    TYPE_BYTES = 1
};

#define HEADER \
    "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"
#define CONTENT \
    "\x33\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9\x00\xAA\x00\x62\xCE\x6C"
#define EXTENDED \
    "\x40\xA4\xD0\xD2\x07\xE3\xD2\x11\x97\xF0\x00\xA0\xC9\x5E\xA8\x50"
#define MORE "\xB5\x03\xBF\x5F\x2E\xA9\xCF\x11\x8E\xE3\x00\xC0\x0C\x20\x53\x65"
#define METADATA \
    "\xEA\xCB\xF8\xC5\xAF\x5B\x77\x48\x84\x67\xAA\x8C\x44\xFA\x4C\xCA"
#define LIBRARY \
    "\x94\x1C\x23\x44\x98\x94\xD1\x49\xA1\x41\x1D\x13\x4E\x45\x70\x54"
#define XMP "\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"
#define FILE_PROPERTIES \
    "\xA1\xDC\xAB\x8C\x47\xA9\xCF\x11\x8E\xE4\x00\xC0\x0C\x20\x53\x65"
#define STREAM \
    "\x91\x07\xDC\xB7\xB7\xA9\xCF\x11\x8E\xE6\x00\xC0\x0C\x20\x53\x65"
#define VIDEO "\xC0\xEF\x19\xBC\x4D\x5B\xCF\x11\xA8\xFD\x00\x80\x5F\x5C\x44\x2B"

static bool is(struct span guid, const char *name)
{
    return guid.len == GUID && memcmp(guid.ptr, name, GUID) == 0;
}

static struct span utf8(struct walk *w, struct span raw)
{
    struct span s = utf8_of_utf16(walk_arena(w), raw, false);

    while (s.len && s.ptr[s.len - 1] == 0)
        s.len--;
    return s;
}

/* field yields a text of the header, whose place is [off, off + len). */
static void field(struct walk *w, struct slot s, struct span key,
                  struct span raw)
{
    s.kind = SLOT_FIELD;
    s.flags = SLOT_DERIVED;
    s.space = SPAN("asf");
    s.key = key;
    s.data = utf8(w, raw);
    if (s.data.len)
        walk_slot(w, s);
}

static void content(struct walk *w, struct slot s)
{
    static const char *const keys[] = {"Title", "Author", "Copyright",
                                       "Description", "Rating"};
    uint64_t off = s.at.off;
    struct reader r = walk_read(w, off, s.at.len);
    unsigned len[5];

    for (size_t i = 0; i < 5; i++)
        len[i] = read_u16le(&r);
    for (size_t i = 0; i < 5; i++) {
        struct span raw;

        s.at = (struct range){off + reader_pos(&r), len[i]};
        raw = read_span(&r, len[i]);
        if (reader_ok(&r))
            field(w, s,
                  (struct span){(const uint8_t *)keys[i], strlen(keys[i])},
                  raw);
    }
}

/* picture yields the file in a WM/Picture: type(1) size(4), two texts that end
 * with a zero character, bytes. */
static void picture(struct walk *w, struct slot s, struct span raw)
{
    struct reader r = reader_over(raw);
    uint32_t len;

    read_u8(&r);
    len = read_u32le(&r);
    for (unsigned texts = 0; texts < 2 && reader_left(&r);)
        texts += read_u16le(&r) == 0;
    s.at.off += reader_pos(&r);
    s.at.len = len;
    s.key = SPAN("picture");
    s.kind = SLOT_PART;
    if (reader_ok(&r) && len && len <= reader_left(&r))
        walk_slot(w, s);
}

static void value(struct walk *w, struct slot s, struct span name,
                  unsigned type)
{
    struct span raw = walk_view(w, s.at.off, s.at.len);
    struct span key = utf8(w, name);

    if (type == TYPE_TEXT)
        field(w, s, key, raw);
    else if (type == TYPE_BYTES && span_eq(key, SPAN("WM/Picture")))
        picture(w, s, raw);
}

/* extended reads name length(2) name type(2) length(2) value. */
static void extended(struct walk *w, struct slot s)
{
    uint64_t off = s.at.off;
    struct reader r = walk_read(w, off, s.at.len);
    unsigned count = read_u16le(&r);

    if (count > VALUES)
        walk_partial(w, "fields");
    for (unsigned i = 0; i < count && i < VALUES && reader_left(&r); i++) {
        struct span name = read_span(&r, read_u16le(&r));
        unsigned type = read_u16le(&r), len = read_u16le(&r);

        s.at = (struct range){off + reader_pos(&r), len};
        read_span(&r, len);
        if (reader_ok(&r))
            value(w, s, name, type);
    }
}

/* library reads language(2) stream(2) name length(2) type(2) length(4) name
 * value. */
static void library(struct walk *w, struct slot s)
{
    uint64_t off = s.at.off;
    struct reader r = walk_read(w, off, s.at.len);
    unsigned count = read_u16le(&r);

    if (count > VALUES)
        walk_partial(w, "fields");
    for (unsigned i = 0; i < count && i < VALUES && reader_left(&r); i++) {
        unsigned named, type;
        uint32_t len;
        struct span name;

        read_u32le(&r);
        named = read_u16le(&r);
        type = read_u16le(&r);
        len = read_u32le(&r);
        name = read_span(&r, named);
        s.at = (struct range){off + reader_pos(&r), len};
        read_span(&r, len);
        if (reader_ok(&r))
            value(w, s, name, type);
    }
}

/* properties: a GUID, size(8) date(8) packets(8) play(8), in units of 100 ns,
 * send(8) preroll(8), which play includes, in ms, flags(4): bit 0 says that a
 * live stream knows none of it [ASF 3.2]. */
static void properties(struct walk *w, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, GUID + 6 * 8 + 4));
    double play, before;

    read_span(&r, GUID + 3 * 8);
    play = (double)read_u64le(&r) / 1e7;
    read_u64le(&r);
    before = (double)read_u64le(&r) / 1e3;
    if (!(read_u32le(&r) & 1) && reader_ok(&r))
        walk_lasts(w, play - before);
}

/* object reads one that the header holds; the result is where what it holds
 * itself begins, or 0. */
static uint64_t object(struct walk *w, struct span guid, struct slot s)
{
    if (is(guid, CONTENT)) {
        content(w, s);
    } else if (is(guid, EXTENDED)) {
        extended(w, s);
    } else if (is(guid, METADATA) || is(guid, LIBRARY)) {
        library(w, s);
    } else if (is(guid, XMP)) {
        s.kind = SLOT_XMP;
        s.data = walk_view(w, s.at.off, s.at.len);
        walk_slot(w, s);
    } else if (is(guid, FILE_PROPERTIES)) {
        properties(w, s.at);
    } else if (is(guid, STREAM)) {
        if (is(walk_view(w, s.at.off, GUID), VIDEO))
            walk_media(w, MEDIA_VIDEO);
    } else if (is(guid, MORE)) {
        return s.at.off + GUID + 2 + 4;
    }
    return 0;
}

/* objects reads a row of them; those of the header extension follow in the
 * same loop, for nothing else stands behind its list. */
static void objects(struct walk *w, uint64_t off, uint64_t end, uint32_t up)
{
    for (unsigned n = 0; walk_ok(w) && num_fits(off, HEAD, end); n++) {
        struct reader r = walk_read(w, off, HEAD);
        struct span guid = read_span(&r, GUID);
        uint64_t len = read_u64le(&r), in;
        struct slot s = {.at = {off + HEAD, len - HEAD}};

        if (n == OBJECTS) {
            walk_partial(w, "blocks");
            return;
        }
        if (!reader_ok(&r) || len < HEAD || len > end - off) {
            walk_note(w, NOTE_TRUNCATED, off,
                      "object passes the end of its list");
            return;
        }
        s.block = walk_child(w, up, SPAN("object"), (struct range){off, len});
        in = object(w, guid, s);
        off = in && in <= off + len ? in : off + len;
    }
}

static unsigned asf_probe(struct span head, uint64_t size)
{
    (void)size;
    return is(span_cut(head, 0, GUID), HEADER) ? 128 : 0;
}

static void asf_walk(struct walk *w)
{
    uint64_t size = walk_size(w), len, off;
    struct reader r = walk_read(w, 0, num_min(HEAD + 6, size));
    uint32_t block;

    read_span(&r, GUID);
    len = read_u64le(&r);
    if (size < HEAD + 6 || len < HEAD + 6 || len > size) {
        walk_note(w, NOTE_TRUNCATED, 0, "header passes the end of file");
        len = size;
    }
    block = walk_block(w, SPAN("header"), 0, len);
    objects(w, HEAD + 6, len, block);
    for (off = len; walk_ok(w) && num_fits(off, HEAD, size);) {
        struct reader o = walk_read(w, off, HEAD);
        struct span guid = read_span(&o, GUID);
        struct slot s = {.at = {off + HEAD, 0}};

        len = read_u64le(&o);
        if (len < HEAD || len > size - off)
            break; /* live streams do not know the length of their data */
        s.at.len = len - HEAD;
        s.block = walk_block(w, SPAN("object"), off, len);
        if (is(guid, XMP))
            object(w, guid, s);
        off += len;
    }
}

const struct format format_asf = {
    .name = "asf",
    .mime = "video/x-ms-asf",
    .files = "wma wmv asf",
    .media = MEDIA_AUDIO,
    .probe = asf_probe,
    .verified = "files of ffmpeg",
    .walk = asf_walk,
};
