/* SPDX-License-Identifier: Apache-2.0
 * html_token.h - HTML, one token at a time. */
#ifndef FORMATS_HTML_TOKEN_H
#define FORMATS_HTML_TOKEN_H

#include "base/buf.h"

enum html_kind {
    HTML_END, /* of the input */
    HTML_TEXT,
    HTML_OPEN, /* a start tag */
    HTML_CLOSE,
    HTML_COMMENT,
    HTML_OTHER /* a doctype or the like */
};

struct html_token {
    enum html_kind kind;
    size_t off, end;  /* all of it */
    struct span body; /* of a text or comment: what it says; of a tag: what
                         stands between the name and the closing bracket */
    struct span name; /* of a tag, as written */
    bool empty;       /* <name/> */
};

struct html_attr {
    struct span name, value; /* as written: case and entities are not undone */
};

/* html_next takes the token at *at and moves behind it. */
struct html_token html_next(struct span s, size_t *at);

/* html_raw is the end of the raw text of an element of this name that begins
 * at `at`: where its end tag stands, or the end of the input. */
size_t html_raw(struct span s, size_t at, struct span name);

/* html_attr takes the next attribute of a tag's body; false at its end. */
bool html_attr(struct span body, size_t *at, struct html_attr *a);

/* html_entity decodes the character reference at *at (an '&') into up to 8
 * bytes of UTF-8 and moves behind it; where there is none it is the '&'. */
size_t html_entity(struct span s, size_t *at, uint8_t to[8]);

/* html_unescape is s without its references; s itself where it has none. */
struct span html_unescape(struct arena *a, struct span s);

#endif
