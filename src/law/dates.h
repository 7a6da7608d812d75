/* SPDX-License-Identifier: Apache-2.0
 * dates.h - days of the civil calendar, read strictly. */
#ifndef LAW_DATES_H
#define LAW_DATES_H

#include "base/span.h"

/* date_read takes "2026-11-23", or a date-time of [RFC 3339] such as
 * "2026-11-23T12:00:00Z" or "...+09:00".  *day is the day as it is written,
 * counted from 1970-01-01; *seconds those since then in UTC, of a bare date
 * its noon.  False where the text is neither, or no such day exists. */
bool date_read(struct span s, int32_t *day, int64_t *seconds);

/* date_day is the day alone. */
bool date_day(struct span s, int32_t *day);

#endif
