/* SPDX-License-Identifier: Apache-2.0
 * row.h - one JSON object a line on stdout, for commands that list things. */
#ifndef TOOL_ROW_H
#define TOOL_ROW_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* row_text puts "name": "value"; the first member opens the object, row_end
 * closes it and the line.  A value of length 0 is null. */
void row_text(const char *name, const char *value, size_t len);
void row_number(const char *name, uint64_t value);
void row_flag(const char *name, int value);
void row_end(void);

/* row_quote writes a string of JSON [RFC 8259 7] in UTF-8; each byte that is
 * none, as in names of files it may be, as U+FFFD. */
void row_quote(FILE *to, const char *text, size_t len);

#endif
