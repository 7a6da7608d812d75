/* SPDX-License-Identifier: Apache-2.0
 * msg.c - messages of Outlook in compound files.
 *
 * [MSG] MS-OXMSG, Microsoft, version 17: a property is a stream that is named
 * by its number and type (001F: UTF-16, 001E: bytes of a code page, 0102:
 * bytes); an attachment is a storage of such streams; a message within the
 * message is a storage in an attachment.  Numbers stand in a stream of their
 * own, 16 bytes each. [PROPS] MS-OXPROPS: what the numbers mean.
 *
 * The fields that the message came with are a file of their own, read as mail;
 * so are the body in HTML, the body in RTF where it is the only one (lzfu.c),
 * and attachments. */
#include "formats/cfb.h"
#include "formats/lzfu.h"

#include "base/charset.h"
#include "base/utf.h"

enum {
    MESSAGES = 32,     /* in one another, and beside */
    NUMBER = 16,       /* bytes of a number, as a property */
    NUMBERS = 4096,    /* bytes of them that are looked at */
    CODEPAGE = 0x3FFD, /* of texts that are bytes */
    INTERNET = 0x3FDE, /* of the body as it was sent; some have only this */
    DIGITS = 12        /* where the number stands in a stream's name */
};

struct letter {
    struct cfb *c;
    uint32_t in; /* the storage it is */
    enum charset charset;
};

/* The subject is a title, as in mail.c. */
static const struct {
    char id[5];
    enum slot_kind kind;
    struct span key;
} fields[] = {{"0037", SLOT_TEXT, SPAN_OF("title")},
              {"0C1A", SLOT_FIELD, SPAN_OF("From")},
              {"0E04", SLOT_FIELD, SPAN_OF("To")},
              {"0E03", SLOT_FIELD, SPAN_OF("Cc")},
              {"1035", SLOT_FIELD, SPAN_OF("Message-ID")}};

/* stream is the property of this number and type, and its place in *s. */
static struct span stream(const struct letter *m, const char *id,
                          const char *type, struct slot *s)
{
    char name[] = "__substg1.0_00000000";
    const struct cfb_entry *e;
    struct span data;
    bool whole;

    memcpy(name + DIGITS, id, 4);
    memcpy(name + DIGITS + 4, type, 4);
    e = cfb_find(m->c, m->in, name);
    data = cfb_data(m->c, e, &s->at, &whole);
    s->block = e ? e->block : 0;
    s->flags |= SLOT_DERIVED;
    return data;
}

/* text is a property that is one, in UTF-8. */
static struct span text(const struct letter *m, const char *id, struct slot *s)
{
    struct arena *a = walk_arena(m->c->w);
    struct span raw = stream(m, id, "001F", s);
    struct text_map map = {0};

    if (raw.len)
        return utf8_of_utf16(a, raw, false);
    raw = stream(m, id, "001E", s);
    if (raw.len)
        charset_text(a, raw, m->charset, 0, &map);
    return map.data;
}

/* charset is that of texts in bytes: a number among those of the message, which
 * stand behind a head whose length is that of what holds them [MSG 2.4]. */
static enum charset charset(const struct letter *m)
{
    const struct cfb_entry *e =
        cfb_find(m->c, m->in, "__properties_version1.0");
    struct range at;
    bool whole;
    struct span all = cfb_data(m->c, e, &at, &whole);
    struct reader r = reader_over(all);
    enum charset found = CHARSET_LATIN1;

    read_span(&r, all.len % NUMBER);
    while (reader_left(&r) >= NUMBER && reader_pos(&r) < NUMBERS) {
        uint32_t tag = read_u32le(&r), value;

        read_u32le(&r);
        value = read_u32le(&r);
        read_u32le(&r);
        if (tag >> 16 == CODEPAGE)
            return charset_page(value);
        if (tag >> 16 == INTERNET)
            found = charset_page(value);
    }
    return found;
}

/* file yields a body or what is attached, where there is any. */
static bool file(const struct letter *m, struct slot s, struct span key)
{
    s.key = key;
    s.kind = SLOT_PART;
    if (s.data.len)
        walk_slot(m->c->w, s);
    return s.data.len > 0;
}

static void body(const struct letter *m)
{
    struct slot plain = {.kind = SLOT_TEXT, .key = SPAN("body")};
    struct slot page = {.flags = SLOT_BODY}, rich = page;

    plain.data = text(m, "1000", &plain);
    if (plain.data.len)
        walk_story(m->c->w, plain);
    page.data = stream(m, "1013", "0102", &page);
    if (!page.data.len)
        page.data = text(m, "1013", &page);
    if (file(m, page, SPAN("body.html")) || plain.data.len)
        return;
    rich.data = stream(m, "1009", "0102", &rich);
    if (!rich.data.len)
        return;
    rich.data = lzfu_unpack(m->c->w, rich.data);
    if (!file(m, rich, SPAN("body.rtf")))
        walk_partial(m->c->w, "damaged");
}

/* tell yields what is in a message, but for what is attached. */
static void tell(struct letter *m)
{
    struct slot head = {.flags = SLOT_BODY};

    m->charset = charset(m);
    head.data = text(m, "007D", &head);
    if (!file(m, head, SPAN("headers.eml")))
        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
            struct slot s = {.kind = fields[i].kind,
                             .space = SPAN("mail"),
                             .key = fields[i].key};

            s.data = text(m, fields[i].id, &s);
            if (s.data.len)
                walk_slot(m->c->w, s);
        }
    body(m);
}

/* attached yields the file of an attachment; of a message it is the number of
 * the storage, else 0. */
static uint32_t attached(const struct letter *m)
{
    static const char names[][5] = {"3707", "3704", "3001"};
    const struct cfb_entry *e = cfb_find(m->c, m->in, "__substg1.0_3701000D");
    struct slot s = {0}, where = {0};
    struct span key = {0};

    if (e && e->type == 1)
        return (uint32_t)(e - m->c->list);
    s.data = stream(m, "3701", "0102", &s);
    for (size_t i = 0; i < 3 && !key.len; i++)
        key = text(m, names[i], &where);
    while (key.len && key.ptr[key.len - 1] == 0)
        key.len--;
    file(m, s, key.len ? key : SPAN("attachment"));
    return 0;
}

bool msg_walk(struct cfb *c)
{
    struct letter all[MESSAGES] = {{.c = c}};
    uint32_t *list = walk_alloc(c->w, c->count * sizeof(*list)), count = 1;

    if (!list || !cfb_find(c, 0, "__properties_version1.0"))
        return false;
    walk_mime(c->w, "application/vnd.ms-outlook");
    for (uint32_t i = 0; i < count && walk_ok(c->w); i++) {
        uint32_t n = cfb_children(c, all[i].in, list, c->count);

        tell(&all[i]);
        for (uint32_t k = 0; k < n && walk_ok(c->w); k++) {
            struct letter part = {c, list[k], all[i].charset};
            uint32_t in = 0;

            if (span_starts(c->list[list[k]].name, SPAN("__attach_version1.0")))
                in = attached(&part);
            if (in && count < MESSAGES)
                all[count++] = (struct letter){c, in, all[i].charset};
            else if (in)
                walk_partial(c->w, "parts");
        }
    }
    return true;
}
