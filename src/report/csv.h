/* SPDX-License-Identifier: Apache-2.0
 * csv.h - cells of CSV [RFC 4180]. */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include "report/report.h"

/* csv_cell writes a text, quoted where it has to be, and a comma. */
void csv_cell(struct out *o, gm_str s);
void csv_word(struct out *o, const char *s);

/* csv_bytes ends a row with its last cell, path_bytes: the path by
 * report_percent where it is no UTF-8, else nothing. */
void csv_bytes(struct out *o, const gm_item *it);

#endif
