/* SPDX-License-Identifier: Apache-2.0
 * bag.h - BagIt bags [RFC 8493]: a folder whose manifests name every file of
 * its payload, and their checksums.
 *
 * The payload is checked like any folder; the manifests say besides what is
 * missing, what stands there unnamed and, where that is asked for, what is not
 * what it was.  Nothing is fetched. */
#ifndef TOOL_BAG_H
#define TOOL_BAG_H

#include "tool/files.h"

enum {
    BAG_TEXT = 1 << 30 /* bytes of one manifest */
};

struct bags;

struct bags *bags_new(bool fixity); /* fixity: checksums are compared too */
void bags_free(struct bags *b);

/* bags_add reads the manifests of a bag; false, and what is wrong has been
 * said. */
bool bags_add(struct bags *b, const char *dir);

/* bags_path is the payload folder of the i-th bag, or NULL. */
const char *bags_path(const struct bags *b, size_t i);

/* bags_digest is of all manifests: whether they changed. */
const char *bags_digest(const struct bags *b);

/* bags_meet gives an entry what its bag says of it.  Call it for every entry,
 * in one thread. */
void bags_meet(struct bags *b, struct entry *e);

/* bags_missing fills an entry for the next file that was named but not met;
 * false after the last. */
bool bags_missing(struct bags *b, struct entry *e);

/* bag_check is what is wrong with an input by what its bag says, or NULL;
 * *note: it is no more than odd. */
const char *bag_check(const struct bag_line *l, const gm_input *in, bool *note);

/* bag_wrong: an item's error is that of a checksum. */
bool bag_wrong(const gm_item *item);

/* bags_tell says how complete the bags are; false where they are not. */
bool bags_tell(const struct bags *b, uint64_t wrong);

#endif
