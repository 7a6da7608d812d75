/* SPDX-License-Identifier: Apache-2.0
 * left_out.h - which bytes of a file's boxes a box hash may leave out. */
#ifndef C2PA_LEFT_OUT_H
#define C2PA_LEFT_OUT_H

#include "c2pa/job.h"

/* A box of the file by the name that C2PA has for it. */
struct part {
    struct span name;
    struct range at;
};

/* font_parts puts the tables of a font in the order that the box hash has them
 * in; the list has room for one more.  font_sum is where the check sum of the
 * font stands, which counts as zero; empty where there is none. */
void font_parts(const struct cbor *boxes, struct part *list, uint32_t *count);
struct range font_sum(const struct part *list, uint32_t count);

/* left_out_may is whether all of `at` (of the file) is metadata of the box,
 * header of the box excepted; an empty range has to lie there too. */
bool left_out_may(struct job *j, const struct part *box, struct range at);

/* left_out_readable is whether the exclusions of an entry have their form. */
bool left_out_readable(const struct cbor *entry);

/* left_out_read lists in the file's order what the entry of a box hash leaves
 * out of the boxes at `boxes`, as ranges of the file.  ST_COUNT where that is
 * well, else the code of what is wrong. */
enum status left_out_read(struct job *j, const struct cbor *entry,
                          const struct part *boxes, struct range **list,
                          uint32_t *count);

#endif
