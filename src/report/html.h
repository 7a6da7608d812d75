/* SPDX-License-Identifier: Apache-2.0
 * html.h - HTML and XML out: escaped text, elements, and bar charts in SVG. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/report.h"

/* html_str writes text as content or inside a quoted attribute: the five
 * characters of markup escaped, and U+FFFD for control characters (which XML
 * 1.0 has no place for) and for those that turn the direction of text. */
void html_str(struct out *o, gm_str s);
void html_text(struct out *o, const char *s);

/* html_in writes <name class="cls">text</name>; cls may be NULL. */
void html_in(struct out *o, const char *name, const char *cls, gm_str s);
void html_count(struct out *o, uint64_t n); /* 12,345 */

/* One bar of a chart, and what picks its colour. */
struct bar {
    const char *label, *cls;
    uint64_t count;
};

/* html_bars draws a figure: a bar each, longest first as they come.  alt is
 * what the figure is called where it is not seen. */
void html_bars(struct out *o, const char *alt, const struct bar *bars,
               size_t count);

/* html_stack draws all bars as parts of one. */
void html_stack(struct out *o, const char *alt, const struct bar *bars,
                size_t count);

#endif
