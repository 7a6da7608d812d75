/* SPDX-License-Identifier: Apache-2.0
 * civil.h - dates of the Gregorian calendar, before its time too, and seconds
 * of UTC since 1970, which have no leap seconds [POSIX 4.16]. */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    DAY_SECONDS = 86400,
    HOUR_SECONDS = 3600,
    MINUTE_SECONDS = 60
};

struct civil {
    int64_t year;
    unsigned month, day; /* from 1 */
    unsigned hour, minute, second;
};

/* civil_ok is whether there is such a day and time; second 60 is a leap
 * second, which counts as the next. */
bool civil_ok(const struct civil *c);

/* civil_days is the days from 1970-01-01 to a date, civil_seconds the seconds
 * to a time.  A day past the end of its month is one of the next. */
int64_t civil_days(int64_t year, unsigned month, unsigned day);
int64_t civil_seconds(const struct civil *c);

struct civil civil_of(int64_t seconds);

#endif
