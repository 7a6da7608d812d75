/* SPDX-License-Identifier: Apache-2.0
 * report.h - what a writer of reports is.
 *
 * A report is a head, its items in order, and a foot.  Items are written one
 * by one and never kept, so a report of any length needs the memory of one.
 * What a foot tells is counted in the tally; where there is none, nothing is.
 *
 * To add a kind: write src/report/NAME_report.c with a `const struct writer
 * writer_NAME`, and its line to src/report/list.h. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/out.h"
#include "genmark.h"
#include "report/tally.h"

struct gm_report;

struct writer {
    const char *kind;
    const char *between;               /* elements of its list; NULL: nothing */
    void (*head)(struct gm_report *r); /* may be NULL, like foot */
    void (*item)(struct gm_report *r, const gm_item *item);
    void (*foot)(struct gm_report *r);
    /* join takes the items of a part; NULL: their bytes as they are. */
    void (*join)(struct gm_report *r, struct gm_report *part);
};

struct gm_report {
    gm_report_config c;
    const struct writer *by;
    bool ko;
    bool begun;
    bool part;         /* no head and no foot; bytes wait for gm_report_join */
    struct arena keep; /* of what a part, or `later`, holds */
    struct buf bytes;
    struct buf later;        /* what must come after all items: for the foot */
    bool wrote;              /* an element */
    bool late;               /* a part of a report that is long already */
    struct rows *rows;       /* of html_rows.c */
    struct covered *covered; /* of covered.c */
    struct stated *stated;   /* of stated.c */
    struct out out;
    struct out later_out; /* writes to `later` */
    struct tally tally;   /* for the foot; of a part: since the last join */
};

/* report_pick is the text in the report's language, or the other where it is
 * empty. */
gm_str report_pick(const gm_report *r, gm_words w);

static inline bool report_eq(gm_str a, gm_str b)
{
    return a.len == b.len && bytes_eq(a.ptr, b.ptr, a.len);
}

/* report_say is one of two constants, by the report's language. */
static inline const char *report_say(const gm_report *r, const char *en,
                                     const char *ko)
{
    return r->ko ? ko : en;
}

/* report_value is a mark's value as it may be shown: prompts and long payloads
 * shortened, or withheld (*held) where the report is redacted. */
struct shown {
    gm_str value;
    bool cut, held;
};
bool report_personal(const gm_mark *m); /* its value is a person's words */
struct shown report_value(const gm_report *r, const gm_mark *m);

/* report_gap is whether coverage i did not run, and is the first of those with
 * its reason; report_same is whether k stands with it. */
bool report_gap(const gm_item *it, size_t i);
bool report_same(const gm_item *it, size_t i, size_t k);

/* report_place is where a mark stands within its item: its path without that
 * of the item. */
gm_str report_place(const gm_item *it, const gm_mark *m);

/* report_odd is whether the path is no UTF-8, so that two of them may look
 * alike in a report: it then tells the bytes too, by report_percent. */
bool report_odd(const gm_item *it);

/* report_percent writes a path as a URI does [RFC 3986 2.1]: every byte but
 * letters, digits and "-._~/" as % and two digits, so that it can be taken
 * back. */
void report_percent(struct out *o, gm_str path);
size_t report_escape(char c, char to[3]); /* one byte of it: 1 or 3 */

/* report_later writes what waited for the foot. */
void report_later(gm_report *r);

/* report_element begins an element of a list: it writes what stands between
 * two, however many parts they come from. */
void report_element(gm_report *r);

static inline void out_str(struct out *o, gm_str s)
{
    out_put(o, s.ptr, s.len);
}

#endif
