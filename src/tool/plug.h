/* SPDX-License-Identifier: Apache-2.0
 * plug.h - a library that is taken in when it is first wanted.
 *
 * A program that links a library loads it, and all that it needs, at every
 * start: an archive reader and an HTTP server bring twenty more, for runs that
 * see no archive and serve nobody. */
#ifndef TOOL_PLUG_H
#define TOOL_PLUG_H

#include <stdbool.h>
#include <stddef.h>

/* A list X(function) makes a table of a library's functions, and their names
 * in the same order. */
#define PLUG_MEMBER(function) __typeof__(&function) function;
#define PLUG_NAME(function)   #function,

/* plug_in loads a library by the name of its binary interface and fills a table
 * of `count` function pointers; false, and said on standard error, where it or
 * one of them is not there.  It stays loaded. */
bool plug_in(const char *library, const char *const *names, void *table,
             size_t count);

#endif
