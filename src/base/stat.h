/* SPDX-License-Identifier: Apache-2.0
 * stat.h - the tails of a few distributions: what a score proves.
 *
 * [NR] after the continued fractions and series of Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 6.5 and 26.5. */
#ifndef BASE_STAT_H
#define BASE_STAT_H

/* stat_normal is the upper tail of the normal distribution. */
double stat_normal(double z);

/* stat_student is the upper tail of Student's t with `freedom` degrees. */
double stat_student(double t, double freedom);

/* stat_beta is the regularised incomplete beta function I_x(a, b). */
double stat_beta(double a, double b, double x);

/* stat_gamma is the upper tail of the gamma distribution of shape a at x:
 * the regularised Q(a, x). */
double stat_gamma(double a, double x);

/* stat_binomial is the probability of at least k of n at chance p each. */
double stat_binomial(double k, double n, double p);

#endif
