/* SPDX-License-Identifier: Apache-2.0
 * page.c - columns are counted as terminals do [UAX 11]. */
#include "report/page.h"

#include "base/str.h"
#include "base/utf.h"

void page_paint(struct page *p, enum paint how)
{
    static const char *const codes[] = {"\x1b[0m",  "\x1b[1m",  "\x1b[2m",
                                        "\x1b[31m", "\x1b[33m", "\x1b[32m",
                                        "\x1b[34m", "\x1b[35m"};

    if (p->colour)
        out_text(p->out, codes[how]);
}

bool page_safe(uint32_t c)
{
    return c >= 0x20 && (c < 0x7F || c > 0x9F) &&
           !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069) &&
           c != 0x200E && c != 0x200F && c != 0x061C && c != 0x2028 &&
           c != 0x2029;
}

/* at_edge is whether a character of `width` columns would leave no room for
 * the sign that there was more. */
static bool at_edge(struct page *p, unsigned width)
{
    if (!p->edge || (!p->cut && p->column + width < p->edge))
        return false;
    if (!p->cut && p->out)
        out_text(p->out, "\xE2\x80\xA6");
    p->cut = true;
    return true;
}

/* put writes one character, or U+FFFD for one that is not safe. */
static void put(struct page *p, uint32_t c)
{
    uint8_t bytes[4];

    if (!page_safe(c))
        c = c == '\n' || c == '\t' ? ' ' : UTF_BAD;
    if (at_edge(p, utf_width(c)))
        return;
    if (p->out)
        out_put(p->out, bytes, utf8_put(c, bytes));
    p->column += utf_width(c);
}

void page_str(struct page *p, gm_str s)
{
    struct span t = str_span(s);
    size_t at = 0;
    bool bad;

    while (at < t.len)
        put(p, utf8_next(t, &at, &bad));
}

void page_text(struct page *p, const char *s)
{
    page_str(p, str_of(s));
}

void page_painted(struct page *p, enum paint how, const char *s)
{
    if (how != PAINT_NONE)
        page_paint(p, how);
    page_text(p, s);
    if (how != PAINT_NONE)
        page_paint(p, PAINT_NONE);
}

void page_uint(struct page *p, uint64_t n)
{
    char digits[32];
    size_t at = sizeof(digits), count = 0;

    do {
        if (count && count % 3 == 0)
            digits[--at] = ',';
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
        count++;
    } while (n);
    page_str(p, (gm_str){digits + at, sizeof(digits) - at});
}

void page_line(struct page *p)
{
    out_char(p->out, '\n');
    p->column = 0;
    p->cut = false;
}

void page_to(struct page *p, unsigned column)
{
    do {
        if (p->column == 0 && column == 0)
            return;
        out_char(p->out, ' ');
        p->column++;
    } while (p->column < column);
}

unsigned page_columns(gm_str s)
{
    struct span t = str_span(s);
    unsigned n = 0;
    size_t at = 0;
    bool bad;

    while (at < t.len) {
        uint32_t c = utf8_next(t, &at, &bad);

        n += utf_width(page_safe(c) ? c : UTF_BAD);
    }
    return n;
}

void page_fit(struct page *p, gm_str s, unsigned columns)
{
    struct span t = str_span(s);
    unsigned end = p->column + columns;
    size_t at = 0;
    bool bad, fits = page_columns(s) <= columns;

    if (!columns)
        return;
    while (at < t.len) {
        uint32_t c = utf8_next(t, &at, &bad);

        if (!fits && p->column + utf_width(c) > end - 1) {
            put(p, 0x2026);
            return;
        }
        put(p, c);
    }
}

void page_end(struct page *p, gm_str s, unsigned columns)
{
    struct span t = str_span(s);
    unsigned over = page_columns(s), gone = 0;
    size_t at = 0;
    bool bad;

    over = over > columns ? over - columns + 1 : 0; /* 1: of the sign */
    while (gone < over && at < t.len) {
        uint32_t c = utf8_next(t, &at, &bad);

        gone += utf_width(page_safe(c) ? c : UTF_BAD);
    }
    if (over)
        put(p, 0x2026);
    page_str(p, (gm_str){s.ptr + at, s.len - at});
}

/* word is how many bytes of s, from `at`, stay on one line: up to a space, or
 * one wide character, since those may be parted anywhere. */
static size_t word(gm_str s, size_t at, unsigned *columns)
{
    struct span t = str_span(s);
    size_t from = at;
    bool bad;

    *columns = 0;
    while (at < t.len && s.ptr[at] != ' ' && s.ptr[at] != '\n') {
        size_t here = at;
        uint32_t c = utf8_next(t, &at, &bad);
        unsigned w = utf_width(page_safe(c) ? c : UTF_BAD);

        /* Hangul words are kept whole, as Korean is set. */
        if (w == 2 && !(c >= 0xAC00 && c <= 0xD7A3)) {
            if (here > from)
                return here - from;
            *columns = w;
            return at - from;
        }
        *columns += w;
    }
    return at - from;
}

void page_wrap(struct page *p, unsigned indent, gm_str s)
{
    size_t at = 0;
    bool space = false;

    while (at < s.len) {
        unsigned columns;
        size_t n;

        if (s.ptr[at] == ' ' || s.ptr[at] == '\n') {
            space = p->column > indent;
            at++;
            continue;
        }
        n = word(s, at, &columns);
        if (p->column > indent && p->column + space + columns > p->width) {
            page_line(p);
            space = false;
        }
        if (p->column < indent)
            page_to(p, indent);
        if (space)
            page_text(p, " ");
        page_str(p, (gm_str){s.ptr + at, n});
        space = false;
        at += n;
    }
    page_line(p);
}
