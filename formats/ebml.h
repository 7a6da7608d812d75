/* SPDX-License-Identifier: Apache-2.0
 * ebml.h - elements of EBML, and what Matroska keeps in them for subtitles.
 *
 * [EBML] RFC 8794: an element is an id (1 to 4 bytes, its length by leading
 * zero bits), a size (1 to 8 bytes, likewise; all ones: unknown) and data. */
#ifndef FORMATS_EBML_H
#define FORMATS_EBML_H

#include "formats/format.h"

enum {
    EBML_HEAD = 12 /* the longest id and size */
};

#define EBML_UNKNOWN UINT64_MAX

/* ebml_number reads a number whose length is told by its first byte; false
 * where there is none.  ebml_head reads an id, marker and all, and a size. */
bool ebml_number(struct reader *r, uint64_t *to);
bool ebml_head(struct reader *r, uint64_t *id, uint64_t *size);

/* A track of subtitles. */
struct ebml_track {
    uint64_t number;
    struct span codec;   /* "S_TEXT/UTF8" */
    struct range header; /* of what its codec needs beforehand */
    bool packed;         /* its blocks are compressed or encrypted */
    uint32_t block;
};

/* ebml_subtitles lists what the tracks say, by the index of the film, at
 * `index`; `base` is where the places in it are counted from. */
void ebml_subtitles(struct walk *w, const struct ebml_track *list, size_t count,
                    struct range index, uint64_t base);

#endif
