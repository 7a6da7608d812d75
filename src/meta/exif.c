/* SPDX-License-Identifier: Apache-2.0
 * exif.c - EXIF to fields. */
#include "meta/field.h"

void exif_read(struct gather *g, const struct slot *s, uint32_t index)
{
    (void)g;
    (void)s;
    (void)index;
}
