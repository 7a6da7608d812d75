/* SPDX-License-Identifier: Apache-2.0
 * spare.h - an XML document without the long values of its attributes. */
#ifndef BASE_SPARE_H
#define BASE_SPARE_H

#include "base/span.h"

enum {
    SPARED = 64 /* values of one document */
};

/* A value that was left out: nothing stands between its quotation marks. */
struct spared {
    size_t tag;        /* where its tag begins, in what is left */
    size_t at;         /* and where it stood */
    size_t index;      /* of its attribute in the tag, from 0 */
    struct span value; /* in the document */
};

struct spare {
    size_t count;
    struct spared list[SPARED]; /* last: only what is counted is read */
};

/* spare takes from a washed copy of doc, of len bytes at p, the long values
 * whose bytes are told as they are: pictures and tables in base64 or
 * hexadecimal digits. It is how long the rest is. */
size_t spare(struct span doc, uint8_t *p, size_t len, struct spare *to);

#endif
