/* SPDX-License-Identifier: Apache-2.0
 * ahead.h - how many entries a run has before it, counted while it goes.
 *
 * Names are listed a second time, by a thread of its own and without opening a
 * file, so that progress can say how much is left.  Members of archives are
 * not counted: an archive is one entry. */
#ifndef TOOL_AHEAD_H
#define TOOL_AHEAD_H

#include <stddef.h>
#include <stdint.h>

struct ahead;
struct own;

/* ahead_new counts what files_new would list and the run does not write.  NULL
 * where it cannot: without memory, or where the list is standard input, which
 * is read only once. */
struct ahead *ahead_new(const char *const *paths, size_t count,
                        const char *list_file, const struct own *own);

/* ahead_total is 0 as long as the count is not known. */
uint64_t ahead_total(struct ahead *a);

void ahead_free(struct ahead *a);

#endif
