/* SPDX-License-Identifier: Apache-2.0
 * json.h - bounded JSON reading [RFC 8259] into a tree in the arena. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/limits.h"

enum json_kind {
    JSON_NULL_VALUE,
    JSON_BOOL,   /* number is 0 or 1 */
    JSON_NUMBER, /* number; text is empty */
    JSON_TEXT,
    JSON_LIST,
    JSON_MAP
};

struct json {
    enum json_kind kind;
    struct span key;  /* in a map: the name; UTF-8 */
    struct span text; /* of a JSON_TEXT, UTF-8 */
    double number;
    uint32_t count;           /* members of a list or a map */
    const struct json *child; /* the first */
    const struct json *next;  /* the next in the same list or map */
};

enum {
    JSON_LAX = 1,   /* NaN and Infinity as 0, bad UTF-8 repaired, anything
                       may follow the value: as generators really write */
    JSON_UNIQUE = 2 /* a key that stands twice in a map is an error */
};

/* json_read is the value, or NULL: no JSON, over json_bytes or json_depth, or
 * no memory.  *why (may be NULL) is then a constant text. */
const struct json *json_read(struct arena *a, struct span s, unsigned flags,
                             const struct limits *lim, const char **why);

/* json_get is the member of a map with this key, or NULL; j may be NULL. */
const struct json *json_get(const struct json *j, struct span key);

/* json_text is the text of a JSON_TEXT, else an empty span; j may be NULL. */
struct span json_text(const struct json *j);

#endif
