/* SPDX-License-Identifier: Apache-2.0
 * carve.h - packets that can be told apart in a file of no known format. */
#ifndef FORMATS_CARVE_H
#define FORMATS_CARVE_H

#include "formats/format.h"

/* carve_walk lists XMP packets and JSON records with a key "AIGC" found in the
 * first carve_bytes of the input, their space "carved": nothing says that
 * another reader would see them. */
void carve_walk(struct walk *w);

#endif
