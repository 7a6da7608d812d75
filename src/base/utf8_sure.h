/* SPDX-License-Identifier: Apache-2.0
 * utf8_sure.h - well-formed UTF-8 at the speed of memory. */
#ifndef BASE_UTF8_SURE_H
#define BASE_UTF8_SURE_H

#include "base/span.h"

/* utf8_sure is how many bytes from the start of s are well-formed for certain,
 * up to the start of a character.  It may be any number of bytes too few, and
 * is 0 where the processor has no vectors that help: whoever asks decodes the
 * rest. */
size_t utf8_sure(struct span s);

#endif
