/* SPDX-License-Identifier: Apache-2.0
 * jumbf.c - boxes and labels.
 *
 * A box is LBox(4) TBox(4) and, where LBox is 1, XLBox(8) [JUMBF 4].  A jumd
 * is UUID(16) toggles(1) and what the toggles promise: a label up to a NUL, an
 * id(4), a SHA-256(32), a private box [JUMBF 5.2].  Superboxes that are open
 * wait in a fixed stack, for C2PA nests no deeper than that. */
#include "c2pa/jumbf.h"

#include "base/reader.h"
#include "base/utf.h"

enum {
    DEPTH = 32,
    HAS_LABEL = 2,
    HAS_ID = 4,
    HAS_HASH = 8,
    HAS_PRIVATE = 16
};

#define JUMB FOURCC('j', 'u', 'm', 'b')
#define JUMD FOURCC('j', 'u', 'm', 'd')
#define FREE FOURCC('f', 'r', 'e', 'e')

#define REST SPAN("\x00\x11\x00\x10\x80\x00\x00\xAA\x00\x38\x9B\x71")

#define UUID FOURCC('u', 'u', 'i', 'd')

enum {
    HEAD = 8,
    UUID_LEN = 16 /* with nothing behind it, the box is none */
};

struct open {
    struct box *box;
    struct box *last; /* content box listed last */
    struct reader in; /* what of it is not read yet */
    bool stray;       /* the last box was one that nobody knows */
    bool torn;        /* less than a box behind content */
};

struct parse {
    struct arena *arena;
    const struct limits *lim;
    uint64_t *boxes;
    struct open stack[DEPTH];
    unsigned depth;
    const uint8_t *end_of_data;
    enum jumbf_end end;
};

static bool fail(struct parse *p, enum jumbf_end why)
{
    p->end = why;
    return false;
}

/* take reads one box header and takes the box.  The last superboxes of the data
 * may say that they are longer than it is, as the validators in use have it:
 * they end with it. */
static struct box *take(struct parse *p, struct reader *r)
{
    struct span all = {r->at, reader_left(r)};
    struct box *b;
    uint64_t len = read_u32be(r);
    uint32_t type = read_u32be(r);
    bool large = len == 1;

    if (large)
        len = read_u64be(r);
    if (type == JUMB && len > all.len && r->end == p->end_of_data)
        len = all.len;
    if (!reader_ok(r) || len < (large ? 16 : 8) || len > all.len) {
        fail(p, JUMBF_BROKEN);
        return NULL;
    }
    if ((*p->boxes)++ >= p->lim->jumbf_boxes) {
        fail(p, JUMBF_MANY);
        return NULL;
    }
    b = arena_alloc(p->arena, sizeof(*b));
    if (!b) {
        fail(p, JUMBF_MEMORY);
        return NULL;
    }
    b->type = type;
    b->odd = large;
    b->whole = span_cut(all, 0, (size_t)len);
    b->body = span_cut(all, large ? 16 : 8, (size_t)len - (large ? 16 : 8));
    read_span(r, b->body.len);
    return b;
}

/* describe reads the jumd that a superbox begins with. */
static bool describe(struct parse *p, struct open *o)
{
    struct box *d = take(p, &o->in);
    struct reader r;

    if (!d)
        return false;
    r = reader_over(d->body);
    o->box->uuid = read_span(&r, 16);
    o->box->toggles = read_u8(&r);
    if (o->box->toggles & HAS_LABEL)
        o->box->label = read_until(&r, 0);
    if (o->box->toggles & HAS_ID)
        read_u32be(&r);
    if (o->box->toggles & HAS_HASH)
        read_span(&r, 32);
    if (o->box->toggles & HAS_PRIVATE)
        read_u32be(&r);
    o->box->odd |= d->odd || (o->box->toggles & HAS_ID);
    if (d->type != JUMD || !reader_ok(&r) || !(o->box->toggles & HAS_LABEL) ||
        !utf8_ok(o->box->label))
        return fail(p, JUMBF_BROKEN);
    return true;
}

static bool enter(struct parse *p, struct box *b)
{
    struct open *o = &p->stack[p->depth];

    if (p->depth >= DEPTH)
        return fail(p, JUMBF_DEEP);
    p->depth++;
    *o = (struct open){b, NULL, reader_over(b->body), false, false};
    return describe(p, o);
}

/* The boxes that validators in use know; others are passed over, but cannot be
 * the last. */
static bool is_known(const struct box *b)
{
    static const char known[][5] = {"jumb", "json", "cbor", "jp2c",
                                    "bfdb", "bidb", "brob", "free"};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (b->type ==
            FOURCC(known[i][0], known[i][1], known[i][2], known[i][3]))
            return true;
    return b->type == UUID;
}

/* ends is whether nothing more of a superbox is read: behind its last box, at a
 * box of no type, or at less than a header.  Behind content such a rest is
 * damage. */
static bool ends(struct open *o)
{
    struct reader r = o->in;
    size_t left = reader_left(&r);

    if (!left)
        return true;
    read_u32be(&r);
    if (left >= HEAD && read_u32be(&r))
        return false;
    o->box->odd = true;
    o->torn = left < HEAD && o->last && o->last->type != JUMB;
    return true;
}

static bool step(struct parse *p)
{
    struct open *o = &p->stack[p->depth - 1];
    struct box *b;

    if (ends(o)) {
        if (o->torn || o->stray)
            return fail(p, JUMBF_BROKEN);
        p->depth--;
        return true;
    }
    b = take(p, &o->in);
    if (!b)
        return false;
    if (b->type == UUID && b->body.len <= UUID_LEN)
        return fail(p, JUMBF_BROKEN);
    o->stray = !is_known(b);
    if (o->stray || b->type == FREE)
        o->box->odd = true;
    if (o->stray)
        return true;
    if (o->last)
        o->last->next = b;
    else
        o->box->child = b;
    o->last = b;
    return b->type != JUMB || enter(p, b);
}

enum jumbf_end jumbf_read(const struct box **out, struct arena *a,
                          struct span s, const struct limits *lim,
                          uint64_t *boxes)
{
    struct parse p = {.arena = a, .lim = lim, .boxes = boxes};
    struct reader r = reader_over(s);
    struct box *root;

    *out = NULL;
    p.end_of_data = r.end;
    root = take(&p, &r);
    if (!root)
        return p.end;
    if (root->type != JUMB)
        return JUMBF_BROKEN;
    if (!enter(&p, root))
        return p.end;
    while (p.depth)
        if (!step(&p))
            return p.end;
    *out = root;
    return JUMBF_OK;
}

bool box_is(const struct box *b, const char type[4])
{
    return b->type == JUMB && b->uuid.len == 16 &&
           memcmp(b->uuid.ptr, type, 4) == 0 &&
           span_eq(span_cut(b->uuid, 4, 12), REST);
}

const struct box *box_first(const struct box *b, uint32_t type)
{
    for (const struct box *c = b->child; c; c = c->next)
        if (c->type == type)
            return c;
    return NULL;
}

static struct span after(struct span s, struct span prefix)
{
    return span_starts(s, prefix) ? span_cut(s, prefix.len, s.len - prefix.len)
                                  : s;
}

static size_t find(struct span s, uint8_t c, size_t from)
{
    while (from < s.len && s.ptr[from] != c)
        from++;
    return from;
}

struct span uri_manifest(struct span uri)
{
    struct span s = after(uri, SPAN("self#jumbf="));
    struct span t = after(s, SPAN("/c2pa/"));

    if (t.len == s.len)
        t = after(s, SPAN("c2pa/"));

    if (t.len == s.len)
        return (struct span){0};
    return span_cut(t, 0, find(t, '/', 0));
}

struct span uri_name(struct span uri)
{
    struct span s = after(uri, SPAN("self#jumbf="));
    size_t at = s.len;

    while (at > 0 && s.ptr[at - 1] != '/')
        at--;
    return span_cut(s, at, s.len - at);
}

static size_t put(uint8_t *to, struct span s)
{
    if (s.len)
        memcpy(to, s.ptr, s.len);
    return s.len;
}

struct span uri_of(struct arena *a, struct span label, struct span folder,
                   struct span name)
{
    struct span head = SPAN("self#jumbf=/c2pa/");
    uint8_t *to =
        arena_alloc(a, head.len + label.len + folder.len + name.len + 3);
    size_t n = 0;

    if (!to)
        return (struct span){0};
    n += put(to, head);
    n += put(to + n, label);
    if (folder.len) {
        to[n++] = '/';
        n += put(to + n, folder);
    }
    if (name.len) {
        to[n++] = '/';
        n += put(to + n, name);
    }
    return (struct span){to, n};
}

struct span uri_absolute(struct arena *a, struct span label, struct span uri)
{
    if (uri_manifest(uri).len)
        return uri;
    return uri_of(a, label, (struct span){0},
                  after(after(uri, SPAN("self#jumbf=")), SPAN("/")));
}

struct span label_base(struct span label)
{
    size_t at = label.len;

    while (at > 0 && label.ptr[at - 1] >= '0' && label.ptr[at - 1] <= '9')
        at--;
    if (at == label.len || at < 2 || label.ptr[at - 1] != '_' ||
        label.ptr[at - 2] != '_')
        return label;
    return span_cut(label, 0, at - 2);
}

bool span_has(struct span s, struct span part)
{
    for (size_t i = 0; part.len && i + part.len <= s.len; i++)
        if (memcmp(s.ptr + i, part.ptr, part.len) == 0)
            return true;
    return part.len == 0;
}
