/* SPDX-License-Identifier: Apache-2.0
 * wash.c - packets that are not quite XML, made acceptable. */
#include "base/wash.h"

#include "base/buf.h"
#include "base/num.h"
#include "base/utf.h"

enum {
    LOOK = 8 /* bytes that are looked at together */
};

static void blank(uint8_t *p, size_t from, size_t to)
{
    memset(p + from, ' ', to - from);
}

size_t wash_find(struct span s, size_t at, struct span what)
{
    while (at < s.len && what.len <= s.len - at) {
        const uint8_t *hit =
            memchr(s.ptr + at + 1, what.ptr[1], s.len - at - 1);

        if (!hit)
            break;
        at = (size_t)(hit - s.ptr) - 1;
        if (span_eq(span_cut(s, at, what.len), what))
            return at;
        at++;
    }
    return s.len;
}

static bool is_plain(uint8_t c)
{
    return (c >= ' ' && c < 0x80) || byte_space(c);
}

void wash_mend(uint8_t *p, size_t at, size_t end)
{
    struct span s = {p, end};

    for (at = utf8_plain(s, at); at < end; at = utf8_plain(s, at)) {
        size_t stop = num_min(at + LOOK, end), from;
        bool bad = false;
        uint32_t c;

        while (at < stop && is_plain(p[at]))
            at++;
        if (at == stop) /* it was a line's end */
            continue;
        from = at;
        c = utf8_next(s, &at, &bad);
        if (bad || c == 0xFFFE || c == 0xFFFF)
            memset(p + from, '?', at - from);
        else if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            p[from] = ' ';
    }
}

struct span wash_markup(struct span s)
{
    const uint8_t *first = s.len ? memchr(s.ptr, '<', s.len) : NULL;
    size_t at = first ? (size_t)(first - s.ptr) : s.len, end = s.len;

    while (end > at && s.ptr[end - 1] != '>')
        end--;
    return (struct span){s.ptr + at, end - at};
}

struct span wash(uint8_t *p, size_t len)
{
    struct span s = {p, len}, inner = wash_markup(s);
    size_t at = (size_t)(inner.ptr - p), end = at + inner.len;

    blank(p, 0, at);
    blank(p, end, s.len);
    s.len = end;
    for (size_t i = at; (i = wash_find(s, i, SPAN("<?x"))) < end;) {
        size_t stop = wash_find(s, i, SPAN("?>"));

        if (stop == end) /* no other ends either */
            break;
        stop += 2;
        if (span_eq(span_cut(s, i, 5), SPAN("<?xml")) ||
            span_eq(span_cut(s, i, 9), SPAN("<?xpacket")))
            blank(p, i, stop);
        i = stop;
    }
    wash_mend(p, at, end);
    return s;
}

size_t wash_reference(struct span s)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                        "&apos;"};
    size_t i = 2;

    for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
        if (span_starts(
                s, (struct span){(const uint8_t *)names[k], strlen(names[k])}))
            return strlen(names[k]);
    if (s.len < 4 || s.ptr[1] != '#')
        return 0;
    while (i < s.len && i < 12 && s.ptr[i] != ';')
        i++;
    return i < s.len && s.ptr[i] == ';' ? i + 1 : 0;
}

struct span wash_escape(struct arena *a, struct span s)
{
    static const struct span open = SPAN_OF("<![CDATA[");
    size_t from = 0, at = 0, data = wash_find(s, 0, open);
    struct buf b;

    buf_init(&b, a, s.len * 5);
    while (at < s.len) {
        const uint8_t *hit = memchr(s.ptr + at, '&', s.len - at);
        size_t amp = hit ? (size_t)(hit - s.ptr) : s.len, n;

        if (data < amp) { /* there it is only a character */
            at = wash_find(s, data, SPAN("]]>"));
            data = wash_find(s, at, open);
            continue;
        }
        if (!hit)
            break;
        n = wash_reference(span_cut(s, amp, s.len - amp));
        at = amp + (n ? n : 1);
        if (n)
            continue;
        buf_put(&b, span_cut(s, from, at - from));
        buf_put(&b, SPAN("amp;"));
        from = at;
    }
    if (from == 0)
        return s;
    buf_put(&b, span_cut(s, from, s.len - from));
    return b.failed ? (struct span){0} : buf_span(&b);
}

size_t wash_tail(struct span s)
{
    static const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;
    size_t n = s.len;

    for (; n >= LOOK; n -= LOOK) {
        memcpy(&word, s.ptr + n - LOOK, LOOK);
        if ((word | (word + ones * (0x7F - ' '))) & (ones << 7))
            break;
    }
    while (n && s.ptr[n - 1] <= ' ')
        n--;
    return n;
}
