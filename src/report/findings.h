/* SPDX-License-Identifier: Apache-2.0
 * findings.h - what the laws say of an item, as text_report.c and
 * json_report.c write it: other reports put it beside what they tell. */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "base/json_write.h"
#include "report/page.h"
#include "report/report.h"

struct page text_page(gm_report *r);
enum paint text_paint(gm_verdict v);
void text_heading(struct page *p, const char *s);

/* text_laws ends with the questions whose answers would decide more. */
void text_laws(gm_report *r, struct page *p, const gm_item *it);

/* text_path writes an item's path, and behind it the bytes where it is no
 * UTF-8. */
void text_path(gm_report *r, struct page *p, const gm_item *it);

/* json_bytes writes the bytes of a path that is no UTF-8; else nothing. */
void json_bytes(struct jout *j, const char *key, const gm_item *it);
void json_verdicts(struct jout *j, gm_report *r, const gm_item *it);

#endif
