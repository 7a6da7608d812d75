/* SPDX-License-Identifier: Apache-2.0
 * xls.c - the text of Excel's workbooks from before OOXML.
 *
 * [XLS] MS-XLS, Microsoft, version 8.0: the stream Workbook is a row of
 * records, type(2) length(2) data.  The texts of cells stand once in a table
 * of strings (SST), which goes on in records CONTINUE; a string that is cut by
 * the end of a record begins there with a new byte of flags.  Workbooks of
 * Excel 5 and 95 (mostly in a stream Book) have the text in each cell. */
#include "formats/cfb.h"

#include "base/charset.h"

enum {
    RT_EOF = 0x000A,
    RT_FOOTER = 0x0015,
    RT_HEADER = 0x0014,
    RT_FILEPASS = 0x002F,
    RT_CONTINUE = 0x003C,
    RT_CODEPAGE = 0x0042,
    RT_BOUNDSHEET = 0x0085,
    RT_RSTRING = 0x00D6,
    RT_DRAWINGS = 0x00EB,
    RT_SST = 0x00FC,
    RT_TXO = 0x01B6,
    RT_LABEL = 0x0204,
    RT_STRING = 0x0207,
    RT_BOF = 0x0809,
    EXCEL_97 = 0x0600, /* version in a BOF */
    WIDE = 1,
    ASIAN = 4,
    RICH = 8
};

struct book {
    struct walk *w;
    struct buf cells, edges; /* what cells say; headers, footers, names */
    struct buf wide16;       /* one string, as UTF-16 */
    struct buf drawings;     /* records of these, joined */
    struct reader r;         /* records */
    struct span rec;         /* what is left of this one */
    bool wide;               /* Excel 97 and later */
    bool begun;              /* by a BOF */
    unsigned open;           /* parts that have no EOF yet */
    bool in_drawings;
    bool in_box; /* the next CONTINUE holds a text box's text */
    enum charset charset;
};

/* take is the next n bytes, and nothing where there are fewer. */
static struct span take(struct span *s, size_t n)
{
    struct span out = span_cut(*s, 0, n);

    *s = span_cut(*s, out.len, s->len - out.len);
    return out;
}

static unsigned take_le(struct span *s, unsigned bytes)
{
    struct reader r = reader_over(take(s, bytes));
    unsigned low = bytes == 1 ? read_u8(&r) : read_u16le(&r);

    return bytes == 4 ? low | (unsigned)read_u16le(&r) << 16 : low;
}

/* record reads the next record, whose data is then in b->rec; false at the
 * end. */
static bool record(struct book *b, unsigned *type)
{
    *type = read_u16le(&b->r);
    b->rec = read_span(&b->r, read_u16le(&b->r));
    return reader_ok(&b->r) && walk_step(b->w, 1);
}

/* more goes on in the CONTINUE behind a record; false where there is none. */
static bool more(struct book *b)
{
    struct reader ahead = b->r;
    unsigned type;

    if (b->rec.len)
        return true;
    return read_u16le(&ahead) == RT_CONTINUE && record(b, &type);
}

static void chars(struct book *b, struct buf *to, struct span raw, bool wide)
{
    struct text_map map;

    walk_step(b->w, raw.len / 16);
    if (charset_text(walk_arena(b->w), raw,
                     wide ? CHARSET_UTF16LE : CHARSET_LATIN1, 0, &map))
        buf_put(to, map.data);
}

/* widen puts characters behind those of a string that are there already: the
 * end of a record may part the halves of one. */
static void widen(struct book *b, struct span raw, bool wide)
{
    for (size_t i = 0; !wide && i < raw.len; i++) {
        buf_byte(&b->wide16, raw.ptr[i]);
        buf_byte(&b->wide16, 0);
    }
    if (wide)
        buf_put(&b->wide16, raw);
}

/* skip passes over n bytes of a string, over records. */
static void skip(struct book *b, size_t n)
{
    while (n && more(b) && walk_step(b->w, 1))
        n -= take(&b->rec, (size_t)num_min(n, b->rec.len)).len;
}

/* rich reads a string of the table [XLS 2.5.293]; false at its end. */
static bool rich(struct book *b)
{
    size_t count, runs = 0, extra = 0;
    unsigned flags;

    if (!more(b) || b->rec.len < 3)
        return false;
    count = take_le(&b->rec, 2);
    flags = take_le(&b->rec, 1);
    if (flags & RICH)
        runs = take_le(&b->rec, 2);
    if (flags & ASIAN)
        extra = take_le(&b->rec, 4);
    b->wide16.len = 0;
    while (count && !b->wide16.failed) {
        size_t size = flags & WIDE ? 2 : 1, n;

        if (!b->rec.len) {
            if (!more(b))
                return false;
            flags = take_le(&b->rec, 1);
            continue;
        }
        n = (size_t)num_min(count, b->rec.len / size);
        if (n == 0)
            return false;
        widen(b, take(&b->rec, n * size), size == 2);
        count -= n;
    }
    chars(b, &b->cells, buf_span(&b->wide16), true);
    buf_byte(&b->cells, '\n');
    skip(b, runs * 4 + extra);
    return !b->cells.failed && !b->wide16.failed;
}

static void table(struct book *b)
{
    unsigned count;

    take_le(&b->rec, 4);
    count = take_le(&b->rec, 4);
    for (unsigned i = 0; i < count && rich(b); i++)
        ;
}

/* plain reads a string that stands in one record: its length has that many
 * bytes, and its flags follow where there is Unicode. */
static void plain(struct book *b, struct buf *to, unsigned bytes)
{
    size_t count = take_le(&b->rec, bytes);
    bool wide = b->wide && take_le(&b->rec, 1) & WIDE;
    struct span raw = take(&b->rec, count * (wide ? 2 : 1));
    struct text_map map;

    if (!raw.len)
        return;
    if (b->wide)
        chars(b, to, raw, wide);
    else if (charset_text(walk_arena(b->w), raw, b->charset, 0, &map))
        buf_put(to, map.data);
    buf_byte(to, '\n');
}

/* margin is a header or footer without its codes: "&" and a letter, a size, or
 * a font in quotes [XLS 2.4.136]. */
static void margin(struct book *b)
{
    struct buf raw;
    struct span s;

    buf_init(&raw, walk_arena(b->w), (size_t)b->rec.len * 3 + 4);
    plain(b, &raw, b->wide ? 2 : 1);
    s = buf_span(&raw);
    for (size_t i = 0; i < s.len; i++) {
        bool code = s.ptr[i] == '&' && i + 1 < s.len;

        if (!code) {
            buf_byte(&b->edges, s.ptr[i]);
        } else if (s.ptr[++i] == '"') {
            while (++i < s.len && s.ptr[i] != '"')
                ;
        } else if (s.ptr[i] >= '0' && s.ptr[i] <= '9') {
            while (i + 1 < s.len && s.ptr[i + 1] >= '0' && s.ptr[i + 1] <= '9')
                i++;
        } else if (s.ptr[i] == '&') {
            buf_byte(&b->edges, '&');
        }
    }
}

/* cell reads a record with a text of its own. */
static void cell(struct book *b, unsigned type)
{
    switch (type) {
    case RT_LABEL:
    case RT_RSTRING:
        take(&b->rec, 6);
        plain(b, &b->cells, 2);
        break;
    case RT_STRING: plain(b, &b->cells, 2); break;
    case RT_HEADER:
    case RT_FOOTER: margin(b); break;
    case RT_BOUNDSHEET:
        take(&b->rec, 6);
        plain(b, &b->edges, 1);
        break;
    default: break;
    }
}

/* within_part follows BOF and EOF, and is whether the record is one at all:
 * behind the last part a stream may be filled up with anything. */
static bool within_part(struct book *b, unsigned type)
{
    b->begun |= type == RT_BOF;
    b->open += type == RT_BOF;
    if (b->begun && !b->open)
        return false;
    b->open -= b->open && type == RT_EOF;
    return true;
}

static void records(struct book *b)
{
    unsigned type;

    while (reader_left(&b->r) >= 4 && record(b, &type)) {
        if (!within_part(b, type))
            return;
        if (b->in_box && type == RT_CONTINUE && b->rec.len) {
            bool wide = take_le(&b->rec, 1) & WIDE;

            chars(b, &b->cells, b->rec, wide);
            buf_byte(&b->cells, '\n');
        }
        if (type == RT_DRAWINGS || (type == RT_CONTINUE && b->in_drawings))
            buf_put(&b->drawings, b->rec);
        b->in_drawings =
            type == RT_DRAWINGS || (type == RT_CONTINUE && b->in_drawings);
        b->in_box = type == RT_TXO && b->rec.len >= 12 &&
                    (b->rec.ptr[10] || b->rec.ptr[11]);
        if (type == RT_FILEPASS) {
            walk_note(b->w, NOTE_ODD, 0, "document is encrypted: not read");
            walk_partial(b->w, "encrypted");
            return;
        }
        if (type == RT_BOF)
            b->wide = take_le(&b->rec, 2) >= EXCEL_97;
        else if (type == RT_CODEPAGE)
            b->charset = charset_page(take_le(&b->rec, 2));
        else if (type == RT_SST)
            table(b);
        else
            cell(b, type);
    }
    if (!reader_ok(&b->r))
        walk_note(b->w, NOTE_TRUNCATED, 0,
                  "record passes the end of its stream");
}

bool xls_walk(struct cfb *c)
{
    const struct cfb_entry *e = cfb_find(c, c->in, "Workbook");
    struct book b = {.w = c->w, .wide = e != NULL, .charset = CHARSET_LATIN1};
    size_t most = (size_t)walk_limits(c->w)->text_bytes;
    struct slot s = {.kind = SLOT_TEXT, .flags = SLOT_DERIVED};
    bool whole;

    if (!e)
        e = cfb_find(c, c->in, "Book");
    if (!e)
        return false;
    cfb_mime(c, "application/vnd.ms-excel");
    s.block = e->block;
    b.r = reader_over(cfb_data(c, e, &s.at, &whole));
    buf_init(&b.cells, walk_arena(c->w), most);
    buf_init(&b.edges, walk_arena(c->w), most);
    buf_init(&b.wide16, walk_arena(c->w), most);
    buf_init(&b.drawings, walk_arena(c->w), most);
    records(&b);
    if (b.cells.failed || b.edges.failed || b.wide16.failed ||
        b.drawings.failed) {
        walk_partial(c->w, "text_bytes");
        s.flags |= SLOT_CUT;
    }
    s.key = SPAN("cells");
    s.data = buf_span(&b.cells);
    cfb_story(c, s);
    s.key = SPAN("names, headers and footers");
    s.data = buf_span(&b.edges);
    if (s.data.len)
        walk_slot(c->w, s);
    if (b.drawings.len)
        blip_take(c->w, buf_span(&b.drawings), s);
    return true;
}
