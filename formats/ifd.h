/* SPDX-License-Identifier: Apache-2.0
 * ifd.h - TIFF directories, in memory or in a file that is walked.
 *
 * [TIFF] TIFF 6.0, Adobe 1992, section 2.
 * [EXIF] CIPA DC-008-2023, 4.6.2: the type for UTF-8.
 * [BIG] BigTIFF: magic 43, counts and offsets of eight bytes.
 *
 * A directory is a count, so many entries of tag, type, count and value (or
 * its offset, where it does not fit), and the offset of the next. */
#ifndef FORMATS_IFD_H
#define FORMATS_IFD_H

#include "formats/format.h"

/* A TIFF stream; offsets in it count from its byte-order mark. */
struct tiff {
    struct span data; /* all of it where it is in memory; else */
    struct walk *w;   /* it is read through this walk, from */
    uint64_t base, size;
    uint64_t first; /* offset of the first directory */
    bool big;       /* "MM" */
    bool wide;      /* BigTIFF */
};

struct ifd {
    uint64_t off;  /* of its first entry */
    uint64_t end;  /* of its last entry */
    uint64_t next; /* offset of the directory that follows, 0: none */
    uint32_t count;
    bool cut; /* it passes the end of the stream: count is what fits */
};

struct ifd_entry {
    uint16_t tag, type;
    uint64_t count;
    uint64_t at;  /* of its value in the stream */
    uint64_t len; /* of its value in bytes */
    bool inside;  /* all of the value is within the stream */
};

enum ifd_type {
    IFD_BYTE = 1,
    IFD_ASCII = 2,
    IFD_SHORT = 3,
    IFD_LONG = 4,
    IFD_RATIONAL = 5,
    IFD_UNDEFINED = 7,
    IFD_IFD = 13,
    IFD_LONG8 = 16,
    IFD_IFD8 = 18,
    IFD_UTF8 = 129 /* of Exif 3.0 */
};

/* tiff_open reads the header, of TIFF or of a camera's raw picture that only
 * has another number in it; false where it is none.  The other members of
 * t but `big`, `wide` and `first` are set by the caller: data, or w, base and
 * size. */
bool tiff_open(struct tiff *t);

/* tiff_view is part of the stream, empty where that is not inside it. */
struct span tiff_view(const struct tiff *t, uint64_t off, uint64_t len);

/* ifd_open finds the directory at this offset; false where there is none. */
bool ifd_open(const struct tiff *t, uint64_t off, struct ifd *to);

/* ifd_at reads entry i; false past the last. */
bool ifd_at(const struct tiff *t, const struct ifd *d, uint32_t i,
            struct ifd_entry *to);

/* ifd_value is the entry's bytes; empty where they are not all inside. */
struct span ifd_value(const struct tiff *t, const struct ifd_entry *e);

/* ifd_number is number i of an entry of whole numbers, 0 where there is none
 * such. */
uint64_t ifd_number(const struct tiff *t, const struct ifd_entry *e,
                    uint64_t i);

/* tiff_uint is a whole number of n bytes at the start of s, in the stream's
 * byte order; 0 where s is shorter. */
uint64_t tiff_uint(const struct tiff *t, struct span s, unsigned n);

/* ifd_size is the bytes of one value of this type; 0 where it is unknown. */
unsigned ifd_size(uint16_t type);

#endif
