/* SPDX-License-Identifier: Apache-2.0
 * inflate.h - unpacking within limits; the one door to zlib and brotli.
 *
 * [ZLIB] RFC 1950, [DEFLATE] RFC 1951, [GZIP] RFC 1952, [BROTLI] RFC 7932. */
#ifndef BASE_INFLATE_H
#define BASE_INFLATE_H

#include "base/arena.h"
#include "base/limits.h"

enum packing {
    PACKED_ZLIB,
    PACKED_RAW,  /* deflate with no header, as in ZIP */
    PACKED_GZIP, /* all members that follow one another, as one */
    PACKED_BROTLI
};

enum unpacked {
    UNPACK_WHOLE,  /* to the end of the stream */
    UNPACK_BROKEN, /* damaged or cut short: what came before the damage */
    UNPACK_BYTES,  /* at the limit inflate_bytes: what fitted */
    UNPACK_RATIO,  /* at the limit inflate_ratio: what fitted */
    UNPACK_MEMORY, /* nothing, for want of memory */
    UNPACK_ABSENT  /* nothing, for want of libbrotlidec */
};

struct inflated {
    uint64_t size;    /* before: what it is said to be, or 0; room for as much
                         is tried first, and nothing else is made of it */
    struct span out;  /* what could be had, whatever the end */
    struct span rest; /* behind the stream, where that is UNPACK_WHOLE */
};

/* inflate_span unpacks into the arena. */
enum unpacked inflate_span(struct arena *a, struct span packed,
                           enum packing how, const struct limits *lim,
                           struct inflated *to);

#endif
