/* SPDX-License-Identifier: Apache-2.0
 * format.c - the table of formats, and the bidding. */
#include "formats/format.h"

#define FORMAT(name) extern const struct format format_##name;
#include "formats/list.h"
#undef FORMAT

static const struct format *const formats[] = {
#define FORMAT(name) &format_##name,
#include "formats/list.h"
#undef FORMAT
};

enum {
    COUNT = sizeof(formats) / sizeof(formats[0])
};

const struct format *format_of(struct span head, uint64_t size)
{
    const struct format *best = NULL;
    unsigned high = 0;

    for (size_t i = 0; i < COUNT; i++) {
        unsigned bid = formats[i]->probe(head, size);

        if (bid > high) {
            high = bid;
            best = formats[i];
        }
    }
    return best;
}

const struct format *format_named(const char *name)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

const struct format *format_at(size_t i)
{
    return i < COUNT ? formats[i] : NULL;
}
