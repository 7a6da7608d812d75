/* SPDX-License-Identifier: Apache-2.0
 * exif.c - EXIF to fields.
 *
 * [EXIF] CIPA DC-008-2023 (Exif 3.0).  [TIFF] TIFF 6.0.
 *
 * Our own walk over the directories decides what is there, and its values are
 * what the file holds: text as text, numbers as numbers.  Where a stream is odd
 * libexif is a second reader: what it does not see is noted.  Its rendered
 * values are not used, for they come in the language of the program around us.
 */
#include "meta/field.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/hex.h"
#include "base/utf.h"
#include "formats/ifd.h"
#include "meta/exif_names.h"
#include "meta/exif_peer.h"
#include "meta/exif_text.h"

enum {
    TAG_XMP = 0x02bc,
    TAG_IPTC = 0x83bb,
    TAG_COMMENT = 0x9286,
    TAG_XP_FIRST = 0x9c9b,
    TAG_XP_LAST = 0x9c9f,
    GPS_METHOD = 0x001b,
    GPS_AREA = 0x001c,
    HEAD = 6,        /* bytes of "Exif\0\0" */
    NUMBERS = 16,    /* of one tag that are told */
    REUSE = 4,       /* times the stream's size that its values may add up
                        to: real ones do not overlap */
    SECOND = 4,      /* shortest text behind a zero that is told */
    PEER_TAGS = 1000 /* more than that are not compared */
};

struct exif {
    struct gather *g;
    const struct slot *slot;
    uint32_t index;
    struct tiff t;
    size_t skip;           /* of slot->data before the stream */
    struct exif_dirs dirs; /* those that wait */
    uint64_t left;         /* bytes of values that may still be told */
    uint32_t total;        /* entries of all directories */
    bool full;             /* what was left did not do */
};

static struct span ns_of(enum exif_dir dir)
{
    switch (dir) {
    case DIR_0: return SPAN("IFD0");
    case DIR_1: return SPAN("IFD1");
    case DIR_EXIF: return SPAN("Exif");
    case DIR_GPS: return SPAN("GPS");
    case DIR_INTEROP: break;
    }
    return SPAN("Interop");
}

/* name_of is the tag's name, or "0x9286" where it has none; what strays into
 * the wrong directory keeps the name it has in the right one. */
static struct span name_of(struct exif *x, uint16_t tag, enum exif_dir dir)
{
    const uint8_t number[] = {(uint8_t)(tag >> 8), (uint8_t)tag};
    const char *s = exif_name(tag, dir);
    char *to;

    if (!s && dir != DIR_GPS && dir != DIR_INTEROP)
        s = exif_name(tag, dir == DIR_EXIF ? DIR_0 : DIR_EXIF);
    if (s)
        return (struct span){(const uint8_t *)s, strlen(s)};
    to = arena_alloc(gather_arena(x->g), 6);
    if (!to)
        return (struct span){0};
    to[0] = '0';
    to[1] = 'x';
    hex_put((struct span){number, 2}, to + 2);
    return (struct span){(const uint8_t *)to, 6};
}

static void put_number(struct buf *b, uint64_t v, bool negative)
{
    char text[24];
    size_t n = sizeof(text);

    do
        text[--n] = (char)('0' + v % 10);
    while (v /= 10);
    if (negative)
        text[--n] = '-';
    buf_put(b, (struct span){(const uint8_t *)text + n, sizeof(text) - n});
}

static void put_signed(struct buf *b, uint64_t v, unsigned bytes)
{
    uint64_t top = UINT64_C(1) << (8 * bytes - 1);

    if (v & top)
        put_number(b, (top - 1 - (v & (top - 1))) + 1, true);
    else
        put_number(b, v, false);
}

/* numbers writes an entry of numbers, blanks between; rationals as n/d. */
static struct span numbers(struct exif *x, const struct ifd_entry *e,
                           struct span v)
{
    const unsigned n = ifd_size(e->type);
    const bool pairs = e->type == IFD_RATIONAL || e->type == 10;
    struct buf b;

    buf_init(&b, gather_arena(x->g), 1024);
    if (e->type == 11 || e->type == 12) /* floats say nothing that we judge */
        return (struct span){0};
    for (size_t i = 0; (i + 1) * n <= v.len; i++) {
        struct span one = span_cut(v, i * n, n);
        uint64_t whole = tiff_uint(&x->t, one, pairs ? 4 : n);

        if (i)
            buf_byte(&b, ' ');
        if (i == NUMBERS) {
            buf_put(&b, SPAN("..."));
            break;
        }
        switch (e->type) {
        case 6:
        case 8:
        case 9: put_signed(&b, whole, n); break;
        case 5:
            put_number(&b, whole, false);
            buf_byte(&b, '/');
            put_number(&b, tiff_uint(&x->t, span_cut(one, 4, 4), 4), false);
            break;
        case 10:
            put_signed(&b, whole, 4);
            buf_byte(&b, '/');
            put_signed(&b, tiff_uint(&x->t, span_cut(one, 4, 4), 4), 4);
            break;
        default: put_number(&b, whole, false); break;
        }
    }
    return b.failed ? (struct span){0} : buf_span(&b);
}

static struct range place_of(const struct exif *x, uint64_t at, uint64_t len)
{
    if (x->slot->flags & SLOT_DERIVED)
        return x->slot->at;
    return (struct range){x->slot->at.off + x->skip + at, len};
}

static void tell(struct exif *x, const struct ifd_entry *e, enum exif_dir dir,
                 struct span value, struct range at)
{
    gather_field(x->g, (struct field){.space = SPACE_EXIF,
                                      .ns = ns_of(dir),
                                      .name = name_of(x, e->tag, dir),
                                      .value = value,
                                      .slot = x->index,
                                      .at = at});
}

/* ascii tells text up to its first zero.  What stands behind that is a field
 * of its own where it is text too: Copyright has two parts [EXIF 4.6.5]. */
static void ascii(struct exif *x, const struct ifd_entry *e, enum exif_dir dir,
                  struct span v)
{
    const uint8_t *nul = v.len ? memchr(v.ptr, 0, v.len) : NULL;
    size_t n = nul ? (size_t)(nul - v.ptr) : v.len, end = v.len;

    tell(x, e, dir,
         charset_repair(gather_arena(x->g), span_cut(v, 0, n), CHARSET_UTF8),
         place_of(x, e->at, n));
    while (n < end && v.ptr[n] == 0)
        n++;
    while (end > n && v.ptr[end - 1] == 0)
        end--;
    v = span_cut(v, n, end - n);
    if (v.len >= SECOND && exif_printable(v))
        tell(x, e, dir, v, place_of(x, e->at + n, v.len));
}

static bool is_comment(const struct ifd_entry *e, enum exif_dir dir)
{
    return e->tag == TAG_COMMENT ||
           (dir == DIR_GPS && (e->tag == GPS_METHOD || e->tag == GPS_AREA));
}

/* value tells one entry by its tag, else by its type. */
static void value(struct exif *x, const struct ifd_entry *e, enum exif_dir dir,
                  struct span v)
{
    struct arena *a = gather_arena(x->g);
    struct range at = place_of(x, e->at, e->len);
    bool plain;
    size_t skip;

    if (is_comment(e, dir)) {
        struct span s = exif_comment(a, v, x->t.big, &plain, &skip);

        if (plain)
            at = place_of(x, e->at + skip, s.len);
        tell(x, e, dir, s, at);
    } else if (e->tag >= TAG_XP_FIRST && e->tag <= TAG_XP_LAST) {
        tell(x, e, dir, exif_wide(a, v), at);
    } else if (e->type == IFD_ASCII || e->type == IFD_UTF8) {
        ascii(x, e, dir, v);
    } else if (e->type == IFD_UNDEFINED ||
               (e->type == IFD_BYTE && e->len > NUMBERS)) {
        struct span s = v;

        while (s.len && s.ptr[s.len - 1] == 0)
            s.len--;
        tell(x, e, dir, exif_printable(s) ? s : (struct span){0}, at);
    } else {
        tell(x, e, dir, numbers(x, e, v), at);
    }
}

static void wait(struct exif *x, uint64_t off, enum exif_dir dir)
{
    struct exif_dirs *d = &x->dirs;

    for (size_t i = 0; i < d->count; i++)
        if (d->list[i].off == off)
            return;
    if (off == 0)
        return;
    if (d->count == sizeof(d->list) / sizeof(d->list[0])) {
        gather_note(x->g, NOTE_ODD, x->slot->at.off,
                    "EXIF has too many directories");
        gather_partial(x->g, "depth");
        return;
    }
    d->list[d->count++] = (struct exif_dir_at){off, dir};
}

/* inner hands what is metadata of another kind to its reader. */
static bool inner(struct exif *x, const struct ifd_entry *e, struct span v)
{
    struct slot s = *x->slot;

    if (e->tag != TAG_XMP && e->tag != TAG_IPTC)
        return false;
    s.data = v;
    s.at = place_of(x, e->at, e->len);
    if (e->tag == TAG_XMP)
        xmp_read(x->g, &s, x->index);
    else
        iptc_read(x->g, &s, x->index);
    return true;
}

/* entry tells one entry, or lets the directory it points to wait. */
static void entry(struct exif *x, const struct ifd_entry *e, enum exif_dir dir)
{
    struct span v = ifd_value(&x->t, e);
    uint64_t pointer = ifd_number(&x->t, e, 0);

    switch (e->tag) {
    case TAG_EXIF: wait(x, pointer, DIR_EXIF); return;
    case TAG_GPS: wait(x, pointer, DIR_GPS); return;
    case TAG_INTEROP: wait(x, pointer, DIR_INTEROP); return;
    default: break;
    }
    if (!e->inside || !ifd_size(e->type)) {
        gather_note(x->g, NOTE_BROKEN, x->slot->at.off,
                    "EXIF value is of no known type or outside its stream");
        return;
    }
    if (e->len > x->left) {
        x->full = true;
        gather_note(x->g, NOTE_ODD, x->slot->at.off,
                    "EXIF values overlap: not all were read");
        gather_partial(x->g, "text_bytes");
        return;
    }
    x->left -= e->len;
    if (!inner(x, e, v))
        value(x, e, dir, v);
}

static void directories(struct exif *x)
{
    for (size_t i = 0; i < x->dirs.count && gather_ok(x->g); i++) {
        struct exif_dir_at p = x->dirs.list[i];
        struct ifd_entry e;
        struct ifd d;

        if (!ifd_open(&x->t, p.off, &d) || d.cut)
            gather_note(x->g, NOTE_BROKEN, place_of(x, p.off, 0).off,
                        "EXIF directory passes the end of its stream");
        x->total += d.count < PEER_TAGS ? d.count : PEER_TAGS;
        for (uint32_t k = 0;
             !x->full && gather_ok(x->g) && ifd_at(&x->t, &d, k, &e); k++)
            entry(x, &e, p.dir);
        if (p.dir == DIR_0 || p.dir == DIR_1)
            wait(x, d.next, DIR_1);
    }
}

void exif_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct exif *x = arena_alloc(gather_arena(g), sizeof(*x));

    if (!x) {
        gather_partial(g, "arena_bytes");
        return;
    }
    *x = (struct exif){.g = g, .slot = s, .index = index};
    if (span_starts(s->data, SPAN("Exif\0\0")))
        x->skip = HEAD;
    x->t.data = span_cut(s->data, x->skip, s->data.len - x->skip);
    if (!tiff_open(&x->t)) {
        gather_note(g, NOTE_BROKEN, s->at.off, "EXIF does not begin as TIFF");
        return;
    }
    x->left = REUSE * (uint64_t)s->data.len;
    wait(x, x->t.first, DIR_0);
    directories(x);
    /* An odd stream is read once more by libexif. */
    if (!gather_ok(g) || x->total >= PEER_TAGS || peer_agrees(&x->t, &x->dirs))
        return;
    if (!peer_ready())
        gather_note(g, NOTE_ODD, s->at.off,
                    "EXIF is odd, and no second reader looked: libexif is not "
                    "here");
    else if (!peer_sees(&x->t, &x->dirs))
        gather_note(g, NOTE_ODD, s->at.off,
                    "EXIF: a second reader does not see all of it");
}
