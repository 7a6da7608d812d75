/* SPDX-License-Identifier: Apache-2.0
 * http.c - the answer of a web server as it was saved, head and all.
 *
 * [HTTP] RFC 9110 and 9112: a status line, fields "Name: value", an empty line,
 * the body.  The body may be in chunks (each behind its length in hexadecimal)
 * and packed by gzip, deflate or brotli.
 *
 * Fields are key = value, for some labels travel there and nowhere else; the
 * body is what the answer is about, and read as a file of its own. */
#include "formats/format.h"

#include "base/buf.h"
#include "base/hex.h"

enum {
    HEAD = 1 << 16, /* bytes of status line and fields */
    FIELDS = 512
};

struct answer {
    struct walk *w;
    struct span head;
    struct span type, packing;
    bool chunked;
};

static struct span until(struct span s, uint8_t c)
{
    const uint8_t *hit = s.len ? memchr(s.ptr, c, s.len) : NULL;

    return hit ? span_cut(s, 0, (size_t)(hit - s.ptr)) : s;
}

static unsigned http_probe(struct span head, uint64_t size)
{
    struct span line =
        until(span_cut(head, 0, (size_t)num_min(head.len, 32)), '\n');
    size_t at = 5;

    (void)size;
    if (!span_starts(line, SPAN("HTTP/")))
        return 0;
    while (at < line.len && ((line.ptr[at] >= '0' && line.ptr[at] <= '9') ||
                             line.ptr[at] == '.'))
        at++;
    for (size_t i = at + 1; i < at + 4; i++)
        if (i >= line.len || line.ptr[i] < '0' || line.ptr[i] > '9')
            return 0;
    return at > 5 && line.ptr[at] == ' ' ? 48 : 0;
}

static void field(struct answer *h, struct span line, size_t off,
                  uint32_t block)
{
    struct span name = until(line, ':'), value;

    if (name.len == line.len || !name.len)
        return;
    value = span_trim(span_cut(line, name.len + 1, line.len - name.len - 1));
    if (span_same(name, "content-type"))
        h->type = span_trim(until(value, ';'));
    else if (span_same(name, "content-encoding"))
        h->packing = value;
    else if (span_same(name, "transfer-encoding"))
        h->chunked = span_same(value, "chunked");
    if (value.len)
        walk_slot(h->w, (struct slot){.kind = SLOT_FIELD,
                                      .space = SPAN("http"),
                                      .key = name,
                                      .data = value,
                                      .at = {off, line.len},
                                      .block = block});
}

/* fields reads the head and is where the body begins. */
static size_t fields(struct answer *h, uint32_t block)
{
    size_t at = 0;

    for (unsigned n = 0; at < h->head.len && walk_step(h->w, 1); n++) {
        struct span rest = span_cut(h->head, at, h->head.len - at);
        struct span line = until(rest, '\n');
        size_t next = at + line.len + (line.len < rest.len);

        if (line.len && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (n && !line.len)
            return next;
        if (n > FIELDS) {
            walk_partial(h->w, "fields");
            return next;
        }
        if (n)
            field(h, line, at, block);
        at = next;
    }
    return at;
}

/* joined is the body without the lengths of its chunks. */
static struct span joined(struct answer *h, struct span s, uint64_t off)
{
    struct reader r = reader_over(s);
    struct buf b;

    buf_init(&b, walk_arena(h->w), s.len + 1);
    while (reader_left(&r) && walk_step(h->w, 1)) {
        struct span line = read_until(&r, '\n'), part;
        uint64_t len = 0;
        size_t i = 0;

        for (; i < line.len && i < 8 && hex_digit(line.ptr[i]) >= 0; i++)
            len = len * 16 + (unsigned)hex_digit(line.ptr[i]);
        if (i == 0 || len == 0)
            break;
        part = read_span(&r, (size_t)len);
        if (!part.len) {
            walk_note(h->w, NOTE_TRUNCATED, off,
                      "chunk passes the end of file");
            break;
        }
        buf_put(&b, part);
        read_until(&r, '\n');
    }
    return buf_span(&b);
}

/* body_name has the ending by which a text is known. */
static struct span body_name(struct span type)
{
    static const struct {
        const char *type, *name;
    } names[] = {{"text/html", "body.html"},
                 {"text/markdown", "body.md"},
                 {"text/plain", "body.txt"},
                 {"text/vtt", "body.vtt"},
                 {"application/json", "body.json"},
                 {"application/ld+json", "body.json"}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (span_same(type, names[i].type))
            return (struct span){(const uint8_t *)names[i].name,
                                 strlen(names[i].name)};
    return SPAN("body");
}

static void body(struct answer *h, struct slot s)
{
    bool gzip =
        span_same(h->packing, "gzip") || span_same(h->packing, "x-gzip");
    bool packed = h->packing.len && !span_same(h->packing, "identity");

    s.key = body_name(h->type);
    if (h->chunked || packed) {
        s.flags |= SLOT_DERIVED;
        s.data = walk_view(h->w, s.at.off, s.at.len);
        if (h->chunked)
            s.data = joined(h, s.data, s.at.off);
        if (gzip)
            s.data = walk_unpack(h->w, s.data, PACKED_GZIP);
        else if (span_same(h->packing, "deflate"))
            s.data = walk_unpack(h->w, s.data, PACKED_ZLIB);
        else if (span_same(h->packing, "br"))
            s.data = walk_unpack(h->w, s.data, PACKED_BROTLI);
        else if (packed)
            s.data = (struct span){0};
        if (!s.data.len) {
            walk_partial(h->w, packed ? "packed in an unknown way" : "damaged");
            return;
        }
    }
    walk_slot(h->w, s);
}

static void http_walk(struct walk *w)
{
    uint64_t size = walk_size(w), from;
    struct answer h = {.w = w};
    uint32_t block = walk_block(w, SPAN("head"), 0, num_min(size, HEAD));

    h.head = walk_view(w, 0, num_min(size, HEAD));
    from = fields(&h, block);
    if (from == HEAD && size > HEAD) {
        walk_note(w, NOTE_BROKEN, 0, "head has no end");
        walk_partial(w, "damaged");
        return;
    }
    if (from < size)
        body(&h, (struct slot){
                     .kind = SLOT_PART,
                     .flags = SLOT_BODY,
                     .at = {from, size - from},
                     .block = walk_block(w, SPAN("body"), from, size - from)});
}

const struct format format_http = {
    .name = "http",
    .mime = "message/http",
    .files = "http",
    .media = MEDIA_DOCUMENT,
    .probe = http_probe,
    .verified = "answers saved by curl",
    .walk = http_walk,
};
