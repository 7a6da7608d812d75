/* SPDX-License-Identifier: Apache-2.0
 * stuffed.h - passing over entropy-coded data of JPEG.
 *
 * [JPEG] ITU-T T.81, B.1.1.5: a byte FF of the data has a zero stuffed behind
 * it, and B.1.1.3, F.1.2.3: restart markers, FF D0 to FF D7, stand between. */
#ifndef BASE_STUFFED_H
#define BASE_STUFFED_H

#include "base/span.h"

/* stuffed is where the first FF of s stands that something else follows; where
 * there is none, how many bytes of s are whole pairs and others: all, or all
 * but the last. */
size_t stuffed(struct span s);

#endif
