/* SPDX-License-Identifier: Apache-2.0
 * ole.c - old office documents in compound files, and their property sets.
 *
 * [OLEPS] MS-OLEPS: a set is numbered properties, each with a type; custom
 * properties have names in a dictionary.
 * [OFFCRYPTO] MS-OFFCRYPTO: a package with a password is the stream
 * EncryptedPackage.
 *
 * The text of DOC, XLS, PPT and Outlook's MSG is read in files of their own; of
 * any other kind it is said to be not covered. */
#include "formats/cfb.h"

#include "base/charset.h"
#include "base/utf.h"

enum {
    STORAGE = 1,
    WRAPPED = 2,
    PROPERTIES = 4096,
    PROPERTY = 8, /* bytes of its number and place */
    TYPE_I2 = 2,  /* [OLEPS 2.15] */
    TYPE_I4 = 3,
    TYPE_STRING = 0x1E,
    TYPE_WIDE = 0x1F,
    DICTIONARY = 0, /* numbers of properties */
    CODEPAGE = 1,
    NAMES = 32
};

/* [OLEPS 3.1.2, 3.1.3] Of a summary, and of what more is said of a document.
 * What only counts or lists has no name here. */
static const char *const summary[NAMES] = {
    "",         "",         "Title",    "Subject",    "Author",
    "Keywords", "Comments", "Template", "LastAuthor", "Revision",
    "EditTime", "",         "Created",  "Saved",      "",
    "",         "",         "",         "Application"};
static const char *const more[NAMES] = {
    [2] = "Category",     [14] = "Manager",       [15] = "Company",
    [26] = "ContentType", [27] = "ContentStatus", [28] = "Language"};

/* A set while it is read. */
struct set {
    struct walk *w;
    struct slot slot;
    struct span data; /* of the section */
    enum charset charset;
    const char *const *names; /* NULL: only the dictionary has any */
    struct span words;        /* that dictionary */
};

static struct span recoded(const struct set *s, struct span text)
{
    struct text_map map;
    enum charset from = s->charset;

    if (from == CHARSET_LATIN1 && utf8_ok(text))
        return text;
    if (from == CHARSET_UTF16LE) {
        while (text.len >= 2 && text.ptr[text.len - 1] == 0 &&
               text.ptr[text.len - 2] == 0)
            text.len -= 2;
    } else {
        while (text.len && text.ptr[text.len - 1] == 0)
            text.len--;
    }
    if (!charset_text(walk_arena(s->w), text, from, 0, &map))
        return (struct span){0};
    return map.data;
}

static struct span decimal(struct walk *w, uint32_t v)
{
    uint8_t *to = walk_alloc(w, 10);
    size_t at = 10;

    if (!to)
        return (struct span){0};
    do {
        to[--at] = (uint8_t)('0' + v % 10);
        v /= 10;
    } while (v);
    return (struct span){to + at, 10 - at};
}

/* value is what stands at an offset of the section, as text; empty for types
 * that are none. */
static struct span value(const struct set *s, size_t off)
{
    struct span rest = off < s->data.len
                           ? span_cut(s->data, off, s->data.len - off)
                           : (struct span){0};
    struct reader r = reader_over(rest);
    uint32_t type = read_u32le(&r), len;
    struct span text;

    switch (type & 0xFFFF) {
    case TYPE_I2: return decimal(s->w, read_u16le(&r));
    case TYPE_I4: return decimal(s->w, read_u32le(&r));
    case TYPE_STRING:
        text = read_span(&r, read_u32le(&r));
        text = recoded(s, text);
        break;
    case TYPE_WIDE:
        len = read_u32le(&r);
        text = read_span(&r, (size_t)len * 2);
        text = utf8_of_utf16(walk_arena(s->w), text, false);
        break;
    default: return (struct span){0};
    }
    while (text.len && text.ptr[text.len - 1] == 0)
        text.len--;
    return text;
}

/* word is the name that the dictionary has for a property. */
static struct span word(const struct set *s, uint32_t id)
{
    struct reader r = reader_over(s->words);
    uint32_t count = read_u32le(&r);

    for (uint32_t i = 0; i < count && i < PROPERTIES && reader_left(&r); i++) {
        uint32_t number = read_u32le(&r), len = read_u32le(&r);
        bool wide = s->charset == CHARSET_UTF16LE;
        struct span name = read_span(&r, (size_t)len * (wide ? 2 : 1));

        if (wide && len & 1)
            read_u16le(&r);
        if (number == id && reader_ok(&r)) {
            name = recoded(s, name);
            while (name.len && name.ptr[name.len - 1] == 0)
                name.len--;
            return name;
        }
    }
    return (struct span){0};
}

/* name is that of a property: what the set itself says, or the table. */
static struct span name(const struct set *s, uint32_t id)
{
    struct span own = word(s, id);
    const char *known =
        !own.len && s->names && id < NAMES ? s->names[id] : NULL;

    return known ? (struct span){(const uint8_t *)known, strlen(known)} : own;
}

/* section reads a set.  Its own length is not looked at: writers have got it
 * wrong, and offsets count from its beginning. */
static void section(struct set *s, struct span data)
{
    struct reader head = reader_over(data), r;
    uint32_t count;

    s->data = data;
    read_u32le(&head);
    count = read_u32le(&head);
    if (count > reader_left(&head) / PROPERTY) {
        walk_note(s->w, NOTE_BROKEN, s->slot.at.off,
                  "more properties than the set can hold");
        count = (uint32_t)(reader_left(&head) / PROPERTY);
    }
    if (count > PROPERTIES) {
        walk_partial(s->w, "fields");
        count = PROPERTIES;
    }
    r = head;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = read_u32le(&r), off = read_u32le(&r);
        struct reader v = reader_over(span_cut(s->data, off, 8));

        if (id == CODEPAGE && read_u32le(&v) == TYPE_I2)
            s->charset = charset_page(read_u16le(&v));
        else if (id == DICTIONARY && !s->words.len && off < data.len)
            s->words = span_cut(data, off, data.len - off);
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t id = read_u32le(&head), off = read_u32le(&head);

        if (id == CODEPAGE || id == DICTIONARY)
            continue;
        s->slot.key = name(s, id);
        s->slot.data = value(s, off);
        if (s->slot.key.len && s->slot.data.len)
            walk_slot(s->w, s->slot);
        walk_step(s->w, count / 16 + 1);
    }
}

void ole_properties(struct walk *w, struct slot slot)
{
    struct span all = slot.data;
    struct reader r = reader_over(all);
    uint32_t sets;

    slot.kind = SLOT_FIELD;
    slot.flags |= SLOT_DERIVED;
    read_span(&r, 2 + 2 + 4 + 16);
    sets = read_u32le(&r);
    for (uint32_t i = 0; i < sets && i < 2; i++) {
        struct set s = {.w = w, .slot = slot, .charset = CHARSET_LATIN1};
        struct span id = read_span(&r, 16);
        uint32_t off = read_u32le(&r);

        /* [OLEPS 2.25.2]: 05 is the set of custom properties */
        s.names = span_starts(id, SPAN("\x05\xD5\xCD\xD5\x9C\x2E\x1B\x10"))
                      ? NULL
                  : span_starts(id, SPAN("\x02\xD5\xCD\xD5\x9C\x2E\x1B\x10"))
                      ? more
                      : summary;
        if (reader_ok(&r) && off < all.len)
            section(&s, span_cut(all, off, all.len - off));
    }
}

static void properties(struct cfb *c, const char *name)
{
    const struct cfb_entry *e = cfb_find(c, c->in, name);
    struct slot s = {.space = SPAN("ole")};
    bool whole;

    s.data = cfb_data(c, e, &s.at, &whole);
    if (!s.data.len)
        return;
    s.block = e->block;
    ole_properties(c->w, s);
}

/* office reads the document of the storage c->in. */
static bool office(struct cfb *c)
{
    return doc_walk(c) || xls_walk(c) || ppt_walk(c);
}

/* unwrapped is the file in a stream Ole10Native, behind its length; a wrapped
 * one also has names, of which the first is *name [MS-OLEDS 2.3.6]. */
static struct span unwrapped(struct span all, struct span *name)
{
    struct reader r = reader_over(all), bare;
    struct span file;

    read_u32le(&r);
    bare = r;
    if (read_u16le(&r) != WRAPPED)
        return read_rest(&bare);
    *name = read_until(&r, 0);
    read_until(&r, 0); /* where it was */
    read_u32le(&r);
    read_span(&r, read_u32le(&r)); /* and where it was put to be opened */
    file = read_span(&r, read_u32le(&r));
    return reader_ok(&r) ? file : read_rest(&bare);
}

/* packaged yields a file that stands in a storage: a document of a later Office
 * in Package, or any file in Ole10Native. */
static bool packaged(struct cfb *c)
{
    const struct cfb_entry *package = cfb_find(c, c->in, "Package");
    const struct cfb_entry *native = cfb_find(c, c->in, "\1Ole10Native");
    const struct cfb_entry *e = package ? package : native;
    struct slot s = {.kind = SLOT_PART, .flags = SLOT_DERIVED};
    bool whole;

    s.data = cfb_data(c, e, &s.at, &whole);
    s.key = SPAN("object");
    if (!package)
        s.data = unwrapped(s.data, &s.key);
    if (!s.data.len)
        return false;
    s.block = e->block;
    walk_slot(c->w, s);
    return true;
}

/* within reads the documents in a document: each has a storage of its own,
 * somewhere in the tree. */
static void within(struct cfb *c)
{
    uint32_t own = c->in;

    c->inner = true;
    for (uint32_t i = 1; i < c->count && walk_ok(c->w); i++) {
        c->in = i;
        if (c->list[i].type == STORAGE && i != own && !office(c))
            packaged(c);
    }
}

static unsigned ole_probe(struct span head, uint64_t size)
{
    (void)size;
    return span_starts(head, SPAN("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) ? 64 : 0;
}

static void ole_walk(struct walk *w)
{
    struct cfb c = {.w = w};
    const struct cfb_entry *dual;

    if (!cfb_open(&c)) {
        walk_note(w, NOTE_BROKEN, 0, "no directory that can be read");
        walk_partial(w, "damaged");
        return;
    }
    if (hwp_walk(&c))
        return;
    if (cfb_find(&c, 0, "EncryptedPackage")) {
        walk_note(w, NOTE_ODD, 0, "document is encrypted: not read");
        walk_partial(w, "encrypted");
        return;
    }
    properties(&c, "\5SummaryInformation");
    properties(&c, "\5DocumentSummaryInformation");
    /* PowerPoint 95 and 97 in one file: the later is the one to read. */
    dual = cfb_find(&c, 0, "PP97_DUALSTORAGE");
    if (dual)
        c.in = (uint32_t)(dual - c.list);
    if (!office(&c) && !msg_walk(&c) && !packaged(&c)) {
        walk_note(w, NOTE_ODD, 0, "text of this kind of document is not read");
        walk_partial(w, "its text is not read");
    }
    within(&c);
}

const struct format format_ole = {
    .name = "ole",
    .mime = "application/x-ole-storage",
    .files = "doc xls ppt msg",
    .media = MEDIA_DOCUMENT,
    .probe = ole_probe,
    .verified = "files of Office, Outlook and LibreOffice",
    .walk = ole_walk,
};
