/* SPDX-License-Identifier: Apache-2.0
 * utf.c - decoding by hand, normal forms by utf8proc; the one file with
 * <utf8proc.h>. */
#include "base/utf.h"

#include "base/buf.h"
#include "base/utf8_sure.h"

#include <utf8proc.h>

enum {
    WORD = 8 /* bytes that are looked at together */
};

uint32_t utf8_next(struct span s, size_t *at, bool *bad)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t c;
    size_t n, i;

    if (*at >= s.len)
        return 0;
    c = s.ptr[(*at)++];
    if (c < 0x80)
        return c;
    n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || n - 1 > s.len - *at)
        goto no;
    c &= 0x7Fu >> n;
    for (i = 0; i < n - 1; i++) {
        uint8_t b = s.ptr[*at + i];

        if ((b & 0xC0) != 0x80)
            goto no;
        c = c << 6 | (b & 0x3Fu);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        goto no;
    *at += n - 1;
    return c;
no:
    *bad = true;
    return UTF_BAD;
}

bool utf8_ok(struct span s)
{
    bool bad = false;
    size_t at = utf8_ascii(s, 0); /* most are short, and no more than that */

    if (at < s.len)
        at += utf8_sure((struct span){s.ptr + at, s.len - at});
    while (at < s.len && !bad) {
        utf8_next(s, &at, &bad);
        at = utf8_ascii(s, at);
    }
    return !bad;
}

size_t utf8_put(uint32_t c, uint8_t to[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF_BAD;
    if (c < 0x80) {
        to[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (uint8_t)(0xC0 | c >> 6);
        to[1] = (uint8_t)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (uint8_t)(0xE0 | c >> 12);
        to[1] = (uint8_t)(0x80 | (c >> 6 & 63));
        to[2] = (uint8_t)(0x80 | (c & 63));
        return 3;
    }
    to[0] = (uint8_t)(0xF0 | c >> 18);
    to[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    to[2] = (uint8_t)(0x80 | (c >> 6 & 63));
    to[3] = (uint8_t)(0x80 | (c & 63));
    return 4;
}

static void put(struct buf *b, uint32_t c)
{
    uint8_t to[4];

    if (c < 0x80)
        buf_byte(b, (uint8_t)c);
    else
        buf_put(b, (struct span){to, utf8_put(c, to)});
}

unsigned utf_width(uint32_t c)
{
    int w = c < 0x300 ? c >= 0x20 : utf8proc_charwidth((utf8proc_int32_t)c);

    return w > 0 ? (unsigned)w : 0;
}

struct span utf8_repair(struct arena *a, struct span s)
{
    struct buf b;
    bool bad = false;

    if (utf8_ok(s))
        return s;
    buf_init(&b, a, s.len > SIZE_MAX / 3 ? SIZE_MAX : s.len * 3);
    for (size_t at = 0; at < s.len && !b.failed;)
        put(&b, utf8_next(s, &at, &bad));
    return b.failed ? (struct span){0} : buf_span(&b);
}

struct span utf8_of_latin1(struct arena *a, struct span s)
{
    struct buf b;

    buf_init(&b, a, s.len > SIZE_MAX / 2 ? SIZE_MAX : s.len * 2);
    for (size_t i = 0; i < s.len && !b.failed; i++)
        put(&b, s.ptr[i]);
    return b.failed ? (struct span){0} : buf_span(&b);
}

struct span utf8_of_utf16(struct arena *a, struct span s, bool big_endian)
{
    /* a unit is three bytes at most, and so is the half of a pair */
    size_t most = s.len / 2 * 3 + 3, n = 0;
    uint8_t *to = s.len > SIZE_MAX / 3 ? NULL : arena_raw(a, most), *less;
    uint32_t high = 0;

    for (size_t i = 0; to && i + 1 < s.len; i += 2) {
        uint32_t c = big_endian ? (uint32_t)s.ptr[i] << 8 | s.ptr[i + 1]
                                : (uint32_t)s.ptr[i + 1] << 8 | s.ptr[i];

        if (c < 0x80 && !high) {
            to[n++] = (uint8_t)c;
            continue;
        }
        if (high && c >= 0xDC00 && c <= 0xDFFF) {
            n += utf8_put(0x10000 + ((high - 0xD800) << 10) + (c - 0xDC00),
                          to + n);
            high = 0;
            continue;
        }
        if (high)
            n += utf8_put(UTF_BAD, to + n);
        high = c >= 0xD800 && c <= 0xDBFF ? c : 0;
        if (!high)
            n += utf8_put(c, to + n);
    }
    if (!to)
        return (struct span){0};
    if (high || s.len % 2)
        n += utf8_put(UTF_BAD, to + n);
    less = arena_resize(a, to, most, n);
    return (struct span){less ? less : to, n};
}

/* normal asks utf8proc for its size first, so that the result can be cut from
 * the arena; one spare word, for it writes a NUL. */
static struct span normal(struct arena *a, struct span s, int options)
{
    const utf8proc_option_t how = (utf8proc_option_t)options;
    utf8proc_ssize_t n;
    int32_t *to;

    if (!s.len || s.len > INT32_MAX / 8)
        return (struct span){0};
    n = utf8proc_decompose(s.ptr, (utf8proc_ssize_t)s.len, NULL, 0, how);
    if (n < 0)
        return (struct span){0};
    to = arena_alloc(a, ((size_t)n + 1) * sizeof(*to));
    if (!to)
        return (struct span){0};
    utf8proc_decompose(s.ptr, (utf8proc_ssize_t)s.len, to, n, how);
    n = utf8proc_reencode(to, n, how);
    return n < 0 ? (struct span){0}
                 : (struct span){(const uint8_t *)to, (size_t)n};
}

struct span utf8_nfc(struct arena *a, struct span s)
{
    return normal(a, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

struct span utf8_nfkc_fold(struct arena *a, struct span s)
{
    return normal(a, s,
                  UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
}

bool utf_extends(uint32_t c)
{
    const utf8proc_property_t *p;

    if (c < 0x300 || (c >= 0x3400 && c < 0xA000) ||
        (c >= 0xAC00 && c <= 0xD7A3))
        return false; /* ideographs and syllables of Hangul are most asked */
    if ((c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FF))
        return true;
    if (c == 0xFF9E || c == 0xFF9F || (c >= 0xFE00 && c <= 0xFE0F))
        return true;
    p = utf8proc_get_property((utf8proc_int32_t)c);
    return p->category == UTF8PROC_CATEGORY_MN;
}

size_t utf_fold(const uint32_t *in, size_t n, uint32_t *out, size_t cap)
{
    const utf8proc_option_t how =
        (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                            UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                            UTF8PROC_IGNORE);
    utf8proc_int32_t tmp[64];
    utf8proc_ssize_t len = 0, k;
    int bound = 0;

    for (size_t i = 0; i < n && len < 32; i++) {
        k = utf8proc_decompose_char((utf8proc_int32_t)in[i], tmp + len,
                                    64 - len, how, &bound);
        if (k < 0 || k > 64 - len)
            break;
        len += k;
    }
    len = utf8proc_normalize_utf32(tmp, len, how);
    if (len < 0)
        return 0;
    if ((size_t)len > cap)
        len = (utf8proc_ssize_t)cap;
    for (k = 0; k < len; k++)
        out[k] = (uint32_t)tmp[k];
    return (size_t)len;
}

static const uint64_t highs = UINT64_C(0x8080808080808080);

/* word_at is eight bytes; the places of bytes within it do not matter here. */
static uint64_t word_at(const uint8_t *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof(word));
    return word;
}

/* odd_at has a high bit where one of eight bytes is no printable ASCII: one
 * under 0x20 borrows, one beyond ASCII shows itself. */
static uint64_t odd_at(const uint8_t *p)
{
    static const uint64_t blanks = UINT64_C(0x2020202020202020);
    uint64_t word = word_at(p);

    return word | (word - blanks);
}

size_t utf8_plain(struct span s, size_t at)
{
    for (; s.len - at >= 4 * WORD; at += 4 * WORD) {
        const uint8_t *p = s.ptr + at;

        if ((odd_at(p) | odd_at(p + WORD) | odd_at(p + 2 * WORD) |
             odd_at(p + 3 * WORD)) &
            highs)
            break;
    }
    while (s.len - at >= WORD && !(odd_at(s.ptr + at) & highs))
        at += WORD;
    return at;
}

size_t utf8_ascii(struct span s, size_t at)
{
    for (; s.len - at >= 4 * WORD; at += 4 * WORD) {
        const uint8_t *p = s.ptr + at;

        if ((word_at(p) | word_at(p + WORD) | word_at(p + 2 * WORD) |
             word_at(p + 3 * WORD)) &
            highs)
            break;
    }
    while (s.len - at >= WORD && !(word_at(s.ptr + at) & highs))
        at += WORD;
    if (s.len - at < WORD && s.len >= WORD &&
        !(word_at(s.ptr + s.len - WORD) & highs))
        return s.len;
    while (at < s.len && s.ptr[at] < 0x80)
        at++;
    return at;
}
