/* SPDX-License-Identifier: Apache-2.0
 * wash.h - packets that are not quite XML, made acceptable: what stands before
 * and behind the markup, declarations in the middle, characters and bytes that
 * XML does not have, an '&' that begins no reference.
 *
 * [XML] Extensible Markup Language 1.0, fifth edition, W3C 2008. */
#ifndef BASE_WASH_H
#define BASE_WASH_H

#include "base/arena.h"

/* wash makes a real packet acceptable without moving a byte, and is where its
 * markup ends: blanks stand around that, and for declarations and packet
 * instructions; characters are mended. */
struct span wash(uint8_t *p, size_t len);

/* wash_mend makes characters of what is none from `at` to `end`: blanks for
 * those that XML does not have [XML 2.2]; bytes that are no UTF-8 have no such
 * place-holder, and become '?'. */
void wash_mend(uint8_t *p, size_t at, size_t end);

/* wash_markup is s from its first '<' to its last '>'. */
struct span wash_markup(struct span s);

/* wash_tail is where the white space begins that a washed packet ends with: the
 * kilobytes that it keeps free, and what was blanked behind them. */
size_t wash_tail(struct span s);

/* wash_find is where `what` stands in s from `at` on, or s.len.  It goes by the
 * second byte: the first is the '<' of every tag. */
size_t wash_find(struct span s, size_t at, struct span what);

/* wash_reference is the length of a reference that XML itself knows, at the
 * start of s; 0 where the '&' there is none [XML 4.1, 4.6]. */
size_t wash_reference(struct span s);

/* wash_escape writes "&amp;" for each '&' that begins no reference, which
 * home-made packets hold; places in them are then no longer known.  s itself
 * where there is none, empty without memory. */
struct span wash_escape(struct arena *a, struct span s);

#endif
