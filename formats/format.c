/* SPDX-License-Identifier: Apache-2.0
 * format.c - the table of formats, and the bidding. */
#include "formats/format.h"

#define FORMAT(name, begins) extern const struct format format_##name;
#include "formats/list.h"
#undef FORMAT

#define ANY "\0\0\0\0\0\0\0\1"

enum {
    FIRSTS = 8 /* of them the last says whether it may be any */
};

/* The first byte is looked at here, for most formats are none of this file's,
 * and each probe is a place of its own in memory. */
static const struct row {
    const struct format *format;
    char begins[FIRSTS]; /* what is not used is zero */
} rows[] = {
#define FORMAT(name, begins) {&format_##name, begins},
#include "formats/list.h"
#undef FORMAT
};

enum {
    COUNT = sizeof(rows) / sizeof(rows[0])
};

/* may_be compares all bytes of a row at once.  Where the file begins with a
 * zero, every row seems to fit, and its probe decides. */
static inline bool may_be(const struct row *r, uint8_t first)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t w;

    memcpy(&w, r->begins, sizeof(w));
    w ^= ones * first; /* zero where it is one of them */
    return ((w - ones) & ~w & tops) != 0 || r->begins[FIRSTS - 1];
}

const struct format *format_of(struct span head, uint64_t size)
{
    const struct format *best = NULL;
    uint8_t first = head.len ? head.ptr[0] : 0;
    unsigned high = 0;

    for (size_t i = 0; i < COUNT; i++) {
        unsigned bid = 0;

        if (may_be(&rows[i], first))
            bid = rows[i].format->probe(head, size);
        if (bid > high) {
            high = bid;
            best = rows[i].format;
        }
    }
    return best;
}

const struct format *format_named(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(rows[i].format->name, name) == 0)
            return rows[i].format;
    return NULL;
}

const struct format *format_at(size_t i)
{
    return i < COUNT ? rows[i].format : NULL;
}
