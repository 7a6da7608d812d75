/* SPDX-License-Identifier: Apache-2.0
 * mail.c - a message, and a box of them.
 *
 * [MAIL] RFC 5322: fields "Name: value", which go on in lines that begin with
 * space; an empty line; the body.  [MIME] RFC 2045 to 2047: types, encodings,
 * boundaries, and encoded words in fields.  [MBOX] RFC 4155: "From " lines.
 *
 * Boundaries are looked for line by line with a stack of those that are open,
 * so that nesting costs nothing.  Plain text is a text; HTML, pictures and
 * messages are files of their own.  The subject is no field but a title: every
 * program shows it above the message. */
#include "formats/format.h"

#include "base/base64.h"
#include "base/charset.h"
#include "base/hex.h"

enum {
    DEEP = 16,
    FIELDS = 512, /* of one message */
    ENTITIES = 4096,
    VALUE = 1 << 16
};

enum coding {
    PLAIN,
    BASE64,
    QUOTED
};

/* What the fields of an entity say of its body. */
struct entity {
    struct span type, boundary, charset, name;
    enum coding coding;
};

struct message {
    struct walk *w;
    struct span all;         /* of the file */
    size_t at;               /* in it */
    struct span stack[DEEP]; /* open boundaries */
    unsigned depth, entities, fields;
    uint32_t block;
};

/* Fields by which a message is known. */
static const char *const usual[] = {
    "From",         "To",          "Subject",
    "Date",         "Received",    "Message-ID",
    "MIME-Version", "Return-Path", "Content-Type",
    "Delivered-To", "Cc",          "Reply-To",
    "Sender",       "X-Mailer",    "DKIM-Signature"};

/* line is the next line, without its end; *at moves behind it. */
static struct span line(struct span all, size_t *at)
{
    const uint8_t *nl =
        *at < all.len ? memchr(all.ptr + *at, '\n', all.len - *at) : NULL;
    size_t end = nl ? (size_t)(nl - all.ptr) : all.len;
    struct span s = span_cut(all, *at, end - *at);

    *at = nl ? end + 1 : all.len;
    if (s.len && s.ptr[s.len - 1] == '\r')
        s.len--;
    return s;
}

static bool name_of(struct span s, struct span *name)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ':' && i > 0) {
            *name = span_cut(s, 0, i);
            return true;
        }
        if (s.ptr[i] <= ' ' || s.ptr[i] >= 127)
            return false;
    }
    return false;
}

/* ---- encodings ---- */

/* quoted undoes "=41" and "=" at the end of a line; in encoded words "_" is a
 * space [MIME 2047 4.2]. */
static struct span quoted(struct walk *w, struct span s, bool word)
{
    uint8_t *to = walk_alloc(w, s.len);
    size_t n = 0;

    for (size_t i = 0; to && i < s.len; i++) {
        uint8_t c = s.ptr[i];
        int v = i + 2 < s.len ? hex_pair(s.ptr[i + 1], s.ptr[i + 2]) : -1;

        if (c == '=' && v >= 0) {
            to[n++] = (uint8_t)v;
            i += 2;
        } else if (c == '=' && i + 1 < s.len && s.ptr[i + 1] == '\n') {
            i++;
        } else if (c == '=' && i + 2 < s.len && s.ptr[i + 1] == '\r' &&
                   s.ptr[i + 2] == '\n') {
            i += 2;
        } else {
            to[n++] = word && c == '_' ? ' ' : c;
        }
    }
    return (struct span){to, to ? n : 0};
}

static struct span recode(struct walk *w, struct span s, struct span label)
{
    enum charset from = charset_named(label);
    struct text_map map;
    size_t mark = 0;

    if (from == CHARSET_NONE)
        from = charset_guess(s, false, &mark);
    if (from == CHARSET_NONE || from == CHARSET_UTF8)
        return s;
    return charset_text(walk_arena(w), s, from, 0, &map) ? map.data : s;
}

/* One encoded word "=?charset?B?text?=" at the start of s: how long it is, 0
 * where there is none. */
static size_t word(struct walk *w, struct span s, struct buf *to)
{
    struct reader r = reader_over(s);
    struct span label, how, body;

    if (!span_eq(read_span(&r, 2), SPAN("=?")))
        return 0;
    label = read_until(&r, '?');
    how = read_until(&r, '?');
    body = read_until(&r, '?');
    if (!span_eq(read_span(&r, 1), SPAN("=")) || !reader_ok(&r) ||
        how.len != 1 || label.len > 64)
        return 0;
    if ((how.ptr[0] | 32) == 'q')
        body = quoted(w, body, true);
    else if (!base64_decode(walk_arena(w), body, BASE64_LAX, &body))
        return 0;
    buf_put(to, recode(w, body, label));
    return reader_pos(&r);
}

/* value is a field's text: unfolded, its encoded words decoded. */
static struct span value(struct walk *w, struct span s)
{
    struct buf b;
    bool after = false;

    buf_init(&b, walk_arena(w), VALUE);
    for (size_t i = 0; i < s.len;) {
        struct span rest = span_cut(s, i, s.len - i);
        size_t n = s.ptr[i] == '=' ? word(w, rest, &b) : 0, gap = 0;

        if (n) {
            after = true;
            i += n;
            continue;
        }
        while (gap < rest.len && rest.ptr[gap] <= ' ')
            gap++;
        if (gap && after && gap < rest.len &&
            span_starts(span_cut(rest, gap, 2), SPAN("=?"))) {
            i += gap; /* between two words there is nothing */
            continue;
        }
        after = false;
        if (s.ptr[i] != '\r' && s.ptr[i] != '\n')
            buf_byte(&b, s.ptr[i]);
        i++;
    }
    return buf_span(&b);
}

/* parameter is what follows `name=` in a field [MIME 2045 5.1]. */
static struct span parameter(struct span s, const char *name)
{
    struct reader r = reader_over(s);

    read_until(&r, ';');
    while (reader_ok(&r) && reader_left(&r) > 0) {
        struct reader back = r;
        struct span key = span_trim(read_until(&r, '=')), v;

        if (!reader_ok(&r))
            break;
        if (reader_left(&r) && *r.at == '"') {
            read_u8(&r);
            v = read_until(&r, '"');
            read_until(&r, ';');
        } else {
            v = read_until(&r, ';');
            if (!reader_ok(&r)) { /* the last */
                read_until(&back, '=');
                v = read_rest(&back);
            }
        }
        if (span_same(key, name))
            return span_trim(v);
    }
    return (struct span){0};
}

/* ---- fields ---- */

static void field(struct message *m, struct span name, struct range at,
                  struct entity *e, bool top)
{
    struct span raw = span_cut(m->all, (size_t)at.off, (size_t)at.len);
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("mail"),
                     .key = name,
                     .at = at,
                     .block = m->block};

    if (span_same(name, "Content-Type")) {
        struct reader r = reader_over(raw);
        struct span type = read_until(&r, ';');

        e->type = span_trim(reader_ok(&r) ? type : raw);
        e->boundary = parameter(raw, "boundary");
        e->charset = parameter(raw, "charset");
        if (!e->name.len)
            e->name = parameter(raw, "name");
    } else if (span_same(name, "Content-Transfer-Encoding")) {
        e->coding = span_same(span_trim(raw), "base64")             ? BASE64
                    : span_same(span_trim(raw), "quoted-printable") ? QUOTED
                                                                    : PLAIN;
    } else if (span_same(name, "Content-Disposition")) {
        struct span file = parameter(raw, "filename");

        if (file.len)
            e->name = file;
    }
    if (!top)
        return;
    if (m->fields++ >= FIELDS) {
        walk_partial(m->w, "fields");
        return;
    }
    if (span_same(name, "Subject")) {
        s.kind = SLOT_TEXT;
        s.key = SPAN("title");
    }
    s.data = span_trim(value(m->w, raw));
    s.flags = SLOT_DERIVED;
    if (s.data.len)
        walk_slot(m->w, s);
}

/* fields reads the head of an entity, to its empty line. */
static void fields(struct message *m, struct entity *e, bool top)
{
    struct span name = {0};
    struct range at = {0};

    *e = (struct entity){.type = SPAN("text/plain")};
    while (m->at < m->all.len && walk_step(m->w, 1)) {
        size_t from = m->at;
        struct span l = line(m->all, &m->at);
        struct span next;

        if (l.len && (l.ptr[0] == ' ' || l.ptr[0] == '\t') && name.len) {
            at.len = from + l.len - at.off;
            continue;
        }
        if (name.len)
            field(m, name, at, e, top);
        name = (struct span){0};
        if (l.len == 0)
            return;
        if (!name_of(l, &next)) {
            m->at = from; /* the body begins without an empty line */
            return;
        }
        name = next;
        at = (struct range){from + next.len + 1, l.len - next.len - 1};
    }
    if (name.len)
        field(m, name, at, e, top);
}

/* ---- bodies ---- */

static void body(struct message *m, const struct entity *e, size_t from,
                 size_t end)
{
    struct slot s = {.kind = SLOT_PART,
                     .key = e->name,
                     .at = {from, end - from},
                     .block = m->block};
    struct span raw = span_cut(m->all, from, end - from), data = raw;

    if (raw.len == 0)
        return;
    if (e->coding == BASE64 &&
        !base64_decode(walk_arena(m->w), raw, BASE64_LAX, &data)) {
        walk_note(m->w, NOTE_BROKEN, from, "body is not the base64 it says");
        data = raw;
    } else if (e->coding == QUOTED) {
        data = quoted(m->w, raw, false);
    }
    if (e->coding != PLAIN)
        s.flags |= SLOT_DERIVED;
    s.data = data;
    walk_step(m->w, raw.len / 64);
    if (span_same(e->type, "text/plain")) {
        s.kind = SLOT_TEXT;
        s.data = recode(m->w, data, e->charset);
        if (s.data.ptr != data.ptr)
            s.flags |= SLOT_DERIVED;
        walk_story(m->w, s);
        return;
    }
    if (!s.key.len && span_same(e->type, "text/html")) {
        s.key = SPAN("body.html");
        s.flags |= SLOT_BODY;
    } else if (!s.key.len) {
        s.key = e->type;
    }
    if (!(s.flags & SLOT_DERIVED))
        s.data = (struct span){0};
    walk_slot(m->w, s);
}

/* opens is whether a line is one of the boundaries that are open; *last says
 * that it ends the row of entities. */
static bool opens(const struct message *m, struct span l, unsigned *which,
                  bool *last)
{
    if (!span_starts(l, SPAN("--")))
        return false;
    for (unsigned i = m->depth; i-- > 0;) {
        struct span b = m->stack[i], rest;

        if (!span_starts(span_cut(l, 2, l.len - 2), b))
            continue;
        rest = span_trim(span_cut(l, 2 + b.len, l.len - 2 - b.len));
        *last = span_eq(rest, SPAN("--"));
        if (rest.len && !*last)
            continue;
        *which = i;
        return true;
    }
    return false;
}

/* entity reads one up to the boundary behind it; false at the end. */
static bool entity(struct message *m, bool top)
{
    struct entity e;
    size_t from;

    fields(m, &e, top);
    from = m->at;
    if (span_starts(e.type, SPAN("multipart/")) ||
        (e.boundary.len && e.type.len > 9 &&
         span_same(span_cut(e.type, 0, 10), "multipart/"))) {
        e.type = (struct span){0}; /* what precedes the first is for nobody */
        if (!e.boundary.len) {
            walk_note(m->w, NOTE_ODD, from,
                      "no boundary of parts: read as text");
            e.type = SPAN("text/plain");
        } else if (m->depth < DEEP) {
            m->stack[m->depth++] = e.boundary;
        } else {
            walk_partial(m->w, "depth");
        }
    }
    while (m->at < m->all.len && walk_step(m->w, 1)) {
        size_t start = m->at;
        struct span l = line(m->all, &m->at);
        unsigned which;
        bool last;

        if (!opens(m, l, &which, &last))
            continue;
        if (e.type.len)
            body(m, &e, from, start);
        m->depth = which + !last;
        if (!last)
            return true;
        e.type = (struct span){0}; /* nor what follows the last */
    }
    if (e.type.len)
        body(m, &e, from, m->at);
    return false;
}

/* ---- boxes ---- */

/* box yields each message of an mbox as a file of its own. */
static void box(struct walk *w, struct span all)
{
    size_t at = 0, from = 0;
    bool empty = true, some = false;

    while (at <= all.len && walk_step(w, 1)) {
        size_t start = at;
        struct span l = line(all, &at);
        bool end = start == all.len;

        if (end || (empty && span_starts(l, SPAN("From ")))) {
            if (some && start > from)
                walk_slot(
                    w, (struct slot){.kind = SLOT_PART,
                                     .key = SPAN("message"),
                                     .at = {from, start - from},
                                     .block = walk_block(w, SPAN("message"),
                                                         from, start - from)});
            some = true;
            from = at;
        }
        if (end)
            return;
        empty = l.len == 0;
    }
}

static unsigned mail_probe(struct span head, uint64_t size)
{
    unsigned known = 0;
    size_t at = 0;

    (void)size;
    if (span_starts(head, SPAN("From ")))
        line(head, &at);
    while (at < head.len) {
        struct span l = line(head, &at), name;

        if (l.len && (l.ptr[0] == ' ' || l.ptr[0] == '\t') && at > l.len + 2)
            continue;
        if (!name_of(l, &name))
            break;
        for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
            known += span_same(name, usual[i]);
    }
    return known >= 3 ? 24 : 0;
}

static void mail_walk(struct walk *w)
{
    struct message *m = walk_alloc(w, sizeof(*m));
    uint64_t size = walk_size(w);
    bool top = true;

    if (!m)
        return;
    m->w = w;
    m->all = walk_view(w, 0, size);
    if (span_starts(m->all, SPAN("From "))) {
        walk_media(w, MEDIA_PACKAGE);
        walk_mime(w, "application/mbox");
        box(w, m->all);
        return;
    }
    m->block = walk_block(w, SPAN("message"), 0, size);
    while (walk_ok(w) && m->entities++ < ENTITIES && entity(m, top))
        top = false;
    if (m->entities > ENTITIES)
        walk_partial(w, "parts");
}

const struct format format_mail = {
    .name = "mail",
    .mime = "message/rfc822",
    .files = "eml mbox",
    .media = MEDIA_DOCUMENT,
    .probe = mail_probe,
    .verified = "messages of Python's email",
    .walk = mail_walk,
};
