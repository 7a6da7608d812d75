/* SPDX-License-Identifier: Apache-2.0
 * psd.c - Photoshop documents, PSD and PSB.
 *
 * [PSD] Adobe Photoshop File Formats Specification: a header of 26 bytes, and
 * four sections with their lengths before them: colour mode, image resources,
 * layers (in PSB with a length of eight bytes), and the picture to the end.
 * All metadata is in the resources. */
#include "formats/photoshop.h"

enum {
    HEAD = 26,
    PSB = 2
};

static unsigned psd_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("8BPS\0\1\0\0\0\0\0\0")) ||
                   span_starts(head, SPAN("8BPS\0\2\0\0\0\0\0\0"))
               ? 64
               : 0;
}

/* section lists one whose length of n bytes stands at off; false where it
 * passes the end of the file. */
static bool section(struct walk *w, struct span name, struct range *at,
                    unsigned n)
{
    uint64_t off = at->off + at->len;
    struct reader r = walk_read(w, off, n);
    uint64_t len = read_be(&r, n);

    if (!reader_ok(&r) || len > walk_size(w) - off - n) {
        walk_note(w, NOTE_TRUNCATED, num_min(off, walk_size(w)),
                  "section passes the end of the file");
        return false;
    }
    walk_block(w, name, off, n + len);
    *at = (struct range){off + n, len};
    return true;
}

static void psd_walk(struct walk *w)
{
    struct reader r = walk_read(w, 4, 2);
    bool psb = read_u16be(&r) == PSB;
    struct range at = {0, HEAD};
    struct slot s = {0};

    if (psb)
        walk_mime(w, "image/vnd.adobe.photoshop-large");
    if (walk_size(w) < HEAD) {
        walk_note(w, NOTE_TRUNCATED, 0, "header passes the end of the file");
        return;
    }
    walk_block(w, SPAN("header"), 0, HEAD);
    if (!section(w, SPAN("colour mode"), &at, 4))
        return;
    s.block = 2;
    if (!section(w, SPAN("resources"), &at, 4))
        return;
    s.at = at;
    s.data = walk_view(w, at.off, at.len);
    photoshop_read(w, s);
    if (section(w, SPAN("layers"), &at, psb ? 8 : 4))
        walk_block(w, SPAN("picture"), at.off + at.len,
                   walk_size(w) - at.off - at.len);
}

const struct format format_psd = {
    .name = "psd",
    .mime = "image/vnd.adobe.photoshop",
    .files = "psd psb",
    .media = MEDIA_IMAGE,
    .probe = psd_probe,
    .verified = "files of ImageMagick",
    .walk = psd_walk,
};
