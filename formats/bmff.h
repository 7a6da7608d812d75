/* SPDX-License-Identifier: Apache-2.0
 * bmff.h - boxes of the ISO base media file format, for every format that is
 * made of them: MP4, QuickTime, HEIF, AVIF, JPEG XL, JPEG 2000. */
#ifndef FORMATS_BMFF_H
#define FORMATS_BMFF_H

#include "formats/format.h"

/* One box: its header read, its body not. */
struct box {
    struct span type; /* four bytes */
    struct range at;  /* with the header, cut to what holds it */
    struct range body;
    uint32_t block; /* its index in the document */
    bool cut;       /* it says it is longer than what holds it */
};

/* The boxes of a `meta` box that only make sense together. */
struct bmff_meta {
    struct box iinf, iloc, idat, keys, ilst;
    bool mdta; /* names of ilst are indices into keys */
};

/* The boxes of a `stbl` box: where the samples of a track are. */
struct bmff_table {
    struct box stsd, stsz, stsc, stco, co64;
};

struct cues;

/* What a walk over boxes learned, for the format to judge by. */
struct bmff {
    struct span brand;         /* of ftyp or styp; empty without one */
    bool video, audio, images; /* handlers of tracks: vide, soun, pict */
    bool silent, fragments;    /* subtitles without samples; `moof` */
    struct cues *cues;         /* of subtitles; NULL before the first */
    bool plain;                /* in: boxes of still-image files at the top:
                                  "Exif" "xml " "jumb" "brob" are slots */
};

/* bmff_box reads the header at off in something that ends at `end`; false
 * where there is no room for one or it is broken, which is noted. */
bool bmff_box(struct walk *w, uint64_t off, uint64_t end, struct box *b);

/* bmff_walk lists all boxes as blocks, from `off` to the end of the file, and
 * yields their slots. */
void bmff_walk(struct walk *w, uint64_t off, struct bmff *b);

/* bmff_is is whether a box or brand has this name of four bytes. */
bool bmff_is(struct span type, const char *name);

/* bmff_exif makes s, whose data is an offset of four bytes, bytes it skips,
 * and a TIFF stream, into a slot of that stream [HEIF A.2.1]. */
void bmff_exif(struct walk *w, struct slot s);

void bmff_items(struct walk *w, const struct bmff_meta *m); /* items.c */
void bmff_ilst(struct walk *w, const struct bmff_meta *m);  /* ilst.c */
void bmff_udta(struct walk *w, const struct box *b);        /* ilst.c */

/* bmff_subtitles yields the text of a track of subtitles, whose block is
 * given; false where it has no samples.  In samples.c. */
bool bmff_subtitles(struct walk *w, struct bmff *b, const struct bmff_table *t,
                    uint32_t block);

#endif
