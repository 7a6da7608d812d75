/* SPDX-License-Identifier: Apache-2.0
 * lines.h - tables of test cases: one a line, cells between tabs. */
#ifndef TESTS_LINES_H
#define TESTS_LINES_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    LINES_CELLS = 8
};

struct line {
    unsigned number;
    char *cell[LINES_CELLS]; /* "" where the line has fewer */
};

struct lines {
    FILE *file;
    char text[8192];
    struct line line;
};

static inline bool lines_open(struct lines *l, const char *path)
{
    memset(l, 0, sizeof(*l));
    l->file = fopen(path, "r");
    return l->file != NULL;
}

/* lines_next skips what is empty or begins with "# ". */
static inline bool lines_next(struct lines *l)
{
    static char none[1];
    char *at;

    for (;;) {
        if (!fgets(l->text, sizeof(l->text), l->file))
            return false;
        l->line.number++;
        l->text[strcspn(l->text, "\n")] = 0;
        if (l->text[0] && strncmp(l->text, "# ", 2) != 0)
            break;
    }
    at = l->text;
    for (unsigned i = 0; i < LINES_CELLS; i++) {
        char *tab = at ? strchr(at, '\t') : NULL;

        l->line.cell[i] = at ? at : none;
        if (tab)
            *tab++ = 0;
        at = tab;
    }
    return true;
}

static inline void lines_close(struct lines *l)
{
    fclose(l->file);
}

#endif
