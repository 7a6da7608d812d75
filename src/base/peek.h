/* SPDX-License-Identifier: Apache-2.0
 * peek.h - a look into JSON without making a tree of it.
 *
 * Generators write graphs of a megabyte, of which a finder wants to know two
 * keys.  peek takes the members of one map or list in turn as raw spans; it
 * allocates nothing, takes what RFC 8259 does not allow (NaN), and a text that
 * is cut short still yields its members up to the cut. */
#ifndef BASE_PEEK_H
#define BASE_PEEK_H

#include "base/arena.h"

struct peek {
    struct span in;
    size_t at;
    bool map;    /* else a list */
    bool broken; /* what follows is no JSON */
    bool cut;    /* the last member that was taken passes the end */
};

/* peek_open is whether s begins (behind white space) with a map or a list. */
bool peek_open(struct peek *p, struct span s);

/* peek_next takes the next member: in a map its key, between its quotes and
 * with its escapes as they stand, and its value with its quotes or brackets;
 * false at the end and where the text is broken. */
bool peek_next(struct peek *p, struct span *key, struct span *value);

/* peek_get is the value of the first member with this key, or empty. */
struct span peek_get(struct span map, struct span key);

/* The first members of a map, kept for many questions: each is read when it is
 * first asked for, and once. */
enum {
    PEEK_MEMBERS = 32
};

struct peek_list {
    struct peek rest; /* behind those that are kept */
    uint32_t count;
    struct {
        struct span key, value;
    } list[PEEK_MEMBERS];
};

/* peek_list begins a list; what is no map has no members. */
void peek_list(struct peek_list *to, struct span map);

/* A turn through all members, of which the first are kept; it begins as zero
 * with its list. */
struct peek_turn {
    struct peek_list *list;
    uint32_t at;
    struct peek rest; /* once `at` is past those that are kept */
};

bool peek_turn(struct peek_turn *t, struct span *key, struct span *value);

/* peek_member is what peek_get is of the list's map. */
struct span peek_member(struct peek_list *l, struct span key);

/* peek_text is what a raw value says: a string without its quotes, with its
 * escapes resolved in the arena; anything else as it stands. */
struct span peek_text(struct arena *a, struct span raw);

static inline bool peek_is_map(struct span raw)
{
    return raw.len && raw.ptr[0] == '{';
}

static inline bool peek_is_list(struct span raw)
{
    return raw.len && raw.ptr[0] == '[';
}

static inline bool peek_is_text(struct span raw)
{
    return raw.len && raw.ptr[0] == '"';
}

#endif
