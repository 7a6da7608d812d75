/* SPDX-License-Identifier: Apache-2.0
 * view.c - folding a text for matching, with a map back. */
#include "marks/view.h"

#include "base/utf.h"

enum {
    BLOCK = 16 /* bytes that a compiler takes up at once */
};

/* plain unifies what writers use in place of each other. */
static uint32_t plain(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58)
        return '-';
    if (c == 0x318D || c == 0x11A2 || c == 0x119E || c == 0x2022 ||
        c == 0x30FB || c == 0x2219 || c == 0x22C5 || c == 0x2027)
        return 0xB7;
    if ((c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x300C ||
        c == 0x300D || c == 0x300E || c == 0x300F || c == 0x301D ||
        c == 0x301E || c == 0x300A || c == 0x300B)
        return '"';
    if ((c >= 0x2018 && c <= 0x201B) || c == 0x2032)
        return '\'';
    if (c == 0xA0 || c == 0x3000 || c == 0x1680 ||
        (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F)
        return ' ';
    if (c == 0x2028 || c == 0x85)
        return '\n';
    return c;
}

/* Characters that folding leaves as they are: small letters of Latin, Greek and
 * Cyrillic, Hangul syllables, unified ideographs, kana. */
static bool is_simple(uint32_t c)
{
    if (c < 0x0800)
        return (c >= 0xE0 && c < 0x100 && c != 0xF7) ||
               (c >= 0x03AC && c < 0x03CF && c != 0x03B0 && c != 0x03C2) ||
               (c >= 0x0430 && c < 0x0460);
    return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FE) ||
           c == 0x3002 || c == 0x3001;
}

size_t view_fold(const uint32_t *in, size_t n, uint32_t out[VIEW_FOLD])
{
    size_t len;

    out[0] = plain(in[0]);
    if (n == 1 && (out[0] != in[0] || in[0] < 0x80 || is_simple(in[0]) ||
                   in[0] == 0x2026))
        return 1;
    len = utf_fold(in, n, out, VIEW_FOLD);
    for (size_t i = 0; i < len; i++)
        out[i] = plain(out[i]);
    return len;
}

bool view_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return c >= 0xC0 && c != 0xD7 && c != 0xF7 && c != 0x964 && c != 0x965 &&
           !(c >= 0x2000 && c <= 0x303F && c != 0x3005 && c != 0x3007) &&
           !(c >= 0xFE00 && c <= 0xFE6F) && !(c >= 0xFF00 && c <= 0xFF20) &&
           !(c >= 0x1F000 && c <= 0x1FAFF) && c != UTF_BAD;
}

static void put(struct view *v, uint32_t c, size_t at)
{
    uint32_t *last = v->len ? &v->c[v->len - 1] : NULL;

    if (c == '\t' || c == '\r' || c == '\f' || c == 0x0B)
        c = ' ';
    if (last && view_is_space(c) && view_is_space(*last)) {
        if (c == VIEW_LINE)
            *last = *last == ' ' ? VIEW_LINE : VIEW_PARA;
        else if (c == VIEW_PARA)
            *last = VIEW_PARA;
        return;
    }
    v->c[v->len] = c;
    v->at[v->len++] = (uint32_t)at;
}

/* may_extend says whether what goes on with the character before may begin
 * here: all but ASCII, kana, ideographs and syllables of Hangul. */
static inline bool may_extend(struct span text, size_t at)
{
    uint8_t c = text.ptr[at], d = text.len - at > 1 ? text.ptr[at + 1] : 0;

    if (c < 0xCC || (c > 0xE3 && c < 0xEA) || c == 0xEB || c == 0xEC)
        return false;
    return c == 0xE3   ? d != 0x81 && d != 0x83
           : c == 0xEA ? d < 0xB0
           : c == 0xED ? d > 0x9D
                       : true;
}

/* stays: a block of plain bytes whose white space is single blanks and line
 * ends, so that each is a character of a view; the byte before it is plain. */
static inline bool stays(const uint8_t *p)
{
    uint8_t any = 0;

    for (int i = 0; i < BLOCK; i++)
        any |= (p[i] <= ' ') &
               ((p[i - 1] <= ' ') | ((p[i] != ' ') & (p[i] != VIEW_LINE)));
    return !any;
}

/* put_block takes such a block up, without a branch. */
static inline void put_block(uint32_t *restrict c, uint32_t *restrict at,
                             const uint8_t *restrict p, uint32_t first)
{
    for (uint32_t i = 0; i < BLOCK; i++) {
        c[i] = p[i] + ((uint8_t)(p[i] - 'A') < 26 ? 32u : 0);
        at[i] = first + i;
    }
}

static inline void put_byte(struct view *v, uint8_t c, size_t at)
{
    if (c > ' ' || ((c == ' ' || c == VIEW_LINE) && v->len &&
                    v->c[v->len - 1] > ' ' && v->c[v->len - 1] != VIEW_PARA)) {
        v->c[v->len] = c >= 'A' && c <= 'Z' ? c + 32u : c;
        v->at[v->len++] = (uint32_t)at;
    } else {
        put(v, c, at);
    }
}

/* ascii takes up plain bytes fast, as long as they are; all but the last can
 * be followed by nothing that extends them. */
static size_t ascii(struct view *v, struct span text, size_t at)
{
    size_t room = v->cap - v->len - VIEW_FOLD, end = text.len, first = at;

    if (end - at > room)
        end = at + room;
    end = utf8_ascii(span_cut(text, 0, end), at);
    if (end > at && end < text.len && may_extend(text, end))
        end--;
    while (at < end) {
        size_t stop = end - at > BLOCK ? at + BLOCK : end;

        if (at > first && end - at >= BLOCK && stays(text.ptr + at)) {
            put_block(v->c + v->len, v->at + v->len, text.ptr + at,
                      (uint32_t)at);
            v->len += BLOCK;
            at += BLOCK;
        }
        for (; at < stop; at++)
            put_byte(v, text.ptr[at], at);
    }
    return at;
}

/* east takes up kana, ideographs and syllables of Hangul fast, which folding
 * leaves as they are but for the middle dot. */
static size_t east(struct view *v, struct span text, size_t at)
{
    while (text.len - at > 3 && v->len + VIEW_FOLD < v->cap) {
        const uint8_t *p = text.ptr + at;
        uint32_t c = ((uint32_t)p[0] & 15) << 12 | ((uint32_t)p[1] & 63) << 6 |
                     (p[2] & 63u);

        if (p[0] < 0xE3 || p[0] > 0xED || (p[1] & 0xC0) != 0x80 ||
            (p[2] & 0xC0) != 0x80 || may_extend(text, at + 3) ||
            !is_simple(c) || c == 0x30FB)
            break;
        v->c[v->len] = c;
        v->at[v->len++] = (uint32_t)at;
        at += 3;
    }
    return at;
}

size_t view_fill(struct view *v, struct span text, size_t from)
{
    size_t at = from;
    uint32_t in[VIEW_CLUSTER], out[VIEW_FOLD];

    v->len = 0;
    while (at < text.len && v->len + VIEW_FOLD < v->cap) {
        size_t n = 1, next, k, start;
        bool bad = false;

        at = east(v, text, ascii(v, text, at));
        if (at >= text.len || v->len + VIEW_FOLD >= v->cap)
            break;
        start = at;
        in[0] = utf8_next(text, &at, &bad);
        for (next = at; next < text.len && text.ptr[next] >= 0xCC; at = next) {
            uint32_t c = utf8_next(text, &next, &bad);

            if (!utf_extends(c))
                break;
            if (n < VIEW_CLUSTER)
                in[n++] = c;
        }
        k = view_fold(in, n, out);
        for (size_t i = 0; i < k; i++)
            put(v, out[i], start);
    }
    v->at[v->len] = (uint32_t)at;
    return at;
}
