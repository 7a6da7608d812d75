/* SPDX-License-Identifier: Apache-2.0
 * plug.h - a library that is taken in when something wants it.
 *
 * Linking with every decoder, and with OpenSSL, would make each start of a
 * program load a dozen libraries for formats that it will not meet.  A build
 * knows a library by its headers and the name of its binary interface
 * (LIBTIFF="libtiff.so.6", from the Makefile); a machine without it answers
 * that the format's pixels cannot be read here, or nothing be verified, which
 * is coverage. */
#ifndef BASE_PLUG_H
#define BASE_PLUG_H

#include <stdbool.h>
#include <stddef.h>

/* A list X(function) makes a table of a library's functions, and their names
 * in the same order. */
#define PLUG_MEMBER(function) __typeof__(&function) function;
#define PLUG_NAME(function)   #function,

/* plug loads the library if nobody did, and fills a table of `count` function
 * pointers with its functions; false where it or one of them is not there.  It
 * stays loaded. */
bool plug(const char *library, const char *const *names, void *table,
          size_t count);

/* A library that all threads share a table of. */
struct plug {
    const char *library;
    const char *const *names;
    void *table;
    size_t count;
    bool asked, have;
};

#define PLUG(library, names, table)                                            \
    {                                                                          \
        library, names, &table, sizeof(names) / sizeof(names[0]), false, false \
    }

/* plug_once is what plug said to the first who asked. */
bool plug_once(struct plug *p);

#endif
