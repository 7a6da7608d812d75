/* SPDX-License-Identifier: Apache-2.0
 * crw.c - Canon's raw pictures before CR2: CIFF.
 *
 * [CIFF] Canon, Specification on Image Data File 1.0 revision 4, 1997, and
 * exiftool 12.57 for what cameras added: byte order(2) the length of the
 * head(4) "HEAPCCDR", and behind the head one heap to the end of the file.  A
 * heap's last four bytes say where in it its directory stands: count(2), and of
 * each record tag(2) length(4) offset(4), from the heap's beginning.
 *
 * A tag says what its value is (0x0800: a text) and whether it stands in the
 * directory itself (0x4000), in place of length and offset.  Heaps stand in
 * heaps (0x2800, 0x3000).  Texts are fields; the pictures inside are parts. */
#include "formats/format.h"

enum {
    ORDER = 6, /* before the signature */
    RECORD = 10,
    INSIDE = 0x4000,
    FORM = 0x3800, /* of a tag: what its value is */
    TEXT = 0x0800,
    HEAP = 0x2800,
    OTHER_HEAP = 0x3000,
    MODEL = 0x080A, /* the maker's name and the camera's */
    PREVIEW = 0x2007,
    THUMBNAIL = 0x2008,
    LONGEST = 512, /* of a text */
    HEAPS = 64     /* of a file */
};

static const struct {
    unsigned tag;
    struct span name;
} names[] = {
    {0x0805, SPAN_OF("Description")},
    {0x080B, SPAN_OF("FirmwareVersion")},
    {0x080C, SPAN_OF("ComponentVersion")},
    {0x080D, SPAN_OF("ROMOperationMode")},
    {0x0810, SPAN_OF("OwnerName")},
    {0x0815, SPAN_OF("ImageType")},
    {0x0816, SPAN_OF("ImageFileName")},
    {0x0817, SPAN_OF("ThumbnailFileName")},
};

/* The heaps that were met; those in others are added as they are read. */
struct heaps {
    struct walk *w;
    bool big;
    unsigned count;
    struct range list[HEAPS];
};

struct record {
    unsigned tag;
    struct range at;
    uint32_t block;
};

static uint32_t number(const struct heaps *h, struct reader *r, unsigned n)
{
    return (uint32_t)(h->big ? read_be(r, n) : read_le(r, n));
}

/* field yields the text at the start of s, up to its NUL. */
static void field(struct walk *w, struct span key, struct span s,
                  struct slot from)
{
    struct reader r = reader_over(s);
    struct span value = read_until(&r, 0);

    from.kind = SLOT_FIELD;
    from.space = SPAN("ciff");
    from.key = key;
    from.data = reader_ok(&r) ? value : s;
    from.at.len = from.data.len;
    if (from.data.len)
        walk_slot(w, from);
}

static void texts(struct walk *w, const struct record *one)
{
    struct span s = walk_view(w, one->at.off, num_min(one->at.len, LONGEST));
    struct slot from = {.at = one->at, .block = one->block};
    const uint8_t *nul = s.len ? memchr(s.ptr, 0, s.len) : NULL;

    if (one->at.len > LONGEST)
        walk_partial(w, "text_bytes");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].tag == one->tag)
            field(w, names[i].name, s, from);
    if (one->tag != MODEL)
        return;
    field(w, SPAN("Make"), s, from);
    if (nul) {
        size_t make = (size_t)(nul - s.ptr) + 1;

        from.at.off += make;
        field(w, SPAN("Model"), span_cut(s, make, s.len - make), from);
    }
}

static void record(struct heaps *h, struct record one)
{
    struct slot part = {.kind = SLOT_PART, .at = one.at, .block = one.block};
    unsigned form = one.tag & FORM, tag = one.tag & 0x3FFF;

    one.tag = tag;
    if (form == TEXT)
        texts(h->w, &one);
    else if ((form == HEAP || form == OTHER_HEAP) && h->count < HEAPS)
        h->list[h->count++] = one.at;
    else if (form == HEAP || form == OTHER_HEAP)
        walk_partial(h->w, "directories");
    part.key = tag == PREVIEW ? SPAN("preview") : SPAN("thumbnail");
    if (one.at.len && (tag == PREVIEW || tag == THUMBNAIL))
        walk_slot(h->w, part);
}

static void damaged(struct walk *w, uint64_t off)
{
    walk_note(w, NOTE_TRUNCATED, num_min(off, walk_size(w)),
              "directory or a value of it passes the end");
    walk_partial(w, "damaged");
}

static void directory(struct heaps *h, struct range heap)
{
    struct reader r =
        walk_read(h->w, heap.off + (heap.len > 4 ? heap.len - 4 : heap.len), 4);
    uint64_t at = number(h, &r, 4), count;
    uint32_t block;

    r = walk_read(h->w, heap.off + num_min(at, heap.len), 2);
    count = number(h, &r, 2);
    if (!reader_ok(&r) || !num_fits(at + 2, count * RECORD, heap.len)) {
        damaged(h->w, heap.off + at);
        return;
    }
    at += heap.off + 2;
    block = walk_block(h->w, SPAN("directory"), at - 2, 2 + count * RECORD);
    for (uint64_t i = 0; i < count && walk_step(h->w, 1); i++) {
        struct record one = {.block = block};

        r = walk_read(h->w, at + i * RECORD, RECORD);
        one.tag = number(h, &r, 2);
        one.at.len = number(h, &r, 4);
        one.at.off = number(h, &r, 4);
        if (one.tag & INSIDE)
            one.at = (struct range){at + i * RECORD + 2, RECORD - 2};
        else if (num_fits(one.at.off, one.at.len, heap.len))
            one.at.off += heap.off;
        else {
            damaged(h->w, at + i * RECORD);
            continue;
        }
        record(h, one);
    }
}

static unsigned crw_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_eq(span_cut(head, ORDER, 8), SPAN("HEAPCCDR")) ? 64 : 0;
}

static void crw_walk(struct walk *w)
{
    struct heaps h = {.w = w, .count = 1};
    struct reader r = walk_read(w, 0, ORDER);
    uint64_t head, size = walk_size(w);

    h.big = span_eq(read_span(&r, 2), SPAN("MM"));
    head = num_min(number(&h, &r, 4), size);
    walk_block(w, SPAN("header"), 0, head);
    h.list[0] = (struct range){head, size - head};
    for (unsigned i = 0; i < h.count && walk_ok(w); i++)
        directory(&h, h.list[i]);
}

const struct format format_crw = {
    .name = "crw",
    .mime = "image/x-canon-crw",
    .files = "crw",
    .media = MEDIA_IMAGE,
    .probe = crw_probe,
    .verified = "files of two Canon cameras, made files",
    .walk = crw_walk,
};
