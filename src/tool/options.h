/* SPDX-License-Identifier: Apache-2.0
 * options.h - a command and its options, as one table.
 *
 * The table is all there is: parsing, `--help`, the completion script and the
 * list in the manual page are made from it, and a test compares them. */
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Texts in the order given; they belong to argv. */
struct texts {
    const char **list;
    size_t count, cap;
};

/* `--json=FILE --html FILE`: what to write, and where. */
struct output {
    const char *kind;
    const char *path; /* NULL: standard output */
};
struct outputs {
    struct output *list;
    size_t count, cap;
};

enum opt_kind {
    OPT_END = 0, /* the last line of a table */
    OPT_TITLE,   /* a heading in the help */
    OPT_ON,      /* bool */
    OPT_TEXT,    /* const char *: the last one given */
    OPT_LIST,    /* struct texts: all of them */
    OPT_COUNT,   /* unsigned */
    OPT_REAL,    /* double, not negative */
    OPT_LANG,    /* kept nowhere: the language of all that is said */
    OPT_OUT      /* struct outputs: kind = the option's name; a file after "=",
                    or (arg not in brackets) as the next argument */
};

struct opt {
    enum opt_kind kind;
    const char *name;
    char letter;         /* 0: none */
    const char *arg;     /* "FILE"; "[FILE]": only after "="; NULL: none */
    size_t at;           /* offset in the command's struct */
    const char *choices; /* "auto json none", or NULL for any value */
    const char *en, *ko; /* one line of help */
};

struct command {
    const char *name;
    const char *args;        /* "PATH..."; "" where it takes options only */
    const char *en, *ko;     /* one line */
    const struct opt *opts;  /* ends at OPT_END */
    const char *const *show; /* examples: command, English, Korean, ... NULL */
    int (*run)(const struct command *c, int argc, char **argv);
};

/* options_read fills *to (NULL where the table keeps nothing) and gathers what
 * is no option in rest (not asked for where args is empty).  What it
 * returns is an exit code to end with, or -1 to go on; it has then said what
 * is wrong and what to do, or printed the help that was asked for: in the
 * language that OPT_LANG chose, wherever it stands among the arguments. */
int options_read(const struct command *c, int argc, char **argv, void *to,
                 struct texts *rest);

/* options_help prints a command's help. */
void options_help(const struct command *c);

/* options_dump prints the table, a line an option, for tests and completion:
 * "check --json =FILE". */
void options_dump(const struct command *c);

/* options_near is the member of a NULL-ended list that is most like a word
 * with a slip, or NULL where none is near. */
const char *options_near(const char *word, const char *const *list);

bool texts_add(struct texts *t, const char *s);
void texts_free(struct texts *t);
void outputs_free(struct outputs *o);

#endif
