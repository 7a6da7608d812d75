/* SPDX-License-Identifier: Apache-2.0
 * facts.c - the table of facts, and whether a value is one. */
#include "law/facts.h"

#include "law/dates.h"
#include "law/judge.h"
#include "law/ranges.h"
#include "law/word.h"

#include <stdio.h>

enum {
    TEXT_MAX = 1000 /* bytes of a reason */
};

const struct fact_row fact_rows[FACT_COUNT] = {
#define X(id, name, type, values, en, ko) {name, type, values, en, ko},
    FACTS(X)
#undef X
};

static struct span span_of(const char *s)
{
    return (struct span){(const uint8_t *)s, strlen(s)};
}

size_t fact_find(struct span name)
{
    size_t i = 0;

    while (i < FACT_COUNT && !word_is(name, fact_rows[i].name))
        i++;
    return i;
}

int fact_value(size_t fact, struct span value)
{
    const char *at = fact_rows[fact].values;
    int n = 0;

    if (fact_rows[fact].type != FACT_WORD || value.len == 0)
        return -1;
    for (; *at; n++) {
        size_t len = strcspn(at, " ");

        if (span_eq((struct span){(const uint8_t *)at, len}, value))
            return n;
        at += len + (at[len] == ' ');
    }
    return -1;
}

bool fact_ok(size_t fact, struct span value)
{
    int32_t day;

    switch (fact_rows[fact].type) {
    case FACT_WORD: return fact_value(fact, value) >= 0;
    case FACT_DATE: return date_day(value, &day);
    case FACT_RANGES: return ranges_ok(value);
    case FACT_TEXT: return value.len > 0 && value.len <= TEXT_MAX;
    }
    return false;
}

bool law_fact_ok(const gm_fact *f, char *why, size_t why_size)
{
    size_t i = f->name ? fact_find(span_of(f->name)) : (size_t)FACT_COUNT;

    if (i < FACT_COUNT && f->value && fact_ok(i, span_of(f->value)))
        return true;
    if (!why || !why_size)
        return false;
    if (i == FACT_COUNT)
        snprintf(why, why_size, "no fact has the name '%.64s'",
                 f->name ? f->name : "");
    else
        snprintf(why, why_size, "fact %s takes %s, not '%.64s'",
                 fact_rows[i].name, fact_rows[i].values,
                 f->value ? f->value : "");
    return false;
}

int law_fact_at(size_t i, const char **name, const char **values,
                gm_words *what)
{
    if (i >= FACT_COUNT)
        return 0;
    *name = fact_rows[i].name;
    *values = fact_rows[i].values;
    *what = (gm_words){{fact_rows[i].en, strlen(fact_rows[i].en)},
                       {fact_rows[i].ko, strlen(fact_rows[i].ko)}};
    return 1;
}

bool law_clock(const char *as_of, int64_t *seconds_out)
{
    int32_t day;

    return as_of && date_read(span_of(as_of), &day, seconds_out);
}
