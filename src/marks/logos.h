/* SPDX-License-Identifier: Apache-2.0
 * logos.h - the words and logos that vendors draw into a picture's corner.
 *
 * Everything about one of them is in its row: the words, the letters to draw
 * them with, how large they are and where they stand.  Letters are drawings of
 * our own (pixel/stroke.h); no font and no artwork is used. */
#ifndef MARKS_LOGOS_H
#define MARKS_LOGOS_H

#include "pixel/stroke.h"

struct letter {
    const char *name;
    float advance; /* to the next letter's origin, units */
    const char *drawing;
};

/* Letters that belong together: same units, same weight. */
struct alphabet {
    const struct letter *letters; /* ends with a name of NULL */
    float top, bottom;            /* of the ink, units */
};

enum logo_corner {
    LOGO_UP = 1,   /* at the upper edge; otherwise the lower */
    LOGO_LEFT = 2, /* at the left edge; otherwise the right */
    LOGO_ANY = 4   /* anywhere: looked for with --deep alone */
};

enum logo_base {
    LOGO_OF_SHORT, /* shares are of the shorter side */
    LOGO_OF_WIDTH
};

struct logo {
    const char *name; /* of the mark: "doubao-label" */
    const char *text; /* the words as read, UTF-8 */
    const char *generator;
    bool label; /* the words say both "AI" and "generated" */
    const struct alphabet *alphabet;
    const char *letters; /* names, a blank between two */
    unsigned corner;
    enum logo_base base;
    float width; /* share of the ink's width */
    float x, y;  /* of the margins; negative: not known */
};

const struct logo *logo_at(size_t i); /* NULL past the last */

/* logo_letters is how many of its letters the alphabet has: all of them. */
unsigned logo_letters(const struct logo *l);

/* logo_size is the size of its ink in units. */
void logo_size(const struct logo *l, float *width, float *height);

/* logo_draw draws it, the upper left of its ink at the pen. */
void logo_draw(const struct logo *l, struct cover *c, struct pen pen);

#endif
