/* SPDX-License-Identifier: Apache-2.0
 * jpeg.c - JPEG: markers, segments, and scans of entropy-coded data.
 *
 * [JPEG] ITU-T T.81, annex B.  [JFIF] ITU-T T.871.  [EXIF] CIPA DC-008.
 * [XMP3] Adobe XMP Specification part 3, 1.1.3 (JPEG, extended XMP).
 * [XT] ISO/IEC 18477-3: boxes in APP11.  [ICC] ICC.1, annex B.4.
 * [MPF] CIPA DC-007: more pictures behind the first.
 *
 * A marker is FF and a code; a segment is a marker, length(2, itself
 * included) and data.  Behind SOS follow entropy-coded bytes up to the next
 * marker: FF 00 and RSTn belong to them [JPEG B.1.1.2].
 *
 * The scans are passed over once, from FF to FF, and are not kept.  They are
 * not skipped: a segment may stand between two scans, the end of the picture
 * is nowhere written down, and what hides behind it is asked for.
 *
 * Blocks have the names of C2PA's box hash: SOS has its entropy-coded data,
 * each segment is one block. */
#include "base/stuffed.h"
#include "formats/ifd.h"
#include "formats/join.h"
#include "formats/photoshop.h"
#include "formats/pixels.h"
#include "formats/trailer.h"

#define EXIF_HEAD SPAN("Exif\0")
#define XMP_HEAD  SPAN("http://ns.adobe.com/xap/1.0/\0")
#define MORE_HEAD SPAN("http://ns.adobe.com/xmp/extension/\0")
#define ICC_HEAD  SPAN("ICC_PROFILE\0")
#define PS_HEAD   SPAN("Photoshop 3.0\0")

enum {
    SOF0 = 0xC0,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    APP0 = 0xE0,
    APP15 = 0xEF,
    COM = 0xFE,
    GUID = 32,     /* of extended XMP, in hexadecimal digits */
    MISNAMED = 64, /* a packet behind another name begins before */
    ICC_PIECES = 255,
    PICTURES = 64, /* of a multi-picture file that are listed */
    JUNK = 1 << 16 /* bytes between segments that are */
};

enum kind {
    PILE_EXIF,
    PILE_MORE, /* extended XMP */
    PILE_BOX,  /* JUMBF and others of [XT] */
    PILE_PS,
    PILE_ICC
};

struct jpeg {
    struct walk *w;
    struct piles piles;
    uint64_t junk; /* bytes between segments that were listed */
    struct range pictures[PICTURES]; /* behind the first */
    size_t picture_count;
};

/* A segment: where it is, and its data. */
struct segment {
    struct range at;
    struct span data;
    uint32_t block;
};

static unsigned jpeg_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("\xff\xd8\xff")) ? 24 : 0;
}

static struct span name_of(uint8_t code)
{
    /* clang-format off */
    static const char names[64][6] = {
        "SOF0", "SOF1", "SOF2", "SOF3", "DHT", "SOF5", "SOF6", "SOF7",
        "JPG", "SOF9", "SOF10", "SOF11", "DAC", "SOF13", "SOF14", "SOF15",
        "RST0", "RST1", "RST2", "RST3", "RST4", "RST5", "RST6", "RST7",
        "SOI", "EOI", "SOS", "DQT", "DNL", "DRI", "DHP", "EXP",
        "APP0", "APP1", "APP2", "APP3", "APP4", "APP5", "APP6", "APP7",
        "APP8", "APP9", "APP10", "APP11", "APP12", "APP13", "APP14", "APP15",
        "JPG0", "JPG1", "JPG2", "JPG3", "JPG4", "JPG5", "JPG6", "JPG7",
        "JPG8", "JPG9", "JPG10", "JPG11", "JPG12", "JPG13", "COM", ""};
    /* clang-format on */
    const char *s = code >= SOF0 ? names[code - SOF0] : "RES";

    return (struct span){(const uint8_t *)s, strlen(s)};
}

static struct slot slot_of(const struct segment *g, enum slot_kind kind,
                           size_t skip)
{
    struct slot s = {.kind = kind, .block = g->block};

    s.data = span_cut(g->data, skip, g->data.len - skip);
    s.at = (struct range){g->at.off + g->at.len - s.data.len, s.data.len};
    return s;
}

static struct piece piece_of(const struct segment *g, size_t skip,
                             uint64_t order)
{
    return (struct piece){.at = g->at,
                          .data = span_cut(g->data, skip, g->data.len - skip),
                          .order = order,
                          .block = g->block};
}

/* lay puts a piece on the open pile of this kind and id, or on a new one. */
static struct pile *lay(struct jpeg *j, enum kind kind, struct span id,
                        struct piece piece)
{
    struct pile *p = pile_find(&j->piles, kind, id);

    if (!p)
        p = pile_new(j->w, &j->piles, kind, id);
    if (p)
        pile_add(j->w, p, piece);
    return p;
}

static bool is_xmp(struct span s)
{
    return span_starts(s, SPAN("<?xpacket")) ||
           span_starts(s, SPAN("<x:xmpmeta"));
}

/* misnamed_xmp takes a packet that stands behind no name of a segment, or a
 * wrong one: photo agencies have written "XMP\0://ns.adobe.com". */
static bool misnamed_xmp(struct jpeg *j, const struct segment *g)
{
    struct span d = g->data;

    for (size_t i = 0; i < d.len && i < MISNAMED; i++)
        if (d.ptr[i] == '<' && is_xmp(span_cut(d, i, d.len - i))) {
            walk_slot(j->w, slot_of(g, SLOT_XMP, i));
            return true;
        }
    return false;
}

/* [EXIF 4.7.2] An EXIF segment; one that does not begin with a byte-order
 * mark goes on where the one before it was full. */
static void exif_segment(struct jpeg *j, const struct segment *g)
{
    struct span body = span_cut(g->data, 6, g->data.len - 6);
    struct pile *p = pile_find(&j->piles, PILE_EXIF, SPAN(""));

    if (span_starts(body, SPAN("II")) || span_starts(body, SPAN("MM")) || !p) {
        if (p)
            p->closed = true;
        p = pile_new(j->w, &j->piles, PILE_EXIF, SPAN(""));
    }
    if (p)
        pile_add(j->w, p, piece_of(g, 6, 0));
}

/* [XMP3 1.1.3.1] GUID(32) full length(4) offset(4) portion. */
static void more_xmp(struct jpeg *j, const struct segment *g)
{
    struct reader r = reader_over(g->data);
    struct span id;
    uint32_t full, off;
    struct pile *p;

    read_span(&r, MORE_HEAD.len);
    id = read_span(&r, GUID);
    full = read_u32be(&r);
    off = read_u32be(&r);
    if (!reader_ok(&r) || full > walk_size(j->w)) {
        walk_note(j->w, NOTE_BROKEN, g->at.off, "extended XMP is damaged");
        return;
    }
    p = lay(j, PILE_MORE, id, piece_of(g, reader_pos(&r), off));
    if (p && p->count > 1 && p->claimed != full)
        walk_note(j->w, NOTE_BROKEN, g->at.off,
                  "extended XMP contradicts itself about its length");
    if (p && full > p->claimed)
        p->claimed = full;
}

/* [XT B.2] "JP" instance(2) number(4) length(4) type(4), all repeated in each
 * segment of one box, and an eight-byte length behind that where length is 1.
 * Numbers that go back start a new box. */
static void box_segment(struct jpeg *j, const struct segment *g)
{
    struct reader r = reader_over(g->data);
    struct span instance, type;
    uint32_t number, len;
    uint64_t claimed;
    struct pile *p;
    size_t head;

    read_u16be(&r);
    instance = read_span(&r, 2);
    number = read_u32be(&r);
    head = reader_pos(&r);
    len = read_u32be(&r);
    type = read_span(&r, 4);
    claimed = len == 1 ? read_u64be(&r) : len;
    if (!reader_ok(&r)) {
        walk_note(j->w, NOTE_BROKEN, g->at.off, "box segment is too short");
        return;
    }
    p = pile_find(&j->piles, PILE_BOX, instance);
    if (p && number > p->last->order &&
        span_eq(type, span_cut(p->first->data, 4, 4))) {
        pile_add(j->w, p, piece_of(g, reader_pos(&r), number));
        return;
    }
    if (p)
        p->closed = true;
    if (number != 1)
        walk_note(j->w, NOTE_ODD, g->at.off, "box begins in its middle");
    p = pile_new(j->w, &j->piles, PILE_BOX, instance);
    if (!p)
        return;
    p->claimed = claimed;
    pile_add(j->w, p, piece_of(g, head, number));
}

/* [ICC B.4] "ICC_PROFILE" NUL number(1) count(1). */
static void icc_segment(struct jpeg *j, const struct segment *g)
{
    struct reader r = reader_over(g->data);
    uint8_t number;
    struct pile *p = pile_find(&j->piles, PILE_ICC, SPAN(""));

    read_span(&r, ICC_HEAD.len);
    number = read_u8(&r);
    read_u8(&r);
    if (!reader_ok(&r) || (p && p->count >= ICC_PIECES)) {
        walk_note(j->w, NOTE_BROKEN, g->at.off, "colour profile is damaged");
        return;
    }
    if (p && number <= p->last->order)
        walk_note(j->w, NOTE_ODD, g->at.off,
                  "pieces of the colour profile are out of order");
    lay(j, PILE_ICC, SPAN(""), piece_of(g, reader_pos(&r), number));
}

/* [MPF 5.2.3] tag B002: for each picture attribute(4) size(4) offset(4, from
 * the byte-order mark, 0 for the first) and two numbers of others. */
static void mpf_segment(struct jpeg *j, const struct segment *g)
{
    struct tiff t = {.data = span_cut(g->data, 4, g->data.len - 4)};
    uint64_t base = g->at.off + g->at.len - t.data.len;
    struct ifd d;
    struct ifd_entry e;

    if (!tiff_open(&t) || !ifd_open(&t, t.first, &d)) {
        walk_note(j->w, NOTE_BROKEN, g->at.off, "picture index is damaged");
        return;
    }
    for (uint32_t i = 0; ifd_at(&t, &d, i, &e); i++) {
        struct span v = ifd_value(&t, &e);

        if (e.tag != 0xB002)
            continue;
        for (size_t k = 0; k + 16 <= v.len; k += 16) {
            uint64_t len = tiff_uint(&t, span_cut(v, k + 4, 4), 4);
            uint64_t off = tiff_uint(&t, span_cut(v, k + 8, 4), 4);

            if (off == 0 || len == 0)
                continue;
            if (!num_fits(base + off, len, walk_size(j->w))) {
                walk_note(j->w, NOTE_BROKEN, g->at.off,
                          "a picture of the index is outside the file");
                continue;
            }
            if (j->picture_count == PICTURES) {
                walk_partial(j->w, "parts");
                return;
            }
            j->pictures[j->picture_count++] = (struct range){base + off, len};
        }
    }
}

static void other(struct jpeg *j, const struct segment *g, uint8_t code)
{
    struct slot s = slot_of(g, SLOT_OTHER, 0);

    s.key = name_of(code);
    walk_slot(j->w, s);
}

/* behind_header lists what stands in a segment behind a header of n bytes,
 * where nothing belongs: labels were found glued there. */
static bool behind_header(struct jpeg *j, const struct segment *g, size_t n,
                          uint8_t code)
{
    struct slot s = slot_of(g, SLOT_OTHER, n);

    if (!s.data.len)
        return true;
    s.key = name_of(code);
    if (code == APP0) /* Adobe's own segments are often longer */
        walk_note(j->w, NOTE_ODD, s.at.off, "bytes behind the JFIF header");
    walk_slot(j->w, s);
    return true;
}

/* jfif_len is a JFIF header with its thumbnail [JFIF 10.1]. */
static size_t jfif_len(struct span d)
{
    return d.len < 14 ? d.len : 14 + (size_t)3 * d.ptr[12] * d.ptr[13];
}

/* known handles the application segments that have a meaning of their own;
 * false for all others. */
static bool known(struct jpeg *j, const struct segment *g, uint8_t code)
{
    struct span d = g->data;

    switch (code - APP0) {
    case 0:
        if (span_starts(d, SPAN("JFIF\0")))
            return behind_header(j, g, jfif_len(d), code);
        return span_starts(d, SPAN("JFXX\0"));
    case 1:
        if (span_starts(d, EXIF_HEAD) && d.len >= 6)
            exif_segment(j, g);
        else if (span_starts(d, XMP_HEAD))
            walk_slot(j->w, slot_of(g, SLOT_XMP, XMP_HEAD.len));
        else if (span_starts(d, MORE_HEAD))
            more_xmp(j, g);
        else
            return misnamed_xmp(j, g);
        return true;
    case 2:
        if (span_starts(d, ICC_HEAD))
            icc_segment(j, g);
        else if (span_starts(d, SPAN("MPF\0")))
            mpf_segment(j, g);
        else
            return false;
        return true;
    case 11:
        if (!span_starts(d, SPAN("JP")))
            return false;
        box_segment(j, g);
        return true;
    case 13:
        if (!span_starts(d, PS_HEAD))
            return false;
        lay(j, PILE_PS, SPAN(""), piece_of(g, PS_HEAD.len, 0));
        return true;
    case 14:
        return span_starts(d, SPAN("Adobe")) &&
               behind_header(j, g, num_min(d.len, 12), code);
    default: return false;
    }
}

static void segment(struct jpeg *j, const struct segment *g, uint8_t code)
{
    if (code >= APP0 && code <= APP15) {
        if (!known(j, g, code))
            other(j, g, code);
        return;
    }
    if (code == COM) {
        struct slot s =
            slot_of(g, is_xmp(g->data) ? SLOT_XMP : SLOT_COMMENT, 0);

        s.space = SPAN("COM");
        walk_slot(j->w, s);
    }
}

static struct span rest(struct span s, size_t from)
{
    return span_cut(s, from, s.len - from);
}

/* scan_end is the first marker from off on that does not belong to the
 * entropy-coded data, or the end of the file. */
static uint64_t scan_end(struct walk *w, uint64_t off)
{
    bool damaged = false;

    while (walk_ok(w)) {
        struct span s = walk_window(w, off);
        size_t at;

        if (s.len < 2)
            break;
        for (at = stuffed(s); at + 1 < s.len; at += stuffed(rest(s, at))) {
            uint8_t code = s.ptr[at + 1];

            if (code >= SOF0 && code != 0xff)
                return off + at;
            if (code > 1 && code < SOF0 && !damaged) {
                damaged = true;
                walk_note(w, NOTE_BROKEN, off + at,
                          "scan has a marker that does not exist");
            }
            at += code == 0xff ? 1 : 2;
        }
        off += at;
    }
    return walk_size(w);
}

/* between lists bytes that stand where a marker belongs. */
static void between(struct jpeg *j, struct range at)
{
    struct slot s = {.kind = SLOT_OTHER, .key = SPAN("between"), .at = at};

    walk_note(j->w, NOTE_BROKEN, at.off, "bytes between two segments");
    s.at.len = num_min(at.len, JUNK - num_min(j->junk, JUNK));
    j->junk += s.at.len;
    s.data = walk_view(j->w, s.at.off, s.at.len);
    if (s.at.len)
        walk_slot(j->w, s);
}

/* marker_at is the next marker from off on; between segments only fill bytes
 * belong there. */
static uint64_t marker_at(struct jpeg *j, uint64_t off, uint8_t *code)
{
    struct walk *w = j->w;
    uint64_t from = off, end;

    while (walk_ok(w)) {
        struct reader r = walk_read(w, off, 2);
        uint8_t first = read_u8(&r), second = read_u8(&r);

        if (!reader_ok(&r))
            break;
        if (first == 0xff && second != 0 && second != 0xff) {
            *code = second;
            return from;
        }
        if (first != 0xff || second == 0) {
            end = scan_end(w, off + 1);
            between(j, (struct range){from, end - from});
            from = off = end;
            continue;
        }
        off++;
    }
    return walk_size(w);
}

static void icc_slot(struct jpeg *j, const struct pile *p, struct slot *s)
{
    struct pile sorted = *p;

    sorted.first = sorted.last = NULL;
    sorted.count = 0;
    sorted.total = 0;
    for (unsigned n = 0; n <= ICC_PIECES; n++)
        for (const struct piece *x = p->first; x; x = x->next)
            if (x->order == n)
                pile_add(j->w, &sorted, *x);
    pile_slot(j->w, &sorted, s);
}

/* finish makes slots of the piles. */
static void finish(struct jpeg *j)
{
    for (const struct pile *p = j->piles.first; p; p = p->next) {
        struct slot s = {0};

        switch ((enum kind)p->kind) {
        case PILE_EXIF:
            s.kind = SLOT_EXIF;
            pile_slot(j->w, p, &s);
            break;
        case PILE_MORE:
            s.kind = SLOT_XMP;
            s.key = SPAN("extended");
            pile_placed(j->w, p, &s);
            break;
        case PILE_BOX:
            pile_slot(j->w, p, &s);
            s.kind = SLOT_JUMBF;
            if (!span_eq(span_cut(s.data, 4, 4), SPAN("jumb"))) {
                s.kind = SLOT_OTHER;
                s.key = SPAN("APP11");
            }
            break;
        case PILE_PS:
            pile_slot(j->w, p, &s);
            photoshop_read(j->w, s);
            continue;
        case PILE_ICC:
            s.kind = SLOT_ICC;
            icc_slot(j, p, &s);
            break;
        }
        if (s.flags & SLOT_CUT)
            walk_note(j->w, NOTE_TRUNCATED, s.at.off,
                      "the pieces are fewer than the whole");
        walk_slot(j->w, s);
    }
}

/* behind lists what follows the picture: the other pictures of the index,
 * which the writers put in order, and the rest. */
static void behind(struct jpeg *j, uint64_t end)
{
    for (size_t i = 0; i < j->picture_count; i++) {
        struct range at = j->pictures[i];
        struct slot s = {.kind = SLOT_PART, .key = SPAN("MPF"), .at = at};

        if (at.off < end) {
            walk_note(j->w, NOTE_BROKEN, at.off,
                      "a picture of the index lies within another");
            continue;
        }
        trailer_gap(j->w, (struct range){end, at.off - end});
        s.block = walk_block(j->w, SPAN("MPF"), at.off, at.len);
        walk_slot(j->w, s);
        end = at.off + at.len;
    }
    trailer_walk(j->w, end);
}

/* step lists what begins with the marker `code` at off, and is where it ends;
 * 0 where it passes the end of the file. */
static uint64_t step(struct jpeg *j, uint64_t off, uint8_t code)
{
    struct walk *w = j->w;
    struct segment g = {.at.off = off};
    uint64_t data = off;
    struct reader r;
    uint16_t len;

    do /* fill bytes belong to the marker [JPEG B.1.1.2] */
        r = walk_read(w, ++data, 1);
    while (read_u8(&r) == 0xff);
    data++;
    if (code == SOI || code == EOI || code <= 1 ||
        (code >= RST0 && code <= RST7)) {
        walk_block(w, name_of(code), off, data - off);
        return data;
    }
    r = walk_read(w, data, 2);
    len = read_u16be(&r);
    if (!reader_ok(&r) || len < 2 || len > walk_size(w) - data) {
        walk_note(w, NOTE_TRUNCATED, off, "segment passes the end of the file");
        return 0;
    }
    g.at.len = data + len - off;
    if (code == SOS) {
        g.at.len = scan_end(w, data + len) - off;
        walk_block(w, name_of(code), off, g.at.len);
        return off + g.at.len;
    }
    g.block = walk_block(w, name_of(code), off, g.at.len);
    if (code >= APP0)
        g.data = walk_view(w, data + 2, len - 2u);
    segment(j, &g, code);
    return off + g.at.len;
}

static void jpeg_walk(struct walk *w)
{
    struct jpeg *j = walk_alloc(w, sizeof(*j));
    uint64_t off = 0, next = 0;
    uint8_t code = 0;

    if (!j)
        return;
    j->w = w;
    while (code != EOI && walk_ok(w)) {
        off = marker_at(j, next, &code);
        next = off < walk_size(w) ? step(j, off, code) : 0;
        if (!next)
            break;
    }
    finish(j);
    if (code == EOI)
        behind(j, next);
    else if (walk_ok(w))
        walk_note(w, NOTE_TRUNCATED, walk_size(w),
                  "the picture has no end marker");
}

const struct format format_jpeg = {
    .name = "jpeg",
    .mime = "image/jpeg",
    .files = "jpg jpeg jpe jfif mpo",
    .media = MEDIA_IMAGE,
    .probe = jpeg_probe,
    .verified = "real files",
    .walk = jpeg_walk,
    .pixels = jpeg_pixels,
};
