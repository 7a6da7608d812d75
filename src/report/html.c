/* SPDX-License-Identifier: Apache-2.0
 * html.c - markup by hand; nothing from a file goes out unescaped. */
#include "report/html.h"

#include "base/str.h"
#include "base/utf.h"
#include "report/page.h"

enum {
    WIDE = 320, /* of a chart, in its own units */
    LABEL = 132,
    ROW = 24,
    GAP = 6,
    DIGIT = 10,  /* with its part of the commas */
    LETTERS = 18 /* of a label */
};

static const char *entity(uint32_t c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void html_str(struct out *o, gm_str s)
{
    struct span t = str_span(s);
    size_t at = 0;

    while (at < t.len) {
        size_t from = at;
        bool bad = false;
        uint32_t c = utf8_next(t, &at, &bad);
        const char *e = entity(c);

        if (e)
            out_text(o, e);
        else if (c == '\n' || c == '\t')
            out_char(o, (char)c);
        else if (bad || !page_safe(c) || c == 0xFFFE || c == 0xFFFF)
            out_text(o, "\xEF\xBF\xBD");
        else
            out_put(o, t.ptr + from, at - from);
    }
}

void html_text(struct out *o, const char *s)
{
    html_str(o, str_of(s));
}

void html_in(struct out *o, const char *name, const char *cls, gm_str s)
{
    out_char(o, '<');
    out_text(o, name);
    if (cls) {
        out_text(o, " class=\"");
        out_text(o, cls);
        out_char(o, '"');
    }
    out_char(o, '>');
    html_str(o, s);
    out_text(o, "</");
    out_text(o, name);
    out_char(o, '>');
}

void html_count(struct out *o, uint64_t n)
{
    struct page p = {.out = o};

    page_uint(&p, n);
}

static void svg_begin(struct out *o, const char *alt, unsigned high)
{
    out_text(o, "<svg viewBox=\"0 0 320 ");
    out_uint(o, high);
    out_text(o, "\" role=\"img\" aria-label=\"");
    html_text(o, alt);
    out_text(o, "\">");
}

static void rect(struct out *o, const char *cls, const uint64_t at[4])
{
    static const char *const names[] = {" x=\"", "\" y=\"", "\" width=\"",
                                        "\" height=\""};

    out_text(o, "<rect rx=\"3\" class=\"");
    out_text(o, cls);
    out_char(o, '"');
    for (int i = 0; i < 4; i++) {
        out_text(o, names[i]);
        out_uint(o, at[i]);
    }
    out_text(o, "\"/>");
}

static void label(struct out *o, unsigned x, unsigned y, const char *s)
{
    struct page p = {.out = o};

    out_text(o, "<text x=\"");
    out_uint(o, x);
    out_text(o, "\" y=\"");
    out_uint(o, y);
    out_text(o, "\">");
    if (strpbrk(s, "<>&"))
        html_text(o, s);
    else
        page_fit(&p, str_of(s), LETTERS);
    out_text(o, "</text>");
}

void html_bars(struct out *o, const char *alt, const struct bar *bars,
               size_t count)
{
    uint64_t most = 1, room = WIDE - LABEL - GAP;

    for (size_t i = 0; i < count; i++)
        if (bars[i].count > most)
            most = bars[i].count;
    for (uint64_t n = most; n; n /= 10)
        room -= DIGIT;
    svg_begin(o, alt, (unsigned)count * ROW + 2);
    for (size_t i = 0; i < count; i++) {
        unsigned y = (unsigned)i * ROW;
        uint64_t len = bars[i].count * room / most;
        const uint64_t rail[] = {LABEL, y + 5, room, 12};
        const uint64_t at[] = {LABEL, y + 5, len ? len : 2, 12};

        label(o, 0, y + 16, bars[i].label);
        rect(o, "rail", rail);
        rect(o, bars[i].cls, at);
        out_text(o, "<text class=\"n\" text-anchor=\"end\" x=\"318\" y=\"");
        out_uint(o, y + 16);
        out_text(o, "\">");
        html_count(o, bars[i].count);
        out_text(o, "</text>");
    }
    out_text(o, "</svg>");
}

void html_stack(struct out *o, const char *alt, const struct bar *bars,
                size_t count)
{
    uint64_t all = 0, x = 0;

    for (size_t i = 0; i < count; i++)
        all += bars[i].count;
    out_text(o, "<svg viewBox=\"0 0 1000 22\" preserveAspectRatio=\"none\" "
                "style=\"height:22px\" role=\"img\" aria-label=\"");
    html_text(o, alt);
    out_text(o, "\">");
    for (size_t i = 0; i < count && all; i++) {
        uint64_t w = bars[i].count * 1000 / all;
        const uint64_t at[] = {x, 0, w > 4 ? w - 3 : 2, 22};

        if (!bars[i].count)
            continue;
        rect(o, bars[i].cls, at);
        x += w > 5 ? w : 5;
    }
    out_text(o, "</svg>");
}
