/* SPDX-License-Identifier: Apache-2.0
 * iptc.c - IPTC-IIM to fields.
 *
 * [IIM] IPTC-NAA Information Interchange Model, version 4.2, chapter 3:
 *   1C record(1) number(1) length(2) data; where the length's top bit is set,
 *   its other bits say in how many bytes the real length follows.
 *
 * The coding of text is named in 1:90 by an ISO 2022 escape.  In practice it
 * is UTF-8, said so or not, or one that writers take for Latin-1. */
#include "meta/field.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/utf.h"
#include "meta/exif_text.h"

enum {
    MARK = 0x1c,
    CODED = 90 /* 1:90, coded character set */
};

static void put_number(struct buf *b, uint64_t v)
{
    char text[20];
    size_t n = sizeof(text);

    do
        text[--n] = (char)('0' + v % 10);
    while (v /= 10);
    buf_put(b, (struct span){(const uint8_t *)text + n, sizeof(text) - n});
}

static struct span name_of(struct arena *a, uint8_t record, uint8_t number)
{
    struct buf b;

    buf_init(&b, a, 8);
    put_number(&b, record);
    buf_byte(&b, ':');
    put_number(&b, number);
    return buf_span(&b);
}

/* is_number is whether a data set is a binary number: the versions, the file
 * format and its version [IIM 5, 6]. */
static bool is_number(uint8_t record, uint8_t number)
{
    return number == 0 || (record == 1 && (number == 20 || number == 22));
}

/* text_of takes off zeros, and what is no text behind one: some writers keep
 * fields of a fixed length. */
static struct span text_of(struct arena *a, struct span v, bool utf8)
{
    const uint8_t *nul = v.len ? memchr(v.ptr, 0, v.len) : NULL;
    size_t n = nul ? (size_t)(nul - v.ptr) : v.len, next = n;

    while (v.len > n && v.ptr[v.len - 1] == 0)
        v.len--;
    while (next < v.len && v.ptr[next] == 0)
        next++;
    if (!exif_printable(span_cut(v, next, v.len - next)))
        v.len = n;
    return utf8 ? utf8_repair(a, v) : charset_repair(a, v, CHARSET_LATIN1);
}

static struct span number_of(struct arena *a, struct span v)
{
    struct reader r = reader_over(v);
    struct buf b;

    if (v.len > 8)
        return (struct span){0};
    buf_init(&b, a, 64);
    put_number(&b, read_be(&r, (unsigned)v.len));
    return buf_span(&b);
}

void iptc_read(struct gather *g, const struct slot *s, uint32_t index)
{
    struct reader r = reader_over(s->data);
    struct arena *a = gather_arena(g);
    bool utf8 = false;

    while (gather_ok(g) && reader_left(&r)) {
        struct field f = {.space = SPACE_IPTC, .slot = index, .at = s->at};
        uint8_t mark = read_u8(&r), record = read_u8(&r), number = read_u8(&r);
        uint64_t len = read_u16be(&r);
        struct span v;

        if (mark == 0) /* padding */
            break;
        if (len & 0x8000)
            len = (len & 0x7fff) <= 8 ? read_be(&r, len & 0x7fff) : UINT64_MAX;
        if (!(s->flags & SLOT_DERIVED))
            f.at = (struct range){s->at.off + reader_pos(&r), len};
        v = read_span(&r, len > SIZE_MAX ? SIZE_MAX : (size_t)len);
        if (!reader_ok(&r) || mark != MARK) {
            gather_note(g, NOTE_BROKEN, s->at.off, "IPTC record is damaged");
            return;
        }
        if (record == 1 && number == CODED)
            utf8 = span_eq(v, SPAN("\x1b%G"));
        f.name = name_of(a, record, number);
        f.value =
            is_number(record, number) ? number_of(a, v) : text_of(a, v, utf8);
        gather_field(g, f);
    }
}
