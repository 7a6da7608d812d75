/* SPDX-License-Identifier: Apache-2.0
 * origin.h - what all marks of an item say together of how it was made. */
#ifndef MARKS_ORIGIN_H
#define MARKS_ORIGIN_H

#include "base/arena.h"
#include "genmark.h"

/* origin_of fills item->origin from its marks: a statement beats a trace, a
 * trace beats a sentence, what is broken or only looks like a label counts for
 * nothing, and an ingredient's history (class "history") counts less than what
 * the file says of itself.  Where one mark says that a model made it and
 * another that none did, that is a conflict, and the claim is that of the
 * first.  What a file inside a document says is true of a part: a letter with
 * a generated picture is altered, not generated, and a photograph in it
 * contradicts nothing.  False without memory. */
bool origin_of(gm_item *item, struct arena *a);

#endif
