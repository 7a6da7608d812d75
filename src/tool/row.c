/* SPDX-License-Identifier: Apache-2.0
 * row.c - members of a JSON object [RFC 8259], one after another. */
#include "tool/row.h"

#include <inttypes.h>
#include <stdio.h>

static int begun;

static void quote(const char *s, size_t len)
{
    putchar('"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 32)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
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
        quote(value, len);
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
