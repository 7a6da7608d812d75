/* SPDX-License-Identifier: Apache-2.0
 * ppt.c - the text of PowerPoint's slides from before OOXML.
 *
 * [PPT] MS-PPT, Microsoft, version 9.0: the stream "PowerPoint Document" is a
 * tree of records, version and instance(2) type(2) length(4) data; a container
 * has version 15.  Text is in atoms of UTF-16 or of its low bytes.  Masters
 * are passed over: what they say ("Click to edit") is a model's and no slide's.
 *
 * A presentation that was saved in place keeps its old slides behind; the
 * records of all are read, so that a text may stand there that is shown no
 * more: that is said. */
#include "formats/cfb.h"

#include "base/charset.h"

enum {
    HEAD = 8,
    CONTAINER = 15,
    RT_LIST = 0x0FF0, /* instance 0: slides, 1: masters, 2: notes */
    RT_NOTES = 0x03F0,
    RT_MASTER = 0x03F8,
    RT_WIDE = 0x0FA0,
    RT_BYTES = 0x0FA8,
    RT_CSTRING = 0x0FBA, /* footers, names */
    RT_EDIT = 0x0FF5,    /* one for each time that it was saved in place */
    RT_OBJECT = 0x1011,  /* a document in a slide, a compound file */
    SECRET = 0xF3        /* first byte of a CurrentUser's token, encrypted */
};

struct show {
    struct walk *w;
    struct cfb *c;
    struct slot place; /* of the records */
    struct buf slides, notes, names;
    uint64_t notes_end; /* of the notes container that we are in */
    unsigned edits;
};

static void text(struct show *p, struct buf *to, struct span raw, bool wide)
{
    struct text_map map;

    walk_step(p->w, raw.len / 16);
    if (!charset_text(walk_arena(p->w), raw,
                      wide ? CHARSET_UTF16LE : CHARSET_LATIN1, 0, &map))
        return;
    for (size_t i = 0; i < map.data.len; i++) {
        uint8_t c = map.data.ptr[i];

        buf_byte(to, c == '\r' || c == 0x0B ? '\n' : c);
    }
    buf_byte(to, '\n');
}

/* object yields a document in a slide; instance 1 is packed, behind its length
 * [PPT 2.10.34].  Macros, controls and formulas are such objects too, and none
 * of their streams is a text. */
static void object(struct show *p, unsigned instance, struct span data)
{
    static const char *const kinds[] = {"WordDocument", "Workbook",
                                        "Book",         "PowerPoint Document",
                                        "Package",      "\1Ole10Native"};
    struct slot s = p->place;

    s.kind = SLOT_PART;
    s.key = SPAN("object");
    s.data = instance == 1 && data.len > 4
                 ? walk_inflate(p->w, span_cut(data, 4, data.len - 4))
                 : data;
    walk_step(p->w, s.data.len / 128);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (cfb_names(s.data, kinds[i])) {
            walk_slot(p->w, s);
            return;
        }
}

static void records(struct show *p, struct span data)
{
    struct reader r = reader_over(data);

    while (reader_left(&r) >= HEAD && walk_step(p->w, 1)) {
        unsigned head = read_u16le(&r), type = read_u16le(&r);
        uint32_t len = read_u32le(&r);
        struct buf *to =
            reader_pos(&r) <= p->notes_end ? &p->notes : &p->slides;

        p->edits += type == RT_EDIT;
        if ((head & 15) == CONTAINER) {
            if (type == RT_NOTES)
                p->notes_end = reader_pos(&r) + len;
            if (type == RT_MASTER || (type == RT_LIST && head >> 4 == 1))
                read_span(&r, len);
            continue; /* what it holds comes next */
        }
        if (type == RT_WIDE || type == RT_BYTES)
            text(p, to, read_span(&r, len), type == RT_WIDE);
        else if (type == RT_CSTRING)
            text(p, &p->names, read_span(&r, len), true);
        else if (type == RT_OBJECT)
            object(p, head >> 4, read_span(&r, len));
        else
            read_span(&r, len);
    }
    if (!reader_ok(&r))
        walk_note(p->w, NOTE_TRUNCATED, 0,
                  "record passes the end of its stream");
}

/* secret is whether the user's stream says that the rest is encrypted. */
static bool secret(struct cfb *c)
{
    struct range at;
    bool whole;
    struct span s =
        cfb_data(c, cfb_find(c, c->in, "Current User"), &at, &whole);
    struct reader r = reader_over(s);

    read_span(&r, HEAD + 4 + 3);
    return read_u8(&r) == SECRET;
}

static void yield(struct show *p, struct slot s, const char *key,
                  const struct buf *from)
{
    s.key = (struct span){(const uint8_t *)key, strlen(key)};
    s.data = buf_span(from);
    if (from->failed) {
        walk_partial(p->w, "text_bytes");
        s.flags |= SLOT_CUT;
    }
    if (from == &p->slides)
        cfb_story(p->c, s);
    else if (s.data.len)
        walk_slot(p->w, s);
}

bool ppt_walk(struct cfb *c)
{
    const struct cfb_entry *e = cfb_find(c, c->in, "PowerPoint Document");
    struct slot s = {.kind = SLOT_TEXT, .flags = SLOT_DERIVED};
    size_t most = (size_t)walk_limits(c->w)->text_bytes;
    struct show p = {.w = c->w, .c = c};
    struct span data;
    bool whole;

    if (!e)
        return false;
    cfb_mime(c, "application/vnd.ms-powerpoint");
    if (secret(c)) {
        walk_note(c->w, NOTE_ODD, 0, "document is encrypted: not read");
        walk_partial(c->w, "encrypted");
        return true;
    }
    buf_init(&p.slides, walk_arena(c->w), most);
    buf_init(&p.notes, walk_arena(c->w), most);
    buf_init(&p.names, walk_arena(c->w), most);
    s.block = e->block;
    data = cfb_data(c, e, &s.at, &whole);
    p.place = s;
    records(&p, data);
    if (p.edits > 1)
        walk_note(c->w, NOTE_ODD, s.at.off,
                  "saved in place: text of older slides is read too");
    yield(&p, s, "slides", &p.slides);
    yield(&p, s, "names and footers", &p.names);
    s.flags |= SLOT_HIDDEN; /* only the speaker is shown them */
    yield(&p, s, "notes", &p.notes);
    blip_take(c->w, data, s);
    blip_stream(c, "Pictures");
    return true;
}
