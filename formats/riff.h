/* SPDX-License-Identifier: Apache-2.0
 * riff.h - the chunks of a RIFF file, one after another.
 *
 * [RIFF] Multimedia Programming Interface and Data Specifications 1.0, 1991:
 * id(4) size(4, little-endian) data(size) and a zero byte where size is odd.
 * RIFF and LIST chunks begin with a type(4) and hold chunks.
 * [RF64] EBU Tech 3306, 2018: a size of 2^32 - 1 of "data" stands for one
 * that the chunk ds64 tells. */
#ifndef FORMATS_RIFF_H
#define FORMATS_RIFF_H

#include "formats/format.h"

/* What is left of a row of chunks. */
struct riff {
    struct walk *w;
    uint64_t at, end; /* of the row, in the file */
    uint64_t wide;    /* what 2^32 - 1 stands for in "data"; 0: itself */
};

struct riff_chunk {
    struct span id;     /* four bytes */
    struct range whole; /* id, size and data; without the odd byte */
    struct range data;
};

/* riff_next is the next chunk and moves behind it.  One that passes the end
 * of the row is noted and ends it. */
bool riff_next(struct riff *r, struct riff_chunk *to);

/* riff_inside is the row inside a RIFF or LIST chunk; *type is its type. */
struct riff riff_inside(struct walk *w, const struct riff_chunk *c,
                        struct span *type);

#endif
