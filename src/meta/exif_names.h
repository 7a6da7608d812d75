/* SPDX-License-Identifier: Apache-2.0
 * exif_names.h - the directories of EXIF, and what tags are called there. */
#ifndef META_EXIF_NAMES_H
#define META_EXIF_NAMES_H

#include <stdint.h>

/* The directories [EXIF 4.5]. */
enum exif_dir {
    DIR_0,
    DIR_1,
    DIR_EXIF,
    DIR_GPS,
    DIR_INTEROP
};

/* exif_name is the name that a tag has in a directory, as libexif has it; NULL
 * where it has none there. */
const char *exif_name(uint16_t tag, enum exif_dir dir);

#endif
