/* SPDX-License-Identifier: Apache-2.0
 * page.h - lines for a terminal: safe, painted, wrapped by columns.
 *
 * What comes from a file is written without control characters and without
 * those that turn the direction of text, so that a file name cannot paint,
 * move or hide what stands beside it. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/out.h"
#include "base/str.h"

enum paint {
    PAINT_NONE,
    PAINT_BOLD,
    PAINT_DIM,
    PAINT_RED,
    PAINT_YELLOW,
    PAINT_GREEN,
    PAINT_BLUE,
    PAINT_MAGENTA
};

struct page {
    struct out *out; /* NULL: columns are only counted */
    unsigned width;  /* columns of a line */
    unsigned column; /* where the next character stands */
    unsigned edge;   /* nothing is written from here on, and "…" before it
                        where something would be; 0: lines have no end */
    bool cut;        /* this line has come to it */
    bool colour;
};

void page_paint(struct page *p, enum paint how); /* PAINT_NONE: as before */
void page_text(struct page *p, const char *s);
void page_painted(struct page *p, enum paint how, const char *s);
void page_str(struct page *p, gm_str s);
void page_uint(struct page *p, uint64_t n); /* 12,345,678 */
void page_line(struct page *p);             /* ends the line */

/* page_to writes spaces up to a column, at least one if any stands there. */
void page_to(struct page *p, unsigned column);

/* page_wrap writes text from the column at hand, going on at `indent` in the
 * lines below, and ends the line. */
void page_wrap(struct page *p, unsigned indent, gm_str s);

/* page_fit writes at most `columns` of s; what does not fit ends in "…". */
void page_fit(struct page *p, gm_str s, unsigned columns);

/* page_end writes at most `columns` of s, those at its end; what does not fit
 * is "…" before them. */
void page_end(struct page *p, gm_str s, unsigned columns);

unsigned page_columns(gm_str s); /* that s takes */

/* page_safe: neither a control character nor one that turns the text. */
bool page_safe(uint32_t c);

#endif
