/* SPDX-License-Identifier: Apache-2.0
 * rows.h - CSV [RFC 4180] and JSON lines as rows of named texts. */
#ifndef TOOL_ROWS_H
#define TOOL_ROWS_H

#include "genmark.h"

#include <stdbool.h>

/* rows_read gives each row to `row`, which may keep the strings: they lie in
 * text, which is changed in place and ends in a NUL.  name is for messages.  A
 * cell `path_bytes`, as reports write it, takes the place of `path` and is not
 * given on.  False where the text is neither, where a table has no column
 * `path`, or where `row` is false; the reason has been said. */
bool rows_read(char *text, size_t len, const char *name,
               bool (*row)(void *ctx, const gm_fact *cells, size_t count,
                           const char *where),
               void *ctx);

#endif
