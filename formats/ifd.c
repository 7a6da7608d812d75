/* SPDX-License-Identifier: Apache-2.0
 * ifd.c - directories of a TIFF stream, read entry by entry. */
#include "formats/ifd.h"

enum {
    ENTRY = 12,
    ENTRY_WIDE = 20
};

/* next takes one number in the stream's order of bytes. */
static inline uint64_t next(struct reader *r, const struct tiff *t, unsigned n)
{
    switch (n) {
    case 2: return t->big ? read_u16be(r) : read_u16le(r);
    case 4: return t->big ? read_u32be(r) : read_u32le(r);
    default: return t->big ? read_be(r, n) : read_le(r, n);
    }
}

uint64_t tiff_uint(const struct tiff *t, struct span s, unsigned n)
{
    struct reader r = reader_over(s);

    return next(&r, t, n);
}

struct span tiff_view(const struct tiff *t, uint64_t off, uint64_t len)
{
    if (!num_fits(off, len, t->w ? t->size : t->data.len))
        return (struct span){0};
    if (t->w)
        return walk_view(t->w, t->base + off, len);
    return span_cut(t->data, (size_t)off, (size_t)len);
}

bool tiff_open(struct tiff *t)
{
    struct span head = tiff_view(t, 0, 8);
    uint64_t magic;

    t->wide = false;
    t->big = span_starts(head, SPAN("MM"));
    if (!t->big && !span_starts(head, SPAN("II")))
        return false;
    magic = tiff_uint(t, span_cut(head, 2, 2), 2);
    if (magic == 43) {
        t->wide = true;
        t->first = tiff_uint(t, tiff_view(t, 8, 8), 8);
        return tiff_uint(t, span_cut(head, 4, 2), 2) == 8;
    }
    t->first = tiff_uint(t, span_cut(head, 4, 4), 4);
    /* Panasonic's RW2, and Olympus's ORF: directories are as in TIFF */
    return magic == 42 || (!t->big && magic == 0x55) || magic == 0x4F52 ||
           magic == 0x5352;
}

unsigned ifd_size(uint16_t type)
{
    static const uint8_t size[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4,
                                   8, 4, 8, 4, 0, 0, 8, 8, 8};

    if (type == IFD_UTF8)
        return 1;
    return type < sizeof(size) ? size[type] : 0;
}

bool ifd_open(const struct tiff *t, uint64_t off, struct ifd *to)
{
    const unsigned head = t->wide ? 8 : 2, entry = t->wide ? ENTRY_WIDE : ENTRY;
    uint64_t size = t->w ? t->size : t->data.len, count, left;
    struct span s = tiff_view(t, off, head);

    *to = (struct ifd){0};
    if (!s.len)
        return false;
    count = tiff_uint(t, s, head);
    to->off = off + head;
    left = (size - to->off) / entry;
    to->cut = count > left;
    to->count = (uint32_t)num_min(num_min(count, left), UINT32_MAX);
    to->end = to->off + (uint64_t)to->count * entry;
    if (!to->cut)
        to->next = tiff_uint(t, tiff_view(t, to->end, t->wide ? 8 : 4),
                             t->wide ? 8 : 4);
    return true;
}

bool ifd_at(const struct tiff *t, const struct ifd *d, uint32_t i,
            struct ifd_entry *to)
{
    const unsigned size = t->wide ? ENTRY_WIDE : ENTRY, word = t->wide ? 8 : 4;
    uint64_t off = d->off + (uint64_t)i * size;
    struct reader r;

    *to = (struct ifd_entry){0};
    if (i >= d->count)
        return false;
    r = reader_over(tiff_view(t, off, size));
    if (!reader_left(&r))
        return false;
    to->tag = (uint16_t)next(&r, t, 2);
    to->type = (uint16_t)next(&r, t, 2);
    to->count = word == 8 ? next(&r, t, 8) : next(&r, t, 4);
    to->at = off + size - word;
    if (!num_mul(to->count, ifd_size(to->type), &to->len))
        to->len = UINT64_MAX;
    if (to->len > word)
        to->at = next(&r, t, word);
    to->inside = num_fits(to->at, to->len, t->w ? t->size : t->data.len);
    return true;
}

struct span ifd_value(const struct tiff *t, const struct ifd_entry *e)
{
    return e->inside ? tiff_view(t, e->at, e->len) : (struct span){0};
}

uint64_t ifd_number(const struct tiff *t, const struct ifd_entry *e, uint64_t i)
{
    unsigned n = ifd_size(e->type);

    switch (e->type) {
    case IFD_BYTE:
    case IFD_SHORT:
    case IFD_LONG:
    case IFD_IFD:
    case IFD_LONG8:
    case IFD_IFD8: break;
    default: return 0;
    }
    if (!e->inside || i >= e->count)
        return 0;
    return tiff_uint(t, tiff_view(t, e->at + i * n, n), n);
}
