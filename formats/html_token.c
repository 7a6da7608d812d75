/* SPDX-License-Identifier: Apache-2.0
 * html_token.c - the part of the tokenizer of [HTML 13.2.5] that decides where
 * tags, attributes, comments and references begin and end. */
#include "formats/html_token.h"

#include "base/num.h"
#include "base/utf.h"

enum {
    NAME = 32,   /* longest name of a reference */
    DIGITS = 10, /* of a numeric one */
    POINT = 0x10FFFF
};

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool is_alpha(uint8_t c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* tag_end is where the '>' of a tag stands; quotes in it may hold another. */
static size_t tag_end(struct span s, size_t at)
{
    uint8_t quote = 0;
    bool value = false;

    for (; at < s.len; at++) {
        uint8_t c = s.ptr[at];

        if (quote) {
            if (c == quote)
                quote = 0;
        } else if ((c == '"' || c == '\'') && value) {
            quote = c;
        } else if (c == '>') {
            return at;
        }
        if (!is_space(c))
            value = c == '=';
    }
    return s.len;
}

static struct html_token markup(struct span s, size_t at)
{
    struct html_token t = {.kind = HTML_OTHER, .off = at};
    size_t from, stop;

    if (span_starts(span_cut(s, at, s.len - at), SPAN("<!--"))) {
        stop = span_find(s, at + 4, SPAN("-->"));
        t.kind = HTML_COMMENT;
        t.body = span_cut(s, at + 4, stop - at - 4);
        t.end = (size_t)num_min(stop + 3, s.len);
        if (stop < at + 4)
            t.end = at + 4;
        return t;
    }
    if (span_starts(span_cut(s, at, s.len - at), SPAN("<![CDATA["))) {
        stop = span_find(s, at + 9, SPAN("]]>"));
        t.end = (size_t)num_min(stop + 3, s.len);
        return t;
    }
    from = at + 1;
    if (from < s.len && s.ptr[from] == '/')
        from++;
    stop = from;
    while (stop < s.len && !is_space(s.ptr[stop]) && s.ptr[stop] != '>' &&
           s.ptr[stop] != '/')
        stop++;
    t.name = span_cut(s, from, stop - from);
    if (t.name.len && is_alpha(t.name.ptr[0]))
        t.kind = from == at + 1 ? HTML_OPEN : HTML_CLOSE;
    from = stop;
    stop = tag_end(s, from);
    t.body = span_cut(s, from, stop - from);
    t.empty = t.body.len && t.body.ptr[t.body.len - 1] == '/';
    t.end = (size_t)num_min(stop + 1, s.len);
    return t;
}

struct html_token html_next(struct span s, size_t *at)
{
    struct html_token t = {.kind = HTML_END, .off = *at, .end = *at};
    size_t i = *at;

    if (i >= s.len)
        return t;
    while (i < s.len) {
        const uint8_t *hit = memchr(s.ptr + i, '<', s.len - i);

        if (!hit) {
            i = s.len;
            break;
        }
        i = (size_t)(hit - s.ptr);
        if (i + 1 < s.len && (is_alpha(s.ptr[i + 1]) || s.ptr[i + 1] == '/' ||
                              s.ptr[i + 1] == '!' || s.ptr[i + 1] == '?'))
            break;
        i++;
    }
    if (i == *at) {
        t = markup(s, i);
        *at = t.end;
        return t;
    }
    t.kind = HTML_TEXT;
    t.body = span_cut(s, *at, i - *at);
    *at = t.end = i;
    return t;
}

size_t html_raw(struct span s, size_t at, struct span name)
{
    while (at < s.len) {
        size_t i;

        at = span_find(s, at, SPAN("</"));
        for (i = 0; i < name.len && at + 2 + i < s.len; i++)
            if (lower(s.ptr[at + 2 + i]) != lower(name.ptr[i]))
                break;
        if (at < s.len && i == name.len)
            return at;
        at += at < s.len;
    }
    return s.len;
}

bool html_attr(struct span b, size_t *at, struct html_attr *a)
{
    size_t i = *at, from;
    uint8_t quote;

    *a = (struct html_attr){0};
    while (i < b.len && (is_space(b.ptr[i]) || b.ptr[i] == '/'))
        i++;
    from = i;
    while (i < b.len && !is_space(b.ptr[i]) && b.ptr[i] != '/' &&
           (b.ptr[i] != '=' || i == from))
        i++;
    a->name = span_cut(b, from, i - from);
    while (i < b.len && is_space(b.ptr[i]))
        i++;
    if (i < b.len && b.ptr[i] == '=' && a->name.len) {
        i++;
        while (i < b.len && is_space(b.ptr[i]))
            i++;
        quote = i < b.len ? b.ptr[i] : 0;
        if (quote == '"' || quote == '\'') {
            const uint8_t *end;

            from = ++i;
            end = i < b.len ? memchr(b.ptr + i, quote, b.len - i) : NULL;
            i = end ? (size_t)(end - b.ptr) : b.len;
            a->value = span_cut(b, from, i - from);
            i += end != NULL;
        } else {
            from = i;
            while (i < b.len && !is_space(b.ptr[i]))
                i++;
            a->value = span_cut(b, from, i - from);
        }
    }
    *at = i;
    return a->name.len != 0;
}

/* clang-format off */
static const struct named {
    const char *name;
    uint32_t c;
} names[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''},
    {"nbsp", 0xA0}, {"shy", 0xAD}, {"copy", 0xA9}, {"reg", 0xAE},
    {"middot", 0xB7}, {"laquo", 0xAB}, {"raquo", 0xBB}, {"deg", 0xB0},
    {"sect", 0xA7}, {"para", 0xB6}, {"hellip", 0x2026}, {"bull", 0x2022},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"bdquo", 0x201E}, {"sbquo", 0x201A}, {"lsaquo", 0x2039},
    {"rsaquo", 0x203A}, {"zwj", 0x200D}, {"zwnj", 0x200C}, {"ensp", 0x2002},
    {"emsp", 0x2003}, {"thinsp", 0x2009}, {"trade", 0x2122},
    {"times", 0xD7}, {"rarr", 0x2192}, {"larr", 0x2190}, {"check", 0x2713},
    {"szlig", 0xDF}, {"agrave", 0xE0}, {"aacute", 0xE1}, {"acirc", 0xE2},
    {"atilde", 0xE3}, {"auml", 0xE4}, {"aring", 0xE5}, {"aelig", 0xE6},
    {"ccedil", 0xE7}, {"egrave", 0xE8}, {"eacute", 0xE9}, {"ecirc", 0xEA},
    {"euml", 0xEB}, {"igrave", 0xEC}, {"iacute", 0xED}, {"icirc", 0xEE},
    {"iuml", 0xEF}, {"ntilde", 0xF1}, {"ograve", 0xF2}, {"oacute", 0xF3},
    {"ocirc", 0xF4}, {"otilde", 0xF5}, {"ouml", 0xF6}, {"oslash", 0xF8},
    {"ugrave", 0xF9}, {"uacute", 0xFA}, {"ucirc", 0xFB}, {"uuml", 0xFC},
    {"yacute", 0xFD}, {"Auml", 0xC4}, {"Ouml", 0xD6}, {"Uuml", 0xDC},
    {"Eacute", 0xC9}, {"Egrave", 0xC8}, {"Agrave", 0xC0}, {"Ccedil", 0xC7},
    {"Aring", 0xC5}, {"oelig", 0x153}, {"scaron", 0x161}, {"Scaron", 0x160},
};
/* clang-format on */

/* number decodes what follows "&#"; 0 where it is no reference. */
static uint32_t number(struct span s, size_t *at)
{
    uint32_t base = 10, c = 0;
    size_t i = *at, digits = 0;

    if (i < s.len && (s.ptr[i] == 'x' || s.ptr[i] == 'X')) {
        base = 16;
        i++;
    }
    for (; i < s.len && digits < DIGITS; i++, digits++) {
        uint8_t d = lower(s.ptr[i]);
        uint32_t v = d >= '0' && d <= '9' ? d - (uint32_t)'0'
                     : base == 16 && d >= 'a' && d <= 'f'
                         ? d - (uint32_t)'a' + 10
                         : base;

        if (v == base)
            break;
        c = c > POINT ? c : c * base + v;
    }
    if (!digits)
        return 0;
    *at = i + (i < s.len && s.ptr[i] == ';');
    return c && c <= POINT ? c : UTF_BAD;
}

size_t html_entity(struct span s, size_t *at, uint8_t to[8])
{
    size_t i = *at + 1, n = 0;
    uint32_t c;

    if (i < s.len && s.ptr[i] == '#') {
        size_t after = i + 1;

        c = number(s, &after);
        if (c) {
            *at = after;
            return utf8_put(c, to);
        }
    }
    while (i + n < s.len && n < NAME &&
           (is_alpha(s.ptr[i + n]) ||
            (s.ptr[i + n] >= '0' && s.ptr[i + n] <= '9')))
        n++;
    for (size_t k = 0; n && k < sizeof(names) / sizeof(names[0]); k++)
        if (strlen(names[k].name) == n &&
            memcmp(names[k].name, s.ptr + i, n) == 0) {
            *at = i + n + (i + n < s.len && s.ptr[i + n] == ';');
            return utf8_put(names[k].c, to);
        }
    *at += 1;
    to[0] = '&';
    return 1;
}

struct span html_unescape(struct arena *a, struct span s)
{
    struct buf b;

    if (!s.len || !memchr(s.ptr, '&', s.len))
        return s;
    buf_init(&b, a, s.len * 2 + 8);
    for (size_t at = 0; at < s.len && !b.failed;) {
        uint8_t to[8];

        if (s.ptr[at] == '&')
            buf_put(&b, (struct span){to, html_entity(s, &at, to)});
        else
            buf_byte(&b, s.ptr[at++]);
    }
    return b.failed ? (struct span){0} : buf_span(&b);
}
