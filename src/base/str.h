/* SPDX-License-Identifier: Apache-2.0
 * str.h - the public interface's strings as our bytes, and the other way; all
 * of them borrow. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/span.h"
#include "genmark.h"

#include <string.h>

/* str_of is a C string; empty for NULL. */
static inline gm_str str_of(const char *s)
{
    return s ? (gm_str){s, strlen(s)} : (gm_str){"", 0};
}

static inline struct span str_span(gm_str s)
{
    return (struct span){(const uint8_t *)s.ptr, s.len};
}

/* str_text is bytes that are known to be UTF-8. */
static inline gm_str str_text(struct span s)
{
    return (gm_str){(const char *)s.ptr, s.len};
}

#endif
