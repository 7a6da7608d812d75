/* SPDX-License-Identifier: Apache-2.0
 * shape.c - small tests on spans, for the finders. */
#include "marks/shape.h"

#include "scan/grams.h"

enum {
    LONG = 256 /* bytes that are worth a choice of what to look for */
};

uint8_t shape_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

bool shape_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool shape_alnum(uint8_t c)
{
    c = shape_lower(c);
    return shape_digit(c) || (c >= 'a' && c <= 'z');
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
}

struct span shape_trim(struct span s)
{
    while (s.len && is_blank(s.ptr[0]))
        s = span_cut(s, 1, s.len - 1);
    while (s.len && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

static bool same_fold(const uint8_t *a, const uint8_t *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (shape_lower(a[i]) != shape_lower(b[i]))
            return false;
    return true;
}

/* rarest is where in needle its least common byte of text is. */
static size_t rarest(struct span needle)
{
    size_t best = 0;
    uint16_t least = UINT16_MAX;

    for (size_t i = 0; i < needle.len; i++) {
        uint16_t most = gram_most[needle.ptr[i]];

        if (most < least) {
            least = most;
            best = i;
        }
    }
    return best;
}

ptrdiff_t shape_find(struct span s, struct span needle, size_t from)
{
    size_t at;

    if (!needle.len || from >= s.len || needle.len > s.len - from)
        return NOWHERE;
    at = s.len - from >= LONG ? rarest(needle) : 0;
    while (needle.len <= s.len - from) {
        const uint8_t *hit = memchr(s.ptr + from + at, needle.ptr[at],
                                    s.len - from - needle.len + 1);

        if (!hit)
            return NOWHERE;
        if (memcmp(hit - at, needle.ptr, needle.len) == 0)
            return hit - at - s.ptr;
        from = (size_t)(hit - s.ptr) - at + 1;
    }
    return NOWHERE;
}

ptrdiff_t shape_find_fold(struct span s, struct span needle, size_t from)
{
    const uint8_t fold = 0x20; /* the bit that tells 'a' from 'A' */
    uint8_t first;

    if (!needle.len || needle.len > s.len)
        return NOWHERE;
    first = needle.ptr[0] | fold;
    for (; from <= s.len - needle.len; from++)
        if ((s.ptr[from] | fold) == first &&
            same_fold(s.ptr + from, needle.ptr, needle.len))
            return (ptrdiff_t)from;
    return NOWHERE;
}

bool shape_eq_fold(struct span a, struct span b)
{
    return a.len == b.len && same_fold(a.ptr, b.ptr, a.len);
}

bool shape_starts_fold(struct span s, struct span prefix)
{
    return s.len >= prefix.len && same_fold(s.ptr, prefix.ptr, prefix.len);
}

bool shape_has_word(struct span s, struct span needle)
{
    ptrdiff_t at = shape_find_fold(s, needle, 0);

    while (at != NOWHERE) {
        size_t end = (size_t)at + needle.len;

        if ((at == 0 || !shape_alnum(s.ptr[at - 1])) &&
            (end == s.len || !shape_alnum(s.ptr[end])))
            return true;
        at = shape_find_fold(s, needle, (size_t)at + 1);
    }
    return false;
}

bool shape_uuid(struct span s)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (s.len != sizeof(form) - 1)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = shape_lower(s.ptr[i]);

        if (form[i] == '-' ? c != '-' : !shape_digit(c) && (c < 'a' || c > 'f'))
            return false;
    }
    return true;
}

bool shape_is_one_of(struct span s, const char *list)
{
    const char *at = list, *end = list ? list + strlen(list) : NULL;

    while (s.len && list && s.len <= (size_t)(end - at) &&
           (at = memchr(at, s.ptr[0], (size_t)(end - at))) != NULL) {
        if (s.len <= (size_t)(end - at) && (at == list || at[-1] == '|') &&
            (at + s.len == end || at[s.len] == '|') &&
            memcmp(at, s.ptr, s.len) == 0)
            return !memchr(s.ptr, '|', s.len); /* no two of them */
        at++;
    }
    return false;
}

bool shape_is_one_of_fold(struct span s, const char *list)
{
    while (s.len && list && *list) {
        size_t n = strcspn(list, "|");

        if (n == s.len && same_fold(s.ptr, (const uint8_t *)list, n))
            return true;
        list += n + (list[n] == '|');
    }
    return false;
}

uint8_t shape_kind(struct span s)
{
    return s.len ? (uint8_t)(s.ptr[0] * 5u + s.ptr[s.len - 1] * 3u + s.len) : 0;
}

struct span shape_short(struct span s, size_t most)
{
    if (s.len <= most)
        return s;
    s.len = most;
    while (s.len && (s.ptr[s.len] & 0xc0) == 0x80)
        s.len--;
    return s;
}

struct span shape_loose(struct span s, uint8_t *to, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++) {
        uint8_t c = s.ptr[i];

        if (c == '_' || c == '-' || c == '.' || c == ' ')
            continue;
        if (n == most)
            return (struct span){0};
        to[n++] = shape_lower(c);
    }
    return (struct span){to, n};
}

struct span shape_last(struct span path)
{
    static const bool parts[256] = {['/'] = true, [':'] = true, ['.'] = true};

    for (size_t i = path.len; i-- > 0;)
        if (parts[path.ptr[i]])
            return span_cut(path, i + 1, path.len - i - 1);
    return path;
}

bool shape_line(struct span s, size_t *at, struct span *line)
{
    size_t start = *at, end;

    if (start >= s.len)
        return false;
    for (end = start; end < s.len && s.ptr[end] != '\n' && s.ptr[end] != '\r';)
        end++;
    *line = span_cut(s, start, end - start);
    if (end + 1 < s.len && s.ptr[end] == '\r' && s.ptr[end + 1] == '\n')
        end++;
    *at = end + 1;
    return true;
}
