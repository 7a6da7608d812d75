/* SPDX-License-Identifier: Apache-2.0
 * say.h - what the programs say to people, in English or Korean, and the
 * exit codes they end with.  Data goes to stdout, talk to stderr. */
#ifndef TOOL_SAY_H
#define TOOL_SAY_H

#include "genmark.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum {
    EXIT_PASS = 0,
    EXIT_FAILED = 1,  /* some rule failed; of diff: a mark was lost */
    EXIT_USAGE = 2,   /* the command line, a profile or a pack is wrong */
    EXIT_UNKNOWN = 3, /* none failed, some verdict is unknown */
    EXIT_NOTHING = 4, /* nothing to check */
    EXIT_UNREAD = 5   /* some item could not be read */
};

/* say_lang sets the language: "en", "ko", or NULL for that of the locale
 * (LC_ALL, LC_MESSAGES, LANG).  False for another, which changes nothing. */
bool say_lang(const char *lang);
const char *say_lang_name(void); /* "en" or "ko" */

/* tr is the one of two texts that is in the language; both must take the same
 * arguments where they are formats. */
__attribute__((format_arg(1), format_arg(2))) const char *tr(const char *en,
                                                             const char *ko);

/* say_alone keeps standard error for the program: from here on what a library
 * prints there goes nowhere (a decoder may, for each damaged picture).  Not
 * where sanitizers report there. */
void say_alone(void);

/* say_err is the stream of standard error, also after say_alone. */
FILE *say_err(void);

/* say writes "genmark: ..." and a newline to standard error. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* say_about says what is the matter with a file, by a text of the library's, in
 * the language. */
void say_about(const char *path, gm_str what);

/* say_lost says, once, that standard output is not written to its end; why is
 * NULL where nobody knows.  A reader that has seen enough (`| head`) needs no
 * message. */
void say_lost(const char *why);

/* say_plain writes text of a file or a name, "?" for control characters. */
void say_plain(FILE *to, const char *p, size_t n);

/* say_colour is whether a stream may carry colours: a terminal that is not
 * dumb, NO_COLOR unset or empty; CLICOLOR_FORCE wins over the terminal. */
bool say_colour(int fd);

/* say_width is the columns of a terminal; 80 where it is none. */
unsigned say_width(int fd);

#endif
