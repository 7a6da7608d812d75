/* SPDX-License-Identifier: Apache-2.0
 * span.h - borrowed bytes: a pointer and a length, never an owner. */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct span {
    const uint8_t *ptr; /* may be NULL only when len is 0 */
    size_t len;
};

/* SPAN("IHDR") is the span of a string literal, without its NUL. */
#define SPAN(lit) ((struct span){(const uint8_t *)(lit), sizeof(lit) - 1})

/* SPAN_OF is the same as an initialiser, for static tables. */
#define SPAN_OF(lit)                            \
    {                                           \
        (const uint8_t *)(lit), sizeof(lit) - 1 \
    }

/* bytes_eq is memcmp without the call for what most names are: eight to
 * sixteen bytes, as two words that may overlap. */
static inline bool bytes_eq(const void *a, const void *b, size_t n)
{
    const uint8_t *p = a, *q = b;
    uint64_t head[2], tail[2];

    if (n < 8 || n > 16)
        return n == 0 || memcmp(a, b, n) == 0;
    memcpy(&head[0], p, 8);
    memcpy(&head[1], q, 8);
    memcpy(&tail[0], p + n - 8, 8);
    memcpy(&tail[1], q + n - 8, 8);
    return head[0] == head[1] && tail[0] == tail[1];
}

static inline bool span_eq(struct span a, struct span b)
{
    return a.len == b.len && bytes_eq(a.ptr, b.ptr, a.len);
}

static inline bool span_starts(struct span s, struct span prefix)
{
    return s.len >= prefix.len &&
           span_eq((struct span){s.ptr, prefix.len}, prefix);
}

/* span_cut is s[off, off + len), or an empty span where that is not wholly
 * inside s.  It never clips: half a field is worse than none. */
static inline struct span span_cut(struct span s, size_t off, size_t len)
{
    if (!s.ptr || off > s.len || len > s.len - off)
        return (struct span){0};
    return (struct span){s.ptr + off, len};
}

/* span_listed is whether s is a word of list, a text with a blank before and
 * behind each word: " md mkd ". */
static inline bool span_listed(struct span s, const char *list)
{
    const char *at = list, *end = list + strlen(list);

    if (!s.len || s.ptr[0] <= ' ')
        return false;
    while ((at = strchr(at, s.ptr[0])) != NULL && s.len < (size_t)(end - at)) {
        if (at[-1] == ' ' && at[s.len] == ' ' && memcmp(at, s.ptr, s.len) == 0)
            return true;
        at++;
    }
    return false;
}

/* span_same is whether a is the text b; letters of ASCII may be of any case. */
static inline bool span_same(struct span a, const char *b)
{
    if (a.len != strlen(b))
        return false;
    for (size_t i = 0; i < a.len; i++) {
        unsigned c = a.ptr[i], d = (uint8_t)b[i], low = c | 32;

        if (c != d && (low != (d | 32) || low < 'a' || low > 'z'))
            return false;
    }
    return true;
}

/* span_text is the span of a text that ends with a NUL, without it. */
static inline struct span span_text(const char *text)
{
    return (struct span){(const uint8_t *)text, strlen(text)};
}

/* byte_space is white space of XML [2.3] and JSON [RFC 8259 2]. */
static inline bool byte_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* span_trim is s without blanks and control characters at its ends. */
static inline struct span span_trim(struct span s)
{
    while (s.len && s.ptr[0] <= ' ')
        s = span_cut(s, 1, s.len - 1);
    while (s.len && s.ptr[s.len - 1] <= ' ')
        s.len--;
    return s;
}

/* span_find is where `what`, of a byte or more, stands in s from `at` on;
 * s.len where it does not. */
static inline size_t span_find(struct span s, size_t at, struct span what)
{
    while (at < s.len && what.len <= s.len - at) {
        const uint8_t *hit = memchr(s.ptr + at, what.ptr[0], s.len - at);

        if (!hit)
            break;
        at = (size_t)(hit - s.ptr);
        if (span_eq(span_cut(s, at, what.len), what))
            return at;
        at++;
    }
    return s.len;
}

#endif
