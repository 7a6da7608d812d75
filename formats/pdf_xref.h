/* SPDX-License-Identifier: Apache-2.0
 * pdf_xref.h - what the cross-reference and the search share. */
#ifndef FORMATS_PDF_XREF_H
#define FORMATS_PDF_XREF_H

#include "formats/pdf_object.h"

enum {
    PDF_NUMBERS = 8388607 /* highest object number [PDF C.2] */
};

struct pdf_packed {
    uint64_t number;
    struct range at;
    struct span data;
    uint64_t *pairs; /* number, offset */
    uint64_t count;
};

struct pdf_found {
    uint64_t number, off;
    uint64_t inside; /* number of its object stream, or 0 */
};

static inline bool pdf_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static inline bool pdf_gap(uint8_t c)
{
    return c == ' ' || c == '\r' || c == '\n' || c == '\t';
}

/* pdf_object_at parses "number G obj ..." at an offset of the file. */
struct pdf_item pdf_object_at(struct pdf *p, uint64_t off, uint64_t number,
                              unsigned nest);

/* pdf_unpack is an object stream, unpacked and kept; NULL where it is none. */
struct pdf_packed *pdf_unpack(struct pdf *p, uint64_t number, unsigned nest);

/* pdf_trailer keeps a trailer's dictionary: the newest, and the first after it
 * that names a root. */
void pdf_trailer(struct pdf *p, const struct pdf_obj *d);

/* pdf_search finds all objects by their "N G obj"; look-ups use that from then
 * on. */
void pdf_search(struct pdf *p);

#endif
