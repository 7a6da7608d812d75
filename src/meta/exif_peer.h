/* SPDX-License-Identifier: Apache-2.0
 * exif_peer.h - whether libexif sees of EXIF what our own walk sees. */
#ifndef META_EXIF_PEER_H
#define META_EXIF_PEER_H

#include "formats/ifd.h"
#include "meta/exif_names.h"

/* Tags that are no statements: pointers to directories, the thumbnail's place,
 * and what vendors fill as they like. */
enum {
    TAG_THUMB = 0x0201,
    TAG_THUMB_LEN = 0x0202,
    TAG_EXIF = 0x8769,
    TAG_GPS = 0x8825,
    TAG_MAKER = 0x927c,
    TAG_INTEROP = 0xa005
};

/* The directories of a stream in the order in which our walk found them, the
 * offset of each once. */
struct exif_dirs {
    struct exif_dir_at {
        uint64_t off;
        enum exif_dir dir;
    } list[16]; /* more than any writer makes */
    size_t count;
};

/* peer_ready is whether libexif is here, which is loaded for that. */
bool peer_ready(void);

/* peer_sees is whether libexif, which must be ready, has each entry of these
 * directories, but for pointers and the thumbnail, which it keeps apart.  Where
 * that is not known, for want of memory or because the stream is longer than it
 * reads, true. */
bool peer_sees(const struct tiff *t, const struct exif_dirs *dirs);

/* peer_agrees is whether peer_sees cannot be but true, for two readers can make
 * but one thing of the stream: each directory is whole and stands where
 * [EXIF 4.5] has it; what leads elsewhere is one LONG that stays inside; values
 * stay inside, and are of the twelve types of TIFF 6.0. */
bool peer_agrees(const struct tiff *t, const struct exif_dirs *dirs);

#endif
