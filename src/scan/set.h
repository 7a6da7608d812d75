/* SPDX-License-Identifier: Apache-2.0
 * set.h - what a set is made of; for the files of this folder. */
#ifndef SCAN_SET_H
#define SCAN_SET_H

#include "scan/plain.h"

struct scan_set {
    struct needle *needles;
    uint8_t *texts; /* of all needles, those of caseless ones folded */
    size_t count, longest;
    struct automaton *automaton;
};

#endif
