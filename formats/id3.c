/* SPDX-License-Identifier: Apache-2.0
 * id3.c - ID3v2 tags of all versions, ID3v1 and APEv2.
 *
 * [ID3] id3.org: ID3v2.2 (1998), 2.3 (1999), 2.4 (2000).  A tag is "ID3",
 * version(2) flags(1) size(4, seven bits a byte), then frames: id, size, flags
 * and data; ids have three letters in 2.2, where there are no flags.
 * [APE] APEv2 specification, wiki.hydrogenaud.io.
 * [C2PA] C2PA Technical Specification 2.2, A.3.5: the store is a GEOB frame.
 *
 * A frame's text begins with the number of its encoding.  Sizes of 2.4 have
 * seven bits a byte, but not by all writers: where what follows is no frame,
 * the plain size is tried. */
#include "formats/id3.h"

#include "base/utf.h"

enum {
    HEAD = 10,
    UNSYNC = 0x80,   /* flags of a tag */
    EXTENDED = 0x40, /* an extended header follows */
    FOOTER = 0x10,
    V1 = 128,
    APE_HEAD = 32,
    ITEMS = 4096,
    FRAMES = 65536
};

/* A tag while it is read: from the file, or from a copy whose
 * unsynchronisation was undone. */
struct tag {
    struct walk *w;
    uint64_t off, end; /* of its frames, in the file or the copy */
    struct span copy;
    struct range at; /* of the tag */
    uint32_t block;
    unsigned version;
};

/* One frame, its header read. */
struct frame {
    struct span id;
    uint64_t off, len; /* of its data */
    bool packed, encrypted, unsync, sized;
};

static uint32_t syncsafe(struct reader *r)
{
    uint32_t v = 0;

    for (unsigned i = 0; i < 4; i++)
        v = v << 7 | (read_u8(r) & 0x7FU);
    return v;
}

static struct span get(const struct tag *t, uint64_t off, uint64_t len)
{
    if (t->copy.ptr)
        return span_cut(t->copy, (size_t)off, (size_t)len);
    return walk_view(t->w, off, len);
}

/* resync undoes unsynchronisation: FF 00 was FF [ID3 6.1]. */
static struct span resync(struct walk *w, struct span s)
{
    uint8_t *to = walk_alloc(w, s.len);
    size_t n = 0;

    for (size_t i = 0; to && i < s.len; i++) {
        to[n++] = s.ptr[i];
        if (s.ptr[i] == 0xFF && i + 1 < s.len && s.ptr[i + 1] == 0)
            i++;
    }
    return (struct span){to, to ? n : 0};
}

/* ---- text ---- */

/* cut takes a text up to its end, which is one NUL or two, or all of it. */
static struct span cut(struct reader *r, unsigned encoding)
{
    struct span all = read_rest(r);
    size_t step = encoding == 1 || encoding == 2 ? 2 : 1;
    size_t n = 0;

    while (n + step <= all.len &&
           !(all.ptr[n] == 0 && (step == 1 || all.ptr[n + 1] == 0)))
        n += step;
    if (n + step <= all.len)
        *r = reader_over(span_cut(all, n + step, all.len - n - step));
    else
        n = all.len;
    return span_cut(all, 0, n);
}

static struct span utf8(struct walk *w, struct span s, unsigned encoding)
{
    struct arena *a = walk_arena(w);

    if (encoding == 1 && span_starts(s, SPAN("\xFF\xFE")))
        return utf8_of_utf16(a, span_cut(s, 2, s.len - 2), false);
    if (encoding == 1 && span_starts(s, SPAN("\xFE\xFF")))
        return utf8_of_utf16(a, span_cut(s, 2, s.len - 2), true);
    if (encoding == 1) /* without its mark: as the most usual writer */
        return utf8_of_utf16(a, s, false);
    if (encoding == 2)
        return utf8_of_utf16(a, s, true);
    if (encoding == 0 && !utf8_ok(s))
        return utf8_of_latin1(a, s);
    return s; /* much that says Latin-1 is UTF-8 */
}

/* values yields each of the texts that a frame holds, apart by NUL. */
static void values(struct walk *w, struct slot s, struct reader *r,
                   unsigned encoding)
{
    do {
        s.data = utf8(w, cut(r, encoding), encoding);
        if (s.data.len)
            walk_slot(w, s);
    } while (reader_left(r) > 0 && walk_ok(w));
}

/* ---- frames ---- */

/* place makes s.at the bytes that are left in r, where they are the file's. */
static void place(struct slot *s, const struct reader *r, uint64_t end)
{
    if (!(s->flags & SLOT_DERIVED))
        s->at = (struct range){end - reader_left(r), reader_left(r)};
}

static void object(struct walk *w, struct slot s, struct reader *r,
                   uint64_t end)
{
    unsigned encoding = read_u8(r);
    struct span mime = cut(r, 0), name = cut(r, encoding);

    cut(r, encoding); /* description */
    s.kind = SLOT_PART;
    s.key = utf8(w, name, encoding);
    if (span_eq(mime, SPAN("application/c2pa")) ||
        span_eq(mime, SPAN("application/x-c2pa-manifest-store")))
        s.kind = SLOT_JUMBF;
    place(&s, r, end);
    s.data = read_rest(r);
    if (!s.data.len)
        return;
    if (s.kind == SLOT_PART && !(s.flags & SLOT_DERIVED))
        s.data = (struct span){0};
    walk_slot(w, s);
}

static void picture(struct walk *w, struct slot s, struct reader *r,
                    uint64_t end)
{
    unsigned encoding = read_u8(r);

    if (s.key.len == 3)
        read_span(r, 3); /* [ID3 2.2] "PNG", "JPG" */
    else
        cut(r, 0);
    read_u8(r); /* what it shows */
    cut(r, encoding);
    s.kind = SLOT_PART;
    place(&s, r, end);
    s.data = read_rest(r);
    if (!reader_ok(r) || !s.data.len)
        return;
    if (!(s.flags & SLOT_DERIVED))
        s.data = (struct span){0};
    walk_slot(w, s);
}

static void private(struct walk *w, struct slot s, struct reader *r,
                    uint64_t end)
{
    struct span owner = cut(r, 0);

    s.kind = span_eq(owner, SPAN("XMP")) ? SLOT_XMP : SLOT_OTHER;
    if (s.kind == SLOT_OTHER)
        s.key = owner;
    place(&s, r, end);
    s.data = read_rest(r);
    if (s.data.len)
        walk_slot(w, s);
}

static bool is(struct span id, const char *three, const char *four)
{
    return span_eq(id, (struct span){(const uint8_t *)three, 3}) ||
           span_eq(id, (struct span){(const uint8_t *)four, 4});
}

/* content yields what a frame says. */
static void content(struct walk *w, struct span id, struct slot s, uint64_t end)
{
    struct reader r = reader_over(s.data);
    unsigned encoding;

    s.kind = SLOT_FIELD;
    s.space = SPAN("id3");
    s.key = id;
    if (is(id, "GEO", "GEOB")) {
        object(w, s, &r, end);
    } else if (is(id, "PIC", "APIC")) {
        picture(w, s, &r, end);
    } else if (span_eq(id, SPAN("PRIV"))) {
        private(w, s, &r, end);
    } else if (is(id, "TXX", "TXXX") || is(id, "WXX", "WXXX")) {
        encoding = read_u8(&r);
        s.key = utf8(w, cut(&r, encoding), encoding);
        if (!s.key.len)
            s.key = id;
        values(w, s, &r, id.ptr[0] == 'W' ? 0 : encoding);
    } else if (is(id, "COM", "COMM") || is(id, "ULT", "USLT")) {
        encoding = read_u8(&r);
        read_span(&r, 3); /* language */
        cut(&r, encoding);
        s.key = id.ptr[0] == 'C' ? SPAN("COMM") : SPAN("USLT");
        values(w, s, &r, encoding);
    } else if (id.ptr[0] == 'T') {
        encoding = read_u8(&r);
        values(w, s, &r, encoding);
    } else if (id.ptr[0] == 'W') {
        values(w, s, &r, 0);
    }
}

static bool is_id(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') ||
              (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
            return false;
    return s.len > 0;
}

/* follows is whether a frame or padding can begin at off. */
static bool follows(const struct tag *t, uint64_t off)
{
    struct span s;

    if (off >= t->end)
        return off == t->end;
    s = get(t, off, num_min(4, t->end - off));
    return s.len < 4 || s.ptr[0] == 0 || is_id(s);
}

static uint64_t size4(const struct tag *t, struct reader *r, uint64_t off)
{
    struct reader plain = *r;
    uint32_t safe = syncsafe(r), raw = read_u32be(&plain);

    if (safe == raw || follows(t, off + HEAD + safe) ||
        !follows(t, off + HEAD + raw))
        return safe;
    return raw;
}

/* frame_read takes the header of the frame at off; false at the end. */
static bool frame_read(const struct tag *t, uint64_t off, struct frame *f)
{
    unsigned head = t->version == 2 ? 6 : HEAD, status;
    struct reader r;

    *f = (struct frame){0};
    if (off > t->end || t->end - off < head)
        return false;
    r = reader_over(get(t, off, head));
    f->id = read_span(&r, t->version == 2 ? 3 : 4);
    if (!reader_ok(&r) || !is_id(f->id))
        return false; /* padding */
    f->off = off + head;
    if (t->version == 2) {
        f->len = read_be(&r, 3);
        return true;
    }
    f->len = t->version == 4 ? size4(t, &r, off) : read_u32be(&r);
    read_u8(&r);
    status = read_u8(&r);
    if (t->version == 4) {
        f->packed = status & 8;
        f->encrypted = status & 4;
        f->unsync = status & 2;
        f->sized = status & 1;
    } else {
        f->packed = f->sized = status & 0x80;
        f->encrypted = status & 0x40;
    }
    return true;
}

static void frame(const struct tag *t, const struct frame *f)
{
    struct slot s = {.at = {f->off, f->len}, .block = t->block};
    uint64_t end = f->off + f->len;

    if (f->encrypted) {
        walk_note(t->w, NOTE_ODD, t->at.off, "frame is encrypted: not read");
        walk_partial(t->w, "encrypted");
        return;
    }
    s.data = get(t, f->off, f->len);
    if (t->copy.ptr) {
        s.at = t->at;
        s.flags |= SLOT_DERIVED;
    }
    if (f->sized && s.data.len >= 4)
        s.data = span_cut(s.data, 4, s.data.len - 4);
    if (f->unsync && !t->copy.ptr) {
        s.data = resync(t->w, s.data);
        s.flags |= SLOT_DERIVED;
    }
    if (f->packed) {
        s.data = walk_inflate(t->w, s.data);
        s.flags |= SLOT_DERIVED;
    }
    if (s.data.len)
        content(t->w, f->id, s, end);
}

static void frames(struct tag *t)
{
    uint64_t off = t->off;
    struct frame f;

    for (unsigned n = 0; n < FRAMES && walk_ok(t->w); n++) {
        if (!frame_read(t, off, &f))
            return;
        if (f.len > t->end - f.off) {
            walk_note(t->w, NOTE_TRUNCATED, t->at.off,
                      "frame passes the end of its tag");
            return;
        }
        frame(t, &f);
        off = f.off + f.len;
    }
    walk_partial(t->w, "fields");
}

uint64_t id3_walk(struct walk *w, uint64_t off, uint64_t end)
{
    struct tag t = {.w = w};
    struct reader r;
    unsigned flags;
    uint64_t size;

    if (off > end || end - off < HEAD)
        return off;
    r = walk_read(w, off, HEAD);
    if (!span_eq(read_span(&r, 3), SPAN("ID3")))
        return off;
    t.version = read_u8(&r);
    read_u8(&r);
    flags = read_u8(&r);
    size = syncsafe(&r);
    if (t.version < 2 || t.version > 4) {
        walk_note(w, NOTE_ODD, off, "ID3 of a version that is not known");
        walk_partial(w, "a version that is not known");
        return off;
    }
    if (size > end - off - HEAD) {
        walk_note(w, NOTE_TRUNCATED, off, "ID3 tag passes the end of file");
        size = end - off - HEAD;
    }
    t.at = (struct range){off, HEAD + size};
    t.block = walk_block(w, SPAN("ID3"), off, HEAD + size);
    t.off = off + HEAD;
    t.end = t.off + size;
    if (flags & UNSYNC && t.version < 4) {
        t.copy = resync(w, walk_view(w, t.off, size));
        t.off = 0;
        t.end = t.copy.len;
    }
    if (flags & EXTENDED && t.version > 2) {
        r = reader_over(get(&t, t.off, num_min(4, t.end - t.off)));
        t.off += t.version == 4 ? syncsafe(&r) : 4 + (uint64_t)read_u32be(&r);
    }
    if (t.off <= t.end)
        frames(&t);
    return num_min(off + HEAD + size + (flags & FOOTER ? HEAD : 0), end);
}

/* ---- behind the sound ---- */

static struct span trimmed(struct span s)
{
    const uint8_t *nul = s.len ? memchr(s.ptr, 0, s.len) : NULL;

    if (nul)
        s.len = (size_t)(nul - s.ptr);
    while (s.len && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

static void v1(struct walk *w, uint64_t off)
{
    static const struct {
        const char *key;
        unsigned len;
    } parts[] = {{"title", 30},
                 {"artist", 30},
                 {"album", 30},
                 {"year", 4},
                 {"comment", 30}};
    struct reader r = walk_read(w, off, V1);
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("id3v1"),
                     .block = walk_block(w, SPAN("TAG"), off, V1)};

    read_span(&r, 3);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        s.at = (struct range){off + reader_pos(&r), parts[i].len};
        s.key =
            (struct span){(const uint8_t *)parts[i].key, strlen(parts[i].key)};
        s.data = trimmed(read_span(&r, parts[i].len));
        if (s.data.len)
            walk_slot(w, s);
    }
}

/* ape reads a tag whose footer ends at `end`, and is where it begins; `end`
 * where there is none. */
static uint64_t ape(struct walk *w, uint64_t off, uint64_t end)
{
    struct slot s = {.kind = SLOT_FIELD, .space = SPAN("ape")};
    struct reader r;
    uint32_t size, count, flags;
    uint64_t from;

    if (end - off < APE_HEAD)
        return end;
    r = walk_read(w, end - APE_HEAD, APE_HEAD);
    if (!span_eq(read_span(&r, 8), SPAN("APETAGEX")))
        return end;
    read_u32le(&r);
    size = read_u32le(&r);
    count = read_u32le(&r);
    flags = read_u32le(&r);
    if (size < APE_HEAD || size > end - off) {
        walk_note(w, NOTE_BROKEN, end - APE_HEAD, "APE tag has no such size");
        return end;
    }
    from = end - size;
    s.block = walk_block(w, SPAN("APETAGEX"), from, size);
    r = walk_read(w, from, size - APE_HEAD);
    if (count > ITEMS)
        walk_partial(w, "fields");
    for (uint32_t i = 0; i < count && i < ITEMS && reader_left(&r) > 8; i++) {
        uint32_t len = read_u32le(&r), what = read_u32le(&r);

        s.key = read_until(&r, 0);
        s.at = (struct range){from + reader_pos(&r), len};
        s.data = read_span(&r, len);
        s.kind = (what >> 1 & 3) == 1 ? SLOT_OTHER : SLOT_FIELD;
        if (reader_ok(&r) && s.data.len)
            walk_slot(w, s);
    }
    if (flags >> 31 && from - off >= APE_HEAD) /* it has a header too */
        from -= APE_HEAD;
    return from;
}

uint64_t id3_tail(struct walk *w, uint64_t off)
{
    uint64_t end = walk_size(w);

    if (end - off >= V1 && span_eq(walk_view(w, end - V1, 3), SPAN("TAG"))) {
        end -= V1;
        v1(w, end);
    }
    return off <= end ? ape(w, off, end) : end;
}
