/* SPDX-License-Identifier: Apache-2.0
 * hash_font.c - the tables of a font as the boxes of a box hash.
 *
 * [C2PA] 15.12.3.2 and 18.7.3.6: tables in the order of the font's directory,
 * which is not hashed itself; in `head` the check sum of the whole counts as
 * zero.  Before that was settled, signers listed tables as they lie in the
 * file, and `head` without its check sum as two boxes, hea0 and hea2: such
 * fonts are about, so both are read. */
#include "c2pa/left_out.h"

#include <stdlib.h>

enum {
    SUM_AT = 8, /* of head: checkSumAdjustment */
    SUM_LEN = 4
};

static int by_place(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    return (x->at.off > y->at.off) - (x->at.off < y->at.off);
}

static struct span first_name(const struct cbor *boxes)
{
    const struct cbor *names =
        boxes->child ? cbor_get(boxes->child, SPAN("names")) : NULL;

    return names ? cbor_text(names->child) : (struct span){0};
}

static bool has_name(const struct cbor *boxes, struct span name)
{
    for (const struct cbor *b = boxes->child; b; b = b->next)
        for (const struct cbor *n = cbor_get(b, SPAN("names"))->child; n;
             n = n->next)
            if (span_eq(cbor_text(n), name))
                return true;
    return false;
}

/* split makes two boxes of `head`, around the check sum; the list has room. */
static void split(struct part *list, uint32_t *count)
{
    for (uint32_t i = 0; i < *count; i++) {
        struct range at = list[i].at;

        if (!span_eq(list[i].name, SPAN("head")) || at.len < SUM_AT + SUM_LEN)
            continue;
        list[i] = (struct part){SPAN("hea0"), {at.off, SUM_AT}};
        at.off += SUM_AT + SUM_LEN;
        at.len -= SUM_AT + SUM_LEN;
        list[(*count)++] = (struct part){SPAN("hea2"), at};
        return;
    }
}

void font_parts(const struct cbor *boxes, struct part *list, uint32_t *count)
{
    bool old = has_name(boxes, SPAN("hea0")) || has_name(boxes, SPAN("hea2"));

    if (old)
        split(list, count);
    if (*count && (old || !span_eq(first_name(boxes), list[0].name)))
        qsort(list, *count, sizeof(*list), by_place);
}

struct range font_sum(const struct part *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (span_eq(list[i].name, SPAN("head")) &&
            list[i].at.len >= SUM_AT + SUM_LEN)
            return (struct range){list[i].at.off + SUM_AT, SUM_LEN};
    return (struct range){0};
}
