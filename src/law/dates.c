/* SPDX-License-Identifier: Apache-2.0
 * dates.c - days of the civil calendar, read strictly.
 *
 * Day numbers are those of the proleptic Gregorian calendar.  Years run from
 * 1900 to 2999: anything else is a slip of the pen. */
#include "law/dates.h"

#include "base/civil.h"

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 2999,
    BARE = 10 /* characters of a bare date */
};

/* digits reads n decimal digits at `at`, or is -1. */
static int digits(struct span s, size_t at, size_t n)
{
    int v = 0;

    if (at > s.len || n > s.len - at)
        return -1;
    for (size_t i = at; i < at + n; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return -1;
        v = 10 * v + (s.ptr[i] - '0');
    }
    return v;
}

static bool day_of(struct span s, int32_t *day)
{
    int y = digits(s, 0, 4), m = digits(s, 5, 2), d = digits(s, 8, 2);
    struct civil c = {y, (unsigned)m, (unsigned)d, 0, 0, 0};

    if (s.len < BARE || s.ptr[4] != '-' || s.ptr[7] != '-' || y < YEAR_MIN ||
        y > YEAR_MAX || m < 0 || d < 0 || !civil_ok(&c))
        return false;
    *day = (int32_t)civil_days(y, c.month, c.day);
    return true;
}

/* zone reads "Z" or "+09:00" to the end of s. */
static bool zone(struct span s, size_t at, int *offset)
{
    int h = digits(s, at + 1, 2), m = digits(s, at + 4, 2);

    *offset = 0;
    if (at + 1 == s.len && (s.ptr[at] == 'Z' || s.ptr[at] == 'z'))
        return true;
    if (at + 6 != s.len || (s.ptr[at] != '+' && s.ptr[at] != '-') ||
        s.ptr[at + 3] != ':' || h < 0 || h > 23 || m < 0 || m > 59)
        return false;
    *offset = h * HOUR_SECONDS + m * MINUTE_SECONDS;
    if (s.ptr[at] == '-')
        *offset = -*offset;
    return true;
}

bool date_read(struct span s, int32_t *day, int64_t *seconds)
{
    int h, m, sec, offset;
    size_t at = 19;

    if (!day_of(s, day))
        return false;
    *seconds = (int64_t)*day * DAY_SECONDS + DAY_SECONDS / 2;
    if (s.len == BARE)
        return true;
    h = digits(s, 11, 2);
    m = digits(s, 14, 2);
    sec = digits(s, 17, 2);
    if (s.len <= at || (s.ptr[10] != 'T' && s.ptr[10] != 't') ||
        s.ptr[13] != ':' || s.ptr[16] != ':' || h < 0 || h > 23 || m < 0 ||
        m > 59 || sec < 0 || sec > 60)
        return false;
    if (s.ptr[at] == '.') {
        at++;
        if (digits(s, at, 1) < 0)
            return false;
        while (digits(s, at, 1) >= 0)
            at++;
    }
    if (at >= s.len || !zone(s, at, &offset))
        return false;
    *seconds = (int64_t)*day * DAY_SECONDS + h * HOUR_SECONDS +
               m * MINUTE_SECONDS + sec - offset;
    return true;
}

bool date_day(struct span s, int32_t *day)
{
    int64_t seconds;

    return date_read(s, day, &seconds);
}
