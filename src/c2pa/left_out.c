/* SPDX-License-Identifier: Apache-2.0
 * left_out.c - `exclusions` of an entry of c2pa.hash.boxes.
 *
 * [C2PA 2.3] sections 9.2.5, 15.12.3 and 18.7: beside the store only metadata
 * may be left out.  Which boxes hold metadata is a matter of the format; the
 * list is that of the validators in use. */
#include "c2pa/left_out.h"

enum {
    SEGMENT = 4,  /* of JPEG: marker and length */
    CHUNK = 8,    /* of PNG, and boxes: length and type */
    INNER = 12,   /* of JPEG XL: also Exif's offset, or the type in a brob */
    LABEL = 3,    /* of GIF: introducer, label and the first length */
    XMP_GIF = 14, /* of GIF's application extension for XMP */
    HEAD = 48     /* bytes of a box that its kind is known by */
};

static bool among(struct span name, const char *names)
{
    for (; *names; names += strlen(names) + 1)
        if (name.len == strlen(names) && memcmp(name.ptr, names, name.len) == 0)
            return true;
    return false;
}

static struct span head_of(struct job *j, const struct part *box)
{
    return source_view(j->src, j->arena, box->at.off,
                       (size_t)num_min(box->at.len, HEAD));
}

static bool has(struct span head, size_t at, struct span what)
{
    return span_eq(span_cut(head, at, what.len), what);
}

static uint64_t jpeg_from(struct job *j, const struct part *box)
{
    struct span head = head_of(j, box);

    if (among(box->name, "COM\0"))
        return SEGMENT;
    if (among(box->name, "APP1\0"))
        return has(head, SEGMENT, SPAN("Exif\0\0")) ||
                       has(head, SEGMENT, SPAN("http://ns.adobe.com/xap/1.0/"))
                   ? SEGMENT
                   : 0;
    return among(box->name, "APP13\0") &&
                   has(head, SEGMENT, SPAN("Photoshop 3.0\0"))
               ? SEGMENT
               : 0;
}

static uint64_t jxl_from(struct job *j, const struct part *box)
{
    struct span head = head_of(j, box);

    if (among(box->name, "xml \0"))
        return CHUNK;
    if (among(box->name, "Exif\0"))
        return INNER;
    return among(box->name, "brob\0") && (has(head, CHUNK, SPAN("xml ")) ||
                                          has(head, CHUNK, SPAN("Exif")))
               ? INNER
               : 0;
}

/* from_in is where the metadata of a box begins in it, and then goes on to its
 * end; 0: it holds none. */
static uint64_t from_in(struct job *j, const struct part *box)
{
    const char *format = j->doc->format ? j->doc->format->name : "";

    if (strcmp(format, "png") == 0)
        return among(box->name, "tEXt\0iTXt\0zTXt\0eXIf\0") ? CHUNK : 0;
    if (strcmp(format, "jpeg") == 0)
        return jpeg_from(j, box);
    return strcmp(format, "jxl") == 0 ? jxl_from(j, box) : 0;
}

/* in_blocks is whether a range lies in one of the blocks of a GIF's comment or
 * XMP extension; their lengths may not be left out. */
static bool in_blocks(struct job *j, const struct part *box, struct range at)
{
    bool xmp = among(box->name, "21FF\0") &&
               has(head_of(j, box), LABEL, SPAN("XMP DataXMP"));
    uint64_t from = at.off - box->at.off, to = from + at.len;
    uint64_t next = xmp ? XMP_GIF : LABEL - 1;

    if (!xmp && !among(box->name, "21FE\0"))
        return false;
    while (next < box->at.len && next < from) {
        struct span len = source_view(j->src, j->arena, box->at.off + next, 1);

        if (!len.len || !len.ptr[0])
            return false;
        if (from > next && to <= next + 1 + len.ptr[0])
            return true;
        next += 1u + len.ptr[0];
    }
    return false;
}

bool left_out_may(struct job *j, const struct part *box, struct range at)
{
    uint64_t from = from_in(j, box);

    if (at.off < box->at.off ||
        !num_fits(at.off - box->at.off, at.len, box->at.len))
        return false;
    if (from)
        return at.off - box->at.off >= from;
    return j->doc->format && strcmp(j->doc->format->name, "gif") == 0 &&
           in_blocks(j, box, at);
}

/* take is the range that one exclusion names; names is how many boxes the
 * entry has. */
static enum status take(const struct cbor *c, uint32_t names,
                        const struct part *boxes, struct range *at)
{
    const struct cbor *index = cbor_get(c, SPAN("boxIndex"));
    uint64_t box = 0, start = 0;

    cbor_uint(cbor_get(c, SPAN("start")), &start);
    cbor_uint(cbor_get(c, SPAN("length")), &at->len);
    if (index && index->kind != CBOR_NULL) {
        if (!cbor_uint(index, &box) || box >= names)
            return ST_BOX_MALFORMED;
    } else if (names != 1) {
        return ST_BOX_MALFORMED;
    }
    return num_add(boxes[box].at.off, start, &at->off) ? ST_COUNT
                                                       : ST_BOX_MISMATCH;
}

/* box_at is the box of a run that a range begins in. */
static const struct part *box_at(const struct cbor *c, const struct part *boxes)
{
    uint64_t box = 0;

    cbor_uint(cbor_get(c, SPAN("boxIndex")), &box);
    return &boxes[box];
}

bool left_out_readable(const struct cbor *entry)
{
    const struct cbor *c = cbor_get(entry, SPAN("exclusions"));
    uint64_t n;

    for (c = cbor_is(c, CBOR_LIST) ? c->child : NULL; c; c = c->next) {
        const struct cbor *index = cbor_get(c, SPAN("boxIndex"));

        if (!cbor_uint(cbor_get(c, SPAN("start")), &n) ||
            !cbor_uint(cbor_get(c, SPAN("length")), &n) ||
            (index && index->kind != CBOR_NULL && !cbor_uint(index, &n)))
            return false;
    }
    return true;
}

enum status left_out_read(struct job *j, const struct cbor *entry,
                          const struct part *boxes, struct range **list,
                          uint32_t *count)
{
    const struct cbor *c = cbor_get(entry, SPAN("exclusions"));
    uint32_t names = cbor_get(entry, SPAN("names"))->count;
    uint64_t end = 0;

    *count = 0;
    if (!cbor_is(c, CBOR_LIST))
        return ST_COUNT;
    if (!c->count)
        return ST_BOX_MALFORMED;
    *list = job_alloc(j, c->count * sizeof(**list));
    if (!*list)
        return ST_BOX_MALFORMED;
    for (c = c->child; c; c = c->next) {
        struct range *at = &(*list)[*count];
        enum status why = take(c, names, boxes, at);

        if (why != ST_COUNT)
            return why;
        if (at->off < end)
            return ST_BOX_MALFORMED; /* out of order, or one in another */
        if (!left_out_may(j, box_at(c, boxes), *at))
            return ST_BOX_MISMATCH;
        end = at->off + at->len;
        ++*count;
    }
    return job_alive(j) ? ST_COUNT : ST_BOX_MISMATCH;
}
