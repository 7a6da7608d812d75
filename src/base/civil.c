/* SPDX-License-Identifier: Apache-2.0
 * civil.c - days are counted in years that begin in March, so that the leap
 * day comes last, and in eras of 400 years, after which leap years repeat. */
#include "base/civil.h"

enum {
    YEAR = 365,
    CENTURY = 36524,  /* days of 100 years, of which the last is no leap year */
    ERA = 146097,     /* days of 400 years */
    ORIGIN = 719468,  /* days from March of year 0 to 1970-01-01 */
    FIVE_MONTHS = 153 /* days of March to July, and of August to December */
};

static bool is_leap(int64_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

bool civil_ok(const struct civil *c)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};

    return c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= days[c->month - 1] +
                         (unsigned)(c->month == 2 && is_leap(c->year)) &&
           c->hour < 24 && c->minute < 60 && c->second <= 60;
}

int64_t civil_days(int64_t year, unsigned month, unsigned day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400, in = y - era * 400;
    int64_t march = (int64_t)month + (month > 2 ? -3 : 9);

    return era * ERA + in * YEAR + in / 4 - in / 100 +
           (FIVE_MONTHS * march + 2) / 5 + (int64_t)day - 1 - ORIGIN;
}

int64_t civil_seconds(const struct civil *c)
{
    return civil_days(c->year, c->month, c->day) * DAY_SECONDS +
           c->hour * HOUR_SECONDS + c->minute * MINUTE_SECONDS + c->second;
}

struct civil civil_of(int64_t seconds)
{
    int64_t days = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
    int64_t era, in, year, march;

    if (rest < 0) {
        rest += DAY_SECONDS;
        days--;
    }
    days += ORIGIN;
    era = (days >= 0 ? days : days - (ERA - 1)) / ERA;
    in = days - era * ERA;
    year = (in - in / (4 * YEAR) + in / CENTURY - in / (ERA - 1)) / YEAR;
    in -= YEAR * year + year / 4 - year / 100;
    march = (5 * in + 2) / FIVE_MONTHS;
    return (struct civil){
        .year = year + era * 400 + (march >= 10),
        .month = (unsigned)(march + (march < 10 ? 3 : -9)),
        .day = (unsigned)(in - (FIVE_MONTHS * march + 2) / 5 + 1),
        .hour = (unsigned)(rest / HOUR_SECONDS),
        .minute = (unsigned)(rest / MINUTE_SECONDS % 60),
        .second = (unsigned)(rest % 60)};
}
