/* SPDX-License-Identifier: Apache-2.0
 * dwt_dct.h - the statistics of the invisible-watermark family. */
#ifndef MARKS_DWT_DCT_H
#define MARKS_DWT_DCT_H

#include "marks/mark.h"
#include "pixel/haar.h"

/* What open generators embed, where no option changes it.  `enough` is r at a
 * false-alarm rate of 1e-9 a test, raised where the payload is periodic; from
 * `suspect` (1e-6; 1e-9 for the periodic one, which other ASCII payloads
 * resemble) on a mark is suspected. */
struct dwt_payload {
    const char *name, *bits, *generator;
    enum haar_score score;
    double suspect, enough;
};

const struct dwt_payload *dwt_payload_at(size_t i); /* NULL past the last */

/* dwt_chance is the probability of an r as large without a mark, of n bits. */
double dwt_chance(double r, size_t n);

/* dwt_report lists the mark of a payload with this r. */
void dwt_report(struct hunt *h, const struct dwt_payload *p, double r,
                const char *how);

/* dwt_vote puts the mean vote for each of n bits (at most 512) in mean. */
void dwt_vote(const struct haar *h, enum haar_score score, int domain, size_t n,
              double *mean);

/* dwt_correlate is Pearson's r of the votes and a payload of '0' and '1';
 * false where one of them is constant, and there is nothing to test. */
bool dwt_correlate(const double *mean, const char *bits, size_t n, double *r);

#endif
