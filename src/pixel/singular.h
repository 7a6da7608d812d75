/* SPDX-License-Identifier: Apache-2.0
 * singular.h - the largest singular value of a 4x4 matrix. */
#ifndef PIXEL_SINGULAR_H
#define PIXEL_SINGULAR_H

/* singular_top is it, for 16 values row after row: nearly to the last place of
 * double where the largest stands alone, to 1e-3 of it where all four are
 * equal (there the polynomial is flat). */
double singular_top(const double *m);

#endif
