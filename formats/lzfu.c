/* SPDX-License-Identifier: Apache-2.0
 * lzfu.c - RTF as Outlook packs it.
 *
 * [RTFCP] MS-OXRTFCP, Microsoft, version 10: sizes(4+4) kind(4) checksum(4),
 * then runs of eight items behind a byte of flags, the lowest first.  An item
 * is a byte, or 12 bits of place and 4 of length, less 2, in a window of 4096
 * bytes that begins with words of RTF.  A place that is where the window is
 * written ends it.  The checksum is not looked at. */
#include "formats/lzfu.h"

#include "base/buf.h"

enum {
    WINDOW = 4096,
    PACKED = 0x75465A4C,
    PLAIN = 0x414C454D
};

/* The words that the window begins with [RTFCP 2.1.2.1]. */
static const char words[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New "
    "RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct window {
    uint8_t *bytes;
    unsigned at;
    struct buf out;
};

static void put(struct window *z, uint8_t c)
{
    z->bytes[z->at] = c;
    z->at = (z->at + 1) % WINDOW;
    buf_byte(&z->out, c);
}

/* run takes up to eight items; false at the end. */
static bool run(struct window *z, struct reader *r)
{
    unsigned flags = read_u8(r);

    for (unsigned i = 0; i < 8 && reader_left(r); i++, flags >>= 1) {
        unsigned item, from;

        if (!(flags & 1)) {
            put(z, read_u8(r));
            continue;
        }
        item = read_u16be(r);
        from = item >> 4;
        if (!reader_ok(r) || from == z->at)
            return false;
        for (unsigned n = (item & 15) + 2; n > 0; n--, from++)
            put(z, z->bytes[from % WINDOW]);
    }
    return reader_left(r) > 0;
}

struct span lzfu_unpack(struct walk *w, struct span packed)
{
    struct reader r = reader_over(packed);
    struct window z = {.at = sizeof(words) - 1};
    uint32_t raw, kind;

    read_u32le(&r);
    raw = read_u32le(&r);
    kind = read_u32le(&r);
    read_u32le(&r);
    if (kind == PLAIN)
        return read_span(&r, num_min(raw, reader_left(&r)));
    z.bytes = walk_alloc(w, WINDOW);
    if (kind != PACKED || !reader_ok(&r) || !z.bytes)
        return (struct span){0};
    memcpy(z.bytes, words, z.at);
    buf_init(&z.out, walk_arena(w), walk_limits(w)->text_bytes);
    while (run(&z, &r) && walk_step(w, 1))
        ;
    if (z.out.failed)
        walk_partial(w, "text_bytes");
    else if (!reader_ok(&r) || z.out.len < raw)
        walk_note(w, NOTE_BROKEN, 0, "packed text is damaged");
    return buf_span(&z.out);
}
