/* SPDX-License-Identifier: Apache-2.0
 * dwt_dct.h - the statistics of the invisible-watermark family. */
#ifndef MARKS_DWT_DCT_H
#define MARKS_DWT_DCT_H

#include "marks/mark.h"
#include "pixel/haar.h"

/* dwt_vote puts the mean vote for each of n bits (at most 512) in mean. */
void dwt_vote(const struct haar *h, enum haar_score score, int domain, size_t n,
              double *mean);

/* dwt_correlate is Pearson's r of the votes and a payload of '0' and '1';
 * false where one of them is constant, and there is nothing to test. */
bool dwt_correlate(const double *mean, const char *bits, size_t n, double *r);

#endif
