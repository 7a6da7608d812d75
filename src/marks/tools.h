/* SPDX-License-Identifier: Apache-2.0
 * tools.h - what each generator leaves where: the row of the table.
 *
 * A row asks for a slot, an exact key and the shape of the value, never for a
 * word somewhere in the file. */
#ifndef MARKS_TOOLS_H
#define MARKS_TOOLS_H

#include "marks/recognise.h"
#include "meta/field.h"

/* What a hit means. */
enum tool_says {
    SAYS_GENERATED, /* in so many words: AI made it */
    SAYS_ALTERED,   /* in so many words: AI changed it */
    MAKES,          /* only a generator writes this; such tools generate */
    CHANGES,        /* the same; such tools alter */
    HINTS,          /* fits a generator, and people too: decides nothing */
    RIGHTS,         /* do not train on it; no word on origin */
    PART            /* only counts for the row that names it as `with` */
};

struct tool {
    const char *id; /* unique: "a1111" */
    enum space space;
    const char *ns;   /* "tEXt|zTXt"; NULL: any but "notes", a text beside a
                         picture, which has to be named */
    const char *name; /* keys, '|' between them; NULL: any */
    enum shape shape;
    const char *arg;
    const char *with; /* id of a PART that must be met too, or NULL */
    const char *slug; /* of generators; NULL: not one that has a name */
    enum tool_says says;
    char sure; /* V: read in real files; C: in the source code of a writer or
                  a tested reader; R: reported with a capture */
};

/* A tool that writes one field a setting: it takes `least` keys of `own` and
 * `keys` in one place, and among them one of `own`. */
struct bundle {
    const char *id;
    const char *own;
    const char *keys;
    unsigned least;
    const char *slug;
    char sure;
};

extern const size_t tool_count;           /* rows of the table */
const struct tool *tool_at(size_t i);     /* NULL past the last */
const struct bundle *bundle_at(size_t i); /* NULL past the last */

enum {
    TOOLS_MOST = 256, /* rows */
    TOOL_SPACES = SPACE_COMMENT + 1,
    TOOL_CLASSES = 128, /* of names, and of bytes, that the index tells apart */
    TOOL_WORDS = TOOLS_MOST / 64
};

struct tool_rows {
    uint64_t bits[TOOL_WORDS];
};

/* Which rows may fit: a file has more fields than a generator leaves, few rows
 * ask for any name, and most values begin otherwise. */
struct tool_index {
    struct tool_rows space[TOOL_SPACES], name[TOOL_CLASSES],
        first[TOOL_CLASSES];
};

/* tool_index_make fills the index of the rows that are no PART. */
void tool_index_make(struct tool_index *to);

/* tool_rows_of is the rows that may fit a field of this space and name, and a
 * value without blanks around it. */
struct tool_rows tool_rows_of(const struct tool_index *ix, enum space space,
                              struct span name, struct span value);

/* tool_next is the first of these rows from `from` on, in the table's order;
 * TOOLS_MOST where there is none. */
size_t tool_next(const struct tool_rows *rows, size_t from);

#endif
