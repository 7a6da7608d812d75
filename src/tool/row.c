/* SPDX-License-Identifier: Apache-2.0
 * row.c - members of a JSON object [RFC 8259], one after another. */
#include "tool/row.h"

#include <inttypes.h>
#include <stdio.h>

static int begun;

/* character is how many bytes the well-formed character at s takes [Unicode 15,
 * table 3-7]; 0 where those are none. */
static size_t character(const unsigned char *s, size_t len)
{
    unsigned char c = s[0];
    unsigned char low = 0x80, high = 0xBF; /* of the second byte */
    size_t n = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;

    if (c == 0xE0)
        low = 0xA0;
    else if (c == 0xED)
        high = 0x9F;
    else if (c == 0xF0)
        low = 0x90;
    else if (c == 0xF4)
        high = 0x8F;
    if (!n || n > len || c > 0xF4 || (n > 1 && (s[1] < low || s[1] > high)))
        return 0;
    for (size_t i = 2; i < n; i++)
        if (s[i] < 0x80 || s[i] > 0xBF)
            return 0;
    return n;
}

void row_quote(FILE *to, const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;

    fputc('"', to);
    for (size_t i = 0; i < len;) {
        size_t n = character(s + i, len - i);

        if (s[i] == '"' || s[i] == '\\')
            fprintf(to, "\\%c", s[i]);
        else if (s[i] < 32)
            fprintf(to, "\\u%04x", s[i]);
        else if (n)
            fwrite(s + i, 1, n, to);
        else
            fputs("\xEF\xBF\xBD", to); /* U+FFFD */
        i += n ? n : 1;
    }
    fputc('"', to);
}

static void name_of(const char *name)
{
    putchar(begun++ ? ',' : '{');
    printf("\"%s\":", name);
}

void row_text(const char *name, const char *value, size_t len)
{
    name_of(name);
    if (len)
        row_quote(stdout, value, len);
    else
        printf("null");
}

void row_number(const char *name, uint64_t value)
{
    name_of(name);
    printf("%" PRIu64, value);
}

void row_flag(const char *name, int value)
{
    name_of(name);
    printf(value ? "true" : "false");
}

void row_end(void)
{
    puts("}");
    begun = 0;
}
