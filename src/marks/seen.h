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
 *   edge                  how far its middle is from the nearest edge, in
 *                         hundredths of that side: 0 to 50
 *   cropped               hundredths of it that are lost where the picture is
 *                         cut about its middle to 1:1, 4:5 or 9:16, at worst
 *   contrast              of its lightest to its surrounding's middle
 *                         luminance, 1 to 21 [WCAG 2.2]: see seen.c
 * The picture is the hunt's, which was decoded. */
void seen_place(struct hunt *h, uint32_t mark, struct area at);

double seen_edge(struct area at, double width, double height);
double seen_cropped(struct area at, double width, double height);

#endif
