/* SPDX-License-Identifier: Apache-2.0
 * items.c - the items of a `meta` box: what they are (iinf) and where (iloc).
 *
 * [BMFF] ISO/IEC 14496-12:2022, 8.11.  [HEIF] ISO/IEC 23008-12:2022, annex A:
 * metadata is an item of type "Exif", or "mime" with the media type of XMP.
 *
 * Items are sorted by their number, so that one pass over each box is enough
 * whatever order a file lists them in. */
#include "formats/bmff.h"

#include <stdlib.h>

enum {
    IN_FILE = 0, /* construction methods [BMFF 8.11.3.3] */
    IN_IDAT = 1
};

/* An item that holds metadata. */
struct item {
    uint32_t id;
    struct span type, mime, packing;
};

/* One entry of iloc, its header read. */
struct place {
    uint32_t id;
    unsigned method, extents;
    uint64_t base;
};

struct sizes {
    unsigned off, len, base, index;
};

static int by_id(const void *a, const void *b)
{
    const struct item *x = a, *y = b;

    return x->id < y->id ? -1 : x->id > y->id;
}

/* item_read takes one infe box; false where it is no metadata. */
static bool item_read(struct span body, struct item *to)
{
    struct reader r = reader_over(body);
    unsigned version = read_u8(&r);

    *to = (struct item){0};
    read_span(&r, 3);
    to->id = version == 3 ? read_u32be(&r) : read_u16be(&r);
    read_u16be(&r); /* protection */
    to->type = version >= 2 ? read_span(&r, 4) : SPAN("mime");
    read_until(&r, 0); /* name */
    if (!bmff_is(to->type, "mime"))
        return bmff_is(to->type, "Exif");
    to->mime = read_until(&r, 0);
    if (!reader_ok(&r))
        return false;
    to->packing = read_until(&r, 0); /* may be absent */
    return true;
}

/* items_list is the metadata items of an iinf box, in the order of ids. */
static struct item *items_list(struct walk *w, const struct box *iinf,
                               size_t *count)
{
    struct span body = walk_view(w, iinf->body.off, iinf->body.len);
    struct reader r = reader_over(body);
    unsigned version = read_u8(&r);
    uint64_t at, end = iinf->body.off + iinf->body.len;
    struct item *list;
    struct box b;

    *count = 0;
    read_span(&r, version ? 7 : 5);
    if (!reader_ok(&r))
        return NULL;
    /* an infe box has at least 20 bytes */
    list = walk_alloc(w, (body.len / 20 + 1) * sizeof(*list));
    for (at = iinf->body.off + reader_pos(&r);
         list && *count <= body.len / 20 && bmff_box(w, at, end, &b);
         at = b.at.off + b.at.len) {
        if (!bmff_is(b.type, "infe") || b.at.len < 20)
            continue;
        if (item_read(walk_view(w, b.body.off, b.body.len), &list[*count]))
            (*count)++;
    }
    if (list && *count)
        qsort(list, *count, sizeof(*list), by_id);
    return list;
}

/* gather joins the extents of an item, whose header has been read. */
static bool gather(struct walk *w, const struct bmff_meta *m,
                   const struct place *p, const struct sizes *z,
                   struct reader *r, struct slot *s)
{
    struct range *at = walk_alloc(w, p->extents * sizeof(*at));
    uint64_t total = 0, filled = 0;
    struct range home = {0, walk_size(w)};
    uint8_t *to;

    if (p->method == IN_IDAT)
        home = m->idat.body;
    for (unsigned i = 0; at && i < p->extents; i++) {
        uint64_t off;

        read_be(r, z->index);
        off = read_be(r, z->off);
        at[i].len = read_be(r, z->len);
        if (!num_add(p->base, off, &off) || off > home.len)
            return false;
        if (at[i].len == 0) /* all of it [BMFF 8.11.3.3] */
            at[i].len = home.len - off;
        if (at[i].len > home.len - off || !num_add(total, at[i].len, &total))
            return false;
        at[i].off = home.off + off;
    }
    if (!at || !reader_ok(r) || p->extents == 0)
        return false;
    s->at = at[0];
    if (p->extents == 1) {
        s->data = walk_view(w, at[0].off, at[0].len);
        return s->data.len > 0;
    }
    to = walk_alloc(w, total);
    for (unsigned i = 0; to && i < p->extents; i++) {
        struct span piece = walk_view(w, at[i].off, at[i].len);

        if (piece.len)
            memcpy(to + filled, piece.ptr, piece.len);
        filled += piece.len;
    }
    s->data = (struct span){to, to ? (size_t)filled : 0};
    s->flags |= SLOT_DERIVED;
    s->pieces = at;
    s->piece_count = p->extents;
    return s->data.len > 0 && filled == total;
}

static void yield(struct walk *w, const struct item *item, struct slot s)
{
    enum packing how = PACKED_ZLIB;

    if (bmff_is(item->type, "Exif")) {
        bmff_exif(w, s);
        return;
    }
    if (span_eq(item->packing, SPAN("br")))
        how = PACKED_BROTLI;
    else if (span_eq(item->packing, SPAN("gzip")))
        how = PACKED_GZIP;
    if (item->packing.len) {
        s.data = walk_unpack(w, s.data, how);
        s.flags |= SLOT_DERIVED;
    }
    s.kind = SLOT_OTHER;
    s.key = item->mime;
    if (span_eq(item->mime, SPAN("application/rdf+xml"))) {
        s.kind = SLOT_XMP;
        s.key = (struct span){0};
    }
    walk_slot(w, s);
}

/* place_read takes the header of one entry of iloc [BMFF 8.11.3.2]. */
static struct place place_read(struct reader *r, unsigned version,
                               const struct sizes *z)
{
    struct place p = {0};

    p.id = version < 2 ? read_u16be(r) : read_u32be(r);
    if (version >= 1)
        p.method = read_u16be(r) & 15;
    read_u16be(r); /* data reference: this file, in all that we know of */
    p.base = read_be(r, z->base);
    p.extents = read_u16be(r);
    return p;
}

void bmff_items(struct walk *w, const struct bmff_meta *m)
{
    size_t count;
    struct item *list;
    struct reader r;
    unsigned version, packed;
    uint64_t left;
    struct sizes z;

    if (!m->iinf.at.len || !m->iloc.at.len)
        return;
    list = items_list(w, &m->iinf, &count);
    if (!list || count == 0)
        return;
    r = walk_read(w, m->iloc.body.off, m->iloc.body.len);
    version = read_u8(&r);
    read_span(&r, 3);
    packed = read_u16be(&r);
    z = (struct sizes){packed >> 12, packed >> 8 & 15, packed >> 4 & 15,
                       version >= 1 ? packed & 15 : 0};
    left = version < 2 ? read_u16be(&r) : read_u32be(&r);
    if (z.off > 8 || z.len > 8 || z.base > 8 || z.index > 8)
        left = 0;
    for (; left > 0 && reader_left(&r) > 0 && walk_step(w, 1); left--) {
        struct place p = place_read(&r, version, &z);
        struct item key = {.id = p.id};
        const struct item *item =
            bsearch(&key, list, count, sizeof(*list), by_id);
        struct reader extents = r;
        struct slot s = {.block = m->iloc.block};

        read_span(&r, (size_t)p.extents * (z.index + z.off + z.len));
        if (!item || !reader_ok(&r))
            continue;
        if (p.method > IN_IDAT)
            walk_note(w, NOTE_ODD, m->iloc.at.off,
                      "metadata item made of other items is not read");
        else if (gather(w, m, &p, &z, &extents, &s))
            yield(w, item, s);
        else
            walk_note(w, NOTE_TRUNCATED, m->iloc.at.off,
                      "metadata item is not inside the file");
    }
    if (!reader_ok(&r))
        walk_note(w, NOTE_TRUNCATED, m->iloc.at.off, "item places are cut");
}
