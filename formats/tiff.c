/* SPDX-License-Identifier: Apache-2.0
 * tiff.c - TIFF, BigTIFF, DNG and cameras' raw pictures of this make (CR2, NEF,
 * ARW, PEF, ORF, RW2): directories, and what their tags hold.
 *
 * [TIFF] TIFF 6.0, Adobe 1992.  [BIG] BigTIFF.  [DNG] Adobe DNG 1.7.
 * [XMP3] Adobe XMP Specification part 3, 2.2.  [C2PA] C2PA Technical
 * Specification, A.3.7: tag CD41 of the last directory, else of the first.
 *
 * Pictures are never looked at: of a large file only its directories and the
 * values of tags that hold metadata are read.  For the EXIF reader, which
 * wants a stream in memory, each page's tags are copied into one of their own
 * with its EXIF and GPS directories; offsets and tables stay out of it. */
#include "base/buf.h"
#include "formats/ifd.h"
#include "formats/photoshop.h"
#include "formats/pixels.h"

enum {
    TAG_RAW_JPEG = 0x002e, /* a whole JPEG, in RW2 */
    TAG_MAKE = 0x010f,
    TAG_SUB = 0x014a,
    TAG_XMP = 0x02bc,
    TAG_IPTC = 0x83bb,
    TAG_PHOTOSHOP = 0x8649,
    TAG_EXIF = 0x8769,
    TAG_ICC = 0x8773,
    TAG_GPS = 0x8825,
    TAG_COMMENT = 0x9286,
    TAG_DNG = 0xc612,
    TAG_STORE = 0xcd41,
    PAGES = 256,        /* directories that are read, the inner ones too */
    ENTRIES = 1024,     /* of one directory that are copied */
    SMALL = 256,        /* longest value of numbers that is copied */
    LONGEST = 16 << 20, /* longest text that is */
    ENTRY = 12
};

struct page {
    uint64_t off;
    bool inner; /* below another: a reduced picture, a raw one */
};

struct pages {
    struct walk *w;
    struct tiff t;
    struct page list[PAGES];
    size_t count;
    struct slot store[2]; /* of the first and the last page */
    bool has_store[2];
    bool raw;      /* its header is that of a raw picture */
    uint64_t left; /* bytes of values that may still be read */
};

static unsigned tiff_probe(struct span head, uint64_t size)
{
    struct tiff t = {.data = head};

    (void)size;
    return tiff_open(&t) ? 33 : 0;
}

/* wait lets a directory be read later, once. */
static void wait(struct pages *p, uint64_t off, bool inner)
{
    if (off == 0)
        return;
    for (size_t i = 0; i < p->count; i++)
        if (p->list[i].off == off)
            return;
    if (p->count == PAGES) {
        walk_partial(p->w, "depth");
        return;
    }
    p->list[p->count++] = (struct page){off, inner};
}

/* spend counts a value that is read.  Real ones do not overlap: where they add
 * up to twice the file, a few bytes are told as many. */
static bool spend(struct pages *p, uint64_t len)
{
    if (len > p->left) {
        walk_note(p->w, NOTE_ODD, 0, "values overlap: not all were read");
        walk_partial(p->w, "text_bytes");
        p->left = 0;
        return false;
    }
    p->left -= len;
    return true;
}

/* is_copied is whether an entry goes into the EXIF stream. */
static bool is_copied(const struct ifd_entry *e)
{
    switch (e->tag) {
    case TAG_SUB:
    case TAG_XMP:
    case TAG_IPTC:
    case TAG_PHOTOSHOP:
    case TAG_ICC:
    case TAG_STORE:
    case 0x0111: /* where strips and tiles are, and how long */
    case 0x0117:
    case 0x0144:
    case 0x0145: return false;
    default: break;
    }
    if (!e->inside || !e->len)
        return false;
    if (e->tag == TAG_EXIF || e->tag == TAG_GPS)
        return true;
    if (e->type == IFD_ASCII || e->type == IFD_UTF8 || e->tag == TAG_COMMENT)
        return e->len <= LONGEST;
    /* Windows' XP tags are text in bytes */
    if (e->tag >= 0x9c9b && e->tag <= 0x9c9f)
        return e->len <= LONGEST;
    return e->len <= SMALL && e->type < IFD_LONG8;
}

static void put(struct buf *b, size_t at, uint64_t v, unsigned n, bool big)
{
    for (unsigned i = 0; i < n && !b->failed; i++)
        b->ptr[at + i] = (uint8_t)(v >> 8 * (big ? n - 1 - i : i));
}

static void zeros(struct buf *b, size_t n)
{
    uint8_t *to = buf_room(b, n);

    if (!to)
        return;
    memset(to, 0, n);
    buf_took(b, n);
}

/* copy appends a directory to b; in[0] and in[1] are set to the offsets of its
 * EXIF and GPS directories, and where[] to where their pointers stand. */
static void copy(struct pages *p, uint64_t off, struct buf *b, uint64_t in[2],
                 size_t where[2])
{
    const bool big = p->t.big;
    size_t start = b->len, at = start + 2;
    struct ifd_entry e;
    struct ifd d;
    uint32_t n = 0;

    if (!ifd_open(&p->t, off, &d))
        return;
    for (uint32_t i = 0; n < ENTRIES && ifd_at(&p->t, &d, i, &e); i++)
        n += is_copied(&e);
    zeros(b, 2 + (size_t)n * ENTRY + 4);
    put(b, start, n, 2, big);
    for (uint32_t i = 0; n && !b->failed && ifd_at(&p->t, &d, i, &e); i++) {
        struct span v;

        if (!is_copied(&e))
            continue;
        n--;
        v = spend(p, e.len) ? ifd_value(&p->t, &e) : (struct span){0};
        if (!v.len) /* leaves an entry of zeros */
            continue;
        put(b, at, e.tag, 2, big);
        put(b, at + 2, e.type, 2, big);
        put(b, at + 4, e.count, 4, big);
        if (e.tag == TAG_EXIF || e.tag == TAG_GPS) {
            put(b, at + 2, IFD_LONG, 2, big);
            put(b, at + 4, 1, 4, big);
            in[e.tag == TAG_GPS] = ifd_number(&p->t, &e, 0);
            where[e.tag == TAG_GPS] = at + 8;
        } else if (v.len <= 4) {
            for (size_t k = 0; k < v.len; k++)
                b->ptr[at + 8 + k] = v.ptr[k];
        } else {
            put(b, at + 8, b->len, 4, big);
            buf_put(b, v);
        }
        at += ENTRY;
    }
}

/* exif lists a page's tags as an EXIF stream. */
static void exif(struct pages *p, const struct page *page, struct slot s)
{
    uint64_t in[2] = {0}, none[2];
    size_t where[2] = {0}, nowhere[2];
    struct buf b;

    buf_init(&b, walk_arena(p->w), (size_t)walk_limits(p->w)->view_bytes);
    buf_put(&b, p->t.big ? SPAN("MM\0*\0\0\0\x08") : SPAN("II*\0\x08\0\0\0"));
    copy(p, page->off, &b, in, where);
    for (int i = 0; i < 2; i++) {
        if (!in[i] || b.failed)
            continue;
        put(&b, where[i], b.len, 4, p->t.big);
        copy(p, in[i], &b, none, nowhere);
    }
    if (b.failed) {
        walk_partial(p->w, "view_bytes");
        return;
    }
    if (b.len <= 8 + 2 + 4) /* no tag was copied */
        return;
    s.kind = SLOT_EXIF;
    s.flags = SLOT_DERIVED;
    s.data = buf_span(&b);
    walk_slot(p->w, s);
}

/* camera says which maker's raw picture this is, where the header does not and
 * the first directory has others inside, as pictures that were edited lack. */
static void camera(struct pages *p, const struct ifd_entry *e, bool inner)
{
    static const struct {
        const char *make, *mime;
    } makers[] = {{"NIKON", "image/x-nikon-nef"},
                  {"SONY", "image/x-sony-arw"},
                  {"PENTAX", "image/x-pentax-pef"}};
    struct span make = ifd_value(&p->t, e);

    for (size_t i = 0; inner && i < sizeof(makers) / sizeof(makers[0]); i++)
        if (span_starts(make, (struct span){(const uint8_t *)makers[i].make,
                                            strlen(makers[i].make)}))
            walk_mime(p->w, makers[i].mime);
}

/* header says of a raw picture whose header tells which it is. */
static void header(struct pages *p)
{
    struct span head = tiff_view(&p->t, 0, num_min(12, p->t.size));

    p->raw = true;
    if (span_starts(head, SPAN("IIU\0")))
        walk_mime(p->w, "image/x-panasonic-rw2");
    else if (span_starts(head, SPAN("IIRO")) ||
             span_starts(head, SPAN("IIRS")) || span_starts(head, SPAN("MMOR")))
        walk_mime(p->w, "image/x-olympus-orf");
    else if (span_eq(span_cut(head, 8, 2), SPAN("CR")))
        walk_mime(p->w, "image/x-canon-cr2");
    else
        p->raw = false;
}

/* whole lists an entry whose value is metadata of another kind. */
static void whole(struct pages *p, const struct ifd_entry *e, struct slot s,
                  size_t page)
{
    s.at = (struct range){e->at, e->len};
    switch (e->tag) {
    case TAG_XMP: s.kind = SLOT_XMP; break;
    case TAG_IPTC: s.kind = SLOT_IPTC; break;
    case TAG_ICC: s.kind = SLOT_ICC; break;
    case TAG_STORE: s.kind = SLOT_JUMBF; break;
    case TAG_PHOTOSHOP: break;
    case TAG_RAW_JPEG:
        if (!p->raw)
            return;
        s.kind = SLOT_PART;
        s.key = SPAN("preview");
        break;
    default: return;
    }
    if (!e->inside) {
        walk_note(p->w, NOTE_BROKEN, s.at.off < walk_size(p->w) ? s.at.off : 0,
                  "tag's value is outside the file");
        return;
    }
    if (e->tag == TAG_ICC || s.kind == SLOT_PART) { /* read on demand */
        walk_slot(p->w, s);
        return;
    }
    if (!spend(p, e->len))
        return;
    s.data = walk_view(p->w, s.at.off, s.at.len);
    if (e->tag == TAG_PHOTOSHOP) {
        photoshop_read(p->w, s);
    } else if (e->tag == TAG_STORE) {
        p->store[page > 0] = s;
        p->has_store[page > 0] = true;
    } else {
        walk_slot(p->w, s);
    }
}

/* read_page lists one directory; the next of the chain waits behind it. */
static void read_page(struct pages *p, size_t i)
{
    const struct page page = p->list[i];
    struct slot s = {0};
    struct ifd_entry e, make = {0};
    bool inner = false, is_dng = false;
    struct ifd d;

    if (!ifd_open(&p->t, page.off, &d) || d.cut)
        walk_note(p->w, NOTE_TRUNCATED, num_min(page.off, walk_size(p->w)),
                  "directory passes the end of the file");
    if (!d.off)
        return;
    s.at = (struct range){
        page.off,
        num_min(d.off - page.off + (p->t.wide ? 20u : 12u) * (uint64_t)d.count,
                walk_size(p->w) - page.off)};
    s.block = walk_block(p->w, page.inner ? SPAN("SubIFD") : SPAN("IFD"),
                         s.at.off, s.at.len);
    if (!page.inner) {
        wait(p, d.next, false);
        exif(p, &page, s);
    }
    for (uint32_t k = 0; walk_ok(p->w) && ifd_at(&p->t, &d, k, &e); k++) {
        if (e.tag == TAG_MAKE && i == 0)
            make = e;
        inner |= e.tag == TAG_SUB;
        if (e.tag == TAG_DNG)
            walk_mime(p->w, "image/x-adobe-dng");
        is_dng |= e.tag == TAG_DNG;
        if (e.tag == TAG_SUB)
            for (uint64_t n = 0; n < e.count && n < PAGES; n++)
                wait(p, ifd_number(&p->t, &e, n), true);
        /* Only the first and the last of the chain may hold a store. */
        if (e.tag != TAG_STORE || i == 0 || (!page.inner && !d.next))
            whole(p, &e, s, i);
    }
    if (make.len && !is_dng && !p->raw)
        camera(p, &make, inner);
}

static void tiff_walk(struct walk *w)
{
    struct pages *p = walk_alloc(w, sizeof(*p));

    if (!p)
        return;
    p->w = w;
    p->t = (struct tiff){.w = w, .size = walk_size(w)};
    p->left = walk_size(w) > UINT64_MAX / 2 ? UINT64_MAX : 2 * walk_size(w);
    if (!tiff_open(&p->t))
        return;
    walk_block(w, SPAN("header"), 0, num_min(p->t.wide ? 16 : 8, walk_size(w)));
    header(p);
    wait(p, p->t.first, false);
    for (size_t i = 0; i < p->count && walk_ok(w); i++)
        read_page(p, i);
    if (p->has_store[1])
        walk_slot(w, p->store[1]);
    else if (p->has_store[0])
        walk_slot(w, p->store[0]);
}

const struct format format_tiff = {
    .name = "tiff",
    .mime = "image/tiff",
    .files = "tif tiff dng btf tf8 cr2 nef arw pef orf rw2",
    .media = MEDIA_IMAGE,
    .probe = tiff_probe,
    .verified = "real files",
    .walk = tiff_walk,
    .pixels = tiff_pixels,
};
