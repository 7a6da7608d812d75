/* SPDX-License-Identifier: Apache-2.0
 * doc.c - the text of Word's documents from before OOXML.
 *
 * [DOC] MS-DOC, Microsoft, version 12.0: the stream WordDocument begins with
 * the FIB, which says where in the stream 0Table or 1Table the piece table
 * (Clx) is.  A piece is a row of characters that stand together in
 * WordDocument, as bytes of code page 1252 or as UTF-16.  The text is one row
 * of characters: the body, footnotes, headers, comments, endnotes, text boxes.
 *
 * Word 6 and 95 keep it in one run of the code page of their language.
 *
 * Instructions of fields are left out, their results kept.  Whether a
 * character is formatted as hidden is not looked at. */
#include "formats/cfb.h"

#include "base/charset.h"
#include "base/utf.h"

enum {
    MAGIC = 0xA5EC,
    WORD_97 = 0x00C1, /* nFib of the first with Unicode */
    COMPLEX = 0x0004,
    ENCRYPTED = 0x0100,
    TABLE_1 = 0x0200,
    KOREAN = 0x12, /* primary language of a LID */
    JAPANESE = 0x11,
    BYTES = 1 << 30, /* of fc: a byte a character, and fc is twice the offset */
    PIECE = 8,       /* bytes of a Pcd */
    DEEP = 16        /* fields in each other */
};

struct doc_text {
    struct cfb *c;
    struct slot slot;
    struct span main, clx; /* WordDocument; the piece table */
    uint32_t counts[8];    /* characters of each part, in order */
    unsigned field;        /* depth of instructions that we are in */
    unsigned deep;         /* of fields that are open */
};

/* What a reader sees of a character that is none [DOC 2.4.1]; 0: nothing. */
static uint32_t shown(struct doc_text *d, uint32_t c)
{
    switch (c) {
    case 0x13: /* a field begins, with its instruction */
        d->deep += d->deep < DEEP;
        d->field = d->deep;
        return 0;
    case 0x14: d->field = 0; return 0; /* its result */
    case 0x15:
        d->deep -= d->deep > 0;
        d->field = 0;
        return 0;
    case 0x07: /* the end of a cell */
    case 0x09: c = '\t'; break;
    case 0x0B:
    case 0x0C:
    case 0x0D:
    case 0x0E: c = '\n'; break;
    case 0x1E: c = 0x2011; break;
    default: c = c < 0x20 ? 0 : c;
    }
    return d->field ? 0 : c;
}

static void keep(struct doc_text *d, struct buf *to, struct span utf8)
{
    size_t at = 0;

    while (at < utf8.len) {
        uint8_t out[4];
        bool bad;
        uint32_t c = shown(d, utf8_next(utf8, &at, &bad));

        if (c)
            buf_put(to, (struct span){out, utf8_put(c, out)});
    }
}

/* piece puts characters [from, from + count) of the piece that is at fc. */
static void piece(struct doc_text *d, struct buf *to, uint32_t fc,
                  struct range chars)
{
    bool bytes = fc & BYTES;
    uint64_t off = fc & (BYTES - 1U), len = chars.len;
    struct text_map map;
    struct span raw;

    off = bytes ? off / 2 + chars.off : off + chars.off * 2;
    len = bytes ? len : len * 2;
    if (off >= d->main.len)
        return;
    raw =
        span_cut(d->main, (size_t)off, (size_t)num_min(len, d->main.len - off));
    walk_step(d->c->w, raw.len / 16 + 1);
    if (charset_text(walk_arena(d->c->w), raw,
                     bytes ? CHARSET_LATIN1 : CHARSET_UTF16LE, 0, &map))
        keep(d, to, map.data);
}

/* part yields characters [from, from + count) of the text. */
static void part(struct doc_text *d, const char *key, uint64_t from,
                 uint64_t count)
{
    struct reader ends = reader_over(d->clx), pieces;
    size_t n = d->clx.len < 4 ? 0 : (d->clx.len - 4) / (4 + PIECE);
    uint64_t end = from + count, at = read_u32le(&ends);
    struct slot s = d->slot;
    struct buf text;

    buf_init(&text, walk_arena(d->c->w),
             (size_t)walk_limits(d->c->w)->text_bytes);
    pieces = reader_over(span_cut(d->clx, 4 * (n + 1), n * PIECE));
    d->field = d->deep = 0;
    for (size_t i = 0; i < n && at < end && walk_step(d->c->w, 1); i++) {
        uint64_t next = read_u32le(&ends);
        uint64_t low = at > from ? at : from, high = num_min(next, end);
        uint32_t fc;

        read_u16le(&pieces);
        fc = read_u32le(&pieces);
        read_u16le(&pieces);
        if (low < high && next > at)
            piece(d, &text, fc, (struct range){low - at, high - low});
        at = next > at ? next : at;
    }
    s.data = buf_span(&text);
    s.key = (struct span){(const uint8_t *)key, strlen(key)};
    if (span_eq(s.key, SPAN("comments"))) /* no part of the work: ooxml.c */
        s.flags |= SLOT_HIDDEN;
    if (text.failed) {
        walk_partial(d->c->w, "text_bytes");
        s.flags |= SLOT_CUT;
    }
    if (from == 0)
        cfb_story(d->c, s);
    else if (s.data.len)
        walk_slot(d->c->w, s);
}

/* plc_pcd is the piece table of a Clx [DOC 2.9.38]; empty where there is
 * none. */
static struct span plc_pcd(struct span clx)
{
    struct reader r = reader_over(clx);

    while (reader_left(&r)) {
        unsigned kind = read_u8(&r);

        if (kind == 2)
            return read_span(&r, read_u32le(&r));
        if (kind != 1)
            break;
        read_span(&r, read_u16le(&r));
    }
    return (struct span){0};
}

static const char *table_of(unsigned flags)
{
    return flags & TABLE_1 ? "1Table" : "0Table";
}

static void unicode(struct doc_text *d, unsigned flags)
{
    static const char *const keys[] = {
        "body",     "footnotes", "headers",    NULL,
        "comments", "endnotes",  "text boxes", "text boxes of headers"};
    const struct cfb_entry *e = cfb_find(d->c, d->c->in, table_of(flags));
    struct reader r = reader_over(d->main);
    uint64_t at = 0;
    struct span table;
    struct range where;
    uint32_t off, len;
    bool whole;

    read_span(&r, 0x4C);
    for (size_t i = 0; i < 8; i++)
        d->counts[i] = read_u32le(&r);
    read_span(&r, 0x1A2 - 0x4C - 8 * 4);
    off = read_u32le(&r);
    len = read_u32le(&r);
    table = cfb_data(d->c, e, &where, &whole);
    if (reader_ok(&r) && off < table.len)
        d->clx = plc_pcd(
            span_cut(table, off, (size_t)num_min(len, table.len - off)));
    if (!d->clx.len) {
        walk_note(d->c->w, NOTE_BROKEN, d->slot.at.off,
                  "no table that leads to the text");
        walk_partial(d->c->w, "damaged");
        return;
    }
    for (size_t i = 0; i < 8; i++) {
        if (keys[i] && d->counts[i])
            part(d, keys[i], at, d->counts[i]);
        at += d->counts[i];
    }
}

/* bytes reads the text of Word 6 and 95 [fcMin, fcMac). */
static void bytes(struct doc_text *d, unsigned flags, unsigned language)
{
    enum charset from = (language & 0x3FF) == KOREAN     ? CHARSET_CP949
                        : (language & 0x3FF) == JAPANESE ? CHARSET_SJIS
                                                         : CHARSET_LATIN1;
    struct reader r = reader_over(d->main);
    struct text_map map;
    struct buf text;
    uint32_t off, end;

    read_span(&r, 0x18);
    off = read_u32le(&r);
    end = read_u32le(&r);
    if (flags & COMPLEX || !reader_ok(&r) || off > end || end > d->main.len) {
        walk_partial(d->c->w, "text in pieces of an old version");
        return;
    }
    buf_init(&text, walk_arena(d->c->w),
             (size_t)walk_limits(d->c->w)->text_bytes);
    if (!charset_text(walk_arena(d->c->w), span_cut(d->main, off, end - off),
                      from, 0, &map))
        return;
    keep(d, &text, map.data);
    d->slot.data = buf_span(&text);
    d->slot.key = SPAN("body");
    cfb_story(d->c, d->slot);
}

bool doc_walk(struct cfb *c)
{
    const struct cfb_entry *e = cfb_find(c, c->in, "WordDocument");
    struct doc_text d = {.c = c};
    unsigned magic, version, language, flags;
    struct reader r;
    bool whole;

    if (!e)
        return false;
    cfb_mime(c, "application/msword");
    d.slot = (struct slot){
        .kind = SLOT_TEXT, .flags = SLOT_DERIVED, .block = e->block};
    d.main = cfb_data(c, e, &d.slot.at, &whole);
    r = reader_over(d.main);
    magic = read_u16le(&r);
    version = read_u16le(&r);
    read_u16le(&r);
    language = read_u16le(&r);
    read_u16le(&r);
    flags = read_u16le(&r);
    if (!reader_ok(&r) || (magic != MAGIC && magic != 0xA5DC)) {
        walk_note(c->w, NOTE_BROKEN, d.slot.at.off, "no document of Word");
        walk_partial(c->w, "damaged");
    } else if (flags & ENCRYPTED) {
        walk_note(c->w, NOTE_ODD, 0, "document is encrypted: not read");
        walk_partial(c->w, "encrypted");
    } else if (version < WORD_97) {
        bytes(&d, flags, language);
    } else {
        unicode(&d, flags);
        blip_take(c->w, d.main, d.slot);
        blip_stream(c, table_of(flags));
        blip_stream(c, "Data");
    }
    return true;
}
