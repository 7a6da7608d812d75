/* SPDX-License-Identifier: Apache-2.0
 * format.c - the table of formats, and the bidding. */
#include "formats/format.h"

#define FORMAT(name, begins) extern const struct format format_##name;
#include "formats/list.h"
#undef FORMAT

#define ANY ""

/* The first byte is looked at here, for most formats are none of this file's,
 * and each probe is a place of its own in memory. */
static const struct row {
    const struct format *format;
    uint8_t count; /* of the bytes; 0: any */
    char begins[7];
} rows[] = {
#define FORMAT(name, begins) {&format_##name, sizeof(begins) - 1, begins},
#include "formats/list.h"
#undef FORMAT
};

enum {
    COUNT = sizeof(rows) / sizeof(rows[0])
};

static inline bool may_be(const struct row *r, struct span head)
{
    for (size_t i = 0; head.len && i < r->count; i++)
        if ((uint8_t)r->begins[i] == head.ptr[0])
            return true;
    return !r->count;
}

const struct format *format_of(struct span head, uint64_t size)
{
    const struct format *best = NULL;
    unsigned high = 0;

    for (size_t i = 0; i < COUNT; i++) {
        unsigned bid = 0;

        if (may_be(&rows[i], head))
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
