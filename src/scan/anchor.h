/* SPDX-License-Identifier: Apache-2.0
 * anchor.h - by which of its bytes each needle is to be found. */
#ifndef SCAN_ANCHOR_H
#define SCAN_ANCHOR_H

#include "scan/plain.h"

/* anchors_choose sets the anchor of every needle of four bytes or more, and 0
 * for the others; false without memory. */
bool anchors_choose(struct needle *needles, size_t count);

#endif
