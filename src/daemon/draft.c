/* SPDX-License-Identifier: Apache-2.0
 * draft.c - a growing text. */
#include "daemon/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST = 1024,
    LINE = 512 /* of one draft_say */
};

static bool room(struct draft *d, size_t n)
{
    size_t cap = d->cap ? d->cap : FIRST;
    char *more;

    if (d->failed || n > SIZE_MAX / 4 - d->len) {
        d->failed = true;
        return false;
    }
    if (d->len + n < d->cap)
        return true;
    while (cap <= d->len + n)
        cap *= 2;
    more = realloc(d->at, cap);
    if (!more) {
        d->failed = true;
        return false;
    }
    d->at = more;
    d->cap = cap;
    return true;
}

void draft_bytes(struct draft *d, const char *p, size_t n)
{
    if (!room(d, n))
        return;
    if (n)
        memcpy(d->at + d->len, p, n);
    d->len += n;
    d->at[d->len] = 0;
}

void draft_text(struct draft *d, const char *s)
{
    draft_bytes(d, s, strlen(s));
}

void draft_say(struct draft *d, const char *format, ...)
{
    char line[LINE];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    if (n > 0)
        draft_bytes(d, line, (size_t)n < sizeof(line) ? (size_t)n : LINE - 1);
}

void draft_json(struct draft *d, const char *p, size_t n)
{
    size_t from = 0;

    draft_bytes(d, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];

        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        draft_bytes(d, p + from, i - from);
        if (c == '"' || c == '\\')
            draft_say(d, "\\%c", c);
        else
            draft_say(d, "\\u%04x", c);
        from = i + 1;
    }
    draft_bytes(d, p + from, n - from);
    draft_bytes(d, "\"", 1);
}

void draft_key(struct draft *d, const char *key)
{
    draft_bytes(d, "\"", 1);
    draft_text(d, key);
    draft_bytes(d, "\":", 2);
}

void draft_pair(struct draft *d, const char *key, gm_str value)
{
    draft_key(d, key);
    if (value.len)
        draft_json(d, value.ptr, value.len);
    else
        draft_text(d, "null");
}

void draft_free(struct draft *d)
{
    free(d->at);
    *d = (struct draft){0};
}
