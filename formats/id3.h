/* SPDX-License-Identifier: Apache-2.0
 * id3.h - tags of music files: ID3v2 before, ID3v1 and APE behind, and the
 * comments of Vorbis. */
#ifndef FORMATS_ID3_H
#define FORMATS_ID3_H

#include "formats/format.h"

/* id3_walk reads an ID3v2 tag at `off`, which ends by `end` at the latest, and
 * is where it ends; `off` itself where there is none. */
uint64_t id3_walk(struct walk *w, uint64_t off, uint64_t end);

/* id3_tail reads the tags at the end of a file, from `off` on, and is where
 * they begin. */
uint64_t id3_tail(struct walk *w, uint64_t off);

/* vorbis_comments yields the list of a comment header [VORBIS 5]; s has the
 * bytes, where they are and their block.  s.flags says if they are derived. */
void vorbis_comments(struct walk *w, struct slot s);

/* flac_picture yields the picture in a picture block [FLAC 8.8]. */
void flac_picture(struct walk *w, struct slot s);

extern const struct format format_flac;

/* flac_walk reads a FLAC stream that begins at `off` (flac.c). */
void flac_walk(struct walk *w, uint64_t off);

#endif
