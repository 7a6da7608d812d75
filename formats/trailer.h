/* SPDX-License-Identifier: Apache-2.0
 * trailer.h - what stands behind the end of a picture. */
#ifndef FORMATS_TRAILER_H
#define FORMATS_TRAILER_H

#include "formats/format.h"

/* trailer_walk lists what lies from `end` to the end of the input: records
 * that Samsung's editors append, a whole file of a known format (a motion
 * photo's film) as a part, and anything else as a tail. */
void trailer_walk(struct walk *w, uint64_t end);

/* trailer_gap lists one stretch of it: a part where its head is one of a
 * known format, else a tail. */
void trailer_gap(struct walk *w, struct range at);

/* seft_walk lists the records that end with "SEFT" at the end of `at`, and is
 * where they begin; the end of `at` where there are none. */
uint64_t seft_walk(struct walk *w, struct range at);

#endif
