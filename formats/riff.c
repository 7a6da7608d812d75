/* SPDX-License-Identifier: Apache-2.0
 * riff.c - chunks of id, size and data. */
#include "formats/riff.h"

enum {
    HEAD = 8,
    TYPE = 4
};

bool riff_next(struct riff *r, struct riff_chunk *to)
{
    struct reader head;
    uint64_t len;

    if (!walk_ok(r->w) || r->at >= r->end)
        return false;
    head = walk_read(r->w, r->at, num_min(r->end - r->at, HEAD));
    to->id = read_span(&head, 4);
    len = read_u32le(&head);
    if (len == UINT32_MAX && r->wide && span_eq(to->id, SPAN("data")))
        len = r->wide;
    if (!reader_ok(&head) || len > r->end - r->at - HEAD) {
        walk_note(r->w, NOTE_TRUNCATED, r->at, "chunk passes the end of file");
        if (!reader_ok(&head) || !span_eq(to->id, SPAN("LIST")))
            return false;
        len = r->end - r->at - HEAD; /* what is there of a list is read */
    }
    to->whole = (struct range){r->at, HEAD + len};
    to->data = (struct range){r->at + HEAD, len};
    r->at += HEAD + len + (len & 1);
    return true;
}

struct riff riff_inside(struct walk *w, const struct riff_chunk *c,
                        struct span *type)
{
    struct riff in = {w, c->data.off + c->data.len, c->data.off + c->data.len,
                      0};

    *type = walk_view(w, c->data.off, num_min(c->data.len, TYPE));
    if (type->len == TYPE)
        in.at = c->data.off + TYPE;
    return in;
}
