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

struct parts {
    const struct doc *doc;
    uint64_t all;    /* letters of the running text; counted at first use */
    uint64_t before; /* of it, before the slot at hand */
    uint32_t slot;
    size_t at; /* offset in the slot's text, and its letters so far */
    uint64_t passed;
    bool counted, lined; /* lined: a line with letters has ended before `at` */
    bool cut;            /* the text goes on behind what was read */
};

/* part_of names the part in which [off, end) of a slot's text stands; offsets
 * rise, and slots too, from one call to the next.  NULL for text that is not
 * read as running text: hidden, cited, or comments. */
const char *part_of(struct parts *p, uint32_t slot, size_t off, size_t end);

#endif
