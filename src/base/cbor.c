/* SPDX-License-Identifier: Apache-2.0
 * cbor.c - bounded CBOR reading.
 *
 * [CBOR] RFC 8949.  A head is major type (3 bits) and argument [CBOR 3].
 * Containers that are open wait in a chain of frames, so nesting costs no
 * stack; the chain is as long as limits.cbor_depth allows. */
#include "base/cbor.h"

#include "base/buf.h"
#include "base/reader.h"
#include "base/utf.h"

enum {
    BREAK = 0xff,
    INDEFINITE = 31
};

struct frame {
    struct frame *up;
    struct cbor *box;
    struct cbor *last;      /* member listed last */
    const struct cbor *key; /* waits for its value */
    uint64_t left;          /* items to come; indefinite: UINT64_MAX */
    size_t start;           /* of the item, its tags included */
};

struct parse {
    struct arena *arena;
    struct span all;
    struct reader r;
    struct frame *top, *spare;
    const struct limits *lim;
    uint64_t items, depth;
    const struct cbor *root;
    enum cbor_end end;
};

struct head {
    unsigned major, info;
    uint64_t arg;
    bool indefinite;
};

static bool fail(struct parse *p, enum cbor_end why)
{
    p->end = why;
    return false;
}

static bool read_head(struct reader *r, struct head *h)
{
    uint8_t b = read_u8(r);

    *h = (struct head){b >> 5, b & 31u, b & 31u, false};
    if (h->info >= 24 && h->info <= 27)
        h->arg = read_be(r, 1u << (h->info - 24));
    else if (h->info == INDEFINITE)
        h->indefinite = true;
    else if (h->info > 27)
        return false;
    return reader_ok(r);
}

/* A string of indefinite length is definite strings of the same type up to a
 * break [CBOR 3.2.3]. */
static bool join_string(struct parse *p, unsigned major, struct span *out)
{
    struct buf b;
    struct head h;

    buf_init(&b, p->arena, p->all.len);
    for (;;) {
        if (reader_left(&p->r) && *p->r.at == BREAK) {
            read_u8(&p->r);
            break;
        }
        if (!read_head(&p->r, &h) || h.major != major || h.indefinite ||
            h.arg > reader_left(&p->r))
            return fail(p, CBOR_BROKEN);
        buf_put(&b, read_span(&p->r, (size_t)h.arg));
    }
    if (b.failed)
        return fail(p, CBOR_MEMORY);
    *out = buf_span(&b);
    return true;
}

static bool read_string(struct parse *p, const struct head *h, struct cbor *c)
{
    c->kind = h->major == 2 ? CBOR_BYTES : CBOR_TEXT;
    if (h->indefinite) {
        if (!join_string(p, h->major, &c->text))
            return false;
    } else {
        if (h->arg > reader_left(&p->r))
            return fail(p, CBOR_BROKEN);
        c->text = read_span(&p->r, (size_t)h->arg);
    }
    if (c->kind == CBOR_TEXT && !utf8_ok(c->text))
        return fail(p, CBOR_BROKEN);
    return true;
}

static double half(uint64_t v)
{
    unsigned e = (unsigned)(v >> 10) & 31, m = (unsigned)v & 1023;
    double d = e == 0 ? m / 16777216.0 : 0;

    if (e == 31)
        d = m ? 0.0 : 1e308; /* [CBOR D]; nothing here uses such a value */
    else if (e) {
        d = (1024 + m) / 1024.0;
        for (unsigned i = 15; i < e; i++)
            d *= 2;
        for (unsigned i = e; i < 15; i++)
            d /= 2;
    }
    return v & 0x8000 ? -d : d;
}

static bool read_simple(struct parse *p, const struct head *h, struct cbor *c)
{
    float f;
    uint32_t bits = (uint32_t)h->arg;

    c->kind = CBOR_FLOAT;
    switch (h->info) {
    case 20:
    case 21:
        c->kind = CBOR_BOOL;
        c->number = h->info == 21;
        return true;
    case 22:
    case 23: c->kind = CBOR_NULL; return true;
    case 25: c->real = half(h->arg); return true;
    case 26:
        memcpy(&f, &bits, sizeof(f));
        c->real = (double)f;
        return true;
    case 27: memcpy(&c->real, &h->arg, sizeof(c->real)); return true;
    case INDEFINITE: return fail(p, CBOR_BROKEN); /* a break out of place */
    }
    if (h->info == 24 && h->arg < 32)
        return fail(p, CBOR_BROKEN);
    c->kind = CBOR_SIMPLE;
    c->number = h->arg;
    return true;
}

/* place hangs a finished item where it belongs. */
static bool place(struct parse *p, struct cbor *c)
{
    struct frame *f = p->top;

    if (!f) {
        p->root = c;
        return true;
    }
    if (f->left != UINT64_MAX)
        f->left--;
    if (f->box->kind == CBOR_MAP && !f->key) {
        f->key = c;
        return true;
    }
    c->key = f->key;
    f->key = NULL;
    if (f->last)
        f->last->next = c;
    else
        f->box->child = c;
    f->last = c;
    f->box->count++;
    return true;
}

/* close ends the containers that are full. */
static bool close_full(struct parse *p)
{
    while (p->top && p->top->left == 0) {
        struct frame *f = p->top;

        f->box->raw = span_cut(p->all, f->start, reader_pos(&p->r) - f->start);
        p->top = f->up;
        f->up = p->spare;
        p->spare = f;
        p->depth--;
        if (!place(p, f->box))
            return false;
    }
    return true;
}

static bool open(struct parse *p, const struct head *h, struct cbor *c,
                 size_t start)
{
    struct frame *f = p->spare;
    uint64_t n = h->arg;

    c->kind = h->major == 4 ? CBOR_LIST : CBOR_MAP;
    if (!h->indefinite && n > reader_left(&p->r))
        return fail(p, CBOR_BROKEN); /* an item is one byte at the least */
    if (p->depth >= p->lim->cbor_depth)
        return fail(p, CBOR_DEEP);
    if (f)
        p->spare = f->up;
    else
        f = arena_alloc(p->arena, sizeof(*f));
    if (!f)
        return fail(p, CBOR_MEMORY);
    if (c->kind == CBOR_MAP)
        n *= 2;
    *f = (struct frame){p->top, c, NULL, NULL, h->indefinite ? UINT64_MAX : n,
                        start};
    p->top = f;
    p->depth++;
    return true;
}

static bool stop_indefinite(struct parse *p)
{
    struct frame *f = p->top;

    read_u8(&p->r);
    if (!f || f->left != UINT64_MAX || f->key)
        return fail(p, CBOR_BROKEN);
    f->left = 0;
    return true;
}

static bool item(struct parse *p)
{
    size_t start = reader_pos(&p->r);
    struct cbor *c;
    struct head h;

    if (reader_left(&p->r) && *p->r.at == BREAK)
        return stop_indefinite(p);
    if (p->items++ >= p->lim->cbor_items)
        return fail(p, CBOR_MANY);
    c = arena_alloc(p->arena, sizeof(*c));
    if (!c)
        return fail(p, CBOR_MEMORY);
    for (;;) {
        if (!read_head(&p->r, &h))
            return fail(p, CBOR_BROKEN);
        if (h.major != 6)
            break;
        if (h.indefinite)
            return fail(p, CBOR_BROKEN);
        if (!c->tagged)
            c->tag = h.arg;
        c->tagged = true;
    }
    if (h.indefinite && h.major < 2)
        return fail(p, CBOR_BROKEN);
    switch (h.major) {
    case 0:
        c->kind = CBOR_UINT;
        c->number = h.arg;
        break;
    case 1:
        c->kind = CBOR_NEG;
        c->number = h.arg;
        break;
    case 2:
    case 3:
        if (!read_string(p, &h, c))
            return false;
        break;
    case 4:
    case 5: return open(p, &h, c, start);
    default:
        if (!read_simple(p, &h, c))
            return false;
    }
    c->raw = span_cut(p->all, start, reader_pos(&p->r) - start);
    return place(p, c);
}

enum cbor_end cbor_read(const struct cbor **out, struct arena *a, struct span s,
                        const struct limits *lim)
{
    struct parse p = {.arena = a, .all = s, .r = reader_over(s), .lim = lim};

    *out = NULL;
    do {
        if (!item(&p) || !close_full(&p))
            return p.end;
    } while (!p.root);
    *out = p.root;
    return reader_left(&p.r) ? CBOR_TRAILING : CBOR_WHOLE;
}

const struct cbor *cbor_get(const struct cbor *m, struct span key)
{
    const struct cbor *hit = NULL;

    if (!m || m->kind != CBOR_MAP)
        return NULL;
    for (const struct cbor *c = m->child; c; c = c->next)
        if (c->key->kind == CBOR_TEXT && span_eq(c->key->text, key))
            hit = c;
    return hit;
}

const struct cbor *cbor_at(const struct cbor *m, int64_t key)
{
    const struct cbor *hit = NULL;
    enum cbor_kind kind = key < 0 ? CBOR_NEG : CBOR_UINT;
    uint64_t n = key < 0 ? (uint64_t)(-1 - key) : (uint64_t)key;

    if (!m || m->kind != CBOR_MAP)
        return NULL;
    for (const struct cbor *c = m->child; c; c = c->next)
        if (c->key->kind == kind && c->key->number == n)
            hit = c;
    return hit;
}

struct span cbor_text(const struct cbor *i)
{
    return i && i->kind == CBOR_TEXT ? i->text : (struct span){0};
}

struct span cbor_bytes(const struct cbor *i)
{
    return i && i->kind == CBOR_BYTES ? i->text : (struct span){0};
}

bool cbor_uint(const struct cbor *i, uint64_t *to)
{
    if (!i || i->kind != CBOR_UINT)
        return false;
    *to = i->number;
    return true;
}

bool cbor_is(const struct cbor *i, enum cbor_kind kind)
{
    return i && i->kind == kind;
}
