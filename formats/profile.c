/* SPDX-License-Identifier: Apache-2.0
 * profile.c - raw profiles in PNG's text chunks.
 *
 * ImageMagick, coders/png.c, writes: newline, name, newline, length in
 * decimal, newline, hexadecimal digits in lines.  The name is free; the key
 * says what it is, and the bytes themselves say it better: "exif" may begin
 * with "Exif" or not, "APP1" may be EXIF or XMP, "iptc" may be a Photoshop
 * resource or IIM. */
#include "formats/profile.h"

#include "base/hex.h"
#include "formats/photoshop.h"

#define XMP_HEAD SPAN("http://ns.adobe.com/xap/1.0/\0")

struct span hex_decode(struct walk *w, struct span text)
{
    uint8_t *to = walk_alloc(w, text.len / 2 + 1);
    size_t digits = 0;

    if (!to || !walk_step(w, text.len / 64))
        return (struct span){0};
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];
        int v = hex_digit(c);

        if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
            continue;
        if (v < 0)
            return (struct span){0};
        to[digits / 2] = (uint8_t)(digits & 1 ? to[digits / 2] | v : v << 4);
        digits++;
    }
    return (struct span){to, digits / 2};
}

/* by_content lists what the bytes say they are. */
static bool by_content(struct walk *w, struct slot s)
{
    struct span d = s.data;

    s.kind = SLOT_EXIF;
    if (span_starts(d, SPAN("Exif\0\0")))
        s.data = span_cut(d, 6, d.len - 6);
    else if (span_starts(d, XMP_HEAD)) {
        s.kind = SLOT_XMP;
        s.data = span_cut(d, XMP_HEAD.len, d.len - XMP_HEAD.len);
    } else if (span_starts(d, SPAN("8BIM"))) {
        photoshop_read(w, s);
        return true;
    } else if (span_starts(d, SPAN("\x1c"))) {
        s.kind = SLOT_IPTC;
    } else if (span_starts(d, SPAN("<"))) {
        s.kind = SLOT_XMP;
    } else if (!span_starts(d, SPAN("II*\0")) &&
               !span_starts(d, SPAN("MM\0*"))) {
        return false;
    }
    walk_slot(w, s);
    return true;
}

bool profile_read(struct walk *w, struct slot s)
{
    static const struct span head = SPAN_OF("Raw profile type ");
    struct reader r = reader_over(s.data);
    struct span type;
    uint64_t said = 0;

    if (!span_starts(s.key, head))
        return false;
    type = span_cut(s.key, head.len, s.key.len - head.len);
    read_until(&r, '\n');
    read_until(&r, '\n');
    for (struct span n = read_until(&r, '\n'); n.len;
         n = span_cut(n, 1, n.len - 1)) {
        int v = hex_digit(n.ptr[0]);

        if (v >= 0 && v <= 9 && said < UINT32_MAX)
            said = said * 10 + (uint64_t)v;
    }
    if (!reader_ok(&r))
        return false;
    s.space = (struct span){0};
    s.data = hex_decode(w, read_rest(&r));
    s.flags |= SLOT_DERIVED;
    if (!s.data.len)
        return false;
    if (said != s.data.len)
        walk_note(w, NOTE_BROKEN, s.at.off,
                  "raw profile is not as long as it says");
    if (by_content(w, s))
        return true;
    s.kind = span_eq(type, SPAN("icc")) || span_eq(type, SPAN("icm"))
                 ? SLOT_ICC
                 : SLOT_OTHER;
    if (s.kind == SLOT_ICC)
        s.key = (struct span){0};
    walk_slot(w, s);
    return true;
}
