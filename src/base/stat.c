/* SPDX-License-Identifier: Apache-2.0
 * stat.c - continued fractions by Lentz's method, as far as double goes. */
#include "base/stat.h"

#include <float.h>
#include <math.h>

enum {
    ROUNDS = 20000
};

static const double TINY = 1e-300;

double stat_normal(double z)
{
    return 0.5 * erfc(z / 1.4142135623730950488);
}

/* One step of Lentz: the next a and b of the fraction. */
static double lentz(double a, double b, double *c, double *d)
{
    *d = b + a * *d;
    *c = b + a / *c;
    if (fabs(*d) < TINY)
        *d = TINY;
    if (fabs(*c) < TINY)
        *c = TINY;
    *d = 1 / *d;
    return *c * *d;
}

/* [NR 26.5.8] */
static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1), h;

    d = 1 / (fabs(d) < TINY ? TINY : d);
    h = d;
    for (int i = 1; i < ROUNDS; i++) {
        double m = i, step;

        h *=
            lentz(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1, &c, &d);
        step =
            lentz(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
                  1, &c, &d);
        h *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return h;
}

double stat_beta(double a, double b, double x)
{
    double front;

    if (!(x > 0))
        return 0;
    if (x >= 1)
        return 1;
    front =
        exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double stat_student(double t, double freedom)
{
    double tail =
        0.5 * stat_beta(freedom / 2, 0.5, freedom / (freedom + t * t));

    return t >= 0 ? tail : 1 - tail;
}

double stat_gamma(double a, double x)
{
    double front = exp(a * log(x) - x - lgamma(a));
    double sum, term, c, d, h;

    if (!(x > 0))
        return 1;
    if (x < a + 1) { /* the series of P [NR 6.5.29] */
        sum = term = 1 / a;
        for (int i = 1; i < ROUNDS && fabs(term) > fabs(sum) * DBL_EPSILON / 4;
             i++) {
            term *= x / (a + i);
            sum += term;
        }
        return 1 - sum * front;
    }
    d = 1 / (x + 1 - a); /* the fraction of Q [NR 6.5.31] */
    c = 1 / TINY;
    h = d;
    for (int i = 1; i < ROUNDS; i++) {
        double step = lentz(-i * (i - a), x + 2 * i + 1 - a, &c, &d);

        h *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            break;
    }
    return h * front;
}

double stat_binomial(double k, double n, double p)
{
    return k <= 0 ? 1 : stat_beta(k, n - k + 1, p);
}
