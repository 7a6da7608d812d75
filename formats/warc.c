/* SPDX-License-Identifier: Apache-2.0
 * warc.c - web archives: what a crawler was answered, record by record.
 *
 * [WARC] ISO 28500:2017: "WARC/1.1", fields "Name: value", an empty line, as
 * many bytes as Content-Length says, two empty lines.  A response is an answer
 * of a server with its head (http.c); a resource is a file as it is; what the
 * archive says of itself is in warcinfo.  Each is a part by its address. */
#include "formats/format.h"

enum {
    HEAD = 1 << 14, /* bytes of a record's head */
    FIELDS = 64
};

struct record {
    struct span type, uri;
    uint64_t len;
    bool sized;
};

/* line is the next line, without its end; *at moves behind it. */
static struct span line(struct span s, size_t *at)
{
    const uint8_t *nl =
        *at < s.len ? memchr(s.ptr + *at, '\n', s.len - *at) : NULL;
    size_t end = nl ? (size_t)(nl - s.ptr) : s.len;
    struct span l = span_cut(s, *at, end - *at);

    *at = nl ? end + 1 : s.len;
    while (l.len && l.ptr[l.len - 1] <= ' ')
        l.len--;
    return l;
}

static bool split(struct span l, struct span *name, struct span *value)
{
    const uint8_t *colon = l.len ? memchr(l.ptr, ':', l.len) : NULL;
    size_t n = colon ? (size_t)(colon - l.ptr) : 0;

    if (!n)
        return false;
    *name = span_cut(l, 0, n);
    *value = span_cut(l, n + 1, l.len - n - 1);
    while (value->len && value->ptr[0] <= ' ')
        *value = span_cut(*value, 1, value->len - 1);
    return true;
}

/* head reads the fields of a record and is their length; 0 where they do not
 * end, or where none begins. */
static size_t head(struct span s, struct record *to)
{
    struct span name, value;
    size_t at = 0;

    *to = (struct record){0};
    if (!span_starts(line(s, &at), SPAN("WARC/")))
        return 0;
    for (unsigned n = 0; n < FIELDS && at < s.len; n++) {
        struct span l = line(s, &at);

        if (!l.len)
            return at;
        if (!split(l, &name, &value))
            continue;
        if (span_same(name, "warc-type"))
            to->type = value;
        else if (span_same(name, "warc-target-uri"))
            to->uri = value;
        if (!span_same(name, "content-length"))
            continue;
        to->sized = value.len > 0 && value.len < 16;
        for (size_t i = 0; i < value.len && to->sized; i++) {
            to->sized = value.ptr[i] >= '0' && value.ptr[i] <= '9';
            to->len = to->len * 10 + (value.ptr[i] - '0');
        }
    }
    return 0;
}

/* about lists what the archive says of itself. */
static void about(struct walk *w, struct range at, uint32_t block)
{
    struct span s = walk_view(w, at.off, num_min(at.len, HEAD)), name, value;
    size_t next = 0;

    for (unsigned n = 0; n < FIELDS && next < s.len; n++) {
        size_t from = next;
        struct span l = line(s, &next);

        if (split(l, &name, &value) && value.len)
            walk_slot(w, (struct slot){.kind = SLOT_FIELD,
                                       .space = SPAN("warc"),
                                       .key = name,
                                       .data = value,
                                       .at = {at.off + from, l.len},
                                       .block = block});
    }
}

static void content(struct walk *w, const struct record *r, struct range at,
                    uint32_t block)
{
    struct slot s = {.kind = SLOT_PART, .at = at, .block = block};

    if (span_same(r->type, "warcinfo") || span_same(r->type, "metadata")) {
        about(w, at, block);
        return;
    }
    if (!span_same(r->type, "response") && !span_same(r->type, "resource") &&
        !span_same(r->type, "conversion"))
        return;
    s.key = r->uri;
    if (s.key.len > 2 && s.key.ptr[0] == '<') /* as version 1.0 had it */
        s.key = span_cut(s.key, 1, s.key.len - 2);
    if (at.len)
        walk_slot(w, s);
}

static unsigned warc_probe(struct span start, uint64_t size)
{
    (void)size;
    return span_starts(start, SPAN("WARC/0.")) ||
                   span_starts(start, SPAN("WARC/1."))
               ? 48
               : 0;
}

static void warc_walk(struct walk *w)
{
    uint64_t off = 0, size = walk_size(w);

    while (walk_ok(w) && off < size) {
        struct span s = walk_view(w, off, num_min(size - off, HEAD));
        struct record r;
        size_t n = head(s, &r), gap = 0;
        struct range at = {off + n, r.len};
        uint32_t block;

        if (!n || !r.sized) {
            walk_note(w, NOTE_BROKEN, off, "no record where one must begin");
            walk_partial(w, "damaged");
            return;
        }
        if (at.len > size - at.off) {
            walk_note(w, NOTE_TRUNCATED, off, "record passes the end of file");
            at.len = size - at.off;
        }
        block = walk_block(w, SPAN("record"), off, n + at.len);
        content(w, &r, at, block);
        off = at.off + at.len;
        s = walk_view(w, off, num_min(size - off, 8));
        while (gap < s.len && s.ptr[gap] <= ' ')
            gap++;
        off += gap;
    }
}

const struct format format_warc = {
    .name = "warc",
    .mime = "application/warc",
    .files = "warc",
    .media = MEDIA_PACKAGE,
    .probe = warc_probe,
    .verified = "files of wget",
    .walk = warc_walk,
};
