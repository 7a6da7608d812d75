/* SPDX-License-Identifier: Apache-2.0
 * bake.h - sets as constants, for programs of the build. */
#ifndef SCAN_BAKE_H
#define SCAN_BAKE_H

#include "scan/scan.h"

#include <stdio.h>

/* set_bake writes C that defines `const struct scan_set NAME`, which scans as
 * set_new's would at any level of any processor, costs nothing to start and is
 * in no heap.  It is false without memory, and for patterns out of bounds.
 * Only its table of all transitions is missing, which hard text goes by: the
 * double array serves. */
bool set_bake(FILE *to, const char *name, const struct scan_pattern *p,
              size_t count);

#endif
