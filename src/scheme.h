/* SPDX-License-Identifier: Apache-2.0
 * scheme.h - a token watermark's scheme from the caller's settings. */
#ifndef SCHEME_H
#define SCHEME_H

#include "genmark.h"
#include "token/token.h"

/* scheme_read is false, with a line in why (may be NULL), where a name or a
 * value is not known. */
bool scheme_read(struct token_scheme *s, const gm_fact *list, size_t count,
                 char *why, size_t why_size);

#endif
