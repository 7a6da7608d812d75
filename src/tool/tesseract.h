/* SPDX-License-Identifier: Apache-2.0
 * tesseract.h - visible text, read by the tesseract of the system if it has
 * one: loaded when asked for, never linked. */
#ifndef TOOL_TESSERACT_H
#define TOOL_TESSERACT_H

#include <stdbool.h>
#include <stddef.h>

/* tesseract_load is false, with a line in why, where there is none or none of
 * its languages is.  Call it before any thread starts. */
bool tesseract_load(char *why, size_t size);

/* tesseract_new makes the reader of one thread; NULL where it cannot. */
struct tesseract *tesseract_new(void);
void tesseract_free(struct tesseract *t);

/* tesseract_read is gm_input.read_text; ctx is a struct tesseract, or
 * NULL, and then nothing can be read. */
int tesseract_read(void *ctx, const unsigned char *grey, unsigned width,
                   unsigned height, char *to, size_t size);

#endif
