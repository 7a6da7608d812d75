/* SPDX-License-Identifier: Apache-2.0
 * mp4.c - MP4 and QuickTime: which of the box files are films and sounds.
 *
 * [BMFF] ISO/IEC 14496-12:2022, 4.3.  [MP4RA] registered brands.
 * [QTFF] QuickTime files may do without ftyp. */
#include "formats/bmff.h"

/* What else a file without ftyp may begin with. */
static const char starts[][5] = {"moov", "mdat", "wide", "free",
                                 "skip", "pnot", "moof", "sidx"};

static bool is_quicktime(struct span head)
{
    return bmff_is(span_cut(head, 4, 4), "ftyp") &&
           bmff_is(span_cut(head, 8, 4), "qt  ");
}

static unsigned mp4_probe(struct span head, uint64_t size)
{
    struct span type = span_cut(head, 4, 4);

    (void)size;
    if (is_quicktime(head))
        return 0;
    return bmff_is(type, "ftyp") || bmff_is(type, "styp") ? 32 : 0;
}

static unsigned mov_probe(struct span head, uint64_t size)
{
    struct reader r = reader_over(head);
    uint32_t len = read_u32be(&r);
    struct span type = read_span(&r, 4);

    if (is_quicktime(head))
        return 64;
    if (len > 1 && (len < 8 || len > size))
        return 0;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (bmff_is(type, starts[i]))
            return 32;
    return 0;
}

/* Sound alone is said by its tracks; a brand decides where there are none,
 * as in a fragment. */
static void judge(struct walk *w, const struct bmff *b, const char *sound)
{
    bool by_brand = bmff_is(b->brand, "M4A ") || bmff_is(b->brand, "M4B ") ||
                    bmff_is(b->brand, "M4P ") || bmff_is(b->brand, "F4A ");

    if (bmff_is(b->brand, "crx ")) {
        walk_media(w, MEDIA_IMAGE);
        walk_mime(w, "image/x-canon-cr3");
    } else if (b->video || (!b->audio && !by_brand)) {
        if (span_starts(b->brand, SPAN("3gp")))
            walk_mime(w, "video/3gpp");
        else if (span_starts(b->brand, SPAN("3g2")))
            walk_mime(w, "video/3gpp2");
    } else {
        walk_media(w, MEDIA_AUDIO);
        walk_mime(w, sound);
    }
}

static void mp4_walk(struct walk *w)
{
    struct bmff b = {0};

    bmff_walk(w, 0, &b);
    judge(w, &b, "audio/mp4");
}

static void mov_walk(struct walk *w)
{
    struct bmff b = {0};

    bmff_walk(w, 0, &b);
    judge(w, &b, "video/quicktime");
}

const struct format format_mp4 = {
    .name = "mp4",
    .mime = "video/mp4",
    .files = "mp4 m4v m4a m4b m4s 3gp 3g2 f4v",
    .media = MEDIA_VIDEO,
    .probe = mp4_probe,
    .verified = "real files",
    .walk = mp4_walk,
};

const struct format format_mov = {
    .name = "mov",
    .mime = "video/quicktime",
    .files = "mov qt",
    .media = MEDIA_VIDEO,
    .probe = mov_probe,
    .verified = "real files",
    .walk = mov_walk,
};
