/* SPDX-License-Identifier: Apache-2.0
 * peek.c - a look into JSON without making a tree of it [RFC 8259]. */
#include "base/peek.h"

#include "base/hex.h"
#include "base/utf.h"

static size_t skip_space(struct span s, size_t at)
{
    while (at < s.len && byte_space(s.ptr[at]))
        at++;
    return at;
}

/* string_end is behind the closing quote of the string that opens at `at`;
 * s.len + 1 where there is none. */
static size_t string_end(struct span s, size_t at)
{
    for (at++; at < s.len; at++) {
        const uint8_t *quote = memchr(s.ptr + at, '"', s.len - at);
        size_t q, back;

        if (!quote)
            break;
        q = (size_t)(quote - s.ptr);
        if (s.ptr[q - 1] != '\\') /* what opens it, at the earliest */
            return q + 1;
        for (back = q - 1; back > at && s.ptr[back - 1] == '\\';)
            back--;
        if ((q - back) % 2 == 0)
            return q + 1;
        at = q;
    }
    return s.len + 1;
}

/* What a byte of a value does to where it ends. */
enum turn {
    NONE,
    QUOTE,
    OPEN,
    CLOSE
};

static const uint8_t turn[256] = {
    ['"'] = QUOTE, ['{'] = OPEN, ['['] = OPEN, ['}'] = CLOSE, [']'] = CLOSE};

/* value_end is behind the value that begins at `at`; s.len + 1 where it passes
 * the end.  Brackets are counted, not matched: this looks, others judge. */
static size_t value_end(struct span s, size_t at)
{
    size_t depth = 0;

    if (at < s.len && s.ptr[at] != '"' && s.ptr[at] != '{' &&
        s.ptr[at] != '[') {
        while (at < s.len && !byte_space(s.ptr[at]) && s.ptr[at] != ',' &&
               s.ptr[at] != '}' && s.ptr[at] != ']')
            at++;
        return at < s.len ? at : s.len + 1;
    }
    for (; at < s.len; at++) {
        const uint8_t does = turn[s.ptr[at]];

        if (does == NONE)
            continue;
        if (does == QUOTE) {
            at = string_end(s, at);
            if (depth == 0 || at > s.len)
                return at;
            at--;
        } else if (does == OPEN) {
            depth++;
        } else if (--depth == 0) {
            return at + 1;
        }
    }
    return s.len + 1;
}

bool peek_open(struct peek *p, struct span s)
{
    size_t at = skip_space(s, 0);

    *p = (struct peek){.in = s, .at = at + 1};
    if (at >= s.len || (s.ptr[at] != '{' && s.ptr[at] != '['))
        return false;
    p->map = s.ptr[at] == '{';
    return true;
}

/* take_key reads "key" : and leaves the cursor at the value. */
static bool take_key(struct peek *p, struct span *key)
{
    size_t end;

    if (p->in.ptr[p->at] != '"')
        return false;
    end = string_end(p->in, p->at);
    if (end > p->in.len)
        return false;
    *key = span_cut(p->in, p->at + 1, end - p->at - 2);
    p->at = skip_space(p->in, end);
    if (p->at >= p->in.len || p->in.ptr[p->at] != ':')
        return false;
    p->at = skip_space(p->in, p->at + 1);
    return p->at < p->in.len;
}

bool peek_next(struct peek *p, struct span *key, struct span *value)
{
    size_t start, end;

    *key = (struct span){0};
    if (p->broken || p->cut)
        return false;
    p->at = skip_space(p->in, p->at);
    if (p->at < p->in.len && p->in.ptr[p->at] == ',')
        p->at = skip_space(p->in, p->at + 1);
    p->broken = p->at >= p->in.len;
    if (p->broken || p->in.ptr[p->at] == '}' || p->in.ptr[p->at] == ']')
        return false;
    if (p->map && !take_key(p, key)) {
        p->broken = true;
        return false;
    }
    start = p->at;
    end = value_end(p->in, start);
    p->cut = end > p->in.len;
    if (p->cut)
        end = p->in.len;
    p->broken = end == start; /* a stray sign where a value should be */
    p->at = end;
    *value = span_cut(p->in, start, end - start);
    return !p->broken;
}

struct span peek_get(struct span map, struct span key)
{
    struct peek p;
    struct span k, v;

    if (!peek_open(&p, map) || !p.map)
        return (struct span){0};
    while (peek_next(&p, &k, &v))
        if (span_eq(k, key))
            return v;
    return (struct span){0};
}

void peek_list(struct peek_list *to, struct span map)
{
    to->count = 0;
    to->rest.broken = !peek_open(&to->rest, map) || !to->rest.map;
}

bool peek_turn(struct peek_turn *t, struct span *key, struct span *value)
{
    struct peek_list *l = t->list;

    if (t->at == PEEK_MEMBERS)
        return peek_next(&t->rest, key, value);
    if (t->at == l->count) {
        if (!peek_next(&l->rest, &l->list[l->count].key,
                       &l->list[l->count].value))
            return false;
        l->count++;
    }
    *key = l->list[t->at].key;
    *value = l->list[t->at].value;
    if (++t->at == PEEK_MEMBERS)
        t->rest = l->rest;
    return true;
}

struct span peek_member(struct peek_list *l, struct span key)
{
    struct peek_turn t = {.list = l};
    struct span k, v;

    while (peek_turn(&t, &k, &v))
        if (span_eq(k, key))
            return v;
    return (struct span){0};
}

/* unit reads the four digits behind \u at `at`; -1 where they are not. */
static int32_t unit(struct span s, size_t at)
{
    int32_t v = 0;

    for (size_t i = at; i < at + 4; i++) {
        int d = i < s.len ? hex_digit(s.ptr[i]) : -1;

        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* escape resolves the one at s[*at] == '\\' into `to`, at most four bytes. */
static size_t escape(struct span s, size_t *at, uint8_t to[4])
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    uint8_t c = *at + 1 < s.len ? s.ptr[*at + 1] : 0;
    const char *p = c ? strchr(plain, c) : NULL;
    int32_t v, low;

    *at += 2;
    if (p) {
        to[0] = (uint8_t)meant[p - plain];
        return 1;
    }
    v = c == 'u' ? unit(s, *at) : -1;
    if (v < 0)
        return utf8_put(UTF_BAD, to);
    *at += 4;
    if (v >= 0xd800 && v < 0xdc00 && *at + 1 < s.len && s.ptr[*at] == '\\' &&
        s.ptr[*at + 1] == 'u') {
        low = unit(s, *at + 2);
        if (low >= 0xdc00 && low < 0xe000) {
            *at += 6;
            v = 0x10000 + (v - 0xd800) * 0x400 + (low - 0xdc00);
        }
    }
    return utf8_put((uint32_t)v, to);
}

struct span peek_text(struct arena *a, struct span raw)
{
    struct span s = raw;
    uint8_t *to;
    size_t n = 0;

    if (!peek_is_text(raw))
        return raw;
    s = span_cut(raw, 1, raw.len - 1);
    if (s.len && s.ptr[s.len - 1] == '"')
        s.len--;
    if (!s.len || !memchr(s.ptr, '\\', s.len))
        return s;
    to = arena_alloc(a, s.len + 4); /* an escape is never shorter than what
                                       it stands for, but a broken last one */
    if (!to)
        return (struct span){0};
    for (size_t at = 0; at < s.len && n < s.len;) {
        if (s.ptr[at] == '\\')
            n += escape(s, &at, to + n);
        else
            to[n++] = s.ptr[at++];
    }
    return (struct span){to, n};
}
