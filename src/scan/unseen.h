/* SPDX-License-Identifier: Apache-2.0
 * unseen.h - where in UTF-8 text a character may stand that nobody sees, or a
 * letter of Greek or Cyrillic: the first pass over hidden channels.
 *
 * It only says where to look.  Clean text of most scripts has few such places,
 * so the pass is as fast as memory. */
#ifndef SCAN_UNSEEN_H
#define SCAN_UNSEEN_H

#include "base/span.h"

/* unseen_next is the offset, at or behind `at`, of the next byte that may begin
 * such a character, or s.len.  It never misses one; what it finds must be
 * decoded. */
size_t unseen_next(struct span s, size_t at);

size_t unseen_plain(struct span s, size_t at); /* the reference */

#endif
