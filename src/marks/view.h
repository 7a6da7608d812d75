/* SPDX-License-Identifier: Apache-2.0
 * view.h - a text as a matcher wants it: folded, with plain spaces, and with
 * the way back to its own offsets.
 *
 * NFKC and case folding, ignorable characters gone, a run of white space one
 * space, with a line end in it one LINE, with a blank line one PARA; every
 * dash '-', every middle dot U+00B7, every quotation mark '"' or '\''. */
#ifndef MARKS_VIEW_H
#define MARKS_VIEW_H

#include "base/span.h"

enum {
    VIEW_LINE = '\n',
    VIEW_PARA = 0x2029,
    VIEW_FOLD = 16, /* code points that one character may fold into */
    VIEW_CLUSTER = 16
};

struct view {
    uint32_t *c;  /* code points */
    uint32_t *at; /* offset in the text of each; one more than len: its end */
    size_t len, cap;
};

/* view_fill takes up text from offset from on until the view is full, and is
 * the offset behind what it took. */
size_t view_fill(struct view *v, struct span text, size_t from);

/* view_fold is one character and what extends it, as it stands in a view. */
size_t view_fold(const uint32_t *in, size_t n, uint32_t out[VIEW_FOLD]);

static inline bool view_is_space(uint32_t c)
{
    return c == ' ' || c == VIEW_LINE || c == VIEW_PARA;
}

/* A letter that is written without spaces, or with free ones. */
static inline bool view_is_cjk(uint32_t c)
{
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3041 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
           c == 0x3005 || c == 0x3007;
}

bool view_is_letter(uint32_t c); /* or a digit, of any script */

#endif
