/* SPDX-License-Identifier: Apache-2.0
 * gif.c - GIF: a header, and blocks of sub-blocks.
 *
 * [GIF] GIF89a specification, CompuServe 1990.  [XMP3] Adobe XMP
 * Specification part 3, 1.1.2.  [C2PA] C2PA Technical Specification, A.3.
 *
 * Data comes in sub-blocks, length(1) data(length), up to one of length 0
 * [GIF 15].  XMP does not keep to that: the packet stands there as it is, and
 * 258 bytes behind it bring a reader that counts its characters as lengths to
 * the end all the same.
 *
 * Blocks have the names of C2PA's box hash. */
#include "formats/pixels.h"
#include "formats/trailer.h"

enum {
    SCREEN = 7, /* logical screen descriptor */
    IMAGE = 10, /* image descriptor, with its separator */
    ID = 11,    /* of an application: name(8) and code(3) */
    MAGIC = 258 /* bytes behind XMP, the last terminator with them */
};

enum label {
    TEXT = 0x01,
    CONTROL = 0xf9,
    COMMENT = 0xfe,
    APPLICATION = 0xff
};

static unsigned gif_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("GIF89a")) ||
                   span_starts(head, SPAN("GIF87a"))
               ? 48
               : 0;
}

/* table_len is the bytes of a colour table, by its flags [GIF 18, 20]. */
static uint64_t table_len(uint8_t flags)
{
    return flags & 0x80 ? UINT64_C(3) << ((flags & 7) + 1) : 0;
}

/* sub_end is where the sub-blocks from off on end, their terminator with
 * them; 0 where they pass the end of the file. */
static uint64_t sub_end(struct walk *w, uint64_t off)
{
    while (walk_ok(w)) {
        struct span s = walk_window(w, off);
        size_t at = 0;

        if (!s.len)
            return 0;
        while (at < s.len) {
            uint8_t len = s.ptr[at];

            at += 1u + len;
            if (len == 0)
                return off + at;
        }
        off += at;
    }
    return 0;
}

/* join is the data of the sub-blocks in s. */
static struct span join(struct walk *w, struct span s)
{
    struct reader r = reader_over(s);
    uint8_t *to = walk_alloc(w, s.len);
    size_t n = 0;

    while (to && reader_left(&r)) {
        struct span one = read_span(&r, read_u8(&r));

        if (one.len)
            memcpy(to + n, one.ptr, one.len);
        n += one.len;
    }
    return (struct span){to, n};
}

/* xmp is the packet as it stands, or from sub-blocks: some write it so. */
static void xmp(struct walk *w, struct slot s, struct span raw)
{
    size_t n = raw.len > MAGIC ? raw.len - MAGIC : 0;

    s.kind = SLOT_XMP;
    if (n && raw.ptr[n] == 0x01 && raw.ptr[n + 1] == 0xff) {
        s.data = span_cut(raw, 0, n);
        s.at.len = n;
    } else {
        walk_note(w, NOTE_ODD, s.at.off, "XMP in GIF without its magic end");
        s.data = join(w, raw);
        s.flags = SLOT_DERIVED;
    }
    walk_slot(w, s);
}

/* application lists an application extension whose sub-blocks, behind its
 * name, are at s.at. */
static void application(struct walk *w, struct slot s, struct span id)
{
    struct span raw = walk_view(w, s.at.off, s.at.len);

    if (span_eq(id, SPAN("XMP DataXMP"))) {
        xmp(w, s, raw);
        return;
    }
    if (span_eq(id, SPAN("NETSCAPE2.0")) || span_eq(id, SPAN("ANIMEXTS1.0")))
        return;
    s.kind = SLOT_OTHER;
    s.key = id;
    if (span_starts(id, SPAN("C2PA_GIF")))
        s.kind = SLOT_JUMBF;
    else if (span_eq(id, SPAN("ICCRGBG1012")))
        s.kind = SLOT_ICC;
    if (s.kind != SLOT_OTHER)
        s.key = (struct span){0};
    s.data = join(w, raw);
    s.flags = SLOT_DERIVED;
    walk_slot(w, s);
}

static struct span name_of(enum label label)
{
    switch (label) {
    case TEXT: return SPAN("2101");
    case CONTROL: return SPAN("21F9");
    case COMMENT: return SPAN("21FE");
    case APPLICATION: return SPAN("21FF");
    }
    return SPAN("21");
}

/* extension lists the one at off and is where it ends, 0 at damage. */
static uint64_t extension(struct walk *w, uint64_t off)
{
    struct reader r = walk_read(w, off + 1, 2);
    enum label label = read_u8(&r);
    uint8_t len = read_u8(&r);
    uint64_t end = sub_end(w, off + 2);
    struct slot s = {.at.off = off + 2};
    struct span id;

    if (!end)
        return 0;
    s.at.len = end - s.at.off;
    if (label == APPLICATION && len == ID) {
        id = walk_view(w, off + 3, ID);
        s.block = walk_block(
            w, span_starts(id, SPAN("C2PA_GIF")) ? SPAN("C2PA") : SPAN("21FF"),
            off, end - off);
        s.at.off += 1u + ID;
        s.at.len -= 1u + ID;
        application(w, s, id);
        return end;
    }
    s.block = walk_block(w, name_of(label), off, end - off);
    if (label == CONTROL)
        return end;
    s.kind = label == COMMENT || label == TEXT ? SLOT_COMMENT : SLOT_OTHER;
    s.space = SPAN("comment");
    s.key = s.kind == SLOT_OTHER ? name_of(label) : (struct span){0};
    s.data = join(w, walk_view(w, s.at.off, s.at.len));
    s.flags = SLOT_DERIVED;
    walk_slot(w, s);
    return end;
}

/* image lists the one at off and is where it ends, 0 at damage. */
static uint64_t image(struct walk *w, uint64_t off)
{
    struct reader r = walk_read(w, off + IMAGE - 1, 1);
    uint64_t data = off + IMAGE + table_len(read_u8(&r)), end;

    if (!reader_ok(&r))
        return 0;
    end = sub_end(w, data + 1); /* behind the code size [GIF 22] */
    if (!end)
        return 0;
    walk_block(w, SPAN("2C"), off, data - off);
    walk_block(w, SPAN("TBID"), data, end - data);
    return end;
}

static void gif_walk(struct walk *w)
{
    struct reader r = walk_read(w, 6 + 4, 1);
    uint64_t off = 6 + SCREEN + table_len(read_u8(&r)), next;
    uint8_t kind = 0;

    if (!reader_ok(&r) || off > walk_size(w)) {
        walk_note(w, NOTE_TRUNCATED, 6, "screen passes the end of the file");
        return;
    }
    walk_block(w, walk_view(w, 0, 6), 0, 6);
    walk_block(w, SPAN("LSD"), 6, off - 6);
    while (walk_ok(w) && kind != 0x3b && off < walk_size(w)) {
        r = walk_read(w, off, 1);
        kind = read_u8(&r);
        next = off + 1;
        if (kind == 0x21)
            next = extension(w, off);
        else if (kind == 0x2c)
            next = image(w, off);
        else if (kind == 0x3b)
            walk_block(w, SPAN("3B"), off, 1);
        else if (kind) /* zeros between blocks do no harm */
            next = 0;
        if (!next) {
            walk_note(w, NOTE_BROKEN, off, "block is damaged or cut short");
            return;
        }
        off = next;
    }
    if (kind == 0x3b)
        trailer_walk(w, off);
    else
        walk_note(w, NOTE_TRUNCATED, off, "the picture has no end block");
}

const struct format format_gif = {
    .name = "gif",
    .mime = "image/gif",
    .files = "gif",
    .media = MEDIA_IMAGE,
    .probe = gif_probe,
    .verified = "real files",
    .walk = gif_walk,
    .pixels = gif_pixels,
};
