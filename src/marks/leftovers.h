/* SPDX-License-Identifier: Apache-2.0
 * leftovers.h - the forms of what chat programs leave in text. */
#ifndef MARKS_LEFTOVERS_H
#define MARKS_LEFTOVERS_H

#include <stdbool.h>
#include <stddef.h>

/* What all forms of a group hold, so that a text which has none of these has
 * none of the forms. */
#define LEFTOVER_KEYS(X)      \
    X(OAI, "oai")             \
    X(TURN, "turn")           \
    X(INDEX, "Index\"")       \
    X(COLONS, ":::")          \
    X(SOURCE, "source\xe3")   \
    X(CITE, "[cite")          \
    X(SPAN, "[span_")         \
    X(GROK, "grok")           \
    X(PPL, "ppl-ai")          \
    X(ATTACHED, "[attached_") \
    X(WEB, "[web:")           \
    X(REFERRER, "=grok")      \
    X(UTM, "utm_source=")

enum leftover_key {
#define X(name, text) LEFTOVER_##name,
    LEFTOVER_KEYS(X)
#undef X
    LEFTOVER_KEY_COUNT
};

/* A form of letters, in which '#' stands for one to six digits. */
struct leftover {
    enum leftover_key key;
    const char *form, *slug; /* slug: NULL where it tells of none */
    bool hint;
};

/* leftover_at is the i-th form, NULL past the last. */
const struct leftover *leftover_at(size_t i);

#endif
