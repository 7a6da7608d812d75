/* SPDX-License-Identifier: Apache-2.0
 * bch.c - syndromes, the shortest recurrence, and its roots.
 *
 * [LC] S. Lin, D. Costello, Error Control Coding, 2nd ed., chapter 6.
 * The field is GF(2)[x] / (x^7 + x^3 + 1), its element 2 is primitive; the
 * generator of the code has the roots 2^1 ... 2^2t. */
#include "pixel/bch.h"

#include <string.h>

enum {
    FIELD = 0x89, /* x^7 + x^3 + 1 */
    HIGH = 0x80
};

static uint8_t times(const struct bch *b, uint8_t x, uint8_t y)
{
    return x && y ? b->exp[b->log[x] + b->log[y]] : 0;
}

static uint8_t over(const struct bch *b, uint8_t x, uint8_t y)
{
    return x ? b->exp[b->log[x] + BCH_MOST - b->log[y]] : 0;
}

static void tables(struct bch *b)
{
    unsigned x = 1;

    for (unsigned i = 0; i < BCH_MOST; i++) {
        b->exp[i] = b->exp[i + BCH_MOST] = (uint8_t)x;
        b->log[x] = (uint8_t)i;
        x <<= 1;
        if (x & HIGH)
            x ^= FIELD;
    }
}

/* A root takes its conjugates with it: the cyclotomic coset of its power.  The
 * product over a coset has coefficients 0 and 1 only. */
void bch_init(struct bch *b, unsigned t)
{
    uint8_t g[BCH_CHECKS + 2] = {1};
    bool has[BCH_MOST] = {false};
    unsigned degree = 0;

    memset(b, 0, sizeof(*b));
    tables(b);
    b->t = t;
    for (unsigned i = 1; i < 2 * t; i += 2)
        for (unsigned p = i; !has[p]; p = p * 2 % BCH_MOST) {
            has[p] = true;
            degree++;
            for (unsigned k = degree; k > 0; k--)
                g[k] = g[k - 1] ^ times(b, g[k], b->exp[p]);
            g[0] = times(b, g[0], b->exp[p]);
        }
    b->checks = degree;
    memcpy(b->gen, g, degree + 1);
}

void bch_encode(const struct bch *b, const uint8_t *data, unsigned count,
                uint8_t *checks)
{
    memset(checks, 0, b->checks);
    for (unsigned i = 0; i < count; i++) {
        uint8_t carry = checks[0] ^ data[i];

        memmove(checks, checks + 1, b->checks - 1);
        checks[b->checks - 1] = 0;
        for (unsigned k = 0; carry && k < b->checks; k++)
            checks[k] ^= b->gen[b->checks - 1 - k];
    }
}

/* syndromes are the word's values at the roots; false where all are zero. */
static bool syndromes(const struct bch *b, const uint8_t *word, unsigned n,
                      uint8_t *s)
{
    uint8_t any = 0;

    for (unsigned k = 0; k < 2 * b->t; k++) {
        s[k] = 0;
        for (unsigned i = 0; i < n; i++)
            s[k] = times(b, s[k], b->exp[k + 1]) ^ word[i];
        any |= s[k];
    }
    return any;
}

/* recurrence is Berlekamp and Massey's: the shortest one that makes the
 * syndromes, in c; its length is the number of errors. */
static unsigned recurrence(const struct bch *b, const uint8_t *s, uint8_t *c)
{
    uint8_t prev[2 * BCH_T + 1] = {1}, keep[2 * BCH_T + 1];
    unsigned len = 0, gap = 1;
    uint8_t last = 1;

    memset(c, 0, 2 * BCH_T + 1);
    c[0] = 1;
    for (unsigned n = 0; n < 2 * b->t; n++, gap++) {
        uint8_t d = s[n];

        for (unsigned i = 1; i <= len; i++)
            d ^= times(b, c[i], s[n - i]);
        if (!d)
            continue;
        memcpy(keep, c, sizeof(keep));
        for (unsigned i = gap; i <= 2 * b->t; i++)
            c[i] ^= times(b, over(b, d, last), prev[i - gap]);
        if (2 * len > n)
            continue;
        len = n + 1 - len;
        memcpy(prev, keep, sizeof(prev));
        last = d;
        gap = 0;
    }
    return len;
}

int bch_mend(const struct bch *b, uint8_t *word, unsigned n)
{
    uint8_t s[2 * BCH_T], c[2 * BCH_T + 1];
    unsigned at[BCH_T], errors, found = 0;

    if (n > BCH_MOST || n < b->checks)
        return -1;
    if (!syndromes(b, word, n, s))
        return 0;
    errors = recurrence(b, s, c);
    if (errors > b->t)
        return -1;
    /* a root 2^-p says that the bit of power p is wrong */
    for (unsigned p = 0; p < n; p++) {
        uint8_t sum = 0, x = b->exp[(BCH_MOST - p) % BCH_MOST];

        for (unsigned i = errors + 1; i-- > 0;)
            sum = times(b, sum, x) ^ c[i];
        if (sum)
            continue;
        if (found == errors)
            return -1;
        at[found++] = n - 1 - p;
    }
    if (found != errors)
        return -1;
    for (unsigned i = 0; i < errors; i++)
        word[at[i]] ^= 1;
    return (int)errors;
}
