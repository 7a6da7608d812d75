/* SPDX-License-Identifier: Apache-2.0
 * hwp.c - HWP 5: Korean office documents in compound files.
 *
 * [HWP] HWP Document File Formats 5.0, Hancom, revision 1.3.  FileHeader tells
 * version and flags; sections are rows of records: tag(10 bits) level(10
 * bits) size(12 bits, all ones: four bytes follow).  Text is UTF-16LE in which
 * codes below 32 are controls, most of them eight units long [HWP 4.3.2]. */
#include "formats/cfb.h"

#include "base/buf.h"
#include "base/utf.h"

enum {
    MAGIC = 32,
    PACKED = 1, /* flags of FileHeader */
    PASSWORD = 2,
    SEALED = 4, /* for distribution: text is in ViewText, encrypted */
    PARA_TEXT = 67,
    LONG = 0xFFF,
    CHILDREN = 512,
    UNITS = 8 /* of a long control */
};

/* is_short is whether a control is one unit long. */
static bool is_short(unsigned c)
{
    return c == 0 || c == 10 || c == 13 || c >= 24;
}

/* paragraph puts a text record as UTF-8. */
static void paragraph(struct buf *to, struct span s)
{
    struct reader r = reader_over(s);

    while (reader_left(&r) >= 2) {
        uint32_t c = read_u16le(&r);
        uint8_t utf[4];

        if (c < 32) {
            if (c == 9 || c == 30 || c == 31) /* tab, fixed spaces */
                buf_byte(to, ' ');
            else if (c == 10 || c == 13)
                buf_byte(to, '\n');
            else if (c == 24)
                buf_byte(to, '-');
            if (!is_short(c))
                read_span(&r, (UNITS - 1) * 2);
            continue;
        }
        if (c >= 0xD800 && c < 0xDC00 && reader_left(&r) >= 2)
            c = 0x10000 + ((c - 0xD800) << 10) +
                ((uint32_t)(read_u16le(&r) - 0xDC00) & 0x3FF);
        buf_put(to, (struct span){utf, utf8_put(c, utf)});
    }
    if (to->len && to->ptr[to->len - 1] != '\n')
        buf_byte(to, '\n');
}

static void records(struct walk *w, struct span data, struct buf *to)
{
    struct reader r = reader_over(data);

    while (reader_left(&r) >= 4 && walk_step(w, 1)) {
        uint32_t head = read_u32le(&r), size = head >> 20;
        struct span s;

        if (size == LONG)
            size = read_u32le(&r);
        s = read_span(&r, size);
        if ((head & 0x3FF) == PARA_TEXT)
            paragraph(to, s);
    }
    if (!reader_ok(&r))
        walk_note(w, NOTE_TRUNCATED, 0, "record passes the end of its stream");
}

/* stream is an entry's data, unpacked where the document says so. */
static struct span stream(struct cfb *c, const struct cfb_entry *e,
                          struct slot *s, bool packed)
{
    struct span data;
    bool whole;

    data = cfb_data(c, e, &s->at, &whole);
    s->block = e ? e->block : 0;
    s->flags |= SLOT_DERIVED;
    return packed && data.len ? walk_unpack(c->w, data, PACKED_RAW) : data;
}

static void body(struct cfb *c, bool packed)
{
    const struct cfb_entry *in = cfb_find(c, 0, "BodyText");
    uint32_t list[CHILDREN], n;

    if (!in)
        return;
    n = cfb_children(c, (uint32_t)(in - c->list), list, CHILDREN);
    if (n == CHILDREN)
        walk_partial(c->w, "parts");
    for (uint32_t i = 0; i < n && walk_ok(c->w); i++) {
        const struct cfb_entry *e = &c->list[list[i]];
        bool first = span_eq(e->name, SPAN("Section0"));
        struct slot s = {.kind = SLOT_TEXT, .key = e->name};
        struct buf text;
        struct span data = stream(c, e, &s, packed);

        buf_init(&text, walk_arena(c->w),
                 (size_t)walk_limits(c->w)->text_bytes);
        records(c->w, data, &text);
        s.data = buf_span(&text);
        if (first)
            walk_story(c->w, s);
        else if (s.data.len)
            walk_slot(c->w, s);
    }
}

static void parts(struct cfb *c, bool packed)
{
    const struct cfb_entry *in = cfb_find(c, 0, "BinData");
    uint32_t list[CHILDREN], n = 0;

    if (in)
        n = cfb_children(c, (uint32_t)(in - c->list), list, CHILDREN);
    if (n == CHILDREN)
        walk_partial(c->w, "parts");
    for (uint32_t i = 0; i < n && walk_ok(c->w); i++) {
        const struct cfb_entry *e = &c->list[list[i]];
        struct slot s = {.kind = SLOT_PART, .key = e->name};

        s.data = stream(c, e, &s, packed);
        if (s.data.len)
            walk_slot(c->w, s);
    }
}

static void summary(struct cfb *c)
{
    const struct cfb_entry *e = cfb_find(c, 0, "\5HwpSummaryInformation");
    struct slot s = {.space = SPAN("hwp")};

    s.data = stream(c, e, &s, false);
    if (s.data.len)
        ole_properties(c->w, s);
}

bool hwp_walk(struct cfb *c)
{
    const struct cfb_entry *e = cfb_find(c, 0, "FileHeader");
    struct slot s = {0};
    struct span data;
    struct reader r;
    uint32_t flags;

    if (!e)
        return false;
    data = stream(c, e, &s, false);
    r = reader_over(data);
    if (!span_starts(data, SPAN("HWP Document File")))
        return false;
    read_span(&r, MAGIC);
    walk_become(c->w, &format_hwp);
    read_u32le(&r); /* version */
    flags = read_u32le(&r);
    summary(c);
    if (!reader_ok(&r)) {
        walk_note(c->w, NOTE_TRUNCATED, 0, "the file's header is cut");
        walk_partial(c->w, "damaged");
        return true;
    }
    if (flags & (PASSWORD | SEALED)) {
        walk_note(c->w, NOTE_ODD, 0, "document is encrypted: not read");
        walk_partial(c->w, "encrypted");
        return true;
    }
    body(c, flags & PACKED);
    parts(c, flags & PACKED);
    return true;
}

static unsigned hwp_probe(struct span start, uint64_t size)
{
    (void)start;
    (void)size;
    return 0; /* known by its streams: ole.c asks */
}

const struct format format_hwp = {
    .name = "hwp",
    .mime = "application/x-hwp",
    .files = "hwp",
    .media = MEDIA_DOCUMENT,
    .probe = hwp_probe,
    .verified = "files of Hangul 2016 and rhwp, made files",
};
