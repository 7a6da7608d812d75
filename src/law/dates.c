/* SPDX-License-Identifier: Apache-2.0
 * dates.c - days of the civil calendar, read strictly.
 *
 * Day numbers are those of the proleptic Gregorian calendar.  Years run from
 * 1900 to 2999: anything else is a slip of the pen. */
#include "law/dates.h"

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 2999,
    DAY_SECONDS = 86400,
    HOUR_SECONDS = 3600,
    MINUTE_SECONDS = 60,
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

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};

    return days[m - 1] + (m == 2 && is_leap(y));
}

/* The days before a year, counted from year 1. */
static int32_t before_year(int y)
{
    y--;
    return 365 * y + y / 4 - y / 100 + y / 400;
}

/* The days of a year before a month. */
static int32_t before_month(int y, int m)
{
    static const int16_t days[] = {0,   31,  59,  90,  120, 151,
                                   181, 212, 243, 273, 304, 334};

    return days[m - 1] + (m > 2 && is_leap(y));
}

static bool day_of(struct span s, int32_t *day)
{
    int y = digits(s, 0, 4), m = digits(s, 5, 2), d = digits(s, 8, 2);

    if (s.len < BARE || s.ptr[4] != '-' || s.ptr[7] != '-' || y < YEAR_MIN ||
        y > YEAR_MAX || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    *day = before_year(y) - before_year(1970) + before_month(y, m) + d - 1;
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
