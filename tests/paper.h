/* SPDX-License-Identifier: Apache-2.0
 * paper.h - making documents in PDF, object by object. */
#ifndef TESTS_PAPER_H
#define TESTS_PAPER_H

#include "tests/walks.h"

#include <stdio.h>

enum {
    MOST = 16 /* objects of a test file */
};

/* A file that grows object by object and knows where each began. */
struct file {
    struct buf b;
    size_t at[MOST];
    unsigned count;
};

static inline void begin(struct file *f, struct arena *a)
{
    *f = (struct file){.count = 1};
    buf_init(&f->b, a, 1 << 16);
    put_text(&f->b, "%PDF-1.7\n");
}

static inline void number(struct buf *b, size_t n)
{
    char s[24];

    snprintf(s, sizeof(s), "%zu", n);
    put_text(b, s);
}

static inline void obj(struct file *f, unsigned n, const char *body)
{
    f->at[n] = f->b.len;
    if (n >= f->count)
        f->count = n + 1;
    number(&f->b, n);
    put_text(&f->b, " 0 obj\n");
    put_text(&f->b, body);
    put_text(&f->b, "\nendobj\n");
}

static inline void stream(struct file *f, unsigned n, const char *dict,
                          struct span data)
{
    f->at[n] = f->b.len;
    if (n >= f->count)
        f->count = n + 1;
    number(&f->b, n);
    put_text(&f->b, " 0 obj\n<<");
    put_text(&f->b, dict);
    put_text(&f->b, "/Length ");
    number(&f->b, data.len);
    put_text(&f->b, ">>\nstream\n");
    buf_put(&f->b, data);
    put_text(&f->b, "\nendstream\nendobj\n");
}

/* finish writes the table of all objects; `shift` makes it a wrong one. */
static inline struct span finish(struct file *f, const char *trailer,
                                 size_t shift)
{
    size_t at = f->b.len;
    char line[32];

    put_text(&f->b, "xref\n0 ");
    number(&f->b, f->count);
    put_text(&f->b, "\n0000000000 65535 f \n");
    for (unsigned i = 1; i < f->count; i++) {
        snprintf(line, sizeof(line), "%010zu 00000 n \n", f->at[i] + shift);
        put_text(&f->b, line);
    }
    put_text(&f->b, "trailer\n<<");
    put_text(&f->b, trailer);
    put_text(&f->b, ">>\nstartxref\n");
    number(&f->b, at);
    put_text(&f->b, "\n%%EOF\n");
    return buf_span(&f->b);
}

#endif
