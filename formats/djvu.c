/* SPDX-License-Identifier: Apache-2.0
 * djvu.c - DjVu: scanned pages, their text and annotations.
 *
 * [DJVU] Lizardtech DjVu Reference 3, 2005, 8: "AT&T", then chunks of id(4)
 * size(4) data and a zero byte where size is odd, the most significant byte
 * first; FORM begins with a type(4) and holds chunks.  ANTa is annotations as
 * they are, in which (metadata ...) and (xmp "...") stand; TXTa is a page's
 * text behind its length(3).  ANTz and TXTz are the same packed by BZZ, which
 * is not read, and said. */
#include "formats/format.h"

enum {
    START = 4,
    CHUNK = 8,
    TYPE = 4,
    CHUNKS = 16384
};

/* text is what a page says; its places in the picture stand behind it. */
static void text(struct walk *w, struct slot s)
{
    struct reader r = walk_read(w, s.at.off, s.at.len);
    size_t len = (size_t)read_be(&r, 3);

    s.kind = SLOT_TEXT;
    s.key = SPAN("page");
    s.data = read_span(&r, len);
    s.at = (struct range){s.at.off + 3, len};
    if (!reader_ok(&r))
        walk_note(w, NOTE_BROKEN, s.at.off, "text passes the end of its chunk");
    else if (len)
        walk_slot(w, s);
}

/* Annotations while they are read: lists in parentheses of a word, texts in
 * quotes and lists. */
struct notes {
    struct walk *w;
    struct slot slot;
    struct reader r;
    uint8_t *to;        /* where the next text goes */
    struct span word;   /* that the innermost list began with */
    unsigned depth, in; /* in: the depth of (metadata; 0: not in it */
};

/* quoted is a text whose first quote has been read, without backslashes. */
static struct span quoted(struct notes *n)
{
    uint8_t *from = n->to, c;

    while (reader_left(&n->r) && (c = read_u8(&n->r)) != '"') {
        if (c == '\\')
            c = read_u8(&n->r);
        *n->to++ = c;
    }
    return (struct span){from, (size_t)(n->to - from)};
}

static void opened(struct notes *n)
{
    struct reader at = n->r;
    size_t len = 0;

    while (reader_left(&at) && !strchr(" \t\r\n()\"", read_u8(&at)))
        len++;
    n->word = read_span(&n->r, len);
    n->depth++;
    if (!n->in && span_eq(n->word, SPAN("metadata")))
        n->in = n->depth;
}

/* told yields a text by the list that it stands in: (xmp "..."), wherever that
 * is, or (NAME "...") in (metadata ...).  Any other is read past. */
static void told(struct notes *n)
{
    bool in_metadata = n->in && n->depth == n->in + 1;
    struct slot s = n->slot;

    s.data = quoted(n);
    if (span_eq(n->word, SPAN("xmp"))) {
        s.kind = SLOT_XMP;
    } else if (in_metadata && n->word.len) {
        s.kind = SLOT_FIELD;
        s.space = SPAN("djvu");
        s.key = n->word;
    } else {
        return;
    }
    if (s.data.len)
        walk_slot(n->w, s);
}

static void notes(struct walk *w, struct slot s)
{
    struct notes n = {.w = w,
                      .slot = s,
                      .r = walk_read(w, s.at.off, s.at.len),
                      .to = walk_alloc(w, s.at.len)};

    n.slot.flags |= SLOT_DERIVED;
    while (n.to && reader_left(&n.r)) {
        uint8_t c = read_u8(&n.r);

        if (c == '(')
            opened(&n);
        else if (c == '"')
            told(&n);
        if (c != ')' || n.depth == 0)
            continue;
        if (n.in == n.depth)
            n.in = 0;
        n.depth--;
    }
}

static void chunk(struct walk *w, struct span id, struct slot s)
{
    if (span_eq(id, SPAN("ANTa")))
        notes(w, s);
    else if (span_eq(id, SPAN("TXTa")))
        text(w, s);
    else if (span_eq(id, SPAN("ANTz")) || span_eq(id, SPAN("TXTz")))
        walk_partial(w, "packed in an unknown way");
}

static unsigned djvu_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("AT&TFORM")) ? 64 : 0;
}

/* Chunks inside a FORM follow in the same loop, for its head is passed over
 * alone. */
static void djvu_walk(struct walk *w)
{
    uint64_t off = START, size = walk_size(w);

    for (unsigned n = 0; walk_ok(w) && num_fits(off, CHUNK, size); n++) {
        struct reader r = walk_read(w, off, CHUNK);
        struct span id = read_span(&r, 4);
        uint64_t len = read_u32be(&r);
        struct slot s = {.at = {off + CHUNK, len}};

        if (n == CHUNKS) {
            walk_partial(w, "blocks");
            return;
        }
        if (len > size - off - CHUNK) {
            walk_note(w, NOTE_TRUNCATED, off, "chunk passes the end of file");
            s.at.len = size - off - CHUNK;
            len = s.at.len;
        }
        if (span_eq(id, SPAN("FORM"))) {
            walk_block(w, id, off, num_min(CHUNK + TYPE, size - off));
            off += CHUNK + TYPE;
            continue;
        }
        s.block = walk_block(w, id, off, CHUNK + len);
        chunk(w, id, s);
        off += CHUNK + len + (len & 1);
    }
}

const struct format format_djvu = {
    .name = "djvu",
    .mime = "image/vnd.djvu",
    .files = "djvu djv",
    .media = MEDIA_DOCUMENT,
    .probe = djvu_probe,
    .verified = "files of DjVuLibre; packed annotations are not read",
    .walk = djvu_walk,
};
