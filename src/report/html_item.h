/* SPDX-License-Identifier: Apache-2.0
 * html_item.h - one item of the page: its row, and what opens below it. */
#ifndef REPORT_HTML_ITEM_H
#define REPORT_HTML_ITEM_H

#include "report/report.h"

void html_item(struct gm_report *r, const gm_item *item);
const char *html_verdict_class(gm_verdict v);

#endif
