/* SPDX-License-Identifier: Apache-2.0
 * gzip.c - one packed file: SVGZ, and whatever else ends with gz.
 *
 * [GZIP] RFC 1952: magic(2) method(1) flags(1) date(4) others(2), extra bytes
 * with flag 4, a name with flag 8, the packed file, its checksum(4) and
 * length(4).  Such members may follow one another: what they hold is one file
 * in pieces, named by the first. */
#include "formats/format.h"

enum {
    HEAD = 10,
    NAME_MOST = 4096,
    EXTRA = 4,
    NAMED = 8,
    RESERVED = 0xE0
};

static unsigned gzip_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("\x1F\x8B\x08")) && head.len > 3 &&
                   !(head.ptr[3] & RESERVED)
               ? 28
               : 0;
}

/* name is the one in the head, without folders; else one by which the text of
 * a picture is known. */
static struct span name(struct walk *w, struct span all)
{
    struct reader r = reader_over(all);
    struct span s = {0};
    unsigned flags;

    read_span(&r, 3);
    flags = read_u8(&r);
    read_span(&r, 6);
    if (flags & EXTRA)
        read_span(&r, read_u16le(&r));
    if (flags & NAMED)
        s = read_until(&r, 0);
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == '/' || s.ptr[i - 1] == '\\') {
            s = span_cut(s, i, s.len - i);
            break;
        }
    if (reader_ok(&r) && s.len && s.len < NAME_MOST)
        return s;
    return span_eq(walk_ending(w), SPAN("svgz")) ? SPAN("body.svg")
                                                 : SPAN("body");
}

/* unpadded is what follows the zero bytes of a tape's block. */
static struct span unpadded(struct span rest)
{
    while (rest.len && *rest.ptr == 0)
        rest = span_cut(rest, 1, rest.len - 1);
    return rest;
}

static void gzip_walk(struct walk *w)
{
    uint64_t size = walk_size(w);
    uint64_t most = num_min(size, walk_limits(w)->view_bytes);
    struct span all = walk_view(w, 0, most), rest;
    struct slot s = {
        .kind = SLOT_PART, .flags = SLOT_BODY | SLOT_DERIVED, .at = {0, most}};

    s.block = walk_block(w, SPAN("gzip"), 0, size);
    s.key = name(w, all);
    s.data = walk_first(w, all, PACKED_GZIP, &rest);
    if (s.data.len)
        walk_slot(w, s);
    rest = unpadded(rest);
    if (most < size)
        walk_partial(w, "view_bytes");
    else if (rest.len)
        walk_tail(w, size - rest.len);
}

const struct format format_gzip = {
    .name = "gzip",
    .mime = "application/gzip",
    .files = "gz svgz",
    .media = MEDIA_PACKAGE,
    .probe = gzip_probe,
    .verified = "files of gzip",
    .walk = gzip_walk,
};
