/* SPDX-License-Identifier: Apache-2.0
 * photoshop.h - Photoshop image resources, wherever they are kept. */
#ifndef FORMATS_PHOTOSHOP_H
#define FORMATS_PHOTOSHOP_H

#include "formats/format.h"

/* photoshop_read lists the resources in s.data as slots that are else like s:
 * IPTC, EXIF, XMP, a colour profile; others are SLOT_OTHER with their number
 * as key.  Where s is not SLOT_DERIVED, data stands in the file at s.at. */
void photoshop_read(struct walk *w, struct slot s);

#endif
