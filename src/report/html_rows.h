/* SPDX-License-Identifier: Apache-2.0
 * html_rows.h - items of the page: a few as rows, very many as data.
 *
 * The first ROWS_STATIC items are rows of the table, which read without
 * script.  A page of a million such rows would be gigabytes, and no browser
 * opens it; so those behind them are lines of text, of which script makes the
 * rows of the page that is looked at.  What many items say alike (the rules
 * and their reasons, the finders that did not run) stands there once. */
#ifndef REPORT_HTML_ROWS_H
#define REPORT_HTML_ROWS_H

#include "report/report.h"

enum {
    ROWS_STATIC = 500,
    ROWS_CHUNK = 1 << 20,  /* bytes of one script element */
    ROWS_TEXTS = 96 << 20, /* bytes of all details of those behind */
    PIECES = 4
};

/* An item on its way: its fields, its row, the rules, the marks.  Each ends
 * where the next begins, in r->later. */
struct pieces {
    size_t at[PIECES + 1];
    unsigned count;
};

void pieces_begin(gm_report *r, struct pieces *p);
void pieces_next(gm_report *r, struct pieces *p); /* ends the piece at hand */

/* rows_item writes the item, or keeps it in a part until that is joined. */
void rows_item(gm_report *r, const struct pieces *p);

/* rows_join takes the items of a part. */
void rows_join(gm_report *r, gm_report *part);

/* rows_end closes the list and is how many items it could not tell the
 * details of. */
uint64_t rows_end(gm_report *r);

/* rows_str writes a text for a line: see the head of html_rows.c. */
void rows_str(struct out *o, gm_str s);

#endif
