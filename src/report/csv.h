/* SPDX-License-Identifier: Apache-2.0
 * csv.h - cells of CSV [RFC 4180]. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "report/report.h"

/* csv_cell writes a text, quoted where it has to be, and a comma. */
void csv_cell(struct out *o, gm_str s);
void csv_word(struct out *o, const char *s);

#endif
