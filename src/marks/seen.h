/* SPDX-License-Identifier: Apache-2.0
 * seen.h - what is measured of a mark that can be seen in a picture. */
#ifndef MARKS_SEEN_H
#define MARKS_SEEN_H

#include "marks/mark.h"
#include "pixel/match.h"

/* seen_place adds where a mark stands and how high it is:
 *   x, y, width, height   pixels, from the upper left
 *   short-side            its height in hundredths of the picture's shorter
 *                         side [GB 45438-2025, 5.2]
 *   contrast              of its lightest to its surrounding's middle
 *                         luminance, 1 to 21 [WCAG 2.2]: see seen.c
 * The picture is the hunt's, which was decoded. */
void seen_place(struct hunt *h, uint32_t mark, struct area at);

#endif
