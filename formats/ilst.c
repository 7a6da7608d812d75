/* SPDX-License-Identifier: Apache-2.0
 * ilst.c - key and value in MP4 and QuickTime: keys, ilst, and user data.
 *
 * [QTFF] QuickTime File Format, "Metadata" and "User Data Text Strings".
 * [3GPP] 3GPP TS 26.244, 8: asset information.
 *
 * ilst holds one box an item, named by four letters or, where the handler is
 * "mdta", by a number that counts from 1 in `keys`; inside are `data` boxes
 * type(4) locale(4) value, and of the item "----" also `mean` and `name`. */
#include "formats/bmff.h"

#include "base/buf.h"
#include "base/utf.h"

enum {
    DIGITS = 20, /* of the largest 64-bit number */
    TYPE_UTF8 = 1,
    TYPE_UTF16 = 2,
    TYPE_JPEG = 13,
    TYPE_PNG = 14,
    TYPE_SIGNED = 21,
    TYPE_UNSIGNED = 22,
    TYPE_BMP = 27
};

/* The names in `keys`. */
struct keys {
    struct span *list;
    uint32_t count;
};

/* key_name is the name as UTF-8: QuickTime's sign is one byte, 0xA9. */
static struct span key_name(struct walk *w, struct span type)
{
    if (type.len && type.ptr[0] >= 0x80)
        return utf8_of_latin1(walk_arena(w), type);
    return type;
}

static struct keys keys_read(struct walk *w, const struct box *b)
{
    struct keys k = {0};
    struct reader r;
    uint32_t said;

    if (!b->at.len)
        return k;
    r = walk_read(w, b->body.off, b->body.len);
    read_u32be(&r);
    said = read_u32be(&r);
    k.list = walk_alloc(w, (b->body.len / 8 + 1) * sizeof(*k.list));
    while (k.list && k.count < said && reader_left(&r) >= 8) {
        uint32_t size = read_u32be(&r);

        read_span(&r, 4); /* name space: "mdta" */
        if (size < 8)
            break;
        k.list[k.count] = read_span(&r, size - 8);
        if (reader_ok(&r))
            k.count++;
    }
    if (k.count < said)
        walk_note(w, NOTE_TRUNCATED, b->at.off, "names of keys are cut");
    return k;
}

/* number is a whole number of the file in decimal. */
static struct span number(struct walk *w, struct span data, bool is_signed)
{
    struct reader r = reader_over(data);
    uint64_t v = read_be(&r, (unsigned)data.len);
    unsigned shift = 64 - 8 * (unsigned)data.len;
    bool below = is_signed && v >> (8 * data.len - 1);
    uint8_t *to = walk_alloc(w, DIGITS + 1);
    size_t at = DIGITS + 1;

    if (!to)
        return (struct span){0};
    if (below)
        v = (0 - (v << shift)) >> shift;
    do {
        to[--at] = (uint8_t)('0' + v % 10);
        v /= 10;
    } while (v && at > 1);
    if (below)
        to[--at] = '-';
    return (struct span){to + at, DIGITS + 1 - at};
}

/* is_text is whether bytes of no stated type can be text. */
static bool is_text(struct span s)
{
    return s.len && !memchr(s.ptr, 0, s.len) && utf8_ok(s);
}

/* data_box yields one value under the name of its item. */
static void data_box(struct walk *w, const struct box *b, struct slot s)
{
    struct reader r = walk_read(w, b->body.off, num_min(b->body.len, 8));
    uint32_t type = read_u32be(&r) & 0xFFFFFF;

    read_u32be(&r); /* locale */
    if (!reader_ok(&r))
        return;
    s.at = (struct range){b->body.off + 8, b->body.len - 8};
    if (b->cut)
        s.flags |= SLOT_CUT;
    if (type == TYPE_JPEG || type == TYPE_PNG || type == TYPE_BMP) {
        s.kind = SLOT_PART;
        walk_slot(w, s);
        return;
    }
    s.data = walk_view(w, s.at.off, s.at.len);
    if (type == TYPE_UTF16) {
        s.data = utf8_of_utf16(walk_arena(w), s.data, true);
        s.flags |= SLOT_DERIVED;
    } else if ((type == TYPE_SIGNED || type == TYPE_UNSIGNED) && s.data.len &&
               s.data.len <= 8) {
        s.data = number(w, s.data, type == TYPE_SIGNED);
        s.flags |= SLOT_DERIVED;
    } else if (type != TYPE_UTF8 && !(type == 0 && is_text(s.data))) {
        s.kind = SLOT_OTHER;
    }
    walk_slot(w, s);
}

/* tail_text is what follows the version and flags of a box. */
static struct span tail_text(struct walk *w, const struct box *b)
{
    struct span body = walk_view(w, b->body.off, b->body.len);

    return body.len > 4 ? span_cut(body, 4, body.len - 4) : (struct span){0};
}

static void item(struct walk *w, const struct box *b, struct span name)
{
    uint64_t end = b->body.off + b->body.len, at = b->body.off;
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("ilst"),
                     .key = name,
                     .block = b->block};
    struct box in;

    for (; walk_ok(w) && bmff_box(w, at, end, &in);
         at = in.at.off + in.at.len) {
        if (bmff_is(in.type, "data"))
            data_box(w, &in, s);
        else if (bmff_is(in.type, "name"))
            s.key = tail_text(w, &in);
    }
}

void bmff_ilst(struct walk *w, const struct bmff_meta *m)
{
    uint64_t end = m->ilst.body.off + m->ilst.body.len;
    uint64_t at = m->ilst.body.off;
    struct keys k = {0};
    struct box b;

    if (!m->ilst.at.len)
        return;
    if (m->mdta)
        k = keys_read(w, &m->keys);
    for (; walk_ok(w) && bmff_box(w, at, end, &b); at = b.at.off + b.at.len) {
        struct span name = key_name(w, b.type);
        struct reader r = reader_over(b.type);
        uint32_t index = read_u32be(&r);

        if (m->mdta && index - 1 < k.count)
            name = k.list[index - 1];
        b.block = m->ilst.block;
        item(w, &b, name);
    }
}

/* Text of QuickTime: size(2) language(2) text, again and again. */
static void strings(struct walk *w, const struct box *b)
{
    struct reader r = walk_read(w, b->body.off, b->body.len);
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("udta"),
                     .key = key_name(w, b->type),
                     .block = b->block};

    while (reader_left(&r) >= 4) {
        uint16_t len = read_u16be(&r);

        read_u16be(&r);
        s.at = (struct range){b->body.off + reader_pos(&r), len};
        s.data = read_span(&r, len);
        if (!reader_ok(&r)) {
            walk_note(w, NOTE_BROKEN, b->at.off, "user data text is cut");
            return;
        }
        if (s.data.len)
            walk_slot(w, s);
    }
}

/* Text of 3GPP: version and flags, language(2), text that ends in NUL, in
 * UTF-16 where it begins with a byte-order mark [3GPP 8]. */
static void asset(struct walk *w, const struct box *b)
{
    struct reader r = walk_read(w, b->body.off, b->body.len);
    struct slot s = {.kind = SLOT_FIELD,
                     .space = SPAN("udta"),
                     .key = b->type,
                     .block = b->block};

    read_span(&r, 6);
    s.at = (struct range){b->body.off + reader_pos(&r), reader_left(&r)};
    s.data = read_rest(&r);
    if (span_starts(s.data, SPAN("\xFE\xFF"))) {
        s.data = utf8_of_utf16(walk_arena(w),
                               span_cut(s.data, 2, s.data.len - 2), true);
        s.flags |= SLOT_DERIVED;
    }
    while (s.data.len && s.data.ptr[s.data.len - 1] == 0)
        s.data.len--;
    if (reader_ok(&r) && s.data.len && utf8_ok(s.data))
        walk_slot(w, s);
}

void bmff_udta(struct walk *w, const struct box *b)
{
    static const char texts[][5] = {"titl", "auth", "dscp", "perf",
                                    "gnre", "cprt", "albm"};

    if (b->type.ptr[0] == 0xA9) {
        strings(w, b);
        return;
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (bmff_is(b->type, texts[i])) {
            asset(w, b);
            return;
        }
}
