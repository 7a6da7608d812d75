/* SPDX-License-Identifier: Apache-2.0
 * singular.c - the square root of the top eigenvalue of the Gram matrix.
 *
 * The characteristic polynomial of the 4x4 Gram matrix is a quartic whose roots
 * are real and not negative.  Newton's method from above its largest root falls
 * onto it without ever passing it; the trace is such a start. */
#include "pixel/singular.h"

#include <math.h>

enum {
    N = 4,
    ROUNDS = 60 /* far more than are ever needed: a guard */
};

/* The coefficients of det(x - G) by Faddeev and LeVerrier:
 * M1 = G, c1 = -tr M1;  Mk = G (M(k-1) + c(k-1) I), ck = -tr Mk / k. */
static void polynomial(double g[N][N], double *c)
{
    double m[N][N], next[N][N];

    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            m[i][j] = g[i][j];
    for (int k = 1; k <= N; k++) {
        double trace = 0;

        for (int i = 0; i < N; i++)
            trace += m[i][i];
        c[k - 1] = -trace / k;
        if (k == N)
            break;
        for (int i = 0; i < N; i++)
            m[i][i] += c[k - 1];
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                next[i][j] = 0;
                for (int n = 0; n < N; n++)
                    next[i][j] += g[i][n] * m[n][j];
            }
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                m[i][j] = next[i][j];
    }
}

double singular_top(const double *a)
{
    double g[N][N], c[N], x;

    for (int i = 0; i < N; i++)
        for (int j = i; j < N; j++) {
            g[i][j] = 0;
            for (int k = 0; k < N; k++)
                g[i][j] += a[N * k + i] * a[N * k + j];
            g[j][i] = g[i][j];
        }
    polynomial(g, c);
    x = -c[0]; /* the trace: no eigenvalue is larger */
    for (int round = 0; round < ROUNDS && x > 0; round++) {
        double f = (((x + c[0]) * x + c[1]) * x + c[2]) * x + c[3];
        double slope = ((4 * x + 3 * c[0]) * x + 2 * c[1]) * x + c[2];
        double step = slope > 0 ? f / slope : 0;

        if (!(step > x * 1e-15))
            break;
        x -= step;
    }
    return x > 0 ? sqrt(x) : 0;
}
