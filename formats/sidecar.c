/* SPDX-License-Identifier: Apache-2.0
 * sidecar.c - an XMP packet as a file of its own, beside the file it is of.
 *
 * [XMP3] XMP Specification Part 3, 3: "name.xmp", XML whose document element
 * is x:xmpmeta or rdf:RDF, with or without the packet's wrapper.  Some writers
 * put an XML declaration before the wrapper. */
#include "formats/format.h"

#include "base/charset.h"

enum {
    LOOK = 512, /* bytes of the head in which the element must begin */
    BITS = 64
};

/* narrow drops the zeros of UTF-16 and UTF-32: the head is ASCII in all. */
static struct span narrow(struct span head, uint8_t to[LOOK])
{
    size_t n = 0;

    for (size_t i = 0; i < head.len && n < LOOK; i++)
        if (head.ptr[i] && head.ptr[i] < 0x80)
            to[n++] = head.ptr[i];
    return (struct span){to, n};
}

/* element is where the document element begins, behind white space and
 * processing instructions. */
static struct span element(struct span s)
{
    struct reader r = reader_over(s);

    while (reader_left(&r) >= 2) {
        struct span rest = span_cut(s, reader_pos(&r), reader_left(&r));

        if (rest.ptr[0] == '<' && rest.ptr[1] == '?')
            read_until(&r, '>');
        else if (rest.ptr[0] <= ' ')
            read_u8(&r);
        else
            return rest;
    }
    return (struct span){0};
}

static unsigned sidecar_probe(struct span head, uint64_t size)
{
    uint8_t ascii[LOOK];
    struct span s;

    (void)size;
    if (!charset_opens(head, '<'))
        return 0;
    s = element(narrow(head, ascii));
    return span_starts(s, SPAN("<x:xmpmeta")) ||
                   span_starts(s, SPAN("<x:xapmeta")) ||
                   span_starts(s, SPAN("<rdf:RDF"))
               ? BITS
               : 0;
}

static void sidecar_walk(struct walk *w)
{
    struct range at = {0, walk_size(w)};
    struct slot s = {.kind = SLOT_XMP, .at = at};

    s.block = walk_block(w, SPAN("xmp"), at.off, at.len);
    s.data = walk_view(w, at.off, at.len);
    walk_slot(w, s);
}

const struct format format_sidecar = {
    .name = "xmp",
    .mime = "application/rdf+xml",
    .files = "xmp",
    .media = MEDIA_NONE,
    .probe = sidecar_probe,
    .verified = "real files",
    .walk = sidecar_walk,
};
