/* SPDX-License-Identifier: Apache-2.0
 * exif.c - EXIF to fields; the one file with <libexif/...>.
 *
 * [EXIF] CIPA DC-008-2023 (Exif 3.0).  [TIFF] TIFF 6.0.
 *
 * Our own walk over the directories decides what is there, and its values are
 * what the file holds: text as text, numbers as numbers.  libexif gives tags
 * their names and is a second reader: a tag that only one of the two sees is
 * noted.  Its rendered values are not used, for they come in the language of
 * the program around us. */
#include "meta/field.h"

#include "base/buf.h"
#include "base/hex.h"
#include "base/utf.h"
#include "formats/ifd.h"
#include "meta/exif_text.h"

#include <libexif/exif-data.h>

#include <stdalign.h>

enum {
    TAG_XMP = 0x02bc,
    TAG_IPTC = 0x83bb,
    TAG_EXIF = 0x8769,
    TAG_GPS = 0x8825,
    TAG_MAKER = 0x927c,
    TAG_COMMENT = 0x9286,
    TAG_XP_FIRST = 0x9c9b,
    TAG_XP_LAST = 0x9c9f,
    TAG_INTEROP = 0xa005,
    GPS_METHOD = 0x001b,
    GPS_AREA = 0x001c,
    HEAD = 6,            /* bytes of "Exif\0\0" */
    DIRECTORIES = 16,    /* more than any writer makes */
    NUMBERS = 16,        /* of one tag that are told */
    REUSE = 4,           /* times the stream's size that its values may add up
                            to: real ones do not overlap */
    SECOND = 4,          /* shortest text behind a zero that is told */
    SECOND_TAGS = 1000,  /* more than that are not compared */
    SECOND_MOST = 65000, /* libexif cuts what is longer without a word */
    SECOND_ROOM = 128 << 20 /* bytes of memory: twice what SECOND_TAGS of the
                               longest can want */
};

/* A directory that waits, and what it is called. */
struct place {
    uint64_t off;
    ExifIfd ifd;
};

struct exif {
    struct gather *g;
    const struct slot *slot;
    uint32_t index;
    struct tiff t;
    size_t skip; /* of slot->data before the stream */
    struct place list[DIRECTORIES];
    size_t count;
    uint64_t left;  /* bytes of values that may still be told */
    uint32_t total; /* entries of all directories */
    bool full;      /* what was left did not do */
};

static struct span ns_of(ExifIfd ifd)
{
    switch (ifd) {
    case EXIF_IFD_0: return SPAN("IFD0");
    case EXIF_IFD_1: return SPAN("IFD1");
    case EXIF_IFD_EXIF: return SPAN("Exif");
    case EXIF_IFD_GPS: return SPAN("GPS");
    case EXIF_IFD_INTEROPERABILITY: return SPAN("Interop");
    case EXIF_IFD_COUNT: break;
    }
    return SPAN("IFD");
}

/* name_of is the tag's name, or "0x9286" where it has none; what strays into
 * the wrong directory keeps the name it has in the right one. */
static struct span name_of(struct exif *x, uint16_t tag, ExifIfd ifd)
{
    const uint8_t number[] = {(uint8_t)(tag >> 8), (uint8_t)tag};
    const char *s = exif_tag_get_name_in_ifd((ExifTag)tag, ifd);
    char *to;

    if (!s && ifd != EXIF_IFD_GPS && ifd != EXIF_IFD_INTEROPERABILITY)
        s = exif_tag_get_name_in_ifd(
            (ExifTag)tag, ifd == EXIF_IFD_EXIF ? EXIF_IFD_0 : EXIF_IFD_EXIF);
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

static void tell(struct exif *x, const struct ifd_entry *e, ExifIfd ifd,
                 struct span value, struct range at)
{
    gather_field(x->g, (struct field){.space = SPACE_EXIF,
                                      .ns = ns_of(ifd),
                                      .name = name_of(x, e->tag, ifd),
                                      .value = value,
                                      .slot = x->index,
                                      .at = at});
}

/* ascii tells text up to its first zero.  What stands behind that is a field
 * of its own where it is text too: Copyright has two parts [EXIF 4.6.5]. */
static void ascii(struct exif *x, const struct ifd_entry *e, ExifIfd ifd,
                  struct span v)
{
    const uint8_t *nul = v.len ? memchr(v.ptr, 0, v.len) : NULL;
    size_t n = nul ? (size_t)(nul - v.ptr) : v.len, end = v.len;

    tell(x, e, ifd, utf8_repair(gather_arena(x->g), span_cut(v, 0, n)),
         place_of(x, e->at, n));
    while (n < end && v.ptr[n] == 0)
        n++;
    while (end > n && v.ptr[end - 1] == 0)
        end--;
    v = span_cut(v, n, end - n);
    if (v.len >= SECOND && exif_printable(v))
        tell(x, e, ifd, v, place_of(x, e->at + n, v.len));
}

static bool is_comment(const struct ifd_entry *e, ExifIfd ifd)
{
    return e->tag == TAG_COMMENT ||
           (ifd == EXIF_IFD_GPS &&
            (e->tag == GPS_METHOD || e->tag == GPS_AREA));
}

/* value tells one entry by its tag, else by its type. */
static void value(struct exif *x, const struct ifd_entry *e, ExifIfd ifd,
                  struct span v)
{
    struct arena *a = gather_arena(x->g);
    struct range at = place_of(x, e->at, e->len);
    bool plain;
    size_t skip;

    if (is_comment(e, ifd)) {
        struct span s = exif_comment(a, v, x->t.big, &plain, &skip);

        if (plain)
            at = place_of(x, e->at + skip, s.len);
        tell(x, e, ifd, s, at);
    } else if (e->tag >= TAG_XP_FIRST && e->tag <= TAG_XP_LAST) {
        tell(x, e, ifd, exif_wide(a, v), at);
    } else if (e->type == IFD_ASCII || e->type == IFD_UTF8) {
        ascii(x, e, ifd, v);
    } else if (e->type == IFD_UNDEFINED ||
               (e->type == IFD_BYTE && e->len > NUMBERS)) {
        struct span s = v;

        while (s.len && s.ptr[s.len - 1] == 0)
            s.len--;
        tell(x, e, ifd, exif_printable(s) ? s : (struct span){0}, at);
    } else {
        tell(x, e, ifd, numbers(x, e, v), at);
    }
}

static void wait(struct exif *x, uint64_t off, ExifIfd ifd)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->list[i].off == off)
            return;
    if (off == 0)
        return;
    if (x->count == DIRECTORIES) {
        gather_note(x->g, NOTE_ODD, x->slot->at.off,
                    "EXIF has too many directories");
        gather_partial(x->g, "depth");
        return;
    }
    x->list[x->count++] = (struct place){off, ifd};
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
static void entry(struct exif *x, const struct ifd_entry *e, ExifIfd ifd)
{
    struct span v = ifd_value(&x->t, e);
    uint64_t pointer = ifd_number(&x->t, e, 0);

    switch (e->tag) {
    case TAG_EXIF: wait(x, pointer, EXIF_IFD_EXIF); return;
    case TAG_GPS: wait(x, pointer, EXIF_IFD_GPS); return;
    case TAG_INTEROP: wait(x, pointer, EXIF_IFD_INTEROPERABILITY); return;
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
        value(x, e, ifd, v);
}

static void directories(struct exif *x)
{
    for (size_t i = 0; i < x->count && gather_ok(x->g); i++) {
        struct place p = x->list[i];
        struct ifd_entry e;
        struct ifd d;

        if (!ifd_open(&x->t, p.off, &d) || d.cut)
            gather_note(x->g, NOTE_BROKEN, place_of(x, p.off, 0).off,
                        "EXIF directory passes the end of its stream");
        x->total += d.count < SECOND_TAGS ? d.count : SECOND_TAGS;
        for (uint32_t k = 0;
             !x->full && gather_ok(x->g) && ifd_at(&x->t, &d, k, &e); k++)
            entry(x, &e, p.ifd);
        if (p.ifd == EXIF_IFD_0 || p.ifd == EXIF_IFD_1)
            wait(x, d.next, EXIF_IFD_1);
    }
}

/* ---- the second reader --------------------------------------------------- */

/* What libexif has is cut from an arena that ends with it: it wants three
 * pieces for each entry.  Its allocators are told of nothing but a size, so the
 * arena waits here, of the one reader that a thread can have. */
static _Thread_local struct arena *lent;

/* A piece knows its size, for realloc. */
struct piece_head {
    alignas(max_align_t) size_t room;
};

static void *lend_room(size_t n)
{
    struct piece_head *h = arena_alloc(lent, sizeof(*h) + n);

    if (!h)
        return NULL;
    h->room = n;
    return h + 1;
}

static void *lend(ExifLong n)
{
    return lend_room(n);
}

/* lend_more gives twice what there was: libexif grows its lists by one. */
static void *lend_more(void *p, ExifLong n)
{
    size_t had = p ? ((struct piece_head *)p - 1)->room : 0;
    void *to = p;

    if (n <= had && p)
        return p;
    to = lend_room(n > 2 * had ? n : 2 * had);
    if (to && had)
        memcpy(to, p, had);
    return to;
}

static void lend_back(void *p)
{
    (void)p;
}

/* second_new is a copy of the stream, under the head that libexif wants. */
static uint8_t *second_new(const struct exif *x)
{
    size_t n = x->t.data.len;
    uint8_t *copy = arena_raw(lent, n + HEAD);

    if (copy) {
        memcpy(copy, "Exif\0\0", HEAD);
        memcpy(copy + HEAD, x->t.data.ptr, n);
    }
    return copy;
}

/* second_copy is the stream as libexif may have it: under its head, and with
 * its MakerNotes blanked, for they follow vendors' formats, and nothing here
 * needs them.  One that is so already is not copied.  NULL without memory. */
static const uint8_t *second_copy(const struct exif *x)
{
    uint8_t *copy = NULL;

    for (size_t i = 0; i < x->count; i++) {
        struct ifd_entry e;
        struct ifd d;

        ifd_open(&x->t, x->list[i].off, &d);
        for (uint32_t k = 0; ifd_at(&x->t, &d, k, &e); k++) {
            if (e.tag != TAG_MAKER || !e.inside || !e.len)
                continue;
            if (!copy)
                copy = second_new(x);
            if (!copy)
                return NULL;
            memset(copy + HEAD + e.at, 0, (size_t)e.len);
        }
    }
    if (!copy && x->skip)
        return x->slot->data.ptr;
    return copy ? copy : second_new(x);
}

static bool is_seen(const struct exif *x, ExifData *second, size_t i)
{
    struct ifd_entry e;
    struct ifd d;

    ifd_open(&x->t, x->list[i].off, &d);
    for (uint32_t k = 0; ifd_at(&x->t, &d, k, &e); k++) {
        bool pointer = e.tag == TAG_EXIF || e.tag == TAG_GPS ||
                       e.tag == TAG_INTEROP || e.tag == 0x0201 ||
                       e.tag == 0x0202; /* the thumbnail: libexif keeps it
                                           apart */

        if (!pointer && e.inside && e.len && e.type != IFD_UTF8 &&
            !exif_content_get_entry(second->ifd[x->list[i].ifd],
                                    (ExifTag)e.tag))
            return false;
    }
    return true;
}

/* second_read is what libexif makes of it; NULL without memory. */
static ExifData *second_read(const struct exif *x)
{
    const uint8_t *copy = second_copy(x);
    ExifMem *mem = copy ? exif_mem_new(lend, lend_more, lend_back) : NULL;
    ExifData *second = mem ? exif_data_new_mem(mem) : NULL;

    if (!second)
        return NULL;
    exif_data_unset_option(second, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_unset_option(second, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    exif_data_load_data(second, copy, (unsigned)(x->t.data.len + HEAD));
    return second;
}

/* compare reads the stream once more with libexif. */
static void compare(struct exif *x)
{
    struct arena own;
    ExifData *second;
    bool same = true;

    arena_init(&own, SECOND_ROOM);
    lent = &own;
    second = second_read(x);
    for (size_t i = 0; second && i < x->count && same; i++)
        same = is_seen(x, second, i);
    if (!same)
        gather_note(x->g, NOTE_ODD, x->slot->at.off,
                    "EXIF: a second reader does not see all of it");
    lent = NULL;
    arena_reset(&own); /* and with it all that libexif had */
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
    wait(x, x->t.first, EXIF_IFD_0);
    directories(x);
    if (gather_ok(g) && x->total < SECOND_TAGS && x->t.data.len <= SECOND_MOST)
        compare(x);
}
