/* SPDX-License-Identifier: Apache-2.0
 * ranges.h - sections of a recording: "0-3.5,7-9", in seconds, in order, and
 * none over another; two may touch. */
#ifndef LAW_RANGES_H
#define LAW_RANGES_H

#include "base/span.h"

bool ranges_ok(struct span s);

/* ranges_next takes the first range off a list; false at its end. */
bool ranges_next(struct span *s, double *from, double *to);

/* ranges_cover is whether every moment of one list lies in the other; where
 * not, [*gap, *end) is the first stretch that does not. */
bool ranges_cover(struct span by, struct span of, double *gap, double *end);

/* ranges_whole is whether a list covers a recording from its beginning to its
 * end; what a tenth of a second at the end lacks is rounding. */
bool ranges_whole(struct span by, double seconds);

#endif
