/* SPDX-License-Identifier: Apache-2.0
 * trustmark.c - the packet of TrustMark: data, check bits, schema.
 *
 * [TM] adobe/trustmark, datalayer: 96 bits of data and check bits, two bits
 * that are not used, two that name the schema.  The data are filled up with
 * zeros to whole bytes before they are coded, and the filling is not sent: a
 * "mended" bit in it is an error that cannot have happened. */
#include "marks/trustmark.h"

#include "pixel/bch.h"

#include <string.h>

static const struct {
    uint8_t data, t;
} schemas[TRUSTMARK_SCHEMAS] = {{40, 8}, {61, 5}, {68, 4}, {75, 3}};

enum {
    CODED = 96, /* bits that the code covers */
    BYTE = 8
};

void trustmark_bits(const float *logits, uint8_t *bits)
{
    for (unsigned i = 0; i < TRUSTMARK_BITS; i++)
        bits[i] = logits[i] > 0;
}

static bool read_as(const uint8_t *bits, unsigned schema, struct trustmark *out)
{
    unsigned count = schemas[schema].data, fill = (BYTE - count % BYTE) % BYTE;
    uint8_t word[BCH_MOST] = {0};
    struct bch code;
    int mended;

    bch_init(&code, schemas[schema].t);
    for (unsigned i = 0; i < CODED; i++)
        word[i < count ? i : i + fill] = bits[i] & 1;
    mended = bch_mend(&code, word, CODED + fill);
    if (mended < 0)
        return false;
    for (unsigned i = 0; i < fill; i++)
        if (word[count + i])
            return false;
    *out = (struct trustmark){schema, count, (unsigned)mended, ""};
    for (unsigned i = 0; i < count; i++)
        out->data[i] = word[i] ? '1' : '0';
    return true;
}

bool trustmark_read(const uint8_t *bits, bool lost, struct trustmark *out)
{
    unsigned named =
        2u * (bits[TRUSTMARK_BITS - 2] & 1) + (bits[TRUSTMARK_BITS - 1] & 1);

    if (read_as(bits, named, out))
        return true;
    for (unsigned i = 0; lost && i + 1 < TRUSTMARK_SCHEMAS; i++)
        if (i != named && read_as(bits, i, out))
            return true;
    return false;
}

bool trustmark_sure(const struct trustmark *t, const struct trustmark *again)
{
    if (t->schema < 2)
        return true;
    return again && again->schema == t->schema &&
           strcmp(again->data, t->data) == 0;
}
