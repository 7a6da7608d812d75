/* SPDX-License-Identifier: Apache-2.0
 * raw.c - what cameras write that is no TIFF: Canon's CR3 and Fujifilm's RAF.
 *
 * [CR3] Canon publishes nothing; the layout is as exiftool 12.57 documents it:
 * ISO media of the brand "crx ", whose EXIF directories are the boxes CMT1 to
 * CMT4 in a uuid box of Canon's, and XMP in the usual uuid (bmff.c).
 * [RAF] likewise: "FUJIFILMCCD-RAW ", and at 84 the offset(4) and length(4) of
 * a whole JPEG, which has the EXIF.  The numbers are big-endian.
 *
 * What cameras write as TIFF (CR2, NEF, ARW, PEF, DNG, ORF, RW2) is read by
 * tiff.c.  The raw picture itself is passed over. */
#include "formats/bmff.h"

enum {
    JPEG_AT = 84
};

static unsigned cr3_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_eq(span_cut(head, 4, 8), SPAN("ftypcrx ")) ? 64 : 0;
}

static void cr3_walk(struct walk *w)
{
    struct bmff b = {0};

    bmff_walk(w, 0, &b);
}

static unsigned raf_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("FUJIFILMCCD-RAW ")) ? 128 : 0;
}

static void raf_walk(struct walk *w)
{
    uint64_t size = walk_size(w);
    struct slot s = {.kind = SLOT_PART, .key = SPAN("preview")};
    struct reader r;

    walk_block(w, SPAN("header"), 0, num_min(size, JPEG_AT + 8));
    r = walk_read(w, JPEG_AT, 8);
    s.at.off = read_u32be(&r);
    s.at.len = read_u32be(&r);
    if (!reader_ok(&r) || !num_fits(s.at.off, s.at.len, size)) {
        walk_note(w, NOTE_TRUNCATED, 0, "the picture is outside the file");
        walk_partial(w, "damaged");
        return;
    }
    if (s.at.len == 0)
        return;
    s.block = walk_block(w, SPAN("JPEG"), s.at.off, s.at.len);
    walk_slot(w, s);
}

const struct format format_cr3 = {
    .name = "cr3",
    .mime = "image/x-canon-cr3",
    .files = "cr3",
    .media = MEDIA_IMAGE,
    .probe = cr3_probe,
    .verified = "files of two Canon cameras, made files",
    .walk = cr3_walk,
};

const struct format format_raf = {
    .name = "raf",
    .mime = "image/x-fuji-raf",
    .files = "raf",
    .media = MEDIA_IMAGE,
    .probe = raf_probe,
    .verified = "a file of a Fujifilm camera, made files",
    .walk = raf_walk,
};
