/* SPDX-License-Identifier: Apache-2.0
 * neural.c - what networks recorded, read by our rules, a line for a line:
 *
 *   T BITS          a TrustMark packet of 100 bits: "SCHEMA DATA MENDED", "-"
 *   E SCHEMA DATA   the first 96 bits of a packet
 *   R NUMBERS...    32 numbers of RivaGAN: 32 bits */
#include "marks/rivagan.h"
#include "marks/trustmark.h"
#include "pixel/bch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void packet(const char *s)
{
    uint8_t bits[TRUSTMARK_BITS];
    struct trustmark t;

    if (strspn(s, "01") != TRUSTMARK_BITS)
        exit(2);
    for (int i = 0; i < TRUSTMARK_BITS; i++)
        bits[i] = s[i] == '1';
    if (trustmark_read(bits, false, &t))
        printf("%u %s %u\n", t.schema, t.data, t.mended);
    else
        puts("-");
}

static void encode(const char *s)
{
    static const unsigned mends[] = {8, 5, 4, 3};
    unsigned schema = (unsigned)(s[0] - '0') & 3, n;
    uint8_t data[TRUSTMARK_BITS] = {0}, checks[BCH_CHECKS];
    struct bch b;

    n = (unsigned)strspn(s + 2, "01");
    if (n > TRUSTMARK_MOST)
        exit(2);
    for (unsigned i = 0; i < n; i++)
        data[i] = s[2 + i] == '1';
    bch_init(&b, mends[schema]);
    bch_encode(&b, data, (n + 7) / 8 * 8, checks);
    printf("%.*s", (int)n, s + 2);
    for (unsigned i = 0; i < b.checks; i++)
        putchar('0' + checks[i]);
    putchar('\n');
}

static void numbers(char *s)
{
    float raw[RIVAGAN_BITS];
    uint32_t bits;

    for (int i = 0; i < RIVAGAN_BITS; i++)
        raw[i] = strtof(s, &s);
    bits = rivagan_bits(raw);
    for (int i = RIVAGAN_BITS; i-- > 0;)
        putchar('0' + (int)(bits >> i & 1));
    putchar('\n');
}

int main(void)
{
    static char line[1 << 16];

    while (fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = 0;
        switch (line[0]) {
        case 'T': packet(line + 2); break;
        case 'E': encode(line + 2); break;
        case 'R': numbers(line + 2); break;
        default: return 2;
        }
    }
    return 0;
}
