/* SPDX-License-Identifier: Apache-2.0
 * exif_text.h - the text in EXIF values, whatever it is coded in. */
#ifndef META_EXIF_TEXT_H
#define META_EXIF_TEXT_H

#include "base/arena.h"

/* exif_comment is the text of a UserComment [EXIF 4.6.6], with or without the
 * eight bytes that name its code; big: the TIFF stream is big-endian.  *plain
 * says that the text is `raw` from *skip on, byte for byte. */
struct span exif_comment(struct arena *a, struct span raw, bool big,
                         bool *plain, size_t *skip);

/* exif_wide is the text of one of Windows' XP tags: UTF-16, little-endian. */
struct span exif_wide(struct arena *a, struct span raw);

/* exif_printable is whether s is text and nothing else. */
bool exif_printable(struct span s);

#endif
