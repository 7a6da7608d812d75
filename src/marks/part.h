/* SPDX-License-Identifier: Apache-2.0
 * part.h - in which part of a text a sentence stands.
 *
 *   title   of a title, or a heading of HTML, within its first letters
 *   start   the first line, or the first letters of what is read; of a
 *           document whatever its format gives as its beginning: a header,
 *           a footer, the first lines of the body
 *   end     the last letters of what is read
 *   middle  elsewhere
 *
 * Laws speak of the start, the end and a suitable middle, and give no number;
 * how many letters that is is ours: see part.c.  Letters are digits and
 * letters of ASCII, and every character beyond it. */
#ifndef MARKS_PART_H
#define MARKS_PART_H

#include "marks/mark.h"

/* A place in the text of a slot. */
struct stand {
    uint32_t slot;
    size_t off;
};

struct parts {
    const struct doc *doc;
    bool found;              /* what follows, at first use */
    bool cut;                /* the text goes on behind what was read */
    struct stand start, end; /* what begins before the one, or does not end
                                before the other, stands there */
};

/* part_of names the part in which [off, end) of a slot's text stands.  NULL for
 * text that is not read as running text: hidden, cited, or comments. */
const char *part_of(struct parts *p, uint32_t slot, size_t off, size_t end);

#endif
