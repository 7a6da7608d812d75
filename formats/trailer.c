/* SPDX-License-Identifier: Apache-2.0
 * trailer.c - bytes behind the end: records, whole files, anything.
 *
 * Samsung's records (no specification; laid out as in its phones' files, all
 * numbers little-endian):
 *   record     zero(2) type(2) name length(4) name value
 *   directory  "SEFH" version(4) count(4), and for each record
 *              zero(2) type(2) distance(4) size(4): it begins so many bytes
 *              before "SEFH"
 *   end        length of the directory(4) "SEFT" */
#include "formats/trailer.h"

enum {
    SEFT_END = 8,
    SEFT_HEAD = 12,
    SEFT_ENTRY = 12,
    RECORDS = 256, /* of one trailer that are read */
    SURE = 16,     /* bits of a head that make a part of a tail */
    LOOK = 4096    /* of its head are looked at */
};

static bool is_known(struct walk *w, struct range at)
{
    uint64_t n = num_min(at.len, LOOK);
    struct span head = walk_view(w, at.off, n);
    const struct format *f = head.len ? format_of(head, at.len) : NULL;

    return f && f->probe(head, at.len) >= SURE;
}

/* words is all that stands there where it is a short text, and else empty. */
static struct span words(struct walk *w, struct range at)
{
    struct span s = at.len <= LOOK ? walk_view(w, at.off, at.len) : SPAN("");
    size_t mark;

    return span_trim(s).len && charset_guess(s, false, &mark) == CHARSET_UTF8
               ? s
               : SPAN("");
}

void trailer_gap(struct walk *w, struct range at)
{
    struct slot s = {.kind = SLOT_TAIL, .at = at};

    if (at.len == 0 || !walk_ok(w))
        return;
    if (is_known(w, at)) {
        s.kind = SLOT_PART;
        s.key = SPAN("trailer");
    } else {
        s.data = words(w, at);
    }
    walk_note(w, NOTE_ODD, at.off, "bytes after the end of the format");
    walk_slot(w, s);
}

static void seft_record(struct walk *w, struct range at)
{
    struct reader r = walk_read(w, at.off, num_min(at.len, 8));
    struct slot s = {.kind = SLOT_FIELD, .space = SPAN("SEFT"), .at = at};
    uint32_t name;

    read_u32le(&r); /* zero and type */
    name = read_u32le(&r);
    if (!reader_ok(&r) || name > at.len - 8) {
        walk_note(w, NOTE_BROKEN, at.off, "Samsung record is damaged");
        return;
    }
    s.key = walk_view(w, at.off + 8, name);
    s.at = (struct range){at.off + 8 + name, at.len - 8 - name};
    s.block = walk_block(w, SPAN("SEFT"), at.off, at.len);
    if (is_known(w, s.at))
        s.kind = SLOT_PART;
    else
        s.data = walk_view(w, s.at.off, s.at.len);
    walk_slot(w, s);
}

uint64_t seft_walk(struct walk *w, struct range at)
{
    uint64_t end = at.off + at.len, dir, first, left;
    struct reader r;
    uint32_t len, count;

    if (at.len < SEFT_END + SEFT_HEAD)
        return end;
    r = walk_read(w, end - SEFT_END, SEFT_END);
    len = read_u32le(&r);
    if (!span_eq(read_span(&r, 4), SPAN("SEFT")) || len < SEFT_HEAD ||
        len > at.len - SEFT_END)
        return end;
    first = dir = end - SEFT_END - len;
    r = walk_read(w, dir, len);
    if (!span_eq(read_span(&r, 4), SPAN("SEFH")))
        return end;
    read_u32le(&r); /* version */
    count = read_u32le(&r);
    left = dir - at.off; /* records do not overlap */
    for (uint32_t i = 0; i < count && reader_left(&r) >= SEFT_ENTRY; i++) {
        uint32_t back, size;

        read_u32le(&r); /* zero and type */
        back = read_u32le(&r);
        size = read_u32le(&r);
        if (i == RECORDS) {
            walk_partial(w, "slots");
            break;
        }
        if (back > dir - at.off || size > back || size < 8 || size > left) {
            walk_note(w, NOTE_BROKEN, dir, "Samsung record is out of place");
            continue;
        }
        left -= size;
        first = num_min(first, dir - back);
        seft_record(w, (struct range){dir - back, size});
    }
    return first;
}

void trailer_walk(struct walk *w, uint64_t end)
{
    struct range at = {end, 0};

    if (!walk_ok(w) || end >= walk_size(w))
        return;
    at.len = walk_size(w) - end;
    at.len = seft_walk(w, at) - end;
    trailer_gap(w, at);
}
