/* SPDX-License-Identifier: Apache-2.0
 * photoshop.c - a row of "8BIM" resources.
 *
 * [PSD] Adobe Photoshop File Formats Specification, "Image Resource Blocks":
 *   "8BIM" number(2) name(Pascal, padded to even) size(4) data, padded to
 *   even; big-endian.  Other four letters than 8BIM occur ("MeSa", "PHUT"). */
#include "formats/photoshop.h"

#include "base/hex.h"

static enum slot_kind kind_of(unsigned number)
{
    switch (number) {
    case 0x0404: return SLOT_IPTC;
    case 0x0422: return SLOT_EXIF;
    case 0x0424: return SLOT_XMP;
    case 0x040f: return SLOT_ICC;
    default: return SLOT_OTHER;
    }
}

/* key_of is "8BIM-0404". */
static struct span key_of(struct walk *w, unsigned number)
{
    const uint8_t name[] = {(uint8_t)(number >> 8), (uint8_t)number};
    char *to = walk_alloc(w, 9);

    if (!to)
        return (struct span){0};
    memcpy(to, "8BIM-", 5);
    hex_put((struct span){name, 2}, to + 5);
    return (struct span){(const uint8_t *)to, 9};
}

void photoshop_read(struct walk *w, struct slot s)
{
    struct reader r = reader_over(s.data);
    struct span whole = s.data;
    uint64_t base = s.at.off;
    bool placed = !(s.flags & SLOT_DERIVED);

    while (walk_step(w, 1) && reader_left(&r) >= 12) {
        size_t from = reader_pos(&r);
        struct span type = read_span(&r, 4);
        unsigned number = read_u16be(&r);
        uint8_t name = read_u8(&r);
        uint32_t len;
        struct slot one = s;

        read_span(&r, name + (name & 1u ? 0u : 1u));
        len = read_u32be(&r);
        one.data = span_cut(whole, reader_pos(&r), len);
        if (!reader_ok(&r) || (len && !one.data.ptr) ||
            !(span_eq(type, SPAN("8BIM")) || span_eq(type, SPAN("PHUT")) ||
              span_eq(type, SPAN("MeSa")) || span_eq(type, SPAN("AgHg")) ||
              span_eq(type, SPAN("DCSR")))) {
            walk_note(w, NOTE_BROKEN, placed ? base + from : base,
                      "Photoshop resource is damaged");
            return;
        }
        if (placed)
            one.at = (struct range){base + reader_pos(&r), len};
        one.kind = kind_of(number);
        one.key = key_of(w, number);
        if (one.kind == SLOT_ICC)
            one.key = (struct span){0};
        walk_slot(w, one);
        read_span(&r, len);
        if (len & 1 && reader_left(&r))
            read_u8(&r);
    }
}
