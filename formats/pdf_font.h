/* SPDX-License-Identifier: Apache-2.0
 * pdf_font.h - what a font of PDF says of its codes: characters and widths. */
#ifndef FORMATS_PDF_FONT_H
#define FORMATS_PDF_FONT_H

#include "base/buf.h"
#include "formats/pdf_object.h"

/* Codes first to last are `to` (UTF-16BE) and what follows it. */
struct pdf_mapping {
    uint32_t first, last;
    struct span to;
};

struct pdf_font {
    const struct pdf_obj *dict;
    struct pdf_font *next; /* of those that were read before */
    unsigned width;        /* bytes of a code; 0: unknown */
    bool utf16;            /* codes are UTF-16 already */
    bool latin;            /* one byte, no map: Latin-1 */
    struct pdf_mapping *map;
    size_t count;
    struct span *names;          /* of 256 codes, by Differences; or NULL */
    enum charset charset;        /* of codes that are text as they are */
    uint16_t *widths;            /* of codes, in 1/1000; may be NULL */
    uint32_t width_count, other; /* other: of all that are not listed */
};

/* pdf_code is the number that up to four bytes are. */
uint32_t pdf_code(struct span s);

/* pdf_font is the font that a dictionary is, read once; NULL without memory. */
const struct pdf_font *pdf_font(struct pdf *p, const struct pdf_obj *d);

/* pdf_font_put writes a code as UTF-8; false where the font does not tell. */
bool pdf_font_put(const struct pdf_font *f, struct buf *to, uint32_t code);

/* pdf_font_width is the width of a code, in 1/1000 of the font's size. */
double pdf_font_width(const struct pdf_font *f, uint32_t code);

/* pdf_put_utf16 writes UTF-16BE as UTF-8, `add` added to its last unit. */
void pdf_put_utf16(struct buf *to, struct span s, uint32_t add);

#endif
